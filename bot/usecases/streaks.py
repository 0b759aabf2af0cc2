"""Folding a person's streak from their rows, and keeping the result."""

from collections import defaultdict
from datetime import datetime

from bot.domain import streak
from bot.domain.challenge import Arrival, Challenge, Press, Reply, Span
from bot.domain.streak import Streak
from bot.storage import deliveries, marks, pauses, reflections, runs, streaks
from bot.storage.engine import Tx


async def refold(tx: Tx, now: datetime, subscriber_id: int) -> Streak:
    """Fold anew and keep what came of it. Nothing is ever counted up: the rows are the truth."""
    folded = await fold(tx, now, subscriber_id)
    kept = streaks.Kept(
        current=folded.current,
        best=folded.best,
        shown=folded.shown,
        freezes=folded.freezes,
        answered=folded.answered,
        settled=folded.settled_up_to,
    )
    await streaks.keep(tx, subscriber_id, now, kept)
    return folded


async def fold(tx: Tx, now: datetime, subscriber_id: int) -> Streak:
    """A person's streak at `now`, from their deliveries, replies, marks and pauses."""
    replies: dict[int, list[Reply]] = defaultdict(list)
    for delivery_id, at, message_id in await reflections.times(tx, subscriber_id):
        replies[delivery_id].append(Reply(at, message_id))
    presses: dict[int, list[Press]] = defaultdict(list)
    for delivery_id, kind, at, undone_at in await marks.all_of(tx, subscriber_id):
        if kind == "done":
            presses[delivery_id].append(Press(at, undone_at))
    their_runs = await runs.all_of(tx, subscriber_id)
    arrived = await deliveries.arrived(tx, subscriber_id)
    last_of_run = {one.run_id: one.id for one in arrived}
    sequence = [
        _challenge(
            one,
            their_runs[one.run_id],
            replies[one.id],
            presses[one.id],
            is_last=last_of_run[one.run_id] == one.id,
        )
        for one in arrived
    ]
    return streak.fold(
        sequence,
        now,
        pauses=[
            Span(one.started_at, one.ended_at) for one in await pauses.all_of(tx, subscriber_id)
        ],
        outages=[Span(start, end) for start, end in await pauses.all_outages(tx)],
    )


def _challenge(
    delivery: deliveries.Delivery,
    run: runs.Run,
    replies: list[Reply],
    presses: list[Press],
    *,
    is_last: bool,
) -> Challenge:
    """What the fold needs of a delivery. The end of a run closes its last window (T31)."""
    assert delivery.at is not None
    ended = run.ended_at if is_last else None
    return Challenge(
        id=delivery.id,
        day=delivery.day,
        delivered_at=delivery.at,
        message_id=delivery.message_id,
        run=run.number,
        unknown=delivery.state != "delivered",
        replies=tuple(replies),
        done=tuple(presses),
        summary=Arrival(ended) if ended is not None else None,
    )
