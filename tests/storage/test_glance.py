"""Looking into the database beside a running bot."""

from datetime import timedelta
from pathlib import Path

from bot.storage.glance import next_due
from tests.journeys.steps import join
from tests.world import World


async def test_the_next_challenge_can_be_seen_from_outside(world: World) -> None:
    async with world.running():
        assert next_due(world.home / "kindreds.db") is None
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert next_due(world.home / "kindreds.db") == world.clock.now() + timedelta(hours=3)


def test_where_there_is_no_database_yet_nothing_is_due_and_none_is_made(tmp_path: Path) -> None:
    assert next_due(tmp_path / "kindreds.db") is None
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_a_database_about_to_be_made(tmp_path: Path) -> None:
    (tmp_path / "kindreds.db").touch()
    assert next_due(tmp_path / "kindreds.db") is None
