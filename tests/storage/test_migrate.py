"""From any released schema to this one, or not at all (promise P11)."""

import errno
import stat
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from bot.probe import silent
from bot.storage import migrate, models, schema
from bot.storage.backup import verify
from bot.storage.engine import Database, Tx
from bot.storage.migrate import DatabaseRefusedError, Preparation, prepare_file
from tests.storage.home import FIRST, NEXT, RECREATE, Home, run_child

TABLES = ("subscribers", "runs", "deliveries", "reflections")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.release_first()
    return home


async def test_a_first_start_makes_a_private_database_that_the_next_start_knows(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)

    first = await migrate.prepare(home.url)
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in home.path.parent.iterdir()}
    db = await Database.open(home.url)
    await db.close()
    second = await migrate.prepare(home.url)

    assert rights == {"kindreds.db": 0o600, "kindreds.db.generation": 0o600}
    assert stat.S_IMODE(home.path.parent.stat().st_mode) == 0o700
    assert first.came_from is None
    assert second.came_from == first.revision
    assert second.backup is None, "there was nothing to migrate"


async def test_the_migrations_make_the_tables_of_the_code() -> None:
    assert await migrate.check() == ""


async def test_a_table_that_no_migration_makes_is_reported() -> None:
    tables = MetaData(naming_convention=schema.NAMES)
    for table in models.metadata.tables.values():
        table.to_metadata(tables)
    Table("moods", tables, Column("id", Integer, primary_key=True))

    assert "moods" in await migrate.check(tables)


async def test_an_open_transaction_can_be_given_the_schema(tmp_path: Path) -> None:
    db = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'kindreds.db'}")

    async def tables(tx: Tx) -> set[str]:
        await tx.run_sync(migrate.upgrade)
        rows = await tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        return set(rows.scalars())

    try:
        assert set(models.metadata.tables) < await db.write(tables)
    finally:
        await db.close()


def test_fault_46_ten_thousand_people_lose_nothing_when_their_table_is_made_anew(
    home: Home,
) -> None:
    home.start()
    home.fill(10_000)
    home.release(RECREATE)

    prepared = home.start("0.2.0")

    assert (prepared.came_from, prepared.revision) == (FIRST, NEXT)
    assert [home.count(table) for table in TABLES] == [10_000] * 4
    assert home.query("SELECT count(*) FROM subscribers WHERE mood IS NULL") == [(10_000,)]
    assert home.query("PRAGMA foreign_key_check") == []
    assert home.query("SELECT value FROM meta WHERE key = 'migrated_by'") == [("0.2.0",)]


def test_what_was_before_a_migration_is_kept_in_a_backup(home: Home) -> None:
    home.start()
    home.fill(3)
    home.release(RECREATE)

    prepared = home.start("0.2.0")

    assert prepared.backup == home.backups / "kindreds-0001-before-0.2.0.db"
    assert stat.S_IMODE(prepared.backup.stat().st_mode) == 0o600
    assert verify(prepared.backup).revision == FIRST


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("op.execute('DELETE FROM reflections WHERE id > 1')", "reflections would go from 3 rows"),
        ("op.drop_table('reflections')", "reflections would go from 3 rows to 0"),
        ("op.execute('DELETE FROM runs')", "runs would go from 3 rows to 0"),
        ("op.execute('UPDATE reflections SET delivery_id = 99')", "rows that are not there"),
        ("op.execute('UPDATE runs SET id = 1')", "UNIQUE constraint failed"),
        ("op.execute('DELETE FROM meta'); raise LookupError('people')", "LookupError"),
    ],
)
def test_a_migration_that_would_lose_something_leaves_the_file_to_the_old_version(
    home: Home, body: str, reason: str
) -> None:
    home.start()
    home.fill(3)
    home.release(body)

    with pytest.raises(DatabaseRefusedError, match=reason) as refusal:
        home.start("0.2.0")

    assert "is unchanged: run Kindreds 0.1.0 meanwhile" in str(refusal.value)
    home.withdraw()
    assert home.start().came_from == FIRST
    assert [home.count(table) for table in TABLES] == [3] * 4
    assert home.query("SELECT DISTINCT text FROM reflections") == [("I asked my neighbor",)]


def test_a_migration_may_take_the_rows_it_says_it_takes(home: Home) -> None:
    home.start()
    home.fill(3)
    home.release("op.execute('DELETE FROM reflections WHERE id > 1')", loses=("reflections",))

    home.start("0.2.0")

    assert home.count("reflections") == 1


def test_fault_47_a_newer_schema_is_refused_with_the_version_that_knows_it(home: Home) -> None:
    home.start()
    home.release(RECREATE)
    home.start("0.2.0")
    home.withdraw()
    before = home.contents()

    with pytest.raises(DatabaseRefusedError) as refusal:
        home.start("0.1.0")

    assert "schema 9001, made by Kindreds 0.2.0" in str(refusal.value)
    assert "this is Kindreds 0.1.0, which knows schemas up to 0001" in str(refusal.value)
    assert home.contents() == before


def test_without_room_for_a_backup_nothing_is_migrated(home: Home) -> None:
    home.start()
    home.fill(3)
    home.release(RECREATE)
    before = home.contents()

    with pytest.raises(DatabaseRefusedError, match=r"has 15 MiB free, .* need 1\d MiB: free some"):
        home.start("0.2.0", free=15 * 2**20)

    assert home.contents() == before
    assert home.start("0.2.0").revision == NEXT


def test_fault_40_a_disk_that_fills_up_meanwhile_is_named(home: Home) -> None:
    home.start()
    home.release(RECREATE)

    def full(folder: Path) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    with pytest.raises(DatabaseRefusedError, match=r"the disk is full, at .*: free some space"):
        prepare_file(home.path, Preparation("0.2.0", silent, home.backups, home.steps, full))


@pytest.mark.kill
def test_fault_10_a_kill_inside_the_first_migration_leaves_no_database(home: Home) -> None:
    assert run_child("prepare", home.path, home.steps, "MIGRATING") == -9
    assert not home.path.exists()

    assert home.start().came_from is None
    assert home.start().came_from == FIRST
    assert sorted(each.name for each in home.path.parent.iterdir()) == [
        "kindreds.db",
        "kindreds.db.generation",
    ]


def test_what_an_earlier_first_start_left_half_made_is_no_hindrance(home: Home) -> None:
    home.path.parent.mkdir()
    (home.path.parent / ".kindreds.db.new").write_text("half of a database")

    assert home.start().came_from is None
    assert home.start().came_from == FIRST


@pytest.mark.kill
def test_fault_10_a_kill_inside_a_migration_leaves_the_old_schema_and_the_rerun_works(
    home: Home,
) -> None:
    home.start()
    home.fill(500)
    home.release(RECREATE)

    assert run_child("prepare", home.path, home.steps, "MIGRATING") == -9

    assert home.query("SELECT version_num FROM alembic_version") == [(FIRST,)]
    names = {str(row[1]) for row in home.query("PRAGMA table_info(subscribers)")}
    assert "mood" not in names
    assert home.query("SELECT name FROM sqlite_master WHERE name LIKE '_alembic_tmp%'") == []
    assert home.start("0.2.0").revision == NEXT
    assert [home.count(table) for table in TABLES] == [500] * 4


@pytest.mark.kill
def test_fault_10_a_kill_in_the_backup_before_a_migration_leaves_the_old_schema(
    home: Home,
) -> None:
    home.start()
    home.fill(3)
    home.release(RECREATE)

    assert run_child("prepare", home.path, home.steps, "BACKING_UP") == -9
    assert list(home.backups.glob("*.db")) == []

    assert home.start("0.2.0").came_from == FIRST
    assert [each.name for each in home.backups.iterdir()] == ["kindreds-0001-before-0.2.0.db"]
