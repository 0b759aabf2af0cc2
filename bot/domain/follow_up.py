"""When to come back to a day that somebody put off: at the usual hour, three days on."""

from datetime import date, datetime, timedelta

from bot.domain.challenge import Span
from bot.domain.program import Next, following, still_open
from bot.domain.schedule import Habit, late_until, local_date, next_occurrence

PUT_OFF = timedelta(days=3)
"""From the local date of the press to that of the question."""

_A_DAY = timedelta(days=1)


def first_hour(habit: Habit, pressed_at: datetime, now: datetime) -> datetime:
    """When to ask about a day that was put off at `pressed_at`.

    The usual hour three local dates on, or on the first date after it that is no rest weekday;
    never one that has passed.
    """
    eve = local_date(habit.zone, pressed_at) + PUT_OFF - _A_DAY
    hour = next_occurrence(habit, now, eve)
    return hour.at if hour is not None else now + PUT_OFF


def hour_to_ask(
    habit: Habit,
    due_at: datetime,
    now: datetime,
    *,
    away: Span | None = None,
    back: date | None = None,
) -> Next:
    """The hour at which a question due at `due_at` can be asked: it has come, or is to come.

    One that has come is worth asking until the end of its late window. `away` is the pause or the
    block in which the question came due, if one was, and which has ended: it then waits for the
    next usual hour after the return, or for that of the date `back` on which the pause was to end
    and did.
    """
    first = local_date(habit.zone, due_at)
    if away is not None and away.end is not None:
        returned = local_date(habit.zone, away.end)
        if back is not None and back <= returned:
            first = back
        else:
            first = following(habit, away.end, None).date or returned
    then = still_open(habit, now, first - _A_DAY)
    if then.at is not None and then.date is not None and lasts_until(habit, then) <= now:
        return following(habit, now, then.date)
    return then


def lasts_until(habit: Habit, hour: Next) -> datetime:
    """Until when a question of that hour is worth asking, as with a challenge (promise P5)."""
    assert hour.at is not None and hour.date is not None
    return late_until(habit.zone, hour.at, hour.date)
