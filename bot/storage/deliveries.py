"""One row for each challenge planned for a person: the fact, where the outbox is the transport."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.storage.engine import Tx
from bot.storage.models import deliveries, subscribers
from bot.storage.schema import words
from bot.storage.upsert import insert

ON_A_DATE = ("planned", "delivered", "unknown")
"""States in which a delivery takes up its local date."""


@dataclass(frozen=True)
class Delivery:
    """One challenge for one person."""

    id: int
    subscriber_id: int
    run_id: int
    day: int
    local_date: date
    due_at: datetime
    state: str
    seen_from: datetime | None
    delivered_at: datetime | None
    message_id: int | None
    told: str | None

    @property
    def at(self) -> datetime | None:
        """D(n), or the instant from which a copy may have been seen."""
        return self.delivered_at or self.seen_from


_COLUMNS = [deliveries.c[name] for name in Delivery.__dataclass_fields__]
ARRIVED_AT = func.coalesce(deliveries.c.delivered_at, deliveries.c.seen_from)
ARRIVED = deliveries.c.state.in_(words(*ON_A_DATE)) & ARRIVED_AT.is_not(None)
"""Deliveries that reached their person, or may have, and when."""

_OWNED = (
    select(*_COLUMNS)
    .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    .where(deliveries.c.id == bindparam("delivery"), subscribers.c.user_id == bindparam("user"))
)
_LATEST = (
    select(*_COLUMNS)
    .where(deliveries.c.subscriber_id == bindparam("person"), ARRIVED)
    .order_by(ARRIVED_AT.desc(), deliveries.c.id.desc())
    .limit(bindparam("most"))
)


async def plan(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Write challenges down for their local dates, at most one a person.

    `rows` hold the columns `subscriber_id`, `run_id`, `day`, `local_date`, `due_at`, `text_hash`
    and `state`. Returns the new row ids by subscriber; a date that has its challenge already gets
    no second one, and that person is not among them.
    """
    if not rows:
        return {}
    made = await tx.execute(
        insert(tx, deliveries)
        .on_conflict_do_nothing()
        .returning(deliveries.c.subscriber_id, deliveries.c.id),
        [dict(row) for row in rows],
    )
    return {row[0]: row[1] for row in made}


async def by_id(tx: Tx, delivery_id: int) -> Delivery | None:
    """The delivery with this row id, if there is one."""
    row = (await tx.execute(select(*_COLUMNS).where(deliveries.c.id == delivery_id))).first()
    return Delivery(*row) if row else None


async def owned(tx: Tx, delivery_id: int, user_id: int) -> Delivery | None:
    """The same, but only if it is this Telegram user's own (a button's data proves nothing)."""
    row = (await tx.execute(_OWNED, {"delivery": delivery_id, "user": user_id})).first()
    return Delivery(*row) if row else None


async def change(tx: Tx, delivery_id: int, **values: Any) -> None:
    """Write these columns of one delivery."""
    await tx.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


async def withdraw(tx: Tx, delivery_ids: Collection[int]) -> None:
    """Remove challenges that were planned and that nobody can have seen."""
    await tx.execute(
        delete(deliveries).where(
            deliveries.c.id.in_(delivery_ids),
            deliveries.c.state == "planned",
            deliveries.c.seen_from.is_(None),
        )
    )


async def arrived(tx: Tx, subscriber_id: int) -> list[Delivery]:
    """The sequence: every challenge that reached the person, or may have, in order."""
    query = select(*_COLUMNS).where(deliveries.c.subscriber_id == subscriber_id, ARRIVED)
    return [Delivery(*row) for row in await tx.execute(query.order_by(ARRIVED_AT, deliveries.c.id))]


async def latest(
    tx: Tx, subscriber_id: int, *, up_to: datetime | None = None, limit: int = 1
) -> list[Delivery]:
    """The newest challenges of the sequence, newest first; delivered by `up_to`, if given."""
    query = _LATEST
    if up_to is not None:
        query = query.where(ARRIVED_AT <= up_to)  # noqa: SIM300 - a column, not a constant
    rows = await tx.execute(query, {"person": subscriber_id, "most": limit})
    return [Delivery(*row) for row in rows]


async def of_day(tx: Tx, subscriber_id: int, day: int) -> Delivery | None:
    """The newest delivery of Day `day` to this person."""
    query = (
        select(*_COLUMNS)
        .where(deliveries.c.subscriber_id == subscriber_id, deliveries.c.day == day, ARRIVED)
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    row = (await tx.execute(query)).first()
    return Delivery(*row) if row else None


async def on_date(tx: Tx, subscriber_id: int, local_date: date) -> Delivery | None:
    """The challenge that takes up this local date, if one does."""
    query = select(*_COLUMNS).where(
        deliveries.c.subscriber_id == subscriber_id,
        deliveries.c.local_date == local_date,
        deliveries.c.state.in_(ON_A_DATE),
    )
    row = (await tx.execute(query)).first()
    return Delivery(*row) if row else None


async def last_date(tx: Tx, subscriber_id: int) -> date | None:
    """The latest local date with a challenge."""
    query = select(func.max(deliveries.c.local_date)).where(
        deliveries.c.subscriber_id == subscriber_id, deliveries.c.state.in_(ON_A_DATE)
    )
    found: date | None = await tx.scalar(query)
    return found


async def since(tx: Tx, subscriber_id: int, at: datetime) -> list[datetime]:
    """When each challenge came that surely did, after an instant."""
    query = select(deliveries.c.delivered_at).where(
        deliveries.c.subscriber_id == subscriber_id,
        deliveries.c.state == "delivered",
        deliveries.c.delivered_at > at,
    )
    return list((await tx.execute(query)).scalars())


async def unheeded(tx: Tx, subscriber_ids: Collection[int], least: int) -> set[int]:
    """Those of these people to whom `least` challenges or more came since their last sign."""
    query = (
        select(deliveries.c.subscriber_id)
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .where(deliveries.c.subscriber_id.in_(subscriber_ids))
        .where(deliveries.c.state == "delivered")
        .where(deliveries.c.delivered_at > subscribers.c.active_at)
        .group_by(deliveries.c.subscriber_id)
        .having(func.count() >= least)
    )
    return set((await tx.execute(query)).scalars())


async def pending(tx: Tx, subscriber_ids: Collection[int]) -> set[int]:
    """Those of these people who have a challenge on its way whose outcome is still open."""
    query = select(deliveries.c.subscriber_id).where(
        deliveries.c.subscriber_id.in_(subscriber_ids), deliveries.c.state == "planned"
    )
    return set((await tx.execute(query)).scalars())
