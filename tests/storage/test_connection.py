"""What is set on every connection before its first statement, and whose the files are."""

import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.connection import database_path, open_migrator, version_warning
from bot.storage.engine import Database, Tx
from bot.storage.trouble import DatabaseUnavailableError, Trouble


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kindreds.db"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    await database.write(tables)
    yield database
    await database.close()


async def tables(tx: Tx) -> None:
    await tx.exec_driver_sql("CREATE TABLE lines (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    await tx.exec_driver_sql("CREATE TABLE answers (line INTEGER NOT NULL REFERENCES lines (id))")


async def pragma(tx: Tx, name: str) -> object:
    return (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize("verb", ["write", "read"])
async def test_every_connection_is_set_for_safety(db: Database, verb: str) -> None:
    async def settings(tx: Tx) -> dict[str, object]:
        names = [
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "trusted_schema",
            "cell_size_check",
            "secure_delete",
            "query_only",
        ]
        return {name: await pragma(tx, name) for name in names}

    found = await (db.write(settings) if verb == "write" else db.read(settings))

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "query_only": 1 if verb == "read" else 0,
    }


def test_a_migration_holds_the_write_lock_from_its_first_moment(tmp_path: Path) -> None:
    path = tmp_path / "kindreds.db"
    with (
        open_migrator(path).connect() as migrating,
        migrating.begin(),
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize(
    ("version", "warned"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_a_sqlite_with_the_log_reset_bug_is_warned_of(
    version: tuple[int, int, int], warned: bool
) -> None:
    warning = version_warning(version)

    assert (warning is not None) is warned
    assert warning is None or ".".join(map(str, version)) in warning


async def test_an_orphan_is_refused(db: Database) -> None:
    async def orphan(tx: Tx) -> None:
        await tx.exec_driver_sql("INSERT INTO answers VALUES (7)")

    with pytest.raises(Exception, match="FOREIGN KEY constraint failed"):
        await db.write(orphan)


async def test_an_error_never_repeats_what_a_person_wrote(db: Database) -> None:
    async def wrong(tx: Tx, words: str) -> None:
        await tx.exec_driver_sql("INSERT INTO lines (id, words) VALUES (1, ?)", (words,))
        await tx.exec_driver_sql("INSERT INTO lines (id, words) VALUES (1, ?)", (words,))

    with pytest.raises(Exception, match="UNIQUE constraint failed") as failure:
        await db.write(wrong, "dear diary")

    assert "dear diary" not in str(failure.value)


async def test_the_files_are_for_their_owner_only(db: Database, path: Path) -> None:
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert rights == {"kindreds.db": 0o600, "kindreds.db-wal": 0o600, "kindreds.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite:///file:kindreds.db?uri=true",
        "sqlite:///kindreds.db",
        "postgresql+asyncpg://localhost/kindreds",
    ],
)
def test_a_url_that_names_no_file_of_ours_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be a file"):
        database_path(url)


async def test_a_file_that_is_no_database_is_refused_when_opened(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"minutes of the garden society\n" * 300)

    with pytest.raises(DatabaseUnavailableError) as refusal:
        await Database.open(f"sqlite+aiosqlite:///{path}")

    assert refusal.value.trouble is Trouble.CORRUPT
    assert path.read_bytes().startswith(b"minutes")
