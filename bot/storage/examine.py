"""Whether a database may be used, found out without changing a byte of it.

Every refusal is one sentence for the operator that names the file and the way out.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.storage import generation
from bot.storage.connection import open_read_only
from bot.storage.trouble import (
    DatabaseRefusedError,
    DatabaseUnavailableError,
    Trouble,
    trouble_of,
)

MIGRATED_BY = "migrated_by"
"""The name, in `meta`, of the version of Kindreds that made the schema."""


@dataclass(frozen=True)
class Facts:
    """What a sound database of ours says of itself. `migrated_by` is a version of Kindreds."""

    revision: str
    generation: int
    migrated_by: str | None


def examine(path: Path) -> Facts | None:
    """The facts of the database at `path`; None if there is none and none is expected.

    Call it under the instance lock, before the first connection. Raises DatabaseRefusedError.
    """
    if not _is_there(path):
        return None
    _require_writable(path)
    _require_expected(path, _header(path).generation)
    facts = read_facts(path, "quick_check")
    _require_expected(path, facts.generation)
    return facts


def read_facts(path: Path, check: str) -> Facts:
    """The facts, once `PRAGMA <check>` found no damage: quick_check or integrity_check.

    Raises DatabaseRefusedError.
    """
    with refusing(path), closing(open_read_only(path)) as connection:
        if _one(connection, "PRAGMA application_id") != generation.APPLICATION:
            raise _foreign(path)
        finding = str(_one(connection, f"PRAGMA {check}(1)"))
        if finding != "ok":
            raise _damaged(path, finding.splitlines()[-1])
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        revision = by = None
        if "alembic_version" in tables:
            revision = _one(connection, "SELECT version_num FROM alembic_version")
        if "meta" in tables:
            by = _one(connection, "SELECT value FROM meta WHERE key = ?", MIGRATED_BY)
        if revision is None:
            raise DatabaseRefusedError(
                f"{path} holds no schema: put a backup back with `kindreds restore`"
            )
        number = _one(connection, "PRAGMA user_version")
        return Facts(str(revision), int(str(number)), None if by is None else str(by))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what SQLite, or the engine, says of `path` into a refusal.

    Raises DatabaseRefusedError.
    """
    try:
        yield
    except DatabaseUnavailableError as error:
        raise refusal(path, error.trouble, error.detail) from error
    except sqlite3.Error as error:
        raise refusal(path, trouble_of(error) or Trouble.CORRUPT, str(error)) from error


def refusal(path: Path, trouble: Trouble, detail: str) -> DatabaseRefusedError:
    """The sentence for each trouble that SQLite meets with `path`; `detail` is SQLite's word."""
    match trouble:
        case Trouble.LOCKED:
            return DatabaseRefusedError(
                f"{path} is locked by another program: close that program, then start again"
            )
        case Trouble.FULL:
            return DatabaseRefusedError(
                f"the disk is full, at {path} or where its backup goes: free some space, then "
                "start again"
            )
        case Trouble.READ_ONLY | Trouble.UNREADABLE:
            return not_writable(path, detail)
        case Trouble.CORRUPT:
            return _damaged(path, detail)


def _is_there(path: Path) -> bool:
    if path.exists():
        return True
    marker, log = generation.marker_of(path), generation.log_of(path)
    if marker.exists():
        raise DatabaseRefusedError(
            f"{path} is missing, although {marker.name} says that it was here: put a backup back "
            f"with `kindreds restore`, or delete {marker} to start afresh"
        )
    if _size(log):
        raise DatabaseRefusedError(
            f"{log} lies there without {path.name} and may hold the last things people wrote: put "
            f"a backup back with `kindreds restore`, or delete {log.name} to start afresh"
        )
    return False


def _header(path: Path) -> generation.Header:
    if not path.stat().st_size:
        raise DatabaseRefusedError(
            f"{path} is empty (0 bytes), so it was cut off: put a backup back with "
            "`kindreds restore`, or delete it and its marker to start afresh"
        )
    header = generation.read_header(path)
    if header is None:
        raise DatabaseRefusedError(
            f"{path} is not a SQLite database: put a backup back with `kindreds restore`, or name "
            "another file in DATABASE_URL"
        )
    if header.application != generation.APPLICATION:
        raise _foreign(path)
    return header


def _require_writable(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        raise not_writable(path, error.strerror or "no reason given") from error
    if not os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise not_writable(path.parent, "its folder takes no new files")


def _require_expected(path: Path, number: int) -> None:
    known = generation.known(path)
    marker, log = generation.marker_of(path), generation.log_of(path)
    if known is None and _size(log):
        raise DatabaseRefusedError(
            f"{marker.name} is missing, so {log} may belong to another copy of {path.name}: put "
            f"a backup back with `kindreds restore`, or bring {marker.name} along"
        )
    if known is not None and number not in known:
        raise DatabaseRefusedError(
            f"{path} is not the file last used here, and what lies beside it may spoil it: put a "
            "backup back with `kindreds restore`, never by hand"
        )


def _foreign(path: Path) -> DatabaseRefusedError:
    return DatabaseRefusedError(
        f"{path} is another program's database: name another file in DATABASE_URL"
    )


def _damaged(path: Path, detail: str) -> DatabaseRefusedError:
    return DatabaseRefusedError(
        f"{path} is damaged ({detail}): put a backup back with `kindreds restore`"
    )


def not_writable(path: Path, detail: str) -> DatabaseRefusedError:
    """The refusal of a file or folder that takes no writes."""
    return DatabaseRefusedError(
        f"{path} cannot be written ({detail}): give the user that runs Kindreds the right to "
        "write to it and to its folder"
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _one(connection: sqlite3.Connection, query: str, *values: str) -> object:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None
