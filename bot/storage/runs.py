"""A person's passes through the series."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from bot.storage.engine import Tx
from bot.storage.models import runs


@dataclass(frozen=True)
class Run:
    """One pass; its numbering is fixed when it begins."""

    id: int
    number: int
    numbering: str
    first_date: date | None
    started_at: datetime
    ended_at: datetime | None


_COLUMNS = [runs.c[name] for name in Run.__dataclass_fields__]


async def begin(
    tx: Tx, subscriber_id: int, now: datetime, numbering: str, first_date: date | None
) -> int:
    """Open a person's next run; returns its row id."""
    so_far = await tx.scalar(
        select(func.max(runs.c.number)).where(runs.c.subscriber_id == subscriber_id)
    )
    values = {"number": (so_far or 0) + 1, "numbering": numbering, "first_date": first_date}
    row = insert(runs).values(subscriber_id=subscriber_id, started_at=now, **values)
    result = await tx.execute(row.returning(runs.c.id))
    return int(result.scalar_one())


async def by_ids(tx: Tx, run_ids: Collection[int]) -> dict[int, Run]:
    """The runs with these row ids."""
    rows = await tx.execute(select(*_COLUMNS).where(runs.c.id.in_(run_ids)))
    return {row[0]: Run(*row) for row in rows}


async def end(tx: Tx, run_id: int, now: datetime) -> None:
    """Archive a run."""
    await tx.execute(update(runs).where(runs.c.id == run_id).values(ended_at=now))


async def all_of(tx: Tx, subscriber_id: int) -> dict[int, Run]:
    """Every run of a person, by its row id."""
    query = select(*_COLUMNS).where(runs.c.subscriber_id == subscriber_id)
    return {row[0]: Run(*row) for row in await tx.execute(query)}
