"""What people pressed under a challenge."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.engine import Tx
from bot.storage.models import deliveries, marks
from bot.storage.upsert import insert


async def put(tx: Tx, delivery_id: int, kind: str, at: datetime) -> bool:
    """Mark a delivery; False when it bears that mark already."""
    row = insert(tx, marks).values(delivery_id=delivery_id, kind=kind, at=at)
    result = await tx.execute(row.on_conflict_do_nothing())
    return result.rowcount == 1


async def take_back(tx: Tx, delivery_id: int, kind: str) -> bool:
    """Remove a mark; False when there was none."""
    result = await tx.execute(
        delete(marks).where(marks.c.delivery_id == delivery_id, marks.c.kind == kind)
    )
    return result.rowcount == 1


async def all_of(tx: Tx, subscriber_id: int) -> list[tuple[int, str, datetime]]:
    """`(delivery id, kind, at)` of every mark a person made."""
    query = (
        select(marks.c.delivery_id, marks.c.kind, marks.c.at)
        .join(deliveries, deliveries.c.id == marks.c.delivery_id)
        .where(deliveries.c.subscriber_id == subscriber_id)
    )
    return [(row[0], row[1], row[2]) for row in await tx.execute(query)]
