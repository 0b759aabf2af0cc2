"""People who cross the date line, and a streak that does not notice."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.steps import join, texts_of
from tests.world import World, new_world

EIGHT = timedelta(hours=8)


def came(person: Any) -> list[datetime]:
    """When each challenge came."""
    return [
        datetime.fromtimestamp(message["date"], UTC)
        for message in person.heard
        if "Homework" in message.get("text", "")
    ]


async def lives(world: World, person: Any, until: datetime) -> None:
    """Hour by hour, with an answer to everything that comes."""
    while world.clock.now() < until:
        before = len(came(person))
        await world.later(hours=1)
        if len(came(person)) > before:
            await person.sends("I did it, between two flights")
            await world.settle()


@pytest.mark.parametrize(
    ("home", "abroad", "leaves"),
    [
        # Auckland Tuesday 09:00, then Los Angeles, where it is Monday again
        ("Pacific/Auckland", "America/Los_Angeles", datetime(2026, 11, 23, 22, tzinfo=UTC)),
        # New York Monday 19:00, then Tokyo, where Tuesday has begun
        ("America/New_York", "Asia/Tokyo", datetime(2026, 11, 24, 0, tzinfo=UTC)),
    ],
)
async def test_a_traveler_there_and_back_loses_no_streak_and_gets_one_a_date(
    tmp_path: Path, home: str, abroad: str, leaves: datetime
) -> None:
    world = new_world(tmp_path, datetime(2026, 11, 22, 10, tzinfo=UTC))
    async with world.running():
        ana = await join(world, "Ana", home, "08:00")
        await lives(world, ana, leaves)
        await ana.sends(f"/timezone {abroad}")
        await world.settle()
        await lives(world, ana, leaves + timedelta(days=2))
        await ana.sends(f"/timezone {home}")
        await world.settle()
        await lives(world, ana, leaves + timedelta(days=4))
        times = came(ana)
        assert all(later - sooner >= EIGHT for sooner, later in itertools.pairwise(times))
        saved = [text for text in texts_of(ana) if text.startswith("Saved to Day")]
        assert len(saved) == len(times)
        assert f"Streak {len(times)}." in saved[-1]
        assert len(times) >= 4
