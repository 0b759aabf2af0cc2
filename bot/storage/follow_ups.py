"""Days that somebody wants to be asked about again: `[Remind me in 3 days]`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from bot.storage.engine import Tx
from bot.storage.models import deliveries, follow_ups, outbox, subscribers


@dataclass(frozen=True)
class FollowUp:
    """One day put off. `due_at` is when to ask next; over once `ended_at` is set."""

    id: int
    subscriber_id: int
    delivery_id: int
    day: int
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    went: bool


_SELECT = (
    select(
        follow_ups.c.id,
        follow_ups.c.subscriber_id,
        follow_ups.c.delivery_id,
        deliveries.c.day,
        follow_ups.c.opened_at,
        follow_ups.c.due_at,
        follow_ups.c.ended_at,
        follow_ups.c.went,
    )
    .join(deliveries, deliveries.c.id == follow_ups.c.delivery_id)
    .order_by(follow_ups.c.opened_at, follow_ups.c.id)
)


async def begin(
    tx: Tx, subscriber_id: int, delivery_id: int, opened_at: datetime, due_at: datetime
) -> None:
    """Put a day off. A day can be put off once; one that was already raises IntegrityError."""
    values = {"delivery_id": delivery_id, "opened_at": opened_at, "due_at": due_at}
    await tx.execute(insert(follow_ups).values(subscriber_id=subscriber_id, **values))


async def by_id(tx: Tx, follow_up_id: int) -> FollowUp | None:
    """The one with this row id, if there is one."""
    row = (await tx.execute(_SELECT.where(follow_ups.c.id == follow_up_id))).first()
    return FollowUp(*row) if row else None


async def of_delivery(tx: Tx, delivery_id: int) -> FollowUp | None:
    """What became of putting this day off, if it was."""
    row = (await tx.execute(_SELECT.where(follow_ups.c.delivery_id == delivery_id))).first()
    return FollowUp(*row) if row else None


async def all_of(tx: Tx, subscriber_id: int) -> list[FollowUp]:
    """Every day a person put off, the oldest first."""
    rows = await tx.execute(_SELECT.where(follow_ups.c.subscriber_id == subscriber_id))
    return [FollowUp(*row) for row in rows]


async def open_of(tx: Tx, subscriber_id: int) -> list[FollowUp]:
    """Those that are not over."""
    return [each for each in await all_of(tx, subscriber_id) if each.ended_at is None]


async def due(tx: Tx, now: datetime, limit: int | None) -> list[FollowUp]:
    """Those to ask about, of people who may be spoken to: the longest waiting first."""
    query = (
        _SELECT.order_by(None)
        .join(subscribers, subscribers.c.id == follow_ups.c.subscriber_id)
        .where(follow_ups.c.due_at.is_not(None), follow_ups.c.due_at <= now)
        .where(subscribers.c.state.in_(("active", "finished")))
        .order_by(follow_ups.c.due_at, follow_ups.c.id)
        .limit(limit)
    )
    return [FollowUp(*row) for row in await tx.execute(query)]


async def state_of_question(tx: Tx, kind: str, one: FollowUp) -> str | None:
    """What became of the message of this kind whose life ends when `one` is due; None: none is."""
    query = select(outbox.c.state).where(
        outbox.c.delivery_id == one.delivery_id,
        outbox.c.kind == kind,
        outbox.c.expires_at == one.due_at,
    )
    found: str | None = await tx.scalar(query)
    return found


async def change(tx: Tx, follow_up_id: int, **values: Any) -> None:
    """Write these columns of one follow-up."""
    await tx.execute(update(follow_ups).where(follow_ups.c.id == follow_up_id).values(**values))
