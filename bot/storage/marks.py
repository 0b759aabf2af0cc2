"""What people pressed under a challenge."""

from datetime import datetime

from sqlalchemy import select, update

from bot.storage.engine import Tx
from bot.storage.models import marks
from bot.storage.upsert import insert

DONE = "done"
NOT_TODAY = "not_today"


async def put(tx: Tx, delivery_id: int, kind: str, at: datetime) -> bool:
    """Mark a delivery; False when it bears that mark already.

    A mark that was taken back stays on record: what was settled by it does not shrink.
    """
    row = insert(tx, marks).values(delivery_id=delivery_id, kind=kind, at=at)
    result = await tx.execute(row.on_conflict_do_nothing())
    return result.rowcount == 1


async def take_back(tx: Tx, delivery_id: int, kind: str, at: datetime) -> bool:
    """Note that a mark was taken back; False when there was none."""
    result = await tx.execute(
        update(marks)
        .where(marks.c.delivery_id == delivery_id, marks.c.kind == kind)
        .where(marks.c.undone_at.is_(None))
        .values(undone_at=at)
    )
    return result.rowcount == 1


async def standing(tx: Tx, delivery_id: int) -> set[str]:
    """The kinds of mark that a delivery bears."""
    query = select(marks.c.kind).where(
        marks.c.delivery_id == delivery_id, marks.c.undone_at.is_(None)
    )
    return set((await tx.execute(query)).scalars())
