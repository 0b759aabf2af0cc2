"""One trip to SQLite's thread and back for each statement, in place of four.

aiosqlite keeps SQLite in a thread of its own, so that a slow disk never stops the event loop. As
SQLAlchemy drives it, a cursor is made there, the statement run, its rows fetched and the cursor
closed: four trips, each longer than most of our statements take. All rows are read at once in any
case; so the thread does all of it in one go.
"""

import sqlite3
from collections import deque
from typing import Any, Literal

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """SQLite's own cursor; only running it is left to the thread."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:
        try:
            return connection._conn.cursor()
        except Exception as error:
            self._adapt_connection._handle_exception(error)

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        await self._run("execute", operation, () if parameters is None else parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> None:
        await self._run("executemany", operation, seq_of_parameters)

    async def _run(
        self, verb: Literal["execute", "executemany"], operation: Any, parameters: Any
    ) -> None:
        connection: Any = self._connection
        async with self._adapt_connection._execute_mutex:
            rows = await connection._execute(_run, self._cursor, verb, operation, parameters)
        self._rows = deque(rows)

    def close(self) -> None:
        """Let go of rows that nobody asked for; SQLite's cursor, read to its end, holds nothing."""
        self._rows.clear()


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """A connection with such cursors."""

    __slots__ = ()
    _cursor_cls = OneTripCursor


class OneTripDriver(AsyncAdapt_aiosqlite_dbapi):
    """What SQLAlchemy takes for the driver's module."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> OneTripConnection:
        """As the one it stands for."""
        return OneTripConnection(self, super().connect(*arg, **kw)._connection)


def _run(cursor: sqlite3.Cursor, verb: str, operation: str, parameters: Any) -> list[Any]:
    """In SQLite's thread: run a statement and read what it found."""
    getattr(cursor, verb)(operation, parameters)
    return cursor.fetchall() if cursor.description else []
