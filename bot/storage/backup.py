"""A copy of the database at one instant, taken while the program goes on writing (promise P13).

`VACUUM INTO` reads one unchanging state through a connection that can neither write nor move the
log: https://www.sqlite.org/lang_vacuum.html#vacuuminto
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.probe import Point, Probe, silent
from bot.storage import durable, generation
from bot.storage.connection import make_private, open_read_only
from bot.storage.examine import Facts, read_facts, refusing


def backup(source: Path, target: Path, *, probe: Probe = silent) -> Facts:
    """Copy the database `source` to `target`, for its owner only, over an older backup there.

    Blocks for as long as the disk takes: call it in a thread. A kill, or an error, leaves
    `target` as it was. The copy is a generation of its own, so that it cannot be taken for
    `source`. Raises DatabaseRefusedError if either is damaged or not ours, or if the disk is full;
    OSError if the folder does not take it.
    """
    draft = target.with_name(f".{target.name}.partial")
    remove(draft)
    make_private(draft)
    try:
        with refusing(source), closing(open_read_only(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        with refusing(draft):
            generation.stamp(draft, generation.draw())
        facts = verify(draft)
        durable.flush(draft)
        probe(Point.BACKING_UP)
        durable.put_in_place(draft, target)
    finally:
        remove(draft)
    return facts


def verify(path: Path) -> Facts:
    """Read every page and every reference of a backup, or of the database in use.

    Blocks; call it in a thread. Raises DatabaseRefusedError if it is damaged or not ours.
    """
    facts = read_facts(path, "integrity_check")
    with refusing(path), closing(open_read_only(path)) as connection:
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError("rows refer to rows that are not there")
    return facts


def remove(database: Path) -> None:
    """Delete a database and whatever SQLite left beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
