"""Copies taken at any time are whole, and hold all that was committed before they began."""

import asyncio
import os
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.probe import Point
from bot.storage import generation
from bot.storage.backup import backup, drop_old, verify
from bot.storage.engine import Database, Tx
from bot.storage.trouble import DatabaseRefusedError
from tests.storage.home import FIRST, Home, run_child


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.release_first()
    home.start()
    home.fill(500)
    return home


@pytest.fixture
def target(home: Home) -> Path:
    return home.backups / "sunday.db"


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


async def test_fault_48_a_backup_while_writing_is_whole_and_misses_nothing_older(
    home: Home, target: Path
) -> None:
    db = await Database.open(home.url)
    await db.write(two_ledgers)
    written = 0
    stopped = asyncio.Event()

    async def keep_writing() -> None:
        nonlocal written
        while not stopped.is_set():
            await db.write(enter, written + 1)
            written += 1

    writer = asyncio.create_task(keep_writing())
    overlapped = 0
    try:
        for _ in range(4):
            await asyncio.sleep(0.05)  # let the log grow between copies
            before = written
            await asyncio.to_thread(backup, home.path, target)
            overlapped += written > before
            [[left]] = ask(target, "SELECT count(*) FROM left_ledger")
            [[right]] = ask(target, "SELECT count(*) FROM right_ledger")
            assert left == right
            assert isinstance(left, int)
            assert left >= before
            assert ask(target, "PRAGMA integrity_check") == [("ok",)]
    finally:
        stopped.set()
        await writer
        await db.close()
    assert overlapped, "nothing was written during any backup: the test proved nothing"


async def two_ledgers(tx: Tx) -> None:
    for side in ("left", "right"):
        await tx.exec_driver_sql(f"CREATE TABLE {side}_ledger (entry INTEGER PRIMARY KEY)")


async def enter(tx: Tx, entry: int) -> None:
    for side in ("left", "right"):
        await tx.exec_driver_sql(f"INSERT INTO {side}_ledger VALUES (?)", (entry,))


def test_a_backup_is_private_and_of_a_generation_of_its_own(home: Home, target: Path) -> None:
    facts = backup(home.path, target)

    assert facts.revision == FIRST
    assert facts.migrated_by == "0.1.0"
    assert facts.generation not in (generation.known(home.path) or ())
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert stat.S_IMODE(target.parent.stat().st_mode) == 0o700
    assert [each.name for each in target.parent.iterdir()] == ["sunday.db"]


def test_a_backup_leaves_the_log_to_the_program_at_work(home: Home, target: Path) -> None:
    assert run_child("crash", home.path, "DELETE FROM reflections WHERE id = 1") == -9
    log = generation.log_of(home.path)
    before = (home.path.read_bytes(), log.read_bytes())

    backup(home.path, target)

    assert (home.path.read_bytes(), log.read_bytes()) == before
    assert ask(target, "SELECT count(*) FROM reflections") == [(499,)], "what it holds is copied"


@pytest.mark.kill
def test_fault_11_a_kill_during_a_backup_leaves_no_half_file_under_its_name(
    home: Home, target: Path
) -> None:
    assert run_child("copy", home.path, target, "BACKING_UP") == -9
    assert not target.exists()

    backup(home.path, target)

    assert verify(target).revision == FIRST
    assert [each.name for each in target.parent.iterdir()] == ["sunday.db"], "the rest is cleared"


@pytest.mark.kill
def test_fault_11_a_kill_during_a_backup_leaves_the_older_backup_as_it_was(
    home: Home, target: Path
) -> None:
    backup(home.path, target)
    before = target.read_bytes()

    assert run_child("copy", home.path, target, "BACKING_UP") == -9

    assert target.read_bytes() == before


def test_a_backup_of_a_damaged_database_is_refused_and_spoils_no_older_one(
    home: Home, target: Path
) -> None:
    backup(home.path, target)
    before = target.read_bytes()
    home.spoil("reflections")

    with pytest.raises(DatabaseRefusedError, match=r"is damaged .*`kindreds restore`"):
        backup(home.path, target)

    assert target.read_bytes() == before
    assert [each.name for each in target.parent.iterdir()] == ["sunday.db"]


def test_a_backup_of_what_is_not_there_is_refused(home: Home, target: Path) -> None:
    with pytest.raises(DatabaseRefusedError, match=r"nowhere\.db cannot be written"):
        backup(home.folder / "nowhere.db", target)

    assert list(target.parent.iterdir()) == []


def test_backups_into_one_folder_wait_for_each_other(home: Home) -> None:
    inside: list[str] = []
    most = 0

    def watch(point: Point) -> None:
        nonlocal most
        inside.append(point.name)
        most = max(most, len(inside))
        threading.Event().wait(0.02)
        inside.pop()

    names = [f"{number}.db" for number in range(4)]
    threads = [
        threading.Thread(
            target=backup, args=(home.path, home.backups / name), kwargs={"probe": watch}
        )
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1
    assert sorted(each.name for each in home.backups.iterdir()) == names


def test_a_backup_with_a_flipped_page_does_not_pass(home: Home, target: Path) -> None:
    backup(home.path, target)
    size = target.stat().st_size
    with target.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)

    with pytest.raises(DatabaseRefusedError, match="is damaged"):
        verify(target)


def test_rows_that_refer_to_nothing_do_not_pass(home: Home) -> None:
    home.query("DELETE FROM runs WHERE id = 1")  # foreign keys are off on this connection

    with pytest.raises(DatabaseRefusedError, match="rows refer to rows that are not there"):
        verify(home.path)


def test_a_database_with_such_rows_can_still_be_backed_up(home: Home, target: Path) -> None:
    home.query("DELETE FROM runs WHERE id = 1")

    backup(home.path, target)

    assert ask(target, "SELECT count(*) FROM deliveries") == [(500,)]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_what_is_no_backup_of_ours_does_not_pass(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)

    with pytest.raises(DatabaseRefusedError, match=r"letter\.db is"):
        verify(path)


def test_what_is_no_file_among_the_backups_keeps_no_old_one_from_going(home: Home) -> None:
    home.backups.mkdir(exist_ok=True)
    old, folder = home.backups / "b.db", home.backups / "a.db.d"
    old.touch()
    folder.mkdir()
    (home.backups / "a.db").symlink_to(home.backups / "nowhere")
    for each in (old, folder):
        os.utime(each, (0, 0))
    assert drop_old(home.backups, datetime(2026, 11, 23, tzinfo=UTC)) == 1
    assert not old.exists()
    assert folder.exists()
