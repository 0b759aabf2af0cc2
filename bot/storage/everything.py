"""All that is kept of one person: read whole, written whole, forgotten whole.

Which tables these are follows from the foreign keys, so that a table added later is in every copy
and is emptied by every farewell without anybody having to think of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.storage.engine import Tx
from bot.storage.models import deliveries, inbox, metadata, outbox, reflections, subscribers
from bot.storage.rows import Rows, UnfitRowsError
from bot.storage.upsert import insert

PERSON = subscribers.name
"""The table with one row a person."""

PASSING = frozenset({"outbox", "questions"})
"""Tables of what is on its way to a person. It is forgotten with them, and belongs in no copy."""


@dataclass(frozen=True)
class Amount:
    """How much there is of somebody: messages in their log, and challenges that reached them."""

    messages: int
    days: int


async def read(tx: Tx, subscriber_id: int) -> Rows:
    """Every row that is a person's own, by table, in the order of their keys."""
    found: Rows = {}
    for table in tables():
        query = select(table).where(_theirs(table, subscriber_id))
        rows = await tx.execute(query.order_by(*table.primary_key.columns))
        found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def write(tx: Tx, rows: Rows) -> int:
    """Write somebody who is not here yet, with row ids of this database; returns their row id.

    `rows` are as `bot.storage.rows.typed` gives them. Raises UnfitRowsError if they contradict
    each other or something that is here.
    """
    ids: dict[str, dict[int, int]] = {}
    try:
        person = dict(rows[subscribers.name][0])
        run = person.pop("run_id", None)
        person.pop("id", None)  # numbered by the database, which may have given it to another
        number = await tx.scalar(insert(tx, subscribers).values(person).returning(subscribers.c.id))
        for table in tables()[1:]:
            theirs = [{**row, **_own(table, number)} for row in rows.get(table.name, ())]
            await _write_table(tx, table, theirs, ids)
        if run is not None:
            here = {"run_id": ids["runs"][run]}
            await tx.execute(update(subscribers).where(subscribers.c.id == number).values(here))
    except (IntegrityError, KeyError):
        raise UnfitRowsError("some of its rows do not fit the others") from None
    return int(number or 0)


async def erase(tx: Tx, user_id: int, chat_id: int) -> None:
    """Remove every row with a person's id: theirs, what waits for them, what came from them.

    An update of somebody else's that speaks of them and could not be handled loses its text.
    """
    await tx.execute(delete(outbox).where(_said_to(user_id, chat_id)))
    await tx.execute(delete(subscribers).where(subscribers.c.user_id == user_id))
    await tx.execute(delete(inbox).where(inbox.c.chat_id.in_((user_id, chat_id))))
    mentioned = or_(*(func.instr(inbox.c.raw, f'"id":{user_id}{end}') > 0 for end in ",}"))
    await tx.execute(
        update(inbox).where(inbox.c.state == "quarantined", mentioned).values(raw=None)
    )


async def amount(tx: Tx, subscriber_id: int) -> Amount:
    """What a person would lose."""
    kept = and_(reflections.c.subscriber_id == subscriber_id, reflections.c.deleted_at.is_(None))
    came = and_(
        deliveries.c.subscriber_id == subscriber_id,
        deliveries.c.state.in_(("delivered", "unknown")),
    )
    return Amount(
        await tx.scalar(select(func.count()).where(kept)) or 0,
        await tx.scalar(select(func.count()).where(came)) or 0,
    )


async def is_on_the_wire(tx: Tx, chat_id: int) -> bool:
    """Whether a message to a chat is being sent at this moment."""
    query = select(outbox.c.id).where(outbox.c.chat_id == chat_id, outbox.c.state == "sending")
    return await tx.scalar(query.limit(1)) is not None


async def known_ids(tx: Tx) -> set[int]:
    """Every Telegram id that any row bears: of people, and of chats that messages come or go to."""
    columns = (subscribers.c.user_id, subscribers.c.chat_id, inbox.c.chat_id, outbox.c.chat_id)
    return {
        number
        for column in columns
        for number in (await tx.execute(select(column).distinct())).scalars()
    }


async def joined_at(tx: Tx, subscriber_id: int) -> datetime:
    """When somebody spoke for the first time. Raises NoResultFound where there is nobody."""
    query = select(subscribers.c.created_at).where(subscribers.c.id == subscriber_id)
    found: datetime = (await tx.execute(query)).scalar_one()
    return found


async def exported_at(tx: Tx, subscriber_id: int) -> datetime | None:
    """When files were last made for somebody."""
    query = select(subscribers.c.exported_at).where(subscribers.c.id == subscriber_id)
    found: datetime | None = await tx.scalar(query)
    return found


async def how_many(tx: Tx) -> int:
    """How many people are here."""
    return await tx.scalar(select(func.count()).select_from(subscribers)) or 0


@cache
def tables() -> tuple[Table, ...]:
    """The tables that hold a person's own rows: theirs first, each after those it refers to."""
    found = [subscribers]
    for table in metadata.sorted_tables:
        refers_to = {key.column.table for key in table.foreign_keys}
        if table.name not in PASSING and refers_to & set(found):
            found.append(table)
    return tuple(found)


@cache
def references() -> Mapping[str, Mapping[str, str]]:
    """By table: the columns that hold another row's id, and the table it is of.

    The person's own id is not among them: every row has it.
    """
    found: dict[str, dict[str, str]] = {subscribers.name: {"run_id": "runs"}}
    for table in tables()[1:]:
        keys = [(key.parent.name, key.column.table) for key in table.foreign_keys]
        found[table.name] = {name: of.name for name, of in keys if of is not subscribers}
    return found


def _theirs(table: Table, subscriber_id: int) -> ColumnElement[bool]:
    if table is subscribers:
        return table.c.id == subscriber_id
    if "subscriber_id" in table.c:
        return table.c.subscriber_id == subscriber_id
    key = next(key for key in table.foreign_keys if key.column.table in tables())
    above = key.column.table
    return key.parent.in_(select(above.c.id).where(_theirs(above, subscriber_id)))


def _own(table: Table, number: int | None) -> dict[str, int | None]:
    return {"subscriber_id": number} if "subscriber_id" in table.c else {}


def _said_to(user_id: int, chat_id: int) -> ColumnElement[bool]:
    owner = select(subscribers.c.id).where(subscribers.c.user_id == user_id)
    return or_(outbox.c.chat_id.in_((user_id, chat_id)), outbox.c.subscriber_id.in_(owner))


async def _write_table(
    tx: Tx, table: Table, rows: Sequence[Mapping[str, Any]], ids: dict[str, dict[int, int]]
) -> None:
    """Write rows of one table, in order, and note which new id each old one has become."""
    refers_to = references()[table.name]
    mapped = [
        {
            name: ids[refers_to[name]][value] if name in refers_to and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
    if "id" not in table.c:
        await _write_all(tx, table, mapped)
        return
    old = [row.pop("id", None) for row in mapped]
    if not mapped:
        ids[table.name] = {}
        return
    # The first one is numbered by the database, which knows what was given to others before.
    made = insert(tx, table).values(mapped[0]).returning(table.c.id)
    first = int((await tx.execute(made)).scalar_one())
    for number, row in enumerate(mapped[1:], first + 1):
        row["id"] = number
    await _write_all(tx, table, mapped[1:])
    ids[table.name] = {of: first + at for at, of in enumerate(old) if of is not None}


async def _write_all(tx: Tx, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows that need not have the same columns: what one lacks takes its default."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        alike.setdefault(tuple(sorted(row)), []).append(dict(row))
    for group in alike.values():
        await tx.execute(insert(tx, table), group)
