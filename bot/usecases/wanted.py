"""Whether what was planned unasked is still worth saying, right before it goes out."""

from datetime import datetime

from bot.storage import follow_ups, marks, subscribers
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.usecases import asking, nudging, pausing, recaps, silence

SAID_IN_A_PAUSE = (pausing.STILL_PAUSED, silence.PAUSED)
"""Kinds that say that all is kept while nothing comes."""


async def is_still(tx: Tx, now: datetime, row: Row) -> bool:
    """Whether nothing has happened since that makes it superfluous."""
    owner, about = row.subscriber_id, row.delivery_id
    if owner is None:
        return True
    match row.kind:
        case nudging.NUDGE if about is not None:
            return await nudging.still_wanted(tx, now, owner, about)
        case recaps.RECAP:
            return await recaps.still_wanted(tx, owner)
        case silence.QUESTION:
            person = await subscribers.by_id(tx, owner)
            return person.active_at is None or person.active_at <= (person.asked_at or now)
        case asking.QUESTION if about is not None:
            followed = await follow_ups.of_delivery(tx, about)
            is_open = followed is not None and followed.ended_at is None
            return is_open and marks.DONE not in await marks.standing(tx, about)
        case _:
            return True
