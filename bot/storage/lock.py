"""One process to a database: a lock that the operating system takes back when its holder dies."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.examine import not_writable
from bot.storage.trouble import DatabaseRefusedError


@contextmanager
def instance_lock(database: Path) -> Iterator[str]:
    """Hold `database` for this process alone, at once or never (promise P12).

    Yields a name for this start of the program, unlike any other's. The lock file stays: were it
    deleted, a process that has it open would hold a lock on nothing.

    Raises DatabaseRefusedError if another process holds it, or if its folder takes no files.
    """
    descriptor = _open(database.with_name(database.name + ".lock"))
    try:
        _take(descriptor, database)
        yield secrets.token_hex(8)
    finally:
        os.close(descriptor)


def _open(place: Path) -> int:
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise not_writable(place, error.strerror or type(error).__name__) from error


def _take(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
        raise DatabaseRefusedError(
            f"{database} is in use by another Kindreds (process {holder or 'unknown'}): stop that "
            "one first, or name another file in DATABASE_URL"
        ) from error
    os.ftruncate(descriptor, 0)
    os.write(descriptor, b"%d\n" % os.getpid())
