"""The homework log: what people wrote, day by day."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from bot.storage.engine import Tx
from bot.storage.models import deliveries, reflections
from bot.storage.upsert import insert


@dataclass(frozen=True)
class Reflection:
    """One message of the log."""

    delivery_id: int
    message_id: int
    kind: str
    text: str | None
    file_id: str | None
    written_at: datetime


_COLUMNS = [reflections.c[name] for name in Reflection.__dataclass_fields__]


async def save(
    tx: Tx,
    now: datetime,
    *,
    subscriber_id: int,
    delivery_id: int,
    chat_id: int,
    message_id: int,
    kind: str,
    text: str | None,
    file_id: str | None,
    written_at: datetime,
) -> bool:
    """Keep a message under a delivery. False: this very message is in the log already."""
    row = insert(tx, reflections).values(
        subscriber_id=subscriber_id,
        delivery_id=delivery_id,
        chat_id=chat_id,
        message_id=message_id,
        kind=kind,
        text=text,
        file_id=file_id,
        written_at=written_at,
        saved_at=now,
    )
    result = await tx.execute(row.on_conflict_do_nothing())
    return result.rowcount == 1


async def is_kept(tx: Tx, chat_id: int, message_id: int) -> bool:
    """Whether a message is in the log."""
    query = select(reflections.c.id).where(
        reflections.c.chat_id == chat_id, reflections.c.message_id == message_id
    )
    return await tx.scalar(query) is not None


async def rewrite(tx: Tx, now: datetime, chat_id: int, message_id: int, text: str | None) -> bool:
    """Replace the words of a logged message, keeping its time and its day. False: not logged."""
    result = await tx.execute(
        update(reflections)
        .where(reflections.c.chat_id == chat_id, reflections.c.message_id == message_id)
        .values(text=text, edited_at=now)
    )
    return result.rowcount == 1


async def of_delivery(tx: Tx, delivery_id: int) -> list[Reflection]:
    """What was written about one challenge, oldest first."""
    query = select(*_COLUMNS).where(reflections.c.delivery_id == delivery_id)
    query = query.order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def of_day(tx: Tx, subscriber_id: int, day: int) -> list[Reflection]:
    """What a person wrote about Day `day`, in whichever run, oldest first."""
    query = (
        select(*_COLUMNS)
        .join(deliveries, deliveries.c.id == reflections.c.delivery_id)
        .where(reflections.c.subscriber_id == subscriber_id, deliveries.c.day == day)
        .order_by(reflections.c.written_at, reflections.c.message_id)
    )
    return [Reflection(*row) for row in await tx.execute(query)]


async def times(tx: Tx, subscriber_id: int) -> list[tuple[int, datetime, int]]:
    """`(delivery id, written at, message id)` of everything a person wrote."""
    query = select(
        reflections.c.delivery_id, reflections.c.written_at, reflections.c.message_id
    ).where(reflections.c.subscriber_id == subscriber_id)
    return [(row[0], row[1], row[2]) for row in await tx.execute(query)]


async def saved_since(tx: Tx, subscriber_id: int, since: datetime) -> int:
    """How many messages of this person were kept since an instant."""
    query = select(func.count()).where(
        reflections.c.subscriber_id == subscriber_id, reflections.c.saved_at >= since
    )
    return await tx.scalar(query) or 0
