"""The words in which a timeline is written down: days, hours, and what a person did at them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.challenge import Arrival, Challenge, Press, Reply, Span
from tests.domain.histories import History

MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text: str) -> datetime:
    """The instant called "Tue 20:00", or "+1 Tue 20:00" for that of a week later."""
    *weeks, weekday, clock = text.split()
    hours, minutes = map(int, clock.split(":"))
    days = WEEKDAYS.index(weekday) + 7 * sum(map(int, weeks))
    return MONDAY + timedelta(days=days, hours=hours, minutes=minutes)


def number(moment: datetime) -> int:
    """A message id that follows the order of time, with room for others in the same second."""
    return 10**8 + 10 * int((moment - MONDAY).total_seconds())


def day(n: int, when: str, **facts: Any) -> Challenge:
    """Day n, delivered then."""
    return Challenge(n, n, at(when), number(at(when)), **facts)


def text(when: str, moved: str | None = None, *, after: int = 1) -> tuple[Reply, ...]:
    """One text, by default just after anything else in its second."""
    taken = at(moved) if moved else None
    return (Reply(at(when), number(at(when)) + after, taken),)


def press(when: str) -> tuple[Press, ...]:
    """One press of a button."""
    return (Press(at(when)),)


def earlier(first: int, last: int, missed: int) -> list[Challenge]:
    """Days up to the Sunday before, at 08:00, each answered within the hour but one."""
    days = []
    for n in range(first, last + 1):
        moment = MONDAY + timedelta(days=n - last - 1, hours=8)
        reply = Reply(moment + timedelta(hours=1), number(moment) + 5)
        days.append(
            Challenge(n, n, moment, number(moment), replies=() if n == missed else (reply,))
        )
    return days


TWELVE = earlier(161, 173, missed=162)
"""A settled streak of 12, best 12, one freeze held (the first spent, another earned at 7)."""

SIX = earlier(3, 9, missed=4)
"""A streak of 6 and no freeze."""

MON, TUE = day(174, "Mon 08:00"), day(175, "Tue 08:00")
WED, THU = day(176, "Wed 08:00"), day(177, "Thu 08:00")
MON_DONE = replace(MON, replies=text("Mon 09:00"))
WED_DONE, THU_DONE = (
    replace(WED, replies=text("Wed 09:00")),
    replace(THU, replies=text("Thu 09:00")),
)
WEEK_OFF = Span(at("Tue 12:00"), at("+1 Tue 12:00"))
BLOCK = Span(at("Mon 10:00"), at("+2 Sun 10:00"))
SUMMARY = Arrival(at("Tue 08:00"), number(at("Tue 08:00")))
SKIPPED_NUMBERS = Span(at("Mon 12:00"), at("+2 Tue 12:00"))


@dataclass
class Row:
    """A timeline: what happened, and what holds at some instants. An integer is a day's verdict."""

    name: str
    days: list[Challenge]
    holds: dict[str, dict[Any, Any]]
    before: list[Challenge] = field(default_factory=lambda: TWELVE)
    pause: Span | None = None
    outage: Span | None = None
    filed: dict[tuple[int, int], datetime] = field(default_factory=dict)

    def history(self) -> History:
        """As a history, days before included."""
        pauses, outages = ([one] if one else [] for one in (self.pause, self.outage))
        return History([*self.before, *self.days], pauses, outages, self.filed)
