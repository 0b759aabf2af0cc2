"""The homework log: what people wrote, day by day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy import insert as sql_insert

from bot.storage.answers import searched
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.models import deliveries, moves, reflections
from bot.storage.upsert import into


@dataclass(frozen=True)
class Reflection:
    """One message of the log. Once deleted, its words and its file are gone for good."""

    id: int
    subscriber_id: int
    delivery_id: int
    message_id: int
    kind: str
    text: str | None
    file_id: str | None
    written_at: datetime
    deleted_at: datetime | None
    day: int


_COLUMNS = [
    deliveries.c[name] if name == "day" else reflections.c[name]
    for name in Reflection.__dataclass_fields__
]
_SELECT = select(*_COLUMNS).join(deliveries, deliveries.c.id == reflections.c.delivery_id)
_KEPT = reflections.c.deleted_at.is_(None)


@cache
def _save(dialect: str) -> Any:
    return into(dialect, reflections).on_conflict_do_nothing().returning(reflections.c.id)


async def save(
    tx: Tx,
    now: datetime,
    delivery: Delivery,
    *,
    chat_id: int,
    message_id: int,
    kind: str,
    text: str | None,
    file_id: str | None,
    written_at: datetime,
) -> Reflection | None:
    """Keep a message under a delivery. None: it is in the log already."""
    values: dict[str, Any] = {"subscriber_id": delivery.subscriber_id, "delivery_id": delivery.id}
    values |= {"message_id": message_id, "kind": kind, "text": text, "file_id": file_id}
    values |= {"written_at": written_at}
    row = values | {"chat_id": chat_id, "saved_at": now}
    made = await tx.scalar(_save(tx.dialect.name), row)
    if made is None:
        return None
    return Reflection(id=made, **values, deleted_at=None, day=delivery.day)


async def of_message(tx: Tx, chat_id: int, message_id: int) -> Reflection | None:
    """What is logged of a message, also if it was deleted since."""
    query = _SELECT.where(reflections.c.chat_id == chat_id, reflections.c.message_id == message_id)
    row = (await tx.execute(query)).first()
    return Reflection(*row) if row else None


async def owned(tx: Tx, reflection_id: int, subscriber_id: int) -> Reflection | None:
    """The message with this row id, if it is this person's and was not deleted."""
    query = _SELECT.where(
        reflections.c.id == reflection_id, reflections.c.subscriber_id == subscriber_id, _KEPT
    )
    row = (await tx.execute(query)).first()
    return Reflection(*row) if row else None


async def rewrite(
    tx: Tx, now: datetime, reflection_id: int, text: str | None, **file: str | None
) -> None:
    """Replace the words of a logged message, keeping its time and its day.

    `file`: the columns `kind` and `file_id`, if what the words stand under was replaced as well.
    """
    await tx.execute(
        update(reflections)
        .where(reflections.c.id == reflection_id)
        .values(text=text, folded=searched(text), edited_at=now, **file)
    )


async def move(tx: Tx, now: datetime, reflection: Reflection, delivery_id: int) -> None:
    """File a message under another delivery, with its time; the trace left behind is kept."""
    trace = {"reflection_id": reflection.id, "delivery_id": reflection.delivery_id, "at": now}
    await tx.execute(sql_insert(moves).values(**trace))
    await tx.execute(
        update(reflections).where(reflections.c.id == reflection.id).values(delivery_id=delivery_id)
    )


async def delete(tx: Tx, now: datetime, reflection_ids: Collection[int]) -> None:
    """Remove words and files. That something was written, and when, stays on record."""
    await tx.execute(
        update(reflections)
        .where(reflections.c.id.in_(reflection_ids))
        .values(text=None, folded=None, file_id=None, deleted_at=now)
    )


async def withdraw(tx: Tx, now: datetime, delivery_id: int) -> None:
    """Note that what was written about a day is no answer to it after all."""
    await tx.execute(
        update(reflections)
        .where(reflections.c.delivery_id == delivery_id, reflections.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


async def of_delivery(tx: Tx, delivery_id: int) -> list[Reflection]:
    """What was written about one challenge, oldest first."""
    query = _SELECT.where(reflections.c.delivery_id == delivery_id, _KEPT)
    query = query.order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def of_day(tx: Tx, subscriber_id: int, day: int) -> list[Reflection]:
    """What a person wrote about Day `day`, in whichever run, oldest first."""
    query = _SELECT.where(
        reflections.c.subscriber_id == subscriber_id, deliveries.c.day == day, _KEPT
    ).order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def of_run(tx: Tx, subscriber_id: int, run_id: int) -> list[Reflection]:
    """What a person wrote during a run of theirs, oldest first."""
    query = _SELECT.where(
        reflections.c.subscriber_id == subscriber_id, deliveries.c.run_id == run_id, _KEPT
    )
    query = query.order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def of_dates(tx: Tx, subscriber_id: int, first: date, last: date) -> list[Reflection]:
    """What a person wrote about the challenges of these local dates, oldest first."""
    query = _SELECT.where(
        reflections.c.subscriber_id == subscriber_id,
        deliveries.c.local_date.between(first, last),
        _KEPT,
    ).order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def of_deliveries(
    tx: Tx, subscriber_id: int, delivery_ids: Collection[int]
) -> list[Reflection]:
    """What a person wrote about any of these challenges, oldest first."""
    theirs = reflections.c.subscriber_id == subscriber_id
    query = _SELECT.where(reflections.c.delivery_id.in_(delivery_ids), theirs, _KEPT)
    query = query.order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


async def with_ids(tx: Tx, subscriber_id: int, ids: Collection[int]) -> dict[int, Reflection]:
    """Those of these messages that are this person's and were not deleted, by row id."""
    theirs = reflections.c.subscriber_id == subscriber_id
    query = _SELECT.where(reflections.c.id.in_(ids), theirs, _KEPT)
    return {row[0]: Reflection(*row) for row in await tx.execute(query)}


async def memorable(tx: Tx, subscriber_id: int, before: datetime, but_day: int) -> list[int]:
    """Row ids of the words written before an instant that may come back, oldest first.

    Nothing that was deleted, taken back or hidden; nor of Day `but_day`, in whichever run.
    """
    query = (
        select(reflections.c.id)
        .join(deliveries, deliveries.c.id == reflections.c.delivery_id)
        .where(deliveries.c.subscriber_id == subscriber_id, deliveries.c.day != but_day)
        .where(reflections.c.written_at <= before, reflections.c.text.is_not(None), _KEPT)
        .where(reflections.c.hidden.is_(False), reflections.c.withdrawn_at.is_(None))
        .order_by(reflections.c.written_at, reflections.c.id)
    )
    return list((await tx.execute(query)).scalars())


async def hide(tx: Tx, subscriber_id: int, reflection_id: int) -> bool:
    """Let it come back as a memory no more. False: it is not this person's."""
    result = await tx.execute(
        update(reflections)
        .where(reflections.c.id == reflection_id, reflections.c.subscriber_id == subscriber_id)
        .values(hidden=True)
    )
    return result.rowcount == 1


async def last_written_in_another_run(
    tx: Tx, subscriber_id: int, day: int, run_id: int
) -> int | None:
    """The newest delivery of Day `day` in an earlier run than `run_id` that has words; None: none.

    What is hidden is left out here as well.
    """
    query = (
        select(deliveries.c.id)
        .join(reflections, reflections.c.delivery_id == deliveries.c.id)
        .where(deliveries.c.subscriber_id == subscriber_id, deliveries.c.day == day)
        .where(deliveries.c.run_id < run_id, _KEPT, reflections.c.hidden.is_(False))
        .order_by(deliveries.c.id.desc())
        .limit(1)
    )
    found: int | None = await tx.scalar(query)
    return found


async def may_be_shown(tx: Tx, subscriber_id: int, delivery_id: int) -> list[Reflection]:
    """What was written about one challenge and is not hidden, oldest first."""
    query = _SELECT.where(
        reflections.c.delivery_id == delivery_id,
        reflections.c.subscriber_id == subscriber_id,
        reflections.c.hidden.is_(False),
        _KEPT,
    ).order_by(reflections.c.written_at, reflections.c.message_id)
    return [Reflection(*row) for row in await tx.execute(query)]


@dataclass(frozen=True)
class Count:
    """How many messages of a person were kept: lately, ever, and of one day, deleted ones apart."""

    lately: int
    ever: int
    of_day: int


_COUNT = select(
    func.count().filter(reflections.c.saved_at >= bindparam("since")),
    func.count(),
    func.count().filter(reflections.c.delivery_id == bindparam("delivery"), _KEPT),
).where(reflections.c.subscriber_id == bindparam("person"))


async def how_many(tx: Tx, delivery: Delivery, *, since: datetime) -> Count:
    """How many messages were kept of whoever had this challenge; `since`: what is lately."""
    values = {"person": delivery.subscriber_id, "delivery": delivery.id, "since": since}
    return Count(*(await tx.execute(_COUNT, values)).one())
