"""The few numbers that are worth a word of their own."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.outbox import Lane
from bot.domain.streak import Streak
from bot.storage import outbox
from bot.storage.engine import Tx
from bot.storage.streaks import Kept

STREAKS = (3, 7, 14, 30, 50, 100, 200, 300, 365)
NOVICE = 14
"""A streak up to this is celebrated the first time only; who begins again has been there before."""

DAYS = (7, 30, 100, 182, 365)


@dataclass(frozen=True)
class Milestone:
    """A streak, a day, or both at once: then they share one message."""

    streak: int | None
    day: int | None


def reached(before: Kept | None, after: Streak, answered: int | None) -> Milestone | None:
    """What the settled part of a streak has just reached; `answered` is a day answered just now.

    Only what is settled counts, so that no record is ever taken back.
    """
    current, best = (before.current, before.best) if before else (0, 0)
    passed = [
        number
        for number in STREAKS
        if current < number <= after.current and (number > NOVICE or best < number)
    ]
    streak = max(passed, default=None)
    day = answered if answered in DAYS else None
    return Milestone(streak, day) if streak or day else None


async def celebrate(
    tx: Tx, now: datetime, chat_id: int, subscriber_id: int, milestone: Milestone | None
) -> None:
    """Say it, in one message."""
    if milestone is not None:
        params = {"streak": milestone.streak, "day": milestone.day}
        await outbox.add(
            tx,
            now,
            chat_id,
            "milestone",
            params,
            subscriber_id=subscriber_id,
            lane=Lane.REMINDER,  # after the answer that it celebrates
        )
