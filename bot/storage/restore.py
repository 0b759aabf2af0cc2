"""A backup put back in the place of the database, in steps that a kill may cut anywhere (P13).

Call it under the instance lock, which a running bot holds (fault 49), and with no connection open.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from bot import __version__
from bot.probe import Point, Probe, silent
from bot.storage import durable, generation, migrate
from bot.storage.backup import backup, copy_into, verify
from bot.storage.connection import make_private
from bot.storage.examine import Facts, refusing
from bot.storage.meta import RESTORED
from bot.storage.trouble import DatabaseRefusedError


@dataclass(frozen=True)
class PutBack:
    """What was put back, and where that lies now which stood in its place, if anything did."""

    facts: Facts
    replaced: Path | None


def put_back(
    copy: Path, database: Path, backups: Path, now: datetime, *, probe: Probe = silent
) -> PutBack:
    """Let `copy`, which stays, be the database; what stood there is kept among the `backups`.

    It gets a generation of its own, and the log of what stood there goes before it comes: an old
    `-wal` would replay itself into it (fault 43). Blocks for as long as the disk takes.

    Raises DatabaseRefusedError if the backup is damaged, not ours or newer, or the disk is full;
    OSError if it cannot be read, or the folder does not take it. Then nothing has changed. After a
    kill, what stands there is as it was or refused at the next start, and this can be done again.
    """
    facts = verify(copy)
    if not migrate.knows(facts.revision):
        raise DatabaseRefusedError(
            f"{copy} has schema {facts.revision}, made by Kindreds {facts.migrated_by or '?'}, and "
            f"this is Kindreds {__version__}: put it back with that version or a newer one, or "
            "name another backup"
        )
    draft = database.with_name(f".{database.name}.restoring")
    new = generation.draw()
    try:
        draft.unlink(missing_ok=True)
        make_private(draft)
        copy_into(draft, copy)
        with refusing(draft):
            generation.stamp(draft, new)
            _note_in(draft, now)
        durable.flush(draft)
        replaced = _set_aside(database, backups, now)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    generation.remember(database, {new})  # from here on, what stands there is refused at a start
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    probe(Point.RESTORING)
    durable.put_in_place(draft, database)
    return PutBack(facts, replaced)


def _note_in(draft: Path, now: datetime) -> None:
    """Tell the next start in the file itself, so that no kill can part the two."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (RESTORED, now.isoformat()),
        )


def _set_aside(database: Path, backups: Path, now: datetime) -> Path | None:
    """Keep what stands there, with what its log holds; or, if it is damaged, byte for byte."""
    if not database.exists():
        return None
    kept = _free(backups / f"replaced-{now:%Y%m%d-%H%M%S}.db")
    try:
        backup(database, kept)
    except DatabaseRefusedError:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        for ending in ("", "-wal"):
            part = database.with_name(database.name + ending)
            if part.exists():
                whole = kept.with_name(kept.name + ending)
                make_private(whole)
                shutil.copyfile(part, whole)
                durable.flush(whole)
    return kept


def _free(path: Path) -> Path:
    """The same name, or one with a number: two restores in one second keep what each replaced."""
    names = chain([path], (path.with_stem(f"{path.stem}-{number}") for number in count(2)))
    return next(name for name in names if not name.exists())
