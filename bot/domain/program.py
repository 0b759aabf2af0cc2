"""What a person is due when their hour has come: a day, a later hour, nothing, or the end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.schedule import Habit, earliest, late_until, next_occurrence, occurrence

LONGEST_WINDOW = timedelta(hours=24)
"""No late window is longer: it ends at 22:00 of its own date, or three hours after the hour."""


@dataclass(frozen=True)
class Course:
    """A run's way through the series, as it was fixed when the run began.

    `last_day` is the last day before the first gap of the pack; `length` what the pack announces.
    At one's own pace `position` is the last day that came; `days` are the only ones to come, where
    not all of them are, and `stride` is how many dates lie from one to the next.
    In calendar numbering the date alone decides: `first_date` is that of a Day 1, and `ends_on` the
    first date that is no part of this run.
    """

    position: int
    last_day: int
    length: int
    days: tuple[int, ...] | None = None
    stride: int = 1
    first_date: date | None = None
    ends_on: date | None = None

    def day_on(self, local_date: date) -> int | None:
        """The day that a local date would bring; None when this run has none left."""
        if self.first_date is not None:
            return self._calendar_day(self.first_date, local_date)
        return self.upcoming

    @property
    def upcoming(self) -> int | None:
        """The next day at one's own pace, on whichever date; None when there is none left."""
        if self.days is None:
            following_one: int | None = self.position + 1
        else:
            following_one = min((day for day in self.days if day > self.position), default=None)
        return following_one if following_one and following_one <= self.last_day else None

    def _calendar_day(self, first: date, local_date: date) -> int | None:
        if self.ends_on is not None and local_date >= self.ends_on:
            return None
        number = calendar_day(first, self.length, local_date)
        return number if number <= self.last_day else None

    @property
    def complete(self) -> bool:
        """Whether its end is that of the series, and not that of what is written so far."""
        return self.last_day >= self.length or self.days is not None


def calendar_day(first: date, length: int, local_date: date) -> int:
    """The number of a date, 1 to `length`, over and over; `first` is the date of a Day 1."""
    return (local_date - first).days % length + 1


@dataclass(frozen=True)
class Turn:
    """Somebody's hour: where they stand in the series and when they were to hear from us."""

    habit: Habit
    due_at: datetime
    due_date: date
    last_delivered_at: datetime | None
    course: Course


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
    """The date passes without its `day`, neutrally: it was too late, or too close to the last."""

    day: int
    then: Next


@dataclass(frozen=True)
class Later:
    """A later instant: on the same date, so that eight hours lie between two challenges, or, where
    only the end is left to tell, on the next one that has its hour still open.
    """

    then: Next


@dataclass(frozen=True)
class End:
    """There is no further day to send; `complete` when the whole series has been."""

    complete: bool


Decision = Send | Skip | Later | End


def decide(turn: Turn, now: datetime) -> Decision:
    """Decide what `turn` brings at `now` (behaviour of the daily challenge; promises P5 and P6)."""
    day = turn.course.day_on(turn.due_date)
    then = following(turn.habit, now, turn.due_date, turn.course.stride)
    until = late_until(turn.habit.zone, _hour_of(turn), turn.due_date)
    if now > until:
        open_still = still_open(turn.habit, now, turn.due_date)
        return Later(open_still) if day is None else Skip(day, open_still)
    if day is None:
        return End(turn.course.complete)
    if turn.last_delivered_at is not None:
        allowed = earliest(max(turn.due_at, now), turn.last_delivered_at, until)
        if allowed is None:
            return Skip(day, following(turn.habit, now, turn.due_date))
        if allowed > now:
            return Later(Next(allowed, turn.due_date))
    return Send(day, until, then)


def _hour_of(turn: Turn) -> datetime:
    """The hour itself: somebody may be looked at again later than it, which moves no window."""
    hour = occurrence(turn.habit.zone, turn.due_date, turn.habit.minute_on(turn.due_date))
    return turn.due_at if hour is None else min(hour, turn.due_at)


def following(habit: Habit, now: datetime, last_date: date | None, stride: int = 1) -> Next:
    """The first hour after `now` on a local date `stride` dates after `last_date`, or later."""
    if last_date is not None:
        last_date += timedelta(days=stride - 1)
    found = next_occurrence(habit, now, last_date)
    return Next(found.at, found.date) if found else Next(None, None)


def upcoming(
    habit: Habit,
    now: datetime,
    last_date: date | None,
    stride: int,
    sent_at: datetime | None,
    was: Habit | None = None,
) -> Next:
    """The first hour to come, eight hours after the last challenge, sent at `sent_at`, at least.

    An hour that these eight hours have moved is still to come, although it has passed by the clock.
    `was` is the habit before a change just made: an hour chosen after it had passed is not to come,
    for a change never sends by itself.
    """
    if sent_at is not None:
        moved = spaced(habit, following(habit, sent_at, last_date, stride), sent_at)
        if moved.at is not None and moved.date is not None and moved.at > now:
            hour = _hour_on(habit, moved.date)
            chosen_late = was is not None and hour != _hour_on(was, moved.date)
            if not chosen_late or (hour is not None and hour > now):
                return moved
    return spaced(habit, following(habit, now, last_date, stride), sent_at)


def _hour_on(habit: Habit, day: date) -> datetime | None:
    """Their hour on a date; None on one without."""
    return None if habit.rests_on(day) else occurrence(habit.zone, day, habit.minute_on(day))


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


def after_sending(habit: Habit, sent_at: datetime, sent_date: date, stride: int = 1) -> Next:
    """The first hour after a challenge that went out at `sent_at`, eight hours later at least."""
    return spaced(habit, following(habit, sent_at, sent_date, stride), sent_at)


def spaced(habit: Habit, then: Next, sent_at: datetime | None) -> Next:
    """`then`, or what becomes of it where the last challenge came less than eight hours before.

    It moves to the end of those hours if that is inside its late window; else the date passes.
    """
    while then.at is not None and then.date is not None:
        until = late_until(habit.zone, then.at, then.date)
        allowed = earliest(then.at, sent_at, until)
        if allowed is not None:
            return Next(allowed, then.date)
        then = following(habit, then.at, then.date)
    return then
