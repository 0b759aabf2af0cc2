"""The way to SQLite's thread and back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.storage.engine import Database, Tx


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'kindreds.db'}")
    await database.write(tables)
    yield database
    await database.close()


async def tables(tx: Tx) -> None:
    await tx.exec_driver_sql("CREATE TABLE lines (id INTEGER PRIMARY KEY, words TEXT)")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO lines (words) VALUES ('a')",
        "SELECT * FROM lines",
        "UPDATE lines SET words = 'b' RETURNING id",
    ],
)
async def test_a_statement_makes_one_trip(
    db: Database, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trips: list[Any] = []
    make = aiosqlite.Connection._execute

    async def counted(connection: Any, work: Any, *args: Any, **more: Any) -> Any:
        trips.append(work)
        return await make(connection, work, *args, **more)

    async def unit(tx: Tx) -> None:
        monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
        result = await tx.exec_driver_sql(statement)
        if result.returns_rows:
            result.all()
        result.close()
        monkeypatch.undo()

    await db.write(unit)

    assert len(trips) == 1


async def test_what_a_statement_counted_numbered_and_found_comes_back_with_it(
    db: Database,
) -> None:
    async def unit(tx: Tx) -> list[object]:
        made = await tx.exec_driver_sql("INSERT INTO lines (words) VALUES (?)", [("a",), ("b",)])
        one = await tx.exec_driver_sql("INSERT INTO lines (words) VALUES ('c')")
        changed = await tx.exec_driver_sql("UPDATE lines SET words = 'd' WHERE id > 1 RETURNING id")
        found = (await tx.exec_driver_sql("SELECT id, words FROM lines ORDER BY id")).mappings()
        ids = changed.scalars().all()
        return [made.rowcount, one.lastrowid, ids, [dict(row) for row in found]]

    assert await db.write(unit) == [
        2,
        3,
        [2, 3],
        [{"id": 1, "words": "a"}, {"id": 2, "words": "d"}, {"id": 3, "words": "d"}],
    ]


async def test_a_statement_leaves_the_event_loop_free(db: Database) -> None:
    async def slow(tx: Tx) -> None:
        await tx.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)"
            " SELECT max(i) FROM n"
        )

    turns = 0
    reading = asyncio.create_task(db.read(slow))
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 100
