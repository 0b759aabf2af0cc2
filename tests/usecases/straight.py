"""A transaction as the use cases know it, without the thread that stands between it and SQLite.

The statements, the file, the schema and its constraints are the real ones. A town makes some
hundred thousand statements; through the thread each would take ten times as long.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from bot.storage.migrate import upgrade


class _NobodyListens(dict[str, Any]):
    """Where a unit of work leaves word of what it wrote; here nothing waits for that."""

    def get(self, key: str, default: Any = None) -> Any:
        return self


class Straight:
    """What the storage asks of a connection, answered at once."""

    def __init__(self, connection: Connection) -> None:
        """A transaction is under way on `connection`."""
        self._connection = connection
        self.dialect = connection.dialect
        self.info = _NobodyListens()

    async def execute(self, *statement: Any) -> Any:
        """As an AsyncConnection does."""
        return self._connection.execute(*statement)

    async def scalar(self, *statement: Any) -> Any:
        """As an AsyncConnection does."""
        return self._connection.scalar(*statement)

    async def exec_driver_sql(self, *statement: Any) -> Any:
        """As an AsyncConnection does."""
        return self._connection.exec_driver_sql(*statement)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """If what is done inside raises, nothing of it has happened."""
        with self._connection.begin_nested():
            yield


@contextmanager
def new_database(path: Path) -> Iterator[Straight]:
    """A database with the schema of today, in one long transaction that is kept at the end."""
    engine = _engine(path)
    try:
        with engine.begin() as connection:
            upgrade(connection)
        with engine.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            yield Straight(connection)
    finally:
        engine.dispose()


def _engine(path: Path) -> Engine:
    arguments = {"isolation_level": None}
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=OFF")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
