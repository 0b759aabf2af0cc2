"""The few numbers that are worth a word of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.outbox import Lane
from bot.domain.streak import Day, Streak, Verdict
from bot.storage import outbox
from bot.storage.engine import Tx
from bot.storage.streaks import Kept

KIND = "milestone"

STREAKS = (3, 7, 14, 30, 50, 100, 200, 300, 365)
NOVICE = 14
"""A number up to this is celebrated the first time only; who begins again has been there before."""

DAYS = (7, 30, 100, 182, 365)

_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Number:
    """A number that was reached, and the instant since which it can have been celebrated before."""

    number: int
    since: datetime


@dataclass(frozen=True)
class Milestone:
    """A streak, a day, or both at once: then they share one message."""

    streak: Number | None
    day: Number | None


def reached(before: Kept | None, after: Streak, answered: int | None = None) -> Milestone | None:
    """What the settled part of a streak has just reached; `answered` is a day answered just now.

    Only what is settled counts, so that no record is ever taken back.
    """
    streak, day = _streak(before, after), _day(before, after, answered)
    return Milestone(streak, day) if streak or day else None


async def celebrate(
    tx: Tx, now: datetime, chat_id: int, subscriber_id: int, milestone: Milestone | None
) -> None:
    """Say it, in one message, unless it was said before.

    `[Done]`, `[Undo]` and `[Done]` again reach the same number twice.
    """
    if milestone is None:
        return
    params = {
        "streak": await _unsaid(tx, chat_id, "streak", milestone.streak),
        "day": await _unsaid(tx, chat_id, "day", milestone.day),
    }
    if any(params.values()):
        await outbox.add(
            tx,
            now,
            chat_id,
            KIND,
            params,
            subscriber_id=subscriber_id,
            lane=Lane.REMINDER,  # after the answer that it celebrates
        )


def _streak(before: Kept | None, after: Streak) -> Number | None:
    current, best = (before.current, before.best) if before else (0, 0)
    passed = [
        number
        for number in STREAKS
        if current < number <= after.current and (number > NOVICE or best < number)
    ]
    return _number(passed[-1], _began(after)) if passed else None


def _day(before: Kept | None, after: Streak, answered: int | None) -> Number | None:
    settled = before.settled if before else 0
    just_answered = next((day for day in after.days[::-1] if day.challenge.day == answered), None)
    found = [
        day
        for place, day in enumerate(after.days[: after.settled_up_to])
        if day.answered
        and day.challenge.day in DAYS
        and (place >= settled or day is just_answered)
        and not any(each.answered for each in _lived_before(day, after))
    ]
    return _number(found[-1].challenge.day, found[-1].challenge.delivered_at) if found else None


def _lived_before(day: Day, streak: Streak) -> Iterator[Day]:
    """The same day in earlier runs, for a day that is celebrated the first time only."""
    number, run = day.challenge.day, day.challenge.run
    if number <= NOVICE:
        yield from (
            each
            for each in streak.days
            if each.challenge.day == number and each.challenge.run < run
        )


def _number(number: int, since: datetime) -> Number:
    return Number(number, _EVER if number <= NOVICE else since)


def _began(streak: Streak) -> datetime:
    """When the first challenge came that the streak under way is made of."""
    days = streak.days[: streak.settled_up_to]
    ends = [place for place, day in enumerate(days) if _ended(day)]
    return days[ends[-1] + 1 if ends else 0].challenge.delivered_at


def _ended(day: Day) -> bool:
    return day.verdict in (Verdict.MISSED, Verdict.LATER)


async def _unsaid(tx: Tx, chat_id: int, name: str, reached: Number | None) -> int | None:
    if reached is None:
        return None
    said = await outbox.params_since(tx, chat_id, KIND, reached.since)
    return reached.number if all(params[name] != reached.number for params in said) else None
