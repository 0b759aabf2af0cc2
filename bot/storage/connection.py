"""How a connection to SQLite is made: where the file is, whose it is, and what is set first."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.driver import OneTripDriver

BUSY_SECONDS = 5.0
"""How long SQLite waits for a lock that another process holds, each of the two times we ask."""

SAFETY = (
    "synchronous=FULL",  # a reflection that was acknowledged outlives a power cut
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",  # a stray pointer must not reach the file
    "secure_delete=ON",  # what a person asked us to forget leaves no trace in free pages
)
"""Set on every connection that writes, before its first transaction."""

RUNNING = (*SAFETY, "journal_mode=WAL", "foreign_keys=ON")
"""For the program at work."""

MIGRATING = (*SAFETY, f"busy_timeout={round(BUSY_SECONDS * 1000)}", "foreign_keys=OFF")
"""For migrations: with foreign keys on, re-creating a table deletes every row that refers to it."""


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
    """An engine for `size` connections at most, whose transactions start with `begin`."""
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=0,  # who has the turn finds a connection free; only turns are waited for
        hide_parameters=True,  # an exception must not carry what a person wrote into a log
        connect_args={"isolation_level": None},
        module=OneTripDriver(),
    )
    _set_up(engine.sync_engine, begin, pragmas)
    return engine


def open_migrator(path: Path | None) -> Engine:
    """An engine for one migration of `path`, or of a database in memory."""
    engine = create_engine(
        URL.create("sqlite", database=str(path) if path else None),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"isolation_level": None},
    )
    _set_up(engine, "BEGIN IMMEDIATE", MIGRATING)
    return engine


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that can neither write nor move the log into the file. To be closed."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def version_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """What the operator should know of this SQLite, if anything.

    The write-ahead log's reset bug: https://www.sqlite.org/wal.html#the_wal_reset_bug
    """
    repaired = version >= (3, 51, 3) or any(
        version[:2] == line[:2] and version >= line for line in ((3, 44, 6), (3, 50, 7))
    )
    if repaired:
        return None
    number = ".".join(str(part) for part in version)
    return (
        f"SQLite {number} can, very rarely, damage a database that two processes write at the "
        "same instant; Kindreds writes from one alone, so let no other program write to the file, "
        "or use SQLite 3.51.3 or newer"
    )


def _set_up(engine: Engine, begin: str, pragmas: Iterable[str]) -> None:
    """Begin in our own words, for the driver would begin too late, and without the write lock."""
    statements = [f"PRAGMA {pragma}" for pragma in pragmas]

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)
