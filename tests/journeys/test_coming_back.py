"""People who come back: to a pause of their own, to a finished series, before a beginning."""

from datetime import date
from pathlib import Path

from bot.demo.faults import CutAfter
from tests.journeys.steps import join, joined, texts_of
from tests.world import World

SMALL = Path(__file__).parent.parent / "packs" / "small"


async def test_a_pause_of_ones_own_outlasts_a_block(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        await ana.blocks()
        await world.settle()
        await ana.unblocks()
        await ana.sends("/streak")
        await world.settle()
        await world.later(days=2)
        assert not any("Day 2: " in text for text in texts_of(ana))
        await ana.sends("/resume")
        await world.settle()
        assert "Welcome back. Your next challenge comes" in ana.last.words


async def test_pause_can_be_the_first_word_after_a_block(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.blocks()
        await world.settle()
        await ana.unblocks()
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        assert "Paused until you come back" in ana.last.words


async def test_a_finished_series_stays_finished_after_a_block(world: World) -> None:
    world.settings_["content_dir"] = SMALL
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(6):
            await world.later(days=1)
        await ana.blocks()
        await world.settle()
        await ana.unblocks()
        await ana.sends("a late thought about the last day")
        await world.settle()
        await world.later(days=2)
        said = texts_of(ana)
        assert not any("Day 6" in text for text in said)
        assert sum("last day of the series" in text for text in said) == 1
        assert any("Saved to Day 5" in text for text in said)


async def test_before_the_calendar_begins_a_pause_does_not_bring_it_forward(world: World) -> None:
    world.settings_["series_start"] = date(2026, 11, 27)
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        await ana.sends("/resume")
        await world.settle()
        assert "on Friday at 09:00" in ana.last.words
        await world.later(days=3)
        assert not any("Day 1: " in text for text in texts_of(ana))
        await world.later(days=1, hours=4)
        assert any("Day 1: " in text for text in texts_of(ana))


async def test_change_does_not_take_back_a_day_1_that_may_have_come(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        ready = ana.last
        lost = CutAfter()
        world.telegram.faults.add(lost, method="sendMessage", chat_id=ana.id)
        change = next(each for each in ready.buttons if each["text"] == "Change")["callback_data"]
        await ana.presses(ready, "Send Day 1 now")
        await ana.hears("Day 1: ")
        await ana.press_data(change, dict(ready))
        await ana.sends("I have read it and done it")
        await world.settle()
        assert any("Saved to Day 1" in text for text in texts_of(ana))


async def test_one_persons_long_queue_stands_in_nobodys_way(world: World) -> None:
    async with world.running() as bot:
        bea, ana = await joined(world, "Bea"), await join(world, "Ana", "Asia/Tokyo", "09:00")
        bot.services.holds.add("a test")
        for _ in range(150):
            await bea.sends("/help")
        await ana.sends("/help")
        await ana.sends("/help")
        while world.telegram.pending:
            await world.clock.sleep(0.05)
        before = len(bea.heard)
        bot.services.holds.lift("a test")
        await ana.hears("/today", within=10)
        assert len(bea.heard) - before < 60
        await world.settle()
