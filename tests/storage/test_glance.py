"""Looking into the database beside a running bot."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.glance import is_busy, next_due, next_stir
from tests.journeys.steps import join
from tests.world import World


async def test_the_next_challenge_can_be_seen_from_outside(world: World) -> None:
    async with world.running():
        assert next_due(world.home / "kindreds.db") is None
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert next_due(world.home / "kindreds.db") == world.clock.now() + timedelta(hours=3)


async def test_what_there_is_to_do_can_be_seen_from_outside(world: World) -> None:
    database = world.home / "kindreds.db"
    async with world.running():
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert not is_busy(database, world.clock.now())
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE outbox SET settled_at = NULL WHERE id = 1")
            (begins,) = connection.execute("SELECT not_before FROM outbox WHERE id = 1").fetchone()
        begins = datetime.fromisoformat(begins).replace(tzinfo=UTC)
        assert is_busy(database, begins)
        assert not is_busy(database, begins - timedelta(microseconds=1))


async def test_an_evenings_look_and_a_challenge_are_both_seen_from_outside(world: World) -> None:
    database = world.home / "kindreds.db"
    async with world.running():
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        nine = world.clock.now() + timedelta(hours=3)
        assert next_stir(database, world.clock.now()) == nine
        await world.later(hours=3)
        evening = next_stir(database, nine)
        assert evening is not None
        assert nine < evening < nine + timedelta(days=1)
        assert next_due(database) == nine + timedelta(days=1)


def test_where_there_is_no_database_yet_nothing_is_due_and_none_is_made(tmp_path: Path) -> None:
    assert next_due(tmp_path / "kindreds.db") is None
    assert not is_busy(tmp_path / "kindreds.db", datetime(2027, 1, 4, tzinfo=UTC))
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_a_database_about_to_be_made(tmp_path: Path) -> None:
    (tmp_path / "kindreds.db").touch()
    assert next_due(tmp_path / "kindreds.db") is None
