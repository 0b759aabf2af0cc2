"""A backup put back: whole, alone, and with nothing of what it replaces lost or mixed in."""

import shutil
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.probe import Point
from bot.storage.backup import backup
from bot.storage.restore import put_back
from bot.storage.trouble import DatabaseRefusedError
from tests.storage.home import Home, run_child

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.release_first()
    home.start()
    home.fill(20)
    return home


@pytest.fixture
def copy(home: Home) -> Path:
    """A backup, after which five more people came."""
    target = home.backups / "monday.db"
    backup(home.path, target)
    home.query("DELETE FROM subscribers WHERE id > 15")
    return target


def people_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM subscribers").fetchone()[0])


def test_the_backup_is_the_database_and_what_stood_there_is_kept(home: Home, copy: Path) -> None:
    done = put_back(copy, home.path, home.backups, NOW)
    assert home.count("subscribers") == 20
    assert done.replaced == home.backups / "replaced-20261123-093000.db"
    assert people_in(done.replaced) == 15
    assert people_in(copy) == 20
    home.start()


def test_an_old_log_beside_the_file_goes_and_is_in_the_kept_copy(home: Home, copy: Path) -> None:
    """Fault 43: what is in the log alone belongs to the database that is replaced."""
    run_child("crash", home.path, "DELETE FROM subscribers WHERE id > 3")
    assert home.path.with_name(home.path.name + "-wal").stat().st_size > 0
    done = put_back(copy, home.path, home.backups, NOW)
    home.start()
    assert home.count("subscribers") == 20
    assert done.replaced is not None
    assert people_in(done.replaced) == 3


def test_a_damaged_database_is_kept_byte_for_byte(home: Home, copy: Path) -> None:
    spoiled = b"no database at all" * 300
    home.path.write_bytes(spoiled)
    done = put_back(copy, home.path, home.backups, NOW)
    assert done.replaced is not None
    assert done.replaced.read_bytes() == spoiled
    home.start()
    assert home.count("subscribers") == 20


def test_where_no_database_is_the_backup_comes_and_nothing_is_kept(home: Home, copy: Path) -> None:
    for leftover in home.path.parent.glob("kindreds.db*"):
        leftover.unlink()
    assert put_back(copy, home.path, home.backups, NOW).replaced is None
    home.start()
    assert home.count("subscribers") == 20


@pytest.mark.parametrize("spoiled", [b"", b"no database", None])
def test_a_backup_that_is_none_changes_nothing(
    home: Home, copy: Path, spoiled: bytes | None
) -> None:
    if spoiled is None:
        with copy.open("r+b") as file:
            file.seek(3 * 4096)
            file.write(b"\xff" * 4096)
    else:
        copy.write_bytes(spoiled)
    before = home.path.read_bytes()
    with pytest.raises(DatabaseRefusedError):
        put_back(copy, home.path, home.backups, NOW)
    assert home.path.read_bytes() == before
    assert not list(home.path.parent.glob(".*"))
    home.start()
    assert home.count("subscribers") == 15


def test_a_kill_before_the_backup_is_in_place_is_told_at_the_next_start_and_mended(
    home: Home, copy: Path
) -> None:
    code = run_child("restore", copy, home.path, Point.RESTORING.name)
    assert code == -signal.SIGKILL
    with pytest.raises(DatabaseRefusedError, match="kindreds restore"):
        home.start()
    put_back(copy, home.path, home.backups, NOW)
    home.start()
    assert home.count("subscribers") == 20


def test_what_a_backup_has_in_a_log_beside_it_comes_along(home: Home) -> None:
    """A database that lost its program is whole only with its log, and is checked with it."""
    run_child("crash", home.path, "DELETE FROM reflections WHERE id = 1")
    other = home.folder / "other.db"
    for ending in ("", "-wal"):
        shutil.copyfile(f"{home.path}{ending}", f"{other}{ending}")
    put_back(other, home.path, home.backups, NOW)
    home.start()
    assert home.count("reflections") == 19


def test_two_restores_in_one_second_keep_both_that_stood_there(home: Home, copy: Path) -> None:
    first = put_back(copy, home.path, home.backups, NOW).replaced
    second = put_back(copy, home.path, home.backups, NOW).replaced
    assert first is not None and second is not None
    assert (people_in(first), people_in(second)) == (15, 20)


def test_a_backup_of_a_newer_version_changes_nothing(home: Home, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = home.path.read_bytes()
    with pytest.raises(
        DatabaseRefusedError, match=r"monday\.db has schema 9999, .* or a newer one"
    ):
        put_back(copy, home.path, home.backups, NOW)
    assert home.path.read_bytes() == before
    home.start()
