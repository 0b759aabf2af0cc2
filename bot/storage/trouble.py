"""What can be wrong with the database's file, at the start and later, in words without SQL."""

import sqlite3
from enum import StrEnum


class Trouble(StrEnum):
    """Why the file would not have it."""

    LOCKED = "locked by another process"
    FULL = "the disk is full"
    READ_ONLY = "read-only"
    UNREADABLE = "it cannot be read or written"
    CORRUPT = "damaged"


# Primary result codes: https://www.sqlite.org/rescode.html
_BY_CODE = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_IOERR: Trouble.UNREADABLE,
    sqlite3.SQLITE_CANTOPEN: Trouble.UNREADABLE,
    sqlite3.SQLITE_CORRUPT: Trouble.CORRUPT,
    sqlite3.SQLITE_NOTADB: Trouble.CORRUPT,
}


class DatabaseRefusedError(Exception):
    """This database must not be used as it is. One sentence: what is wrong, and the way out."""


class DatabaseUnavailableError(Exception):
    """The file cannot take or give data just now; nothing of this unit of work was kept."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(f"the database is unavailable: {trouble} ({detail})")
        self.trouble = trouble
        self.detail = detail


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What the file suffers from by the driver's own word; None if the statement is at fault."""
    code = getattr(error, "sqlite_errorcode", None)
    return _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
