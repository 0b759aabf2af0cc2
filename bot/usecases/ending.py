"""The end of a run: its summary, which comes in place of a next challenge."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.outbox import Lane
from bot.domain.streak import Day
from bot.library.model import Pack
from bot.pictures.stretches import packed
from bot.storage import outbox, runs
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.storage.subscribers import Subscriber
from bot.usecases import grid, notices, streaks
from bot.usecases.unasked import zone_of

SUMMARY = "summary"


async def sum_up(
    tx: Tx, now: datetime, pack: Pack, person: Subscriber, run: runs.Run, complete: bool
) -> None:
    """Have the summary said; it closes the run's last window when it arrives (T31).

    Until then the end itself closes it, so the streak is folded with it. The summary tells what the
    next challenge would have told of the days before.
    """
    folded = await streaks.refold(tx, now, person.id)
    in_run = [day for day in folded.days if day.challenge.run == run.number]
    params = {
        "run": run.id,
        "number": run.number,
        "last": pack.last,
        "complete": complete,
        "own_pace": run.numbering == "own",
        "best": folded.best,
        "delivered": len(in_run),
        "answered": sum(day.answered for day in in_run),
        "grid": packed(grid.of_finished_run(folded, run)),
        "dates": _dates(person, in_run),
        "notes": await notices.outstanding(tx, now, person.id),
    }
    await outbox.add(
        tx, now, person.chat_id, SUMMARY, params, subscriber_id=person.id, lane=Lane.CHALLENGE
    )


def _dates(person: Subscriber, days: Sequence[Day]) -> list[str]:
    """The first and the last date on which a day came, as their calendar has it."""
    came = (day.challenge.delivered_at for day in (*days[:1], *days[-1:]))
    return [at.astimezone(zone_of(person)).date().isoformat() for at in came]


async def arrived(tx: Tx, now: datetime, row: Row, at: datetime, message_id: int | None) -> None:
    """The summary has arrived, or may have: the last day's window is over, and its grace runs."""
    await runs.change(tx, int(row.params["run"]), summary_at=at, summary_id=message_id)
    if row.subscriber_id is not None:
        await streaks.refold(tx, now, row.subscriber_id)
