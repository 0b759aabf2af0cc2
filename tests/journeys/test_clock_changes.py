"""Spring forward and fall back: the wall clock keeps its word, and no streak feels it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.journeys.steps import join, texts_of
from tests.world import new_world

FORWARD = datetime(2027, 3, 28, tzinfo=UTC)
"""The clocks of Europe go from 01:00 UTC to one hour more (tzdata)."""

BACK = datetime(2027, 10, 31, tzinfo=UTC)
"""And back again, at the same instant of the day."""


def arrivals(person: Any) -> list[str]:
    """When each challenge came, by the clock in UTC."""
    return [
        datetime.fromtimestamp(message["date"], UTC).strftime("%d %H:%M")
        for message in person.heard
        if message.get("text", "").startswith("Day ")
    ]


async def test_t30_in_spring_a_day_comes_after_23_hours_and_the_one_before_stays_open(
    tmp_path: Path,
) -> None:
    world = new_world(tmp_path, FORWARD - timedelta(days=1, hours=-6))
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "08:00")
        for hours in (1, 23, 24):
            await world.later(hours=hours)
        assert arrivals(ana) == ["27 07:00", "28 06:00", "29 06:00"]


async def test_t30_what_is_answered_in_the_hour_that_the_window_reaches_over_is_on_time(
    tmp_path: Path,
) -> None:
    world = new_world(tmp_path, FORWARD - timedelta(days=1, hours=-6))
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "08:00")
        await world.later(hours=1)
        first = ana.last
        await world.later(hours=23, minutes=30)
        assert "Day 2: " in ana.last["text"]
        await ana.sends("Half an hour into the next one", reply_to=first)
        await world.settle()
        await ana.sends("/why")
        await world.settle()
        assert "Day 1: on time" in ana.last["text"]


async def test_in_fall_an_hour_that_comes_twice_brings_one_challenge(tmp_path: Path) -> None:
    world = new_world(tmp_path, BACK - timedelta(days=1, minutes=30))
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "02:30")
        for minutes in (60, 24 * 60 - 1, 1, 60, 23 * 60, 60):
            await world.later(minutes=minutes)
        assert arrivals(ana) == ["30 00:30", "31 00:30", "01 01:30"]


async def test_an_hour_that_the_clocks_skip_is_the_first_minute_after_it(tmp_path: Path) -> None:
    world = new_world(tmp_path, FORWARD - timedelta(days=1, hours=1))
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "02:30")
        for moment in ("27 01:30", "28 01:00", "29 00:30"):
            day, hour, minute = int(moment[:2]), int(moment[3:5]), int(moment[6:])
            await world.at(FORWARD.replace(day=day, hour=hour, minute=minute))
        assert arrivals(ana) == ["27 01:30", "28 01:00", "29 00:30"]
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
