"""When a person's hour comes: wall time on a local date, turned into an instant.

A zone and a wall time are kept, never an offset and never "24 hours later"; the instant is worked
out for each local date, so that a clock change can neither drop a date nor use it twice.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60

EIGHT_HOURS = timedelta(hours=8)
"""Two challenges are never closer than this, unless the person asks for the second (P6)."""

LATE_MINUTE = 22 * 60
"""The late window stays open until 22:00 on the planned local date at the least (P5)."""

LATE_SPAN = timedelta(hours=3)
"""It also stays open this long after the due time, past midnight if need be (P5)."""

WEEKEND = frozenset({5, 6})
"""Saturday and Sunday, as `date.weekday` numbers them."""

HORIZON = 400
"""Days searched for a free date: more than a year, so that only a mistake finds none."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Habit:
    """A person's hour: zone, minutes after local midnight, and the weekdays they rest.

    Weekdays are numbered as in `date.weekday`: Monday is 0. Raises ValueError for a minute outside
    0..1439, or when no weekday is left.
    """

    zone: ZoneInfo
    minute: int
    weekend_minute: int | None = None
    rest_weekdays: frozenset[int] = field(default=frozenset())

    def __post_init__(self) -> None:
        for minute in (self.minute, self.weekend_minute):
            if minute is not None and not 0 <= minute < MINUTES_A_DAY:
                raise ValueError(f"{minute} is no minute of a day")
        if self.rest_weekdays >= frozenset(range(7)):
            raise ValueError("one weekday must remain")

    def minute_on(self, day: date) -> int:
        """Minutes after midnight on that local date."""
        if self.weekend_minute is not None and day.weekday() in WEEKEND:
            return self.weekend_minute
        return self.minute

    def rests_on(self, day: date) -> bool:
        """Whether that local date is one of the weekdays switched off."""
        return day.weekday() in self.rest_weekdays


@dataclass(frozen=True)
class Occurrence:
    """An hour to come: the instant in UTC, and the local date it belongs to."""

    at: datetime
    date: date


def occurrence(zone: ZoneInfo, day: date, minute: int) -> datetime | None:
    """The UTC instant of `minute` (0..1439, after local midnight) on a local date.

    A wall time that comes twice stands for its first coming. One that the clocks skip stands for
    the first minute that exists after it, or, where that would leave the date, for the date's last
    minute. None when the date does not exist there at all (Apia, December 30, 2011).
    """
    for candidate in chain(range(minute, MINUTES_A_DAY), range(minute - 1, -1, -1)):
        at = _instant(zone, day, candidate)
        if at is not None:
            return at
    return None


def local_date(zone: ZoneInfo, now: datetime) -> date:
    """The date on a calendar in that zone."""
    return now.astimezone(zone).date()


def next_occurrence(
    habit: Habit, after: datetime, taken: date | Container[date] | None = None
) -> Occurrence | None:
    """The first hour strictly after `after`, on a local date that is free and no rest weekday.

    `taken` holds the dates that have had their challenge; a single date stands for itself and
    everything before it, which keeps the dates of a run in order even for someone who travels back
    over the date line. None when nothing is free within `HORIZON` days.
    """
    day = local_date(habit.zone, after)
    used: Container[date] = ()
    if isinstance(taken, date):
        day = max(day, taken + _A_DAY)
    elif taken is not None:
        used = taken
    for _ in range(HORIZON):
        if not habit.rests_on(day) and day not in used:
            at = occurrence(habit.zone, day, habit.minute_on(day))
            if at is not None and at > after:
                return Occurrence(at, day)
        day += _A_DAY
    return None


def late_until(zone: ZoneInfo, due: datetime, day: date) -> datetime:
    """Until when a challenge due at `due` for the local date `day` may still be sent (P5).

    The later of 22:00 on that date and three hours after it was due; inclusive.
    """
    evening = occurrence(zone, day, LATE_MINUTE)
    late = due + LATE_SPAN
    return late if evening is None else max(evening, late)


def earliest(due: datetime, last_delivered: datetime | None, until: datetime) -> datetime | None:
    """When a challenge due at `due` may go out, eight hours after the last one at the soonest.

    `until` is the end of its late window; None when the eight hours outlast it, which makes the
    date neutral.
    """
    if last_delivered is None:
        return due
    allowed = max(due, last_delivered + EIGHT_HOURS)
    return allowed if allowed <= until else None


def _instant(zone: ZoneInfo, day: date, minute: int) -> datetime | None:
    """The first instant at which the clocks there show this wall time; None if they skip it."""
    hours, minutes = divmod(minute, 60)
    wall = datetime.combine(day, time(hours, minutes), tzinfo=zone)
    at = wall.astimezone(UTC)
    shown = at.astimezone(zone)
    # Two datetimes of one zone are compared by their wall time alone, which is what is meant here.
    return at if shown == wall else None
