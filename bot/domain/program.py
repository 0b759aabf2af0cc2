"""What a person is due when their hour has come: a day, a later hour, nothing, or the end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.schedule import Habit, earliest, late_until, next_occurrence, occurrence

LONGEST_WINDOW = timedelta(hours=24)
"""No late window is longer: it ends at 22:00 of its own date, or three hours after the hour."""


@dataclass(frozen=True)
class Turn:
    """Somebody's hour: where they stand in the series and when they were to hear from us.

    `first_date` is set for calendar numbering only: the date of Day 1.
    `last_day` is the last day before the first gap of the pack; `length` what the pack announces.
    """

    habit: Habit
    due_at: datetime
    due_date: date
    last_delivered_at: datetime | None
    position: int
    last_day: int
    length: int
    first_date: date | None = None


@dataclass(frozen=True)
class Next:
    """When the person is to be looked at again; both None when never by themselves."""

    at: datetime | None
    date: date | None


@dataclass(frozen=True)
class Send:
    """Day `day` goes out, worth sending until `until`."""

    day: int
    until: datetime
    then: Next


@dataclass(frozen=True)
class Skip:
    """The date passes without a challenge, neutrally: it was too late, or too close to the last."""

    then: Next


@dataclass(frozen=True)
class Later:
    """The same date, at a later instant, so that eight hours lie between two challenges."""

    then: Next


@dataclass(frozen=True)
class End:
    """There is no further day to send; `complete` when the whole series has been."""

    complete: bool


Decision = Send | Skip | Later | End


def day_of(turn: Turn) -> int:
    """The number of the day that `turn` would bring."""
    if turn.first_date is None:
        return turn.position + 1
    return (turn.due_date - turn.first_date).days + 1


def decide(turn: Turn, now: datetime) -> Decision:
    """Decide what `turn` brings at `now` (behaviour of the daily challenge; promises P5 and P6)."""
    day = day_of(turn)
    if day > turn.last_day:
        return End(complete=turn.last_day >= turn.length)
    then = following(turn.habit, now, turn.due_date)
    until = late_until(turn.habit.zone, _hour_of(turn), turn.due_date)
    if now > until:
        return Skip(still_open(turn.habit, now, turn.due_date))
    if turn.last_delivered_at is not None:
        allowed = earliest(max(turn.due_at, now), turn.last_delivered_at, until)
        if allowed is None:
            return Skip(then)
        if allowed > now:
            return Later(Next(allowed, turn.due_date))
    return Send(day, until, then)


def _hour_of(turn: Turn) -> datetime:
    """The hour itself: somebody may be looked at again later than it, which moves no window."""
    hour = occurrence(turn.habit.zone, turn.due_date, turn.habit.minute_on(turn.due_date))
    return turn.due_at if hour is None else min(hour, turn.due_at)


def following(habit: Habit, now: datetime, last_date: date | None) -> Next:
    """The first hour after `now` on a local date later than `last_date`."""
    found = next_occurrence(habit, now, last_date)
    return Next(found.at, found.date) if found else Next(None, None)


def still_open(habit: Habit, now: datetime, last_date: date | None) -> Next:
    """The same, but an hour that has passed counts while its late window lasts.

    After an outage over several dates, today's challenge is late and not lost (promises P3, P5).
    """
    then = following(habit, now - LONGEST_WINDOW, last_date)
    while then.at is not None and then.date is not None:
        if late_until(habit.zone, then.at, then.date) >= now:
            break
        then = following(habit, then.at, then.date)
    return then


def after_sending(habit: Habit, sent_at: datetime, sent_date: date) -> Next:
    """The first hour after a challenge that went out at `sent_at`, eight hours later at least."""
    then = following(habit, sent_at, sent_date)
    while then.at is not None and then.date is not None:
        until = late_until(habit.zone, then.at, then.date)
        allowed = earliest(then.at, sent_at, until)
        if allowed is not None:
            return Next(allowed, then.date)
        then = following(habit, then.at, then.date)
    return then
