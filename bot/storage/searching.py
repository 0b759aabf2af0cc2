"""Reading what may hold something that somebody looks for."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.storage.deliveries import ON_A_DATE
from bot.storage.engine import Tx
from bot.storage.models import deliveries, reflections


@dataclass(frozen=True, slots=True)
class Written:
    """Words of a person's own, and where they are filed."""

    id: int
    delivery_id: int
    text: str


async def written(tx: Tx, subscriber_id: int, *, skip: int, limit: int) -> list[Written]:
    """A stretch of all that a person wrote: the newest challenge first, and of each the newest."""
    query = (
        select(reflections.c.id, reflections.c.delivery_id, reflections.c.text)
        .join(deliveries, deliveries.c.id == reflections.c.delivery_id)
        .where(deliveries.c.subscriber_id == subscriber_id)
        .where(reflections.c.deleted_at.is_(None), reflections.c.text.is_not(None))
        .order_by(deliveries.c.delivered_at.desc(), deliveries.c.id.desc(), reflections.c.id.desc())
        .offset(skip)
        .limit(limit)
    )
    return [Written(*row) for row in await tx.execute(query)]


async def days(tx: Tx, subscriber_id: int) -> list[tuple[int, int]]:
    """`(delivery id, day)` of every challenge that reached a person, the newest first."""
    query = (
        select(deliveries.c.id, deliveries.c.day)
        .where(deliveries.c.subscriber_id == subscriber_id, deliveries.c.state.in_(ON_A_DATE))
        .where(deliveries.c.delivered_at.is_not(None) | deliveries.c.seen_from.is_not(None))
        .order_by(deliveries.c.delivered_at.desc(), deliveries.c.id.desc())
    )
    return [(row[0], row[1]) for row in await tx.execute(query)]
