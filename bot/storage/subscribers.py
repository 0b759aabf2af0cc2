"""The people, and when each is next due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy import delete as sql_delete

from bot.storage.engine import Tx
from bot.storage.models import subscribers
from bot.storage.upsert import insert


@dataclass(frozen=True)
class Subscriber:
    """One person, as their row has it."""

    id: int
    user_id: int
    chat_id: int
    state: str
    step: str | None
    zone: str | None
    minute: int | None
    weekend_minute: int | None
    rest_weekdays: int
    silent: bool
    clock12: bool
    run_id: int | None
    position: int
    next_due_at: datetime | None
    next_due_date: date | None
    last_delivered_at: datetime | None
    payload: str | None
    nudge: bool | None
    nudge_minute: int | None
    recap: bool
    memories: bool
    dark_pictures: bool
    active_at: datetime | None
    asked_at: datetime | None
    hushed_at: datetime | None
    unasked_on: date | None
    look_at: datetime | None


_COLUMNS = [subscribers.c[name] for name in Subscriber.__dataclass_fields__]
_BY_USER = select(*_COLUMNS).where(subscribers.c.user_id == bindparam("user"))
_BY_ID = select(*_COLUMNS).where(subscribers.c.id == bindparam("person"))
_NOTE_SIGN = (
    update(subscribers)
    .where(subscribers.c.user_id == bindparam("user"))
    .values(active_at=bindparam("at"))
    .returning(*_COLUMNS)
)
_LOOK_SOON = (
    update(subscribers)
    .where(subscribers.c.id == bindparam("person"), subscribers.c.state == "active")
    .where(subscribers.c.nudge.is_(None))
    .where(subscribers.c.look_at.is_(None) | (subscribers.c.look_at > bindparam("at")))
    .values(look_at=bindparam("at"))
)


async def by_user(tx: Tx, user_id: int) -> Subscriber | None:
    """The person with this Telegram id, if they are known."""
    row = (await tx.execute(_BY_USER, {"user": user_id})).first()
    return Subscriber(*row) if row else None


async def by_id(tx: Tx, subscriber_id: int) -> Subscriber:
    """The person with this row id; raises NoResultFound where there is none."""
    row = (await tx.execute(_BY_ID, {"person": subscriber_id})).one()
    return Subscriber(*row)


async def welcome(
    tx: Tx, now: datetime, user_id: int, chat_id: int, language: str | None, payload: str | None
) -> None:
    """Write down someone who spoke for the first time. Known people stay as they are."""
    row = insert(tx, subscribers).values(
        user_id=user_id,
        chat_id=chat_id,
        language=language,
        payload=payload,
        state="joining",
        step="invited",
        created_at=now,
    )
    await tx.execute(row.on_conflict_do_nothing())


async def change(tx: Tx, subscriber_id: int, **values: Any) -> None:
    """Write these columns of one person's row."""
    await tx.execute(update(subscribers).where(subscribers.c.id == subscriber_id).values(**values))


async def note_sign(tx: Tx, user_id: int, at: datetime) -> Subscriber | None:
    """Note an answer, a press or a command of somebody's; returns them, if they are known."""
    row = (await tx.execute(_NOTE_SIGN, {"user": user_id, "at": at})).first()
    return Subscriber(*row) if row else None


async def look_soon(tx: Tx, subscriber_id: int, at: datetime) -> None:
    """Look at somebody at `at`, unless that is planned sooner or reminders were spoken of."""
    await tx.execute(_LOOK_SOON, {"person": subscriber_id, "at": at})


async def to_look_at(tx: Tx, now: datetime, limit: int) -> list[Subscriber]:
    """Those for whom something may be due beside their challenge, the longest waiting first."""
    query = (
        select(*_COLUMNS)
        .where(subscribers.c.look_at.is_not(None), subscribers.c.look_at <= now)
        .order_by(subscribers.c.look_at)
        .limit(limit)
    )
    return [Subscriber(*row) for row in await tx.execute(query)]


async def look_again(tx: Tx, when: Sequence[tuple[int, datetime | None, date | None]]) -> None:
    """Write `(row id, next due at, next due date)` of many people."""
    if when:
        await tx.execute(
            update(subscribers)
            .where(subscribers.c.id == bindparam("row_id"))
            .values(next_due_at=bindparam("at"), next_due_date=bindparam("on")),
            [{"row_id": row_id, "at": at, "on": on} for row_id, at, on in when],
        )


async def due(tx: Tx, now: datetime, limit: int) -> list[Subscriber]:
    """Those whose hour has come, the longest waiting first."""
    query = (
        select(*_COLUMNS)
        .where(subscribers.c.next_due_at.is_not(None), subscribers.c.next_due_at <= now)
        .order_by(subscribers.c.next_due_at)
        .limit(limit)
    )
    return [Subscriber(*row) for row in await tx.execute(query)]


async def next_due(tx: Tx) -> datetime | None:
    """The earliest hour that anyone is waiting for."""
    query = (
        select(subscribers.c.next_due_at)
        .where(subscribers.c.next_due_at.is_not(None))
        .order_by(subscribers.c.next_due_at)
        .limit(1)
    )
    found: datetime | None = await tx.scalar(query)
    return found


async def waiting_after(tx: Tx, last_id: int, limit: int) -> list[Subscriber]:
    """A page of those who have a next hour at all, in order of their row ids."""
    query = (
        select(*_COLUMNS)
        .where(subscribers.c.next_due_at.is_not(None), subscribers.c.id > last_id)
        .order_by(subscribers.c.id)
        .limit(limit)
    )
    return [Subscriber(*row) for row in await tx.execute(query)]


async def delete(tx: Tx, subscriber_id: int) -> None:
    """Forget a person and, through the foreign keys, everything that is theirs."""
    await tx.execute(sql_delete(subscribers).where(subscribers.c.id == subscriber_id))
