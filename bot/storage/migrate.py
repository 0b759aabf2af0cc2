"""Bringing the database to this version's schema, or refusing it untouched (promise P11)."""

import asyncio
import errno
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, func, select, table, text
from sqlalchemy.exc import DBAPIError

from bot import __version__
from bot.probe import Point, Probe, silent
from bot.storage import durable, generation, models
from bot.storage.backup import backup
from bot.storage.connection import database_path, make_private, open_migrator, version_warning
from bot.storage.examine import MIGRATED_BY, Facts, examine, refusal, refusing
from bot.storage.trouble import DatabaseRefusedError as DatabaseRefusedError
from bot.storage.trouble import Trouble, trouble_of

VERSIONS = Path(__file__).parent / "migrations" / "versions"
"""The released steps, one file each. A step that is meant to take rows from a table, or to drop
one that holds rows, says so in a tuple of table names called `loses_rows_of`."""

SPARE_BYTES = 16 * 2**20
"""What must stay free beside a migration and its backup, each as large as the database."""


@dataclass(frozen=True)
class Prepared:
    """A database that is fit for use. `came_from` is the revision found, None in a new file."""

    came_from: str | None
    revision: str
    backup: Path | None
    warnings: tuple[str, ...]


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class Preparation:
    """What a start brings along: its version, its kill points, its folders and its disk."""

    bot_version: str
    probe: Probe
    backups_dir: Path
    versions: Path = VERSIONS
    free_bytes: Callable[[Path], int] = _free_bytes


async def prepare(
    url: str,
    *,
    bot_version: str = __version__,
    probe: Probe = silent,
    backups_dir: Path | None = None,
) -> Prepared:
    """Make, or examine and migrate, the database at `url`.

    Call it under the instance lock and before the first connection. A kill at any instant leaves
    the old schema or the new one, and the next start goes on from there.

    A backup from before a migration goes to `backups_dir`, or to `backups` beside the database.

    Raises DatabaseRefusedError, in one sentence for the operator; the data are then as they were.
    """
    path = database_path(url)
    preparation = Preparation(bot_version, probe, backups_dir or path.parent / "backups")
    return await asyncio.to_thread(prepare_file, path, preparation)


def prepare_file(path: Path, preparation: Preparation) -> Prepared:
    """What `prepare` does, for a path; blocks."""
    warning = version_warning()
    warnings = () if warning is None else (warning,)
    head = _head(preparation.versions)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = examine(path)
        if facts is None:
            _create(path, preparation)
            return Prepared(None, head, None, warnings)
        copy = _bring_up(path, facts, head, preparation)
        with refusing(path):
            generation.renew(path, facts.generation)
    except OSError as error:
        trouble = Trouble.FULL if error.errno == errno.ENOSPC else Trouble.UNREADABLE
        raise refusal(path, trouble, error.strerror or type(error).__name__) from error
    except DBAPIError as error:
        if (known := trouble_of(error.orig)) is None:
            raise
        raise refusal(path, known, str(error.orig)) from error
    return Prepared(facts.revision, head, copy, warnings)


def require_current(path: Path) -> None:
    """Make sure that there is a database at `path` and that it needs no migration.

    For commands that look at a database and must not make or change one. Call it under the
    instance lock. Raises DatabaseRefusedError.
    """
    facts = examine(path)
    if facts is None:
        raise DatabaseRefusedError(
            f"{path} is not there: name the database in DATABASE_URL, or run the bot once to make "
            "it"
        )
    head = _head(VERSIONS)
    if facts.revision != head:
        raise DatabaseRefusedError(
            f"{path} has schema {facts.revision}, and this is Kindreds {__version__} with schema "
            f"{head}: run `kindreds migrate` first"
        )


def knows(revision: str) -> bool:
    """Whether this version can bring a database with that schema up to its own."""
    scripts = ScriptDirectory.from_config(_config(VERSIONS))
    return revision in {script.revision for script in scripts.walk_revisions()}


def upgrade(connection: Connection, versions: Path = VERSIONS) -> None:
    """Run every migration that `connection` lacks, inside the transaction it has open.

    Tests make a database of their own with it: `await db.write(lambda tx: tx.run_sync(upgrade))`.
    """
    config = _config(versions)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def check(tables: MetaData = models.metadata) -> str:
    """What `tables` and the migrations disagree about, a line each; empty if nothing."""
    return await asyncio.to_thread(_disagreements, tables)


def _disagreements(tables: MetaData) -> str:
    """Run all migrations on a database in memory, and compare."""
    engine = open_migrator(None)
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return "\n".join(map(str, compare_metadata(context, tables)))


def _create(path: Path, preparation: Preparation) -> None:
    """Make a whole database under another name, so that a kill leaves none rather than half."""
    draft = path.with_name(f".{path.name}.new")
    for leftover in (draft, draft.with_name(f"{draft.name}-journal")):
        leftover.unlink(missing_ok=True)
    make_private(draft)
    number = generation.draw()
    engine = open_migrator(draft)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(f"PRAGMA application_id={generation.APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version={number}")
        upgrade(connection, preparation.versions)
        _note_version(connection, preparation.bot_version)
        preparation.probe(Point.MIGRATING)
    durable.put_in_place(draft, path)
    generation.remember(path, {number})


def _bring_up(path: Path, facts: Facts, head: str, preparation: Preparation) -> Path | None:
    """Migrate if there is anything to migrate; the backup made before."""
    if facts.revision == head:
        return None
    scripts = ScriptDirectory.from_config(_config(preparation.versions))
    if facts.revision not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseRefusedError(
            f"{path} has schema {facts.revision}, made by Kindreds {facts.migrated_by or '?'}, and "
            f"this is Kindreds {preparation.bot_version}, which knows schemas up to {head}: run "
            "that version or a newer one, or put back the backup from before the upgrade with "
            "`kindreds restore`"
        )
    _require_space(path, preparation)
    name = f"{path.stem}-{facts.revision}-before-{preparation.bot_version}.db"
    copy = preparation.backups_dir / name
    backup(path, copy, probe=preparation.probe)
    may_shrink = {
        table
        for script in scripts.iterate_revisions(head, facts.revision)
        for table in getattr(script.module, "loses_rows_of", ())
    }
    try:
        _migrate(path, preparation, may_shrink)
    except Exception as error:
        if isinstance(error, DBAPIError) and trouble_of(error.orig):
            raise  # the file's fault, not the migration's
        raise DatabaseRefusedError(
            f"{path} could not be migrated from {facts.revision} to {head} ({_reason(error)}) and "
            f"is unchanged: run Kindreds {facts.migrated_by or '?'} meanwhile, and report this"
        ) from error
    return copy


def _migrate(path: Path, preparation: Preparation, may_shrink: set[str]) -> None:
    engine = open_migrator(path)
    with engine.connect() as connection, connection.begin():
        before = _row_counts(connection)
        upgrade(connection, preparation.versions)
        _require_rows(before, _row_counts(connection), may_shrink)
        _require_sound(connection)
        _note_version(connection, preparation.bot_version)
        preparation.probe(Point.MIGRATING)


class MigrationLossError(Exception):
    """A migration was about to lose something it had not said it would."""


def _require_rows(before: dict[str, int], after: dict[str, int], may_shrink: set[str]) -> None:
    for name, rows in before.items():
        left = after.get(name, 0)
        if left < rows and name not in may_shrink:
            raise MigrationLossError(f"{name} would go from {rows} rows to {left}")


def _require_sound(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise MigrationLossError("rows would refer to rows that are not there")
    finding = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if finding != "ok":
        raise MigrationLossError(f"the file would be damaged: {finding}")


def _row_counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name <> 'alembic_version'"
    ).scalars()
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in names.all()
    }


def _note_version(connection: Connection, version: str) -> None:
    connection.execute(
        text("INSERT OR REPLACE INTO meta (key, value) VALUES (:key, :value)"),
        {"key": MIGRATED_BY, "value": version},
    )


def _require_space(path: Path, preparation: Preparation) -> None:
    """Room for the backup and for a database rewritten from end to end, wherever they lie."""
    log = generation.log_of(path)
    size = path.stat().st_size + (log.stat().st_size if log.exists() else 0)
    need = 2 * size + SPARE_BYTES
    preparation.backups_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (preparation.backups_dir, path.parent):
        free = preparation.free_bytes(folder)
        if free < need:
            raise DatabaseRefusedError(
                f"{folder} has {free / 2**20:.0f} MiB free, and the backup and the migration of "
                f"{path.name} need {need / 2**20:.0f} MiB: free some space, then start again"
            )


def _reason(error: Exception) -> str:
    """Why, without SQL and without what people wrote."""
    if isinstance(error, MigrationLossError):
        return str(error)
    if isinstance(error, DBAPIError):
        return f"{type(error).__name__}: {error.orig}"
    return type(error).__name__


def _head(versions: Path) -> str:
    head = ScriptDirectory.from_config(_config(versions)).get_current_head()
    if head is None:
        raise LookupError(f"no migrations in {versions}")
    return head


def _config(versions: Path) -> Config:
    """Built in code, because an installed package has no alembic.ini beside it."""
    config = Config()
    for name, value in (
        ("script_location", str(VERSIONS.parent)),
        ("version_locations", str(versions)),
        ("path_separator", "newline"),
    ):
        config.set_main_option(name, value.replace("%", "%%"))
    return config
