"""How a connection to SQLite is made: where the file is, whose it is, and what is set first."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 5.0
"""How long SQLite waits for a lock that another process holds, each of the two times we ask."""

SAFETY = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a reflection that was acknowledged outlives a power cut
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",  # a stray pointer must not reach the file
    "secure_delete=ON",  # what a person asked us to forget leaves no trace in free pages
)
"""Set on every connection, before its first transaction."""


def database_path(url: str) -> Path:
    """The file that `url` names.

    Raises ValueError, in words for the operator, for anything but `sqlite+aiosqlite:///<path>`.
    """
    parsed = make_url(url)
    name = parsed.database or ""
    if parsed.drivername != "sqlite+aiosqlite" or name in ("", ":memory:") or name[:5] == "file:":
        raise ValueError("the database must be a file: sqlite+aiosqlite:///path/to/kindreds.db")
    return Path(name)


def make_private(path: Path) -> None:
    """Create `path` empty, for its owner only, and its folder likewise; what exists stays as is.

    SQLite gives its `-wal` and `-shm` the rights of the database they belong to.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)


def open_engine(url: str, size: int, begin: str, pragmas: Iterable[str]) -> AsyncEngine:
    """An engine that begins in its own words: the driver would begin too late, and deferred."""
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=0,  # who has the turn finds a connection free; only turns are waited for
        hide_parameters=True,  # an exception must not carry what a person wrote into a log
        connect_args={"isolation_level": None},
    )
    statements = [f"PRAGMA {pragma}" for pragma in pragmas]

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
