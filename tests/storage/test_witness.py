"""A database that tells what each unit of work wrote, and is otherwise like any other."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from bot.storage.engine import Database, Tx, after_commit
from bot.storage.models import metadata
from bot.storage.witness import MOST_ROWS, Unit, WitnessedDatabase

SUBSCRIBER = (
    "INSERT INTO subscribers (user_id, chat_id, state, created_at)"
    " VALUES (7, 70, 'joining', '2027-01-04 08:00:00.000000')"
)
PAUSE = (
    "INSERT INTO pauses (subscriber_id, reason, started_at)"
    " VALUES (1, 'asked', '2027-01-04 08:00:00.000000')"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kindreds.db"


@pytest.fixture
def told() -> list[Unit]:
    return []


@pytest.fixture
async def db(path: Path, told: list[Unit]) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{path}"
    plain = await Database.open(url)

    async def tables(tx: Tx) -> None:
        await tx.run_sync(metadata.create_all)

    await plain.write(tables)
    await plain.close()
    database = await WitnessedDatabase.open_for(told.append, monotonic, url)
    yield database
    await database.close()


async def run(tx: Tx, *statements: str) -> list[int]:
    return [(await tx.exec_driver_sql(statement)).rowcount for statement in statements]


async def test_every_row_is_told_as_it_was_and_as_it_is(db: Database, told: list[Unit]) -> None:
    await db.write(run, SUBSCRIBER, "UPDATE subscribers SET state = 'active', zone = 'UTC'")
    (unit,) = told
    assert unit.work is run
    assert unit.seconds > 0
    born, changed = unit.rows
    assert (born.table, born.chat_id, born.before) == ("subscribers", 70, None)
    assert born.after is not None
    assert (born.after["state"], born.after["zone"], born.after["id"]) == ("joining", None, 1)
    assert changed.before == born.after
    assert changed.after == {**born.after, "state": "active", "zone": "UTC"}


async def test_rows_that_go_with_another_are_told_and_whose_they_were(
    db: Database, told: list[Unit]
) -> None:
    await db.write(run, SUBSCRIBER, PAUSE)
    assert told[0].rows[1].chat_id == 70
    await db.write(run, "DELETE FROM subscribers")
    assert {(row.table, row.after) for row in told[1].rows} == {
        ("subscribers", None),
        ("pauses", None),
    }


async def test_what_was_rolled_back_is_never_told(db: Database, told: list[Unit]) -> None:
    async def half(tx: Tx) -> None:
        await run(tx, SUBSCRIBER)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await db.write(half)
    await db.write(run, "UPDATE subscribers SET state = 'active'")
    assert [unit.rows for unit in told] == [()]


async def test_the_file_and_the_counts_are_as_without_a_witness(db: Database, path: Path) -> None:
    assert await db.write(run, SUBSCRIBER, PAUSE, "UPDATE pauses SET reason = 'silence'") == [1] * 3
    with closing(sqlite3.connect(path)) as other:
        found = other.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%witness%'")
        assert found.fetchall() == []
        other.execute("UPDATE pauses SET reason = 'asked'")


async def test_it_is_told_before_anybody_acts_on_the_commit(db: Database, told: list[Unit]) -> None:
    heard: list[int] = []
    db.on_commit("outbox", lambda: heard.append(len(told)))

    async def work(tx: Tx) -> None:
        await run(tx, SUBSCRIBER)
        after_commit(tx, "outbox")

    await db.write(work)
    assert (heard, len(told)) == ([0], 1), "the listener only wakes somebody, who comes after"


async def test_a_crowd_is_told_in_part_and_the_next_unit_begins_anew(
    db: Database, told: list[Unit]
) -> None:
    many = [SUBSCRIBER.replace("7, 70", f"{n}, {n}") for n in range(1, MOST_ROWS + 30)]
    await db.write(run, *many)
    await db.write(run, "UPDATE subscribers SET state = 'active' WHERE user_id = 5")
    assert len(told[0].rows) == MOST_ROWS
    assert [row.chat_id for row in told[1].rows] == [5]


async def test_a_witness_that_fails_is_in_nobodys_way(
    db: Database, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(unit: Unit) -> None:
        raise ValueError("no more room")

    assert isinstance(db, WitnessedDatabase)
    db.tell = fails
    await db.write(run, SUBSCRIBER)
    assert "what was written could not be told" in caplog.text
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM subscribers").fetchone() == (1,)
