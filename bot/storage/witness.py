"""A database that tells what each unit of work wrote: for the demo, which shows it as it happens.

The rows are noted by temporary triggers of the writer's own connection. They live in its memory
and nowhere else: neither the file nor any other connection knows of them, so the statements of the
product, their counts and what is committed are the same with a witness and without one.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Table, event
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engine import Database, Tx
from bot.storage.models import metadata

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")

MOST_ROWS = 120
"""Rows of one unit of work that are handed on; a morning's crowd may write more."""

NOT_TOLD = frozenset({"meta"})
"""The poll is noted there twice a minute, which tells nobody anything."""

_NOTES = (
    "CREATE TEMP TABLE witnessed"
    " (number INTEGER PRIMARY KEY, name TEXT, chat_id INTEGER, before TEXT, after TEXT)"
)
_READ = f"SELECT name, chat_id, before, after FROM witnessed ORDER BY number LIMIT {MOST_ROWS}"  # noqa: S608
_EMPTY = "DELETE FROM witnessed"


@dataclass(frozen=True)
class Written:
    """One row as it was `before` and `after`: None where it was not there, or is no more.

    `chat_id` is the chat of whoever owns it, as far as the row itself leads to them.
    """

    table: str
    chat_id: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Unit:
    """A unit of work that has committed: the function it ran, for how long, and its rows."""

    work: Callable[..., Any]
    seconds: float
    rows: tuple[Written, ...]


Tell = Callable[[Unit], None]

_work: ContextVar[Callable[..., Any]] = ContextVar("the function that is about to be run")


class WitnessedDatabase(Database):
    """A `Database` that hands every committed unit of work to `tell`, before anyone acts on it."""

    tell: Tell
    monotonic: Callable[[], float]

    @classmethod
    async def open_for(cls, tell: Tell, monotonic: Callable[[], float], url: str) -> Self:
        """Open the database at `url`, as `open` does and with what it raises.

        `monotonic` gives the seconds that a unit of work is timed by.
        """
        database = await cls.open(url)
        database.tell = tell
        database.monotonic = monotonic
        event.listen(database._writer.sync_engine, "connect", _take_notes)
        return database

    async def write(
        self, fn: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `Database.write`, which runs in a task that inherits what is set here."""
        token = _work.set(fn)
        try:
            return await super().write(fn, *args, **kwargs)
        finally:
            _work.reset(token)

    async def _write(self, call: Callable[[Tx], Awaitable[T]]) -> T:
        rows: list[Written] = []
        began = self.monotonic()

        async def witnessed(tx: Tx) -> T:
            nonlocal began
            began = self.monotonic()  # the wait for one's turn is not part of the transaction
            result = await call(tx)
            rows.extend(await _notes(tx))
            return result

        result = await super()._write(witnessed)
        unit = Unit(_work.get(), self.monotonic() - began, tuple(rows))
        try:
            self.tell(unit)
        except Exception:  # whoever looks on must never be in the way
            log.exception("what was written could not be told")
        return result


async def _notes(tx: Tx) -> list[Written]:
    """What this unit of work wrote; the notes are emptied for the next one."""
    try:
        found = (await tx.exec_driver_sql(_READ)).all()
        if found:
            await tx.exec_driver_sql(_EMPTY)
    except SQLAlchemyError:  # the work is whole without its witness
        log.exception("what was written could not be read back")
        return []
    return [
        Written(row.name, row.chat_id, _values(row.before), _values(row.after)) for row in found
    ]


def _values(noted: str | None) -> Mapping[str, Any] | None:
    return None if noted is None else json.loads(noted)


def _take_notes(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA temp_store=MEMORY")  # what people wrote goes into no other file
    cursor.execute(_NOTES)
    for table in metadata.sorted_tables:
        if table.name not in NOT_TOLD:
            for trigger in _triggers(table):
                cursor.execute(trigger)
    cursor.close()


def _triggers(table: Table) -> Iterator[str]:
    for action, before, after in (("INSERT", 0, 1), ("UPDATE", 1, 1), ("DELETE", 1, 0)):
        was = _as_json(table, "OLD") if before else "NULL"
        now = _as_json(table, "NEW") if after else "NULL"
        chat = _chat_of(table, "NEW" if after else "OLD")
        head = f"CREATE TEMP TRIGGER witness_{table.name}_{action} AFTER {action}"
        note = f"VALUES ('{table.name}', {chat}, {was}, {now})"
        into = "INSERT INTO witnessed (name, chat_id, before, after)"
        yield f"{head} ON main.{table.name} BEGIN {into} {note}; END"


def _as_json(table: Table, row: str) -> str:
    pairs = ", ".join(f"'{column.name}', {row}.{column.name}" for column in table.columns)
    return f"json_object({pairs})"


def _chat_of(table: Table, row: str) -> str:
    """Where the row's owner is found: in itself, by its person, or by the day it is about."""
    if "chat_id" in table.columns:
        return f"{row}.chat_id"
    if "subscriber_id" in table.columns:
        return f"(SELECT chat_id FROM subscribers WHERE id = {row}.subscriber_id)"  # noqa: S608
    if "delivery_id" in table.columns:
        return (
            "(SELECT chat_id FROM subscribers JOIN deliveries ON subscriber_id = subscribers.id"  # noqa: S608
            f" WHERE deliveries.id = {row}.delivery_id)"
        )
    return "NULL"
