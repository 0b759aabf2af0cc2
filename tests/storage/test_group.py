"""Units of work that came while the writer was busy: one commit, and each whole by itself."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from bot.storage.engine import MOST_TOGETHER, Database, Tx, after_commit
from bot.storage.trouble import DatabaseUnavailableError, Trouble
from tests.bench import counting


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kindreds.db"


@pytest.fixture
async def db(path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite+aiosqlite:///{path}")
    await database.write(tables)
    yield database
    await database.close()


async def tables(tx: Tx) -> None:
    await tx.exec_driver_sql("CREATE TABLE lines (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    await tx.exec_driver_sql(
        "CREATE TABLE answers (line INTEGER REFERENCES lines (id) DEFERRABLE INITIALLY DEFERRED)"
    )


async def write_line(tx: Tx, words: str) -> None:
    await tx.exec_driver_sql("INSERT INTO lines (words) VALUES (?)", (words,))


async def lines(tx: Tx) -> list[str]:
    return list((await tx.exec_driver_sql("SELECT words FROM lines ORDER BY id")).scalars())


def on_disk(path: Path) -> int:
    with closing(sqlite3.connect(path)) as outside:
        return int(outside.execute("SELECT count(*) FROM lines").fetchone()[0])


class Door:
    """A unit of work that keeps the writer busy until it is let through."""

    def __init__(self, db: Database, words: str = "first") -> None:
        self._go_on = asyncio.Event()
        self._reached = asyncio.Event()
        self._words = words
        self.task = asyncio.create_task(db.write(self._wait))

    async def _wait(self, tx: Tx) -> None:
        await write_line(tx, self._words)
        self._reached.set()
        await self._go_on.wait()

    async def behind(self, *waiting: Awaitable[object]) -> list[object]:
        """Let these come while the door is closed; open it, and return what became of each."""
        async with asyncio.timeout(5):
            await self._reached.wait()
        tasks = [asyncio.ensure_future(each) for each in waiting]
        await asyncio.sleep(0.01)
        self._go_on.set()
        return await asyncio.gather(self.task, *tasks, return_exceptions=True)


async def test_those_who_waited_share_one_commit(db: Database) -> None:
    with counting.statements() as made:
        await Door(db).behind(*(db.write(write_line, f"line {number}") for number in range(5)))

    assert made["BEGIN IMMEDIATE"] == made["COMMIT"] == 1
    assert await db.read(lines) == ["first", *(f"line {number}" for number in range(5))]


async def test_nobody_is_told_before_all_of_it_is_on_the_disk(db: Database, path: Path) -> None:
    last = asyncio.Event()

    async def slow(tx: Tx) -> None:
        await write_line(tx, "last")
        await last.wait()

    door = Door(db)
    together = asyncio.create_task(door.behind(db.write(slow)))
    await asyncio.sleep(0.05)
    assert not door.task.done(), "its commit is still to come"
    assert on_disk(path) == 0
    last.set()
    assert await together == [None, None]
    assert on_disk(path) == 2


async def test_one_that_raises_is_undone_alone_and_tells_nobody(db: Database) -> None:
    heard: list[str] = []
    db.on_commit("outbox", lambda: heard.append("outbox"))
    db.on_commit("inbox", lambda: heard.append("inbox"))

    async def half(tx: Tx) -> None:
        await write_line(tx, "never")
        after_commit(tx, "outbox")
        raise ValueError("half way")

    async def whole(tx: Tx) -> None:
        await write_line(tx, "kept")
        after_commit(tx, "inbox")

    fates = await Door(db).behind(db.write(whole), db.write(half), db.write(whole))

    assert [type(fate) for fate in fates] == [type(None), type(None), ValueError, type(None)]
    assert await db.read(lines) == ["first", "kept", "kept"]
    assert heard == ["inbox", "inbox"]


async def test_the_first_that_raises_takes_nobody_with_it(db: Database) -> None:
    async def half(tx: Tx) -> None:
        await write_line(tx, "never")
        await asyncio.sleep(0.01)
        raise ValueError("half way")

    fates = await asyncio.gather(
        db.write(half), db.write(write_line, "kept"), return_exceptions=True
    )

    assert isinstance(fates[0], ValueError) and fates[1] is None
    assert await db.read(lines) == ["kept"]


async def test_where_the_file_gives_trouble_nothing_of_anybody_is_kept(db: Database) -> None:
    async def cap(tx: Tx, pages: int) -> None:
        await tx.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    async def too_much(tx: Tx) -> None:
        for _ in range(100):
            await write_line(tx, "x" * 4000)

    await db.write(cap, 20)
    fates = await Door(db).behind(db.write(write_line, "a"), db.write(too_much))
    assert [_trouble(fate) for fate in fates] == [Trouble.FULL] * 3
    assert await db.read(lines) == []

    fates = await Door(db).behind(db.write(too_much))
    assert [_trouble(fate) for fate in fates] == [None, Trouble.FULL], "the next goes alone"
    assert await db.read(lines) == ["first"]


def _trouble(fate: object) -> Trouble | None:
    return fate.trouble if isinstance(fate, DatabaseUnavailableError) else None


async def test_a_commit_that_fails_is_told_to_all_of_them(db: Database) -> None:
    async def orphan(tx: Tx) -> None:
        await tx.exec_driver_sql("INSERT INTO answers VALUES (7)")

    fates = await Door(db).behind(db.write(orphan), db.write(write_line, "beside it"))

    assert [type(fate) for fate in fates] == [IntegrityError] * 3
    assert await db.read(lines) == []
    await db.write(write_line, "the writer still works")
    assert await db.read(lines) == ["the writer still works"]


async def test_a_transaction_that_was_lost_under_them_is_told_to_all(db: Database) -> None:
    """SQLite undoes it by itself after some errors, whatever the unit makes of those."""

    async def losing(tx: Tx) -> None:
        await tx.exec_driver_sql("ROLLBACK")

    fates = await Door(db).behind(db.write(losing), db.write(write_line, "in a new one"))

    assert [_trouble(fate) for fate in fates] == [Trouble.UNREADABLE, Trouble.UNREADABLE, None]
    assert await db.read(lines) == ["in a new one"]


async def test_no_more_go_together_than_may_wait_for_each_other(db: Database) -> None:
    with counting.statements() as made:
        await Door(db).behind(*(db.write(write_line, "") for _ in range(2 * MOST_TOGETHER - 1)))

    assert made["COMMIT"] == 2


async def test_the_log_is_emptied_between_two_transactions(db: Database) -> None:
    fates = await Door(db).behind(db.empty_log(), db.write(write_line, "after"), db.empty_log())

    assert fates == [None, True, None, True]
    assert await db.read(lines) == ["first", "after"]


async def test_who_leaves_while_waiting_in_line_is_carried_through(db: Database) -> None:
    async def leaving(call: Callable[[], Awaitable[None]]) -> None:
        async with asyncio.timeout(0.005):
            await call()

    fates = await Door(db).behind(leaving(lambda: db.write(write_line, "kept all the same")))

    assert isinstance(fates[1], TimeoutError)
    await db.write(write_line, "after")
    assert await db.read(lines) == ["first", "kept all the same", "after"]
