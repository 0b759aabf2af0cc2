"""A copy of the database at one instant, taken while the program goes on writing (promise P13).

`VACUUM INTO` reads one unchanging state through a connection that can neither write nor move the
log: https://www.sqlite.org/lang_vacuum.html#vacuuminto
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.probe import Point, Probe, silent
from bot.storage import durable, generation
from bot.storage.connection import make_private, open_read_only
from bot.storage.examine import Facts, read_facts, refusing

KEPT = timedelta(days=30)
"""How long a backup that the bot made is kept: what somebody deleted is in none after that."""


def drop_old(folder: Path, now: datetime) -> int:
    """Delete the backups in `folder` that are older than `KEPT`; returns how many. Blocks."""
    oldest = (now - KEPT).timestamp()
    copies = [copy for copy in folder.glob("*.db*") if copy.is_file()]
    old = [copy for copy in copies if copy.stat().st_mtime < oldest]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)


def backup(source: Path, target: Path, *, probe: Probe = silent) -> Facts:
    """Copy the database `source` to `target`, for its owner only, over an older backup there.

    Blocks for as long as the disk takes, and for another backup into the same folder: call it in
    a thread. A kill, or an error, leaves `target` as it was. The copy is a generation of its own,
    so that it cannot be taken for `source`.

    Raises DatabaseRefusedError if either is damaged or not ours, or if the disk is full; OSError
    if the folder does not take it.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone_in(target.parent):
        draft = target.with_name(f".{target.name}.copying")
        make_private(draft)
        copy_into(draft, source)
        with refusing(draft):
            generation.stamp(draft, generation.draw())
        facts = read_facts(draft, "integrity_check")
        probe(Point.BACKING_UP)
        durable.put_in_place(draft, target)
        return facts


def copy_into(draft: Path, source: Path) -> None:
    """Fill the empty file `draft` with `source` as it is now, and with what its log holds. Blocks.

    Raises DatabaseRefusedError.
    """
    with refusing(source), closing(open_read_only(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


def verify(path: Path) -> Facts:
    """Read every page and every reference of a backup, or of the database in use.

    Blocks; call it in a thread. Raises DatabaseRefusedError if it is damaged or not ours.
    """
    facts = read_facts(path, "integrity_check")
    with refusing(path), closing(open_read_only(path)) as connection:
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("rows refer to rows that are not there")
    return facts


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no two backups into a folder at once, so that what lies about there is surely dead.

    A copy that a kill cut short holds people's words, and no later backup may bear its name.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _sweep(folder)
        try:
            yield
        finally:
            _sweep(folder)
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for leftover in (*folder.glob(".*.copying"), *folder.glob(".*.copying-journal")):
        leftover.unlink()
