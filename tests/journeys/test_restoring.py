"""Life after a backup was put back: no flood of old messages, and a gap that is nobody's fault."""

import asyncio
from datetime import timedelta

from bot import safekeeping
from tests.faults.crowd import column
from tests.journeys.steps import joined, texts_of
from tests.world import World


async def test_after_a_restore_nothing_due_before_comes_and_the_gap_is_an_outage(
    world: World,
) -> None:
    copy = world.home / "backups" / "tuesday.db"
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("One.")
        await world.later(days=1)
        await ana.sends("Two.")
        await world.settle()
        await asyncio.to_thread(safekeeping.back_up, world.settings, world.clock.now(), copy)
        await world.later(days=1)
        await ana.sends("Three, which no backup has.")
        await world.later(hours=3)
    heard = len(ana.heard)
    world.clock.set(world.clock.now() + timedelta(days=1))
    done = safekeeping.put_back(world.settings, world.clock.now(), copy)
    assert done.replaced is not None
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        assert len(ana.heard) == heard, ana.transcript()
        assert column(world, "SELECT count(*) FROM outages") == [1]
        await world.later(hours=21)
        assert texts_of(ana)[-1].find("Day 3: ") >= 0, ana.transcript()
        await ana.sends("Four, and glad of it.")
        await world.settle()
        assert any("Saved to Day 3. Streak 3." in text for text in texts_of(ana)[-2:])
    async with world.running():
        assert column(world, "SELECT count(*) FROM outages") == [1], "it is told once"
