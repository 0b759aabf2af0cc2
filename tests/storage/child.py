"""A second process for tests of kills and locks: `python child.py <verb> <path> ...`.

Each verb but `hold` ends itself with SIGKILL at the instant that its test is about.
"""

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.probe import Point
from bot.storage.backup import backup
from bot.storage.lock import instance_lock
from bot.storage.migrate import Preparation, prepare_file
from bot.storage.restore import put_back


def die(point: Point) -> None:
    """The probe that ends the process, if its point is the one named on the command line."""
    if point.name == sys.argv[-1]:
        os.kill(os.getpid(), signal.SIGKILL)


def prepare(path: str, versions: str, _point: str) -> None:
    """Make or migrate a database, up to the kill point."""
    folder = Path(path).parent
    prepare_file(Path(path), Preparation("9.9", die, folder / "backups", Path(versions)))


def copy(source: str, target: str, _point: str) -> None:
    """Make a backup, up to the kill point."""
    backup(Path(source), Path(target), probe=die)


def restore(source: str, target: str, _point: str) -> None:
    """Put a backup back, up to the kill point."""
    database = Path(target)
    put_back(Path(source), database, database.parent / "backups", datetime.now(UTC), probe=die)


def hold(path: str) -> None:
    """Hold the lock until our input ends; the first line of output says whether we got it."""
    with instance_lock(Path(path)) as instance:
        print(instance, flush=True)
        sys.stdin.read()


def crash(path: str, statement: str) -> None:
    """Commit one statement and die, so that it is in the log alone."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(statement)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    verbs: dict[str, Callable[..., None]] = {
        "prepare": prepare,
        "copy": copy,
        "restore": restore,
        "hold": hold,
        "crash": crash,
    }
    verbs[sys.argv[1]](*sys.argv[2:])
