"""Which file this is: a number in the database's header, and the same number in a marker beside it.

Every start and every backup draws a new number. So a file that was put back by hand is told from
the one that was last used here before SQLite opens it, and an old `-wal` never gets the chance to
replay itself into a file it does not belong to (fault 43). The marker also tells a database that
is missing from one that never was.

The number is SQLite's `user_version`: like the application's id, it stands in the first 100 bytes
of the file (https://www.sqlite.org/fileformat2.html#the_database_header), where it can be read
without SQLite.
"""

import secrets
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.storage import durable
from bot.storage.connection import BUSY_SECONDS
from bot.storage.trouble import DatabaseRefusedError

APPLICATION = int.from_bytes(b"Kndr")
"""SQLite's `application_id` of every database of ours."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100


@dataclass(frozen=True)
class Header:
    """What the file's first bytes say, whatever its log may hold."""

    application: int
    generation: int


def read_header(path: Path) -> Header | None:
    """The header; None if this is no SQLite database.

    Only while this process has no connection to it: closing the file would drop SQLite's locks
    (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        return None
    return Header(application=_number(head, 68), generation=_number(head, 60))


def marker_of(database: Path) -> Path:
    """The marker's place."""
    return database.with_name(database.name + ".generation")


def log_of(database: Path) -> Path:
    """The write-ahead log's place."""
    return database.with_name(database.name + "-wal")


def known(database: Path) -> frozenset[int] | None:
    """The generations that may be in use here; None without a marker.

    They are two while one takes over from the other, so that a kill in between is no riddle.
    Raises DatabaseRefusedError for a marker that makes no sense.
    """
    marker = marker_of(database)
    if not marker.exists():
        return None
    try:
        lines = marker.read_text(encoding="utf-8").splitlines()
        return frozenset(int(line) for line in lines if not line.startswith("#"))
    except ValueError as error:
        raise DatabaseRefusedError(
            f"{marker} does not hold the generation of {database.name}: if that is the right "
            "database and nothing was put back by hand, delete the marker; otherwise "
            "`kindreds restore` puts a backup back"
        ) from error


def remember(database: Path, generations: Collection[int]) -> None:
    """Write the marker."""
    numbers = "".join(f"{number}\n" for number in sorted(generations))
    words = f"# Tells {database.name} from every other copy. Delete it only to start afresh.\n"
    durable.put(marker_of(database), words + numbers)


def draw() -> int:
    """A new generation; 1 to 2**31 - 1, for `user_version` is signed and 0 means unset."""
    return secrets.randbelow(2**31 - 1) + 1


def stamp(database: Path, generation: int) -> None:
    """Write `generation` into the database; the last to close it moves the log into the file."""
    with closing(
        sqlite3.connect(database, isolation_level=None, timeout=BUSY_SECONDS)
    ) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA user_version={generation:d}")


def renew(database: Path, current: int) -> None:
    """Let a new generation take over from `current`, in steps that a kill may cut anywhere."""
    new = draw()
    remember(database, {new, current, *_in_file(database)})
    stamp(database, new)
    remember(database, {new, *_in_file(database)})


def _in_file(database: Path) -> set[int]:
    """The generation in the file itself, which a log not yet moved in may have left behind."""
    header = read_header(database)
    return {header.generation} if header else set()


def _number(head: bytes, offset: int) -> int:
    return int.from_bytes(head[offset : offset + 4])
