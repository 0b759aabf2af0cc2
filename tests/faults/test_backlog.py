"""A day's worth of messages that waited for the bot."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.crowd import column, enrolled, no_trouble
from tests.faults.invariants import assert_promises_hold
from tests.faults.leaping import leaping_world
from tests.world import World

PEOPLE = 80
TEXTS = 12
REACTION = "setMessageReaction"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


async def test_what_waited_for_23_hours_is_filed_by_its_own_time_and_starves_nobody(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 21: nearly a thousand updates after an outage, texts up to 23 hours old."""
    async with world.running() as bot:
        people = await enrolled(world, PEOPLE)
        await world.at(world.clock.now().replace(hour=12))
        assert bot.services.db
    written = []
    world.clock.set(world.clock.now() + timedelta(hours=1))
    for hour in range(TEXTS):
        for person in people:
            written.append(await person.sends(f"Thought {hour}, & what came of it"))
        world.clock.set(world.clock.now() + timedelta(hours=22 / TEXTS))
    world.clock.set(world.clock.now() + timedelta(hours=1))
    before = len(world.telegram.calls)
    async with world.running() as bot:
        await bot.tick()
        await world.settle(within=90)
        for person in people:
            days = [text for text in person.transcript().splitlines() if "Day 2: " in text]
            assert len(days) == 1, person.transcript()
        calls = world.telegram.calls[before:]
        prompted = [place for place, call in enumerate(calls) if "Day 2: " in str(call.params)]
        reacted = [place for place, call in enumerate(calls) if call.method == REACTION]
        assert len(reacted) == PEOPLE * (TEXTS - 1)
        assert prompted[0] < reacted[len(reacted) // 2], "today waited for yesterday's words"
        assert set(
            column(
                world,
                "SELECT day FROM deliveries JOIN reflections r ON r.delivery_id = deliveries.id",
            )
        ) == {1}
        assert column(world, "SELECT count(*) FROM reflections") == [PEOPLE * TEXTS]
        assert set(column(world, "SELECT shown FROM streaks")) == {1}
    assert_promises_hold(world, written=written, logs=caplog.text)
    no_trouble(world, caplog)
