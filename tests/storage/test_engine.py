"""The writer and its readers, on throw-away tables and real files."""

import asyncio
import gc
import random
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.storage.engine import (
    Database,
    DatabaseClosedError,
    NestedUnitError,
    Tx,
    after_commit,
    database_path,
)
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
    await tx.exec_driver_sql(
        "CREATE TABLE answers (line INTEGER NOT NULL REFERENCES lines (id) ON DELETE CASCADE)"
    )


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


async def test_a_unit_of_work_that_raises_leaves_nothing(db: Database) -> None:
    async def half(tx: Tx) -> None:
        await write_line(tx, "never")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await db.write(half)

    assert await db.read(count) == 0
    await db.write(write_line, "the writer still works")
    assert await db.read(count) == 1


async def test_writers_take_turns_in_the_order_they_came(db: Database) -> None:
    async def note(tx: Tx, words: str) -> None:
        await asyncio.sleep(random.random() / 500)
        await write_line(tx, words)

    names = [str(number) for number in range(30)]
    await asyncio.gather(*(db.write(note, name) for name in names))

    async def words(tx: Tx) -> list[str]:
        rows = await tx.exec_driver_sql("SELECT words FROM lines ORDER BY id")
        return [row[0] for row in rows]

    assert await db.read(words) == names


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


async def test_fault_44_a_canceled_read_gives_its_connection_back(db: Database) -> None:
    async def slow(tx: Tx) -> int:
        rows = await tx.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
            "SELECT max(i) FROM n"
        )
        return int(rows.scalar_one())

    for _ in range(12):  # three times as many as there are readers
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.003):
                await db.read(slow)

    assert await db.read(slow) == 300_000


async def test_a_unit_of_work_outlives_the_caller_that_was_canceled(db: Database) -> None:
    begun = asyncio.Event()
    go_on = asyncio.Event()

    async def patient(tx: Tx) -> None:
        begun.set()
        await go_on.wait()
        await write_line(tx, "kept")

    caller = asyncio.create_task(db.write(patient))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()

    await db.write(write_line, "after")
    assert await db.read(count) == 2


async def test_what_fails_after_its_caller_left_is_logged(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()
    go_on = asyncio.Event()

    async def doomed(tx: Tx) -> None:
        begun.set()
        await go_on.wait()
        raise LookupError("private words")

    caller = asyncio.create_task(db.write(doomed))
    await begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await db.close()

    assert "failed after its caller had left: LookupError" in caplog.text
    assert "private words" not in caplog.text


@pytest.mark.parametrize("outer", ["write", "read"])
@pytest.mark.parametrize("inner", ["write", "read"])
async def test_a_unit_of_work_inside_another_is_refused_at_once(
    db: Database, outer: str, inner: str
) -> None:
    verbs = {"write": db.write, "read": db.read}

    async def nested(tx: Tx) -> None:
        await verbs[inner](count)

    async with asyncio.timeout(5):
        with pytest.raises(NestedUnitError, match="use the tx"):
            await verbs[outer](nested)


async def test_a_task_started_inside_a_unit_of_work_may_write_once_it_has_ended(
    db: Database,
) -> None:
    ended = asyncio.Event()
    started: list[asyncio.Task[None]] = []

    async def later() -> None:
        await ended.wait()
        await db.write(write_line, "from the task")

    async def starting(tx: Tx) -> None:
        started.append(asyncio.create_task(later()))

    await db.write(starting)
    ended.set()
    await started[0]

    assert await db.read(count) == 1


async def test_listeners_hear_of_a_topic_once_and_only_after_its_commit(
    db: Database, path: Path
) -> None:
    heard: list[int] = []

    def listener() -> None:
        with closing(sqlite3.connect(path)) as outside:
            heard.append(outside.execute("SELECT count(*) FROM lines").fetchone()[0])

    db.on_commit("outbox", listener)

    async def twice(tx: Tx) -> None:
        after_commit(tx, "outbox")
        await write_line(tx, "a line")
        after_commit(tx, "outbox")
        assert heard == []

    await db.write(twice)
    await db.write(write_line, "of no interest to anybody")

    assert heard == [1]


async def test_listeners_hear_nothing_of_what_was_undone(db: Database) -> None:
    heard: list[str] = []
    db.on_commit("outbox", lambda: heard.append("outbox"))

    async def undone(tx: Tx) -> None:
        after_commit(tx, "outbox")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await db.write(undone)
    await db.write(write_line, "nothing is left over from the one before")

    assert heard == []


async def test_a_listener_that_fails_spoils_neither_the_write_nor_the_others(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def failing() -> None:
        raise ZeroDivisionError

    db.on_commit("outbox", failing)
    db.on_commit("outbox", lambda: heard.append("outbox"))

    async def tell(tx: Tx) -> None:
        await write_line(tx, "kept")
        after_commit(tx, "outbox")

    await db.write(tell)

    assert heard == ["outbox"]
    assert await db.read(count) == 1
    assert "a listener of outbox failed" in caplog.text


async def test_a_read_has_nothing_to_tell(db: Database) -> None:
    async def tell(tx: Tx) -> None:
        after_commit(tx, "outbox")

    with pytest.raises(RuntimeError, match="nothing commits here"):
        await db.read(tell)


async def test_a_reader_cannot_write(db: Database) -> None:
    with pytest.raises(DatabaseUnavailableError) as refusal:
        await db.read(write_line, "sly")

    assert refusal.value.trouble is Trouble.READ_ONLY
    assert await db.read(count) == 0


async def test_a_read_sees_one_unchanging_state(db: Database) -> None:
    seen = asyncio.Event()
    go_on = asyncio.Event()

    async def look_twice(tx: Tx) -> tuple[int, int]:
        first = await count(tx)
        seen.set()
        await go_on.wait()
        return first, await count(tx)

    looking = asyncio.create_task(db.read(look_twice))
    await seen.wait()
    await db.write(write_line, "meanwhile")
    go_on.set()

    assert await looking == (0, 0)


async def test_more_readers_than_places_wait_their_turn(db: Database) -> None:
    assert await asyncio.gather(*(db.read(value) for _ in range(60))) == [0] * 60


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
    await db.write(write_line, "private")

    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert rights == {"kindreds.db": 0o600, "kindreds.db-wal": 0o600, "kindreds.db-shm": 0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_closing_waits_for_the_units_under_way_and_refuses_new_ones(
    db: Database, path: Path
) -> None:
    begun = asyncio.Event()
    go_on = asyncio.Event()

    async def patient(tx: Tx) -> None:
        begun.set()
        await go_on.wait()
        await write_line(tx, "kept")

    writing = asyncio.create_task(db.write(patient))
    await begun.wait()
    closing_down = asyncio.create_task(db.close())
    await asyncio.sleep(0.02)
    assert not closing_down.done()
    with pytest.raises(DatabaseClosedError):
        await db.write(write_line, "too late")
    go_on.set()
    await closing_down
    await writing

    assert [each.name for each in path.parent.iterdir()] == ["kindreds.db"], "the log is moved in"
    with closing(sqlite3.connect(path)) as outside:
        assert outside.execute("SELECT words FROM lines").fetchall() == [("kept",)]


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
