"""Folding a person's streak from their rows, and keeping the result."""

from datetime import datetime, timedelta

from bot.domain.streak import Streak
from bot.storage import streaks, subscribers
from bot.storage.engine import Tx
from bot.usecases import facts, milestones, notices
from bot.usecases.facts import Facts

A_WHILE = timedelta(minutes=15)
"""After the first answer, until they are asked about reminders: not in the same breath."""


async def refold(tx: Tx, now: datetime, subscriber_id: int, answered: int | None = None) -> Streak:
    """Fold anew and keep what came of it. Nothing is ever counted up: the rows are the truth.

    What the person is to hear of it, a milestone or a freeze given back, goes out with it.
    `answered`: the day that has just had its first answer.
    """
    known = await facts.gather(tx, subscriber_id)
    folded = known.fold(now)
    before = await streaks.of(tx, subscriber_id)
    await streaks.keep(tx, subscriber_id, now, kept(folded, known))
    if folded.answered > (before.answered if before is not None else 0):
        await subscribers.look_soon(tx, subscriber_id, now + A_WHILE)
    reached = milestones.reached(before, folded, answered)
    returned = notices.given_back(folded.days, known.told)
    if reached is not None or returned:
        chat_id = (await subscribers.by_id(tx, subscriber_id)).chat_id
        await notices.give_back(tx, now, chat_id, subscriber_id, returned)
        await milestones.celebrate(tx, now, chat_id, subscriber_id, reached)
    return folded


async def fold(tx: Tx, now: datetime, subscriber_id: int) -> Streak:
    """A person's streak at `now`, and nothing else."""
    return (await facts.gather(tx, subscriber_id)).fold(now)


def kept(folded: Streak, known: Facts) -> streaks.Kept:
    """What is kept of a streak, so that it need not be folded to be seen."""
    return streaks.Kept(
        current=folded.current,
        best=folded.best,
        shown=folded.shown,
        freezes=folded.freezes,
        answered=folded.answered,
        settled=folded.settled_up_to,
        news=any(notices.may_come(day, known.told) for day in folded.days),
    )
