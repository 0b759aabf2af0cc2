"""What the writer does when others hold the lock, callers vanish and the disk fills up."""

import asyncio
import gc
import random
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.storage.engine import Database, Tx
from bot.storage.trouble import DatabaseUnavailableError, Trouble

SLOW = """
    INSERT INTO lines (words)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
    SELECT 'slow ' || max(i) FROM n
"""
"""One statement that takes some tens of milliseconds, so that a cancel meets it running."""


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
    await tx.exec_driver_sql("CREATE TABLE counter (value INTEGER NOT NULL)")
    await tx.exec_driver_sql("INSERT INTO counter VALUES (0)")
    await tx.exec_driver_sql("CREATE TABLE lines (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")


async def value(tx: Tx) -> int:
    return int((await tx.exec_driver_sql("SELECT value FROM counter")).scalar_one())


async def count(tx: Tx) -> int:
    return int((await tx.exec_driver_sql("SELECT count(*) FROM lines")).scalar_one())


async def add_one(tx: Tx) -> None:
    before = await value(tx)
    await asyncio.sleep(0)  # let the others in, if anything lets them
    await tx.exec_driver_sql("UPDATE counter SET value = ?", (before + 1,))


async def write_line(tx: Tx, words: str) -> None:
    await tx.exec_driver_sql("INSERT INTO lines (words) VALUES (?)", (words,))


async def write_slowly(tx: Tx) -> None:
    await tx.exec_driver_sql(SLOW)


async def pragma(tx: Tx, name: str) -> object:
    return (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar_one()


@contextmanager
def held_by_another(path: Path, seconds: float) -> Iterator[None]:
    """Hold the write lock from a thread of its own, as another process would."""
    held = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            held.set()
            done.wait(seconds)
            other.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("times", [50, 500])
async def test_fault_45_concurrent_changes_to_one_row_all_count(db: Database, times: int) -> None:
    await asyncio.gather(*(db.write(add_one) for _ in range(times)))

    assert await db.read(value) == times


async def test_fault_45_changes_from_two_processes_all_count(db: Database, path: Path) -> None:
    other = await Database.open(f"sqlite+aiosqlite:///{path}")  # shares nothing with the first
    try:
        await asyncio.gather(*(each.write(add_one) for each in (db, other) * 25))
    finally:
        await other.close()

    assert await db.read(value) == 50


async def test_fault_44_a_storm_of_cancels_leaves_no_lock_behind(db: Database, path: Path) -> None:
    chance = random.Random(44)
    acknowledged = 0
    gc.disable()  # or a collection might happen to free the lock that a bug holds
    try:
        for _ in range(8):
            for _ in range(5):
                task = asyncio.create_task(db.write(write_slowly))
                await asyncio.sleep(chance.random() * 0.05)
                task.cancel()
                [outcome] = await asyncio.gather(task, return_exceptions=True)
                acknowledged += outcome is None
            await units_under_way()
            await asyncio.to_thread(take_write_lock, path)
    finally:
        gc.enable()

    assert await db.read(count) == 40, "what had begun was carried through"
    assert acknowledged < 40, "no cancel met a unit of work: the test proved nothing"


async def units_under_way() -> None:
    """Wait for the tasks that canceled callers left behind."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if others:
        await asyncio.wait(others)


def take_write_lock(path: Path) -> None:
    """Raises OperationalError if an outside connection does not get the lock within a second."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        outside.execute("ROLLBACK")


async def test_fault_44_a_canceled_read_gives_its_connection_back(db: Database, path: Path) -> None:
    async def slow(tx: Tx) -> int:
        rows = await tx.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
            "SELECT max(i) FROM n, (SELECT count(*) FROM lines)"
        )
        return int(rows.scalar_one())

    gc.disable()
    try:
        for _ in range(12):  # three times as many as there are readers
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.003):
                    await db.read(slow)
        await units_under_way()
        await db.write(write_line, "newer than every read")
        assert await asyncio.to_thread(log_is_read_by_others, path) is False
    finally:
        gc.enable()

    assert await db.read(slow) == 300_000


def log_is_read_by_others(path: Path) -> bool:
    """Whether some connection still stands on an old state, which would let the log grow."""
    with closing(sqlite3.connect(path, timeout=1)) as outside:
        return bool(outside.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])


async def test_fault_39_a_lock_held_for_three_seconds_is_waited_for(
    db: Database, path: Path
) -> None:
    with held_by_another(path, seconds=3):
        await db.write(write_line, "late, but there")

    assert await db.read(count) == 1


async def test_fault_39_a_lock_held_for_too_long_is_named_and_runs_nothing(
    db: Database, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    async def note(tx: Tx) -> None:
        calls.append("called")

    impatient = await Database.open(f"sqlite+aiosqlite:///{path}", busy_seconds=0.05)
    try:
        with held_by_another(path, seconds=60):
            with pytest.raises(DatabaseUnavailableError) as refusal:
                await impatient.write(note)
            assert await impatient.read(count) == 0, "readers are never blocked"
        assert refusal.value.trouble is Trouble.LOCKED
        assert "asking once more" in caplog.text
        assert calls == []

        await impatient.write(note)
        assert calls == ["called"]
    finally:
        await impatient.close()


async def test_a_lock_held_by_a_lost_connection_is_freed(path: Path) -> None:
    """The second line of defense: what only a reference cycle still holds is collected."""
    impatient = await Database.open(f"sqlite+aiosqlite:///{path}", busy_seconds=0.05)
    await impatient.write(tables)
    gc.disable()
    try:
        lose_a_connection(path)
        await impatient.write(write_line, "freed")
        assert await impatient.read(count) == 1
    finally:
        gc.enable()
        await impatient.close()


def lose_a_connection(path: Path) -> None:
    lost = sqlite3.connect(path, isolation_level=None)
    lost.execute("BEGIN IMMEDIATE")
    cycle: list[object] = [lost]
    cycle.append(cycle)


async def test_fault_40_a_full_disk_keeps_no_half_rows_and_recovers(db: Database) -> None:
    async def cap(tx: Tx, pages: int) -> None:
        await tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    async def much(tx: Tx) -> None:
        for _ in range(100):
            await write_line(tx, "x" * 4000)

    async def pages(tx: Tx) -> object:
        return await pragma(tx, "page_count")

    await db.write(cap, int(str(await db.read(pages))) + 20)
    with pytest.raises(DatabaseUnavailableError) as refusal:
        await db.write(much)
    assert refusal.value.trouble is Trouble.FULL
    assert await db.read(count) == 0

    await db.write(cap, 1_000_000)
    await db.write(much)
    assert await db.read(count) == 100
