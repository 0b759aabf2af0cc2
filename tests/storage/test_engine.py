"""The writer and its readers, on throw-away tables and real files."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.engine import (
    Database,
    DatabaseClosedError,
    NestedUnitError,
    Tx,
    after_commit,
)
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


async def count(tx: Tx) -> int:
    return int((await tx.exec_driver_sql("SELECT count(*) FROM lines")).scalar_one())


async def write_line(tx: Tx, words: str) -> None:
    await tx.exec_driver_sql("INSERT INTO lines (words) VALUES (?)", (words,))


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
    assert await asyncio.gather(*(db.read(count) for _ in range(60))) == [0] * 60


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
