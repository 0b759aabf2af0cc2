"""A person's passes through the series."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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
    ends_on: date | None
    days: tuple[int, ...] | None
    stride: int
    started_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    summary_at: datetime | None
    summary_id: int | None


_COLUMNS = [runs.c[name] for name in Run.__dataclass_fields__]


def _run(values: Sequence[Any]) -> Run:
    fields = dict(zip(Run.__dataclass_fields__, values, strict=True))
    days = None if fields["days"] is None else tuple(json.loads(fields["days"]))
    return Run(**fields | {"days": days})


async def begin(
    tx: Tx,
    subscriber_id: int,
    now: datetime,
    numbering: str,
    first_date: date | None,
    *,
    ends_on: date | None = None,
    days: Sequence[int] | None = None,
    stride: int = 1,
) -> int:
    """Open a person's next run; returns its row id."""
    so_far = await tx.scalar(
        select(func.max(runs.c.number)).where(runs.c.subscriber_id == subscriber_id)
    )
    values: dict[str, Any] = {
        "number": (so_far or 0) + 1,
        "numbering": numbering,
        "first_date": first_date,
    }
    values |= {"ends_on": ends_on, "stride": stride}
    values |= {"days": None if days is None else json.dumps(list(days))}
    row = insert(runs).values(subscriber_id=subscriber_id, started_at=now, **values)
    result = await tx.execute(row.returning(runs.c.id))
    return int(result.scalar_one())


async def by_ids(tx: Tx, run_ids: Collection[int]) -> dict[int, Run]:
    """The runs with these row ids."""
    rows = await tx.execute(select(*_COLUMNS).where(runs.c.id.in_(run_ids)))
    return {row[0]: _run(row) for row in rows}


async def end(tx: Tx, run_id: int, now: datetime, by: str) -> None:
    """Archive a run, which came to its end `by` one of: complete, gap, restart."""
    await change(tx, run_id, ended_at=now, ended_by=by)


async def change(tx: Tx, run_id: int, **values: Any) -> None:
    """Write these columns of one run."""
    await tx.execute(update(runs).where(runs.c.id == run_id).values(**values))


async def all_of(tx: Tx, subscriber_id: int) -> dict[int, Run]:
    """Every run of a person, by its row id."""
    query = select(*_COLUMNS).where(runs.c.subscriber_id == subscriber_id)
    return {row[0]: _run(row) for row in await tx.execute(query)}
