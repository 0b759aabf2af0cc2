"""One person sends without end: the others do not notice, and the file does not grow with it."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crowd import column, joined_now, no_trouble
from tests.faults.invariants import assert_promises_hold
from tests.faults.leaping import leaping_world
from tests.journeys.steps import texts_of
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


async def test_a_flood_by_one_person_is_capped_and_nobody_elses_wait(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 66: texts, commands, polls, oversized texts, as fast as they can be sent."""
    world.chat_interval = 0.5
    async with world.running():
        eve = await joined_now(world, "Eve")
        ana = await joined_now(world, "Ana")
        heard = len(eve.heard)
        for number in range(150):
            await eve.sends(f"Line {number} of a flood")
            await eve.sends("/today")
            await eve.sends_other("poll")
            await eve.sends("x" * 17_000)
        started = asyncio.get_running_loop().time()
        note = await ana.sends("Just one line")
        await ana.hears("Saved to Day 1", within=10)
        waited = asyncio.get_running_loop().time() - started
        await _handled(world)
        assert waited < 5, f"Ana waited {waited:.1f} s behind Eve's flood"
        no_trouble(world, caplog)
    said = _unsaid_too(world, eve.id)
    assert len(eve.heard) - heard <= len(said)
    for kind in ("too_many", "too_long", "not_kept", "slow_down"):
        assert said.count(kind) == 1, kind
    assert said.count("today") < 75
    assert column(world, "SELECT count(*) FROM reflections") == [51]
    assert_promises_hold(world, written=[note], logs=caplog.text)


async def test_a_minute_later_the_same_mistake_is_answered_again(world: World) -> None:
    """Fault 66: the cap is on a flood, and no silence for good."""
    async with world.running():
        ana = await joined_now(world, "Ana")
        for _ in range(3):
            await ana.sends_other("dice")
        await world.settle()
        await world.at(world.clock.now() + timedelta(seconds=61))
        await ana.sends_other("dice")
        await world.settle()
    assert sum("can't keep" in text for text in texts_of(ana)) == 2


async def _handled(world: World) -> None:
    """Wait until every update has had its effect; the answers may still be on their way."""
    async with asyncio.timeout(60):
        while world.telegram.pending or column(
            world, "SELECT count(*) FROM inbox WHERE state = 'new'"
        ) != [0]:
            await asyncio.sleep(0.05)


def _unsaid_too(world: World, chat_id: int) -> list[Any]:
    """The kinds of all that was to be said to a chat, said or not."""
    return column(world, f"SELECT kind FROM outbox WHERE chat_id = {chat_id}")
