"""The database's one writer and its readers: every transaction of the program starts here.

A unit of work is a function given to `Database.write`. It runs in a task of its own behind a
shield, because a task canceled while a statement runs leaves SQLite's write lock in the hands of
a connection that nobody can reach any more; a block inside a handler could not be shielded.
"""

import asyncio
import gc
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.connection import (
    BUSY_SECONDS,
    RUNNING,
    database_path,
    make_private,
    open_engine,
)
from bot.storage.group import Group
from bot.storage.trouble import DatabaseUnavailableError, Trouble, trouble_of

log = logging.getLogger(__name__)

Tx = AsyncConnection
"""What a unit of work is handed: a connection with its transaction already begun."""

T = TypeVar("T")
P = ParamSpec("P")

READERS = 4
"""Reads side by side; more would only share the same processor."""

MOST_TOGETHER = 16
"""Units that share a commit at most, so that the first of them does not wait long for the last."""

_TOPICS = "topics to tell of after the commit"


class NestedUnitError(RuntimeError):
    """A unit of work asked for another one: with one writer, it would wait for itself."""


class DatabaseClosedError(RuntimeError):
    """A unit of work came after `Database.close`."""


class _Unit:
    """A unit of work under way; tasks started inside it inherit it and see when it has ended."""

    def __init__(self) -> None:
        self.open = True


_current: ContextVar[_Unit | None] = ContextVar("unit of work", default=None)


def after_commit(tx: Tx, topic: str) -> None:
    """Tell the listeners of `topic` once `tx` has committed; never, if it is rolled back.

    Raises RuntimeError outside `Database.write`, where nothing would ever commit.
    """
    topics = tx.info.get(_TOPICS)
    if topics is None:
        raise RuntimeError(f"nothing commits here, so nobody would hear of {topic!r}")
    topics[topic] = None


class Database:
    """One SQLite file: one writer, a few readers. Built by `open`, given back by `close`."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, readers: int) -> None:
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()  # first come, first served
        self._in_line = 0
        self._group: Group | None = None  # the transaction that the next in line goes on with
        self._together = MOST_TOGETHER
        self._places = asyncio.Semaphore(readers)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        self._closed = False

    @classmethod
    async def open(
        cls, url: str, *, readers: int = READERS, busy_seconds: float = BUSY_SECONDS
    ) -> Self:
        """Open the database, or create an empty one: 0600, in a folder of 0700 if that is new.

        Raises ValueError for a URL that names no file, DatabaseUnavailableError if the file
        cannot be opened or its file system has no write-ahead log (a network share).
        """
        make_private(database_path(url))
        busy = f"busy_timeout={round(busy_seconds * 1000)}"
        writer = open_engine(url, 1, "BEGIN IMMEDIATE", (busy, *RUNNING))
        reader = open_engine(url, readers, "BEGIN", (busy, *RUNNING, "query_only=ON"))
        database = cls(writer, reader, readers)
        try:
            mode = await database.read(_journal_mode)
            if mode != "wal":
                raise DatabaseUnavailableError(Trouble.UNREADABLE, f"no write-ahead log ({mode})")
        except BaseException:
            await database.close()
            raise
        return database

    async def write(
        self, fn: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` in one transaction: committed when it returns, undone if it raises.

        Writers take turns in the order they came. If the caller is canceled, the unit of work
        still runs to its end: read back what became of it. `fn` runs once at most.

        Raises what `fn` raises, NestedUnitError, DatabaseClosedError, DatabaseUnavailableError.
        """

        def call(tx: Tx) -> Awaitable[T]:
            return fn(tx, *args, **kwargs)

        return await self._shielded(partial(self._write, call))

    async def read(
        self, fn: Callable[Concatenate[Tx, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `fn(tx, ...)` on one unchanging view of the database; SQLite refuses it any write.

        Raises as `write` does.
        """

        def call(tx: Tx) -> Awaitable[T]:
            return fn(tx, *args, **kwargs)

        return await self._shielded(partial(self._read, call))

    def on_commit(self, topic: str, listener: Callable[[], None]) -> None:
        """Call `listener` after every write that committed and named `topic` to `after_commit`."""
        self._listeners.setdefault(topic, []).append(listener)

    async def empty_log(self) -> bool:
        """Move the write-ahead log into the file and cut it to nothing: what was deleted is gone.

        False: a reader was in the way, or the file would not have it; it can be asked again.
        """
        return await self._shielded(self._empty_log)

    async def close(self) -> None:
        """Refuse new units of work, wait for those under way, let go of the file."""
        self._closed = True
        while self._under_way:
            await asyncio.wait(self._under_way)
        await self._reader.dispose()
        await self._writer.dispose()  # the last one out moves the log into the file

    async def _shielded(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        outer = _current.get()
        if outer is not None and outer.open:
            raise NestedUnitError("a unit of work is under way here: use the tx it was handed")
        if self._closed:
            raise DatabaseClosedError("the database is closed")
        task = asyncio.create_task(work())
        self._under_way.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self._under_way.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_report)
            raise

    async def _write(self, call: Callable[[Tx], Awaitable[T]]) -> T:
        topics: dict[str, None] = {}
        with _spoken_plainly(), _unit_of_work():
            async with self._in_turn():
                group = self._group or await Group.begin(self._writer, _begin)
                self._group = None
                group.tx.info[_TOPICS] = topics
                try:
                    result = await group.run(call)
                finally:
                    await self._pass_on(group)
            await group.ended()
        self._tell(topics)
        return result

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """Wait in line for the writer, so that whoever is before knows of it."""
        self._in_line += 1
        try:
            await self._turn.acquire()
        finally:
            self._in_line -= 1
        try:
            yield
        finally:
            self._turn.release()

    async def _pass_on(self, group: Group) -> None:
        """Leave a transaction to the next in line; the last one out commits it for all.

        After trouble with the file the next goes alone, and then twice as many with each commit:
        whoever makes the trouble cannot take the same others with them for ever.
        """
        if not group.over and self._in_line and group.size < self._together:
            self._group = group
            return
        if not group.over:
            await group.commit()
        self._together = 1 if group.trouble else min(2 * self._together, MOST_TOGETHER)

    async def _read(self, call: Callable[[Tx], Awaitable[T]]) -> T:
        with _spoken_plainly(), _unit_of_work():
            async with self._places, self._reader.connect() as tx, tx.begin():
                return await call(tx)

    async def _empty_log(self) -> bool:
        async with self._in_turn():
            group, self._group = self._group, None
            if group is not None:
                await group.commit()
            return await self._checkpoint()

    async def _checkpoint(self) -> bool:
        async with self._writer.connect() as tx:
            raw = (await tx.get_raw_connection()).driver_connection
            assert raw is not None
            try:
                async with raw.execute("PRAGMA wal_checkpoint(TRUNCATE)") as cursor:
                    busy, _, _ = await cursor.fetchone()
            except sqlite3.Error as error:
                log.warning("the log could not be moved into the file: %s", error)
                return False
            return not busy

    def _tell(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for listener in self._listeners.get(topic, ()):
                try:
                    listener()
                except Exception:  # the commit stands, whatever a listener makes of it
                    log.exception("a listener of %s failed", topic)


@contextmanager
def _unit_of_work() -> Iterator[None]:
    unit = _Unit()
    token = _current.set(unit)
    try:
        yield
    finally:
        unit.open = False
        _current.reset(token)


@contextmanager
def _spoken_plainly() -> Iterator[None]:
    """Turn what SQLite says of the file itself into words that other layers know."""
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error.orig)
        if trouble is None:
            raise
        raise DatabaseUnavailableError(trouble, str(error.orig)) from error


async def _begin(tx: Tx) -> None:
    """Take the write lock; if it is held, free what a lost connection of ours may hold, once."""
    try:
        await tx.begin()
    except DBAPIError as error:
        if trouble_of(error.orig) is not Trouble.LOCKED:
            raise
        log.warning("the database is locked by another connection; asking once more")
        gc.collect()
        await tx.begin()


def _report(task: asyncio.Task[Any]) -> None:
    """Nobody waits for this unit of work any more, so the log must say that it failed."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a unit of work failed after its caller had left: %s", type(error).__name__)


async def _journal_mode(tx: Tx) -> str:
    return str((await tx.exec_driver_sql("PRAGMA journal_mode")).scalar_one())
