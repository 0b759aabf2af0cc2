"""Messages nobody asked for: when one is due, which goes first, what a silence means for them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.domain.schedule import occurrence
from bot.domain.window import LEAST

EVENING = 20 * 60
"""The minute of the day that is proposed for reminders."""

LATE_HOUR = 17 * 60
"""From this minute on a challenge leaves no evening: its reminder comes at noon of the next day."""

NOON = 12 * 60

RECAP_MINUTE = 18 * 60
"""When the week is summed up, for those who have no reminder in the evening."""

LEAST_AGE = timedelta(hours=3)
"""A challenge that came less than this ago needs no reminder yet."""

WORTH = timedelta(hours=3)
"""How long after its hour an unasked message is still worth sending."""

_A_DAY = timedelta(days=1)


class Unasked(IntEnum):
    """What comes unasked beside a challenge, in the order in which it goes first."""

    QUESTION = 0
    FOLLOW_UP = 1
    RECAP = 2
    NUDGE = 3


class Silence(IntEnum):
    """What so many challenges in a row without a sign mean; each holds what those before it do."""

    NONE = 0
    NO_NUDGES = 3
    ASK = 7
    PAUSE = 14


def proposed(hour: int) -> int:
    """The minute to propose for reminders of a challenge at minute `hour` of the day."""
    return EVENING if hour < LATE_HOUR else NOON


def moment(zone: ZoneInfo, minute: int, delivered_at: datetime) -> datetime | None:
    """When a challenge is reminded of, once: on its first evening, at `minute` of the local day.

    Where it would be less than three hours old by then, at noon of the next day, or at `minute`
    if that is earlier in the day. None on the few dates that do not exist.
    """
    came_on = delivered_at.astimezone(zone).date()
    evening = occurrence(zone, came_on, minute)
    if evening is not None and evening >= delivered_at + LEAST_AGE:
        return evening
    return occurrence(zone, came_on + _A_DAY, min(minute, NOON))


def recap_minute(nudge: int | None) -> int:
    """When a week is summed up: with the reminder, where that comes in the evening."""
    return nudge if nudge is not None and nudge >= LATE_HOUR else RECAP_MINUTE


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of a date's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def recap_moment(zone: ZoneInfo, minute: int, day: date) -> datetime | None:
    """When the week that a local date belongs to is summed up: on its last day."""
    return occurrence(zone, week_of(day)[1], minute)


def is_open(hour: datetime | None, now: datetime) -> bool:
    """Whether an hour has come, and not so long ago that what belonged to it has lapsed."""
    return hour is not None and hour <= now < hour + WORTH


def gone_by(delivered: Sequence[datetime], now: datetime) -> int:
    """How many of these challenges have had their 24 hours, so that silence about them is one."""
    return sum(at + LEAST <= now for at in delivered)


def meaning(challenges: int) -> Silence:
    """What a silence of so many challenges in a row means."""
    return max(silence for silence in Silence if silence <= challenges)


def goes_first(
    waiting: Collection[Unasked], today: date, unasked_on: date | None
) -> Unasked | None:
    """Which of several may be said on the local date `today`; None: this date has had its one.

    `unasked_on` is the date of the last. It may be later than today for somebody who travels
    back over the date line; no date has two then either.
    """
    if unasked_on is not None and unasked_on >= today:
        return None
    return min(waiting, default=None)
