"""Spans in which a person is not to be disturbed, and spans in which we could not hear anyone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.storage.engine import Tx
from bot.storage.models import outages, pauses


@dataclass(frozen=True)
class Pause:
    """A span without challenges; still running while `ended_at` is None."""

    id: int
    reason: str
    started_at: datetime
    until_date: date | None
    ended_at: datetime | None


_COLUMNS = [pauses.c[name] for name in Pause.__dataclass_fields__]


async def begin(
    tx: Tx, subscriber_id: int, now: datetime, reason: str, until_date: date | None = None
) -> None:
    """Open a pause. One that is open already must be ended or changed first."""
    values = {"reason": reason, "started_at": now, "until_date": until_date}
    await tx.execute(insert(pauses).values(subscriber_id=subscriber_id, **values))


async def current(tx: Tx, subscriber_id: int) -> Pause | None:
    """The pause that is open, if one is."""
    query = select(*_COLUMNS).where(
        pauses.c.subscriber_id == subscriber_id, pauses.c.ended_at.is_(None)
    )
    row = (await tx.execute(query)).first()
    return Pause(*row) if row else None


async def change(tx: Tx, pause_id: int, **values: Any) -> None:
    """Write these columns of one pause."""
    await tx.execute(update(pauses).where(pauses.c.id == pause_id).values(**values))


async def all_of(tx: Tx, subscriber_id: int) -> list[Pause]:
    """Every pause of a person, in order."""
    query = select(*_COLUMNS).where(pauses.c.subscriber_id == subscriber_id)
    return [Pause(*row) for row in await tx.execute(query.order_by(pauses.c.started_at))]


async def note_outage(tx: Tx, started_at: datetime, ended_at: datetime) -> None:
    """Remember that no poll succeeded between two instants; the same gap may turn out longer."""
    longer = await tx.execute(
        update(outages).where(outages.c.started_at == started_at).values(ended_at=ended_at)
    )
    if longer.rowcount == 0:
        await tx.execute(insert(outages).values(started_at=started_at, ended_at=ended_at))


async def all_outages(tx: Tx) -> list[tuple[datetime, datetime]]:
    """Every such span, in order."""
    query = select(outages.c.started_at, outages.c.ended_at).order_by(outages.c.started_at)
    return [(row[0], row[1]) for row in await tx.execute(query)]
