"""Resting in all its forms: for some days, until a date, until they return, and by a block."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.crowd import column, joined_now
from tests.faults.invariants import (
    assert_promises_hold,
    assert_streaks_are_what_the_rows_say,
)
from tests.journeys.steps import join, joined, texts_of, turn
from tests.world import MONDAY, World, new_world


async def says(world: World, person: Any, text: str) -> Any:
    await person.sends(text)
    await world.settle()
    return person.last


async def presses(world: World, person: Any, button: str) -> Any:
    await person.presses(person.last, button)
    await world.settle()
    return person.last


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


async def test_a_pause_until_friday_brings_fridays(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "A line about it")
        said = await says(world, ana, "/pause until Friday")
        assert "Paused. The next challenge comes on Friday at 09:00 in Lisbon" in said["text"]
        heard = len(ana.heard)
        for _ in range(3):
            await world.later(days=1)
        assert len(ana.heard) == heard
        await world.later(days=1)
        said = texts_of(ana)[heard:]
        assert any("Welcome back, paused 4 days, streak held at 1." in text for text in said)
        assert sum("Day 2: " in text for text in said) == 1
        assert not any("Day 3: " in text for text in texts_of(ana)), "never a backlog"
    assert_promises_hold(world)


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("/pause 2026-12-24", "on Thursday, December 24 at 09:00"),
        ("/pause until Dec 24", "on Thursday, December 24 at 09:00"),
        ("/pause for 3 weeks", "on Monday, December 14 at 09:00"),
        ("/pause 2", "on Thursday at 09:00"),
        ("/pause until I return", "until you come back"),
    ],
)
async def test_how_long_can_be_written(world: World, typed: str, back: str) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        assert back in (await says(world, ana, typed))["text"]


async def test_a_date_that_is_past_or_unreadable_is_answered_with_an_example(world: World) -> None:
    """Fault 62: a past end is refused, and nothing changes."""
    async with world.running():
        ana = await joined(world, "Ana")
        for typed in ("/pause 2026-11-22", "/pause until today", "/pause until yesterday"):
            said = await says(world, ana, typed)
            assert "/pause until December 7" in said["text"]
            assert "7 days" in labels(said)
        assert "/pause until Friday" in (await says(world, ana, "/pause <b>soon</b> {0}"))["text"]
        assert column(world, "SELECT state FROM subscribers") == ["active"]
        assert "Paused" in (await presses(world, ana, "3 days"))["text"]


async def test_pausing_while_paused_replaces_the_end_and_shows_both(world: World) -> None:
    """Fault 62: paused twice, there is one pause, and it ends once."""
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause 3")
        said = (await says(world, ana, "/pause until Wednesday"))["text"]
        assert "Your pause was to end on Friday at 09:00" in said
        assert "Paused. The next challenge comes on Wednesday at 09:00" in said
        said = (await says(world, ana, "/stop"))["text"]
        assert "/resume" in said and "/deleteme" in said
        assert "had no end" in (await says(world, ana, "/pause 1"))["text"]
        await world.later(days=2)
        assert sum("Welcome back" in text for text in texts_of(ana)) == 1
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
    assert column(world, "SELECT count(*) FROM pauses") == [1]
    assert_promises_hold(world)


async def test_a_pause_over_a_clock_change_is_as_long_as_its_days(tmp_path: Any) -> None:
    """Fault 62: the clocks go forward inside a pause of one day."""
    world = new_world(tmp_path, datetime(2027, 3, 27, 6, tzinfo=UTC))
    async with world.running():
        ana = await joined(world, "Ana", "Europe/Berlin")
        await says(world, ana, "/pause 1")
        await world.at(datetime(2027, 3, 28, 7, tzinfo=UTC))
        assert not any("Day 2: " in text for text in texts_of(ana))
        await world.at(datetime(2027, 3, 29, 6, 59, tzinfo=UTC))
        assert not any("Day 2: " in text for text in texts_of(ana))
        await world.at(datetime(2027, 3, 29, 7, tzinfo=UTC))
        assert any("Welcome back, paused 1 day" in text for text in texts_of(ana))
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1


async def test_resuming_on_the_day_of_the_pause_brings_nothing_twice(world: World) -> None:
    """Fault 62: paused and resumed within one day, after its challenge and before it."""
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause 7")
        said = await says(world, ana, "/resume")
        assert "tomorrow at 09:00" in said["text"]
        assert labels(said) == ["At the usual hour"]
        await world.at(MONDAY + timedelta(days=1, hours=1))
        await says(world, ana, "/pause 7")
        said = await says(world, ana, "/resume")
        assert labels(said) == ["At the usual hour", "Now"]
        card = await turn(world, ana, said, "At the usual hour")
        assert "today at 09:00" in card["text"] and not card.buttons
        await world.at(MONDAY + timedelta(days=1, hours=3))
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
    assert_promises_hold(world)


async def test_now_brings_the_next_unseen_day_at_once_and_only_once(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/stop")
        await world.later(days=5)
        said = await says(world, ana, "/resume")
        await ana.presses(said, "Now")
        await ana.hears("Day 2: ")
        await world.settle()
        await world.later(hours=3)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        assert not any("Day 3: " in text for text in texts_of(ana))


async def test_t5_a_pause_holds_what_is_open_and_status_names_no_deadline(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await world.later(hours=3)
        assert "Day 2 is open, until" in (await says(world, ana, "/status"))["text"]
        await says(world, ana, "/pause 7")
        said = (await says(world, ana, "/status"))["text"]
        assert "Day 1 is open." in said and "Day 2 is open." in said
        assert "at least" not in said
        await world.later(days=5)
        first = next(message for message in ana.heard if "Day 1: " in message["text"])
        await ana.sends("Done in the pause", reply_to=first)
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last["text"]
        assert "Resume" in labels(ana.last)
        await world.later(days=4)
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT current FROM streaks") == [1]


async def test_a_pause_without_an_end_is_spoken_of_once_after_thirty_days(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/stop")
        heard = len(ana.heard)
        for _ in range(29):
            await world.later(days=1)
        assert len(ana.heard) == heard
        await world.later(days=2)
        for _ in range(40):
            await world.later(days=1)
        said = texts_of(ana)[heard:]
        assert len(said) == 1
        assert "You've been paused for 31 days now. Everything is kept" in said[0]
        await presses(world, ana, "Resume")
        assert "Welcome back" in ana.last["text"]


async def test_a_pause_takes_back_what_was_planned_unasked(world: World) -> None:
    """Promise of a pause: at once for everything, also for what waits in the outbox."""
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        bot.services.holds.add("a test")
        world.clock.set(MONDAY + timedelta(hours=14))
        await bot.tick()
        assert column(world, "SELECT count(*) FROM outbox WHERE kind = 'nudge_ask'") == [1]
        await ana.sends("/pause 3")
        while column(world, "SELECT count(*) FROM pauses") == [0]:
            await world.clock.sleep(0.01)
        bot.services.holds.lift("a test")
        await world.settle()
        assert not any("Would a reminder" in text for text in texts_of(ana))


async def test_an_outage_over_the_end_of_a_pause_ends_it_with_the_next_hour(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause 1")
    world.clock.set(MONDAY + timedelta(days=2, hours=23, minutes=30))
    async with world.running():
        await world.settle()
        assert not any("Welcome back" in text for text in texts_of(ana))
        await world.at(MONDAY + timedelta(days=3, hours=3))
        said = texts_of(ana)
        assert sum("Welcome back" in text for text in said) == 1
        assert sum("Day 2: " in text for text in said) == 1
    assert_promises_hold(world)


async def test_whoever_unblocks_hears_nothing_until_they_speak_and_then_where_they_stopped(
    world: World,
) -> None:
    """Promise P9, fault 32, T29."""
    async with world.running():
        ana = await joined(world, "Ana")
        written = [await ana.sends("Before I left")]
        await world.settle()
        await ana.blocks()
        await world.later(days=20)
        await ana.unblocks()
        await world.settle()
        assert column(world, "SELECT state FROM subscribers") == ["paused"]
        heard = len(ana.heard)
        await world.later(days=2)
        assert len(ana.heard) == heard
        card = await says(world, ana, "/start")
        assert "Welcome back. The last challenge you had was Day 1." in card["text"]
        assert "Your streak is held at 1. The next one comes tomorrow at 09:00" in card["text"]
        assert labels(card) == ["Continue", "Restart", "Delete my data"]
        assert len(ana.heard) == heard + 1, "the card, and no status beside it"
        card = await turn(world, ana, card, "Continue")
        assert labels(card) == ["At the usual hour", "Now"]
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world, written=written)


async def test_a_reply_that_ends_a_block_is_kept_first(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.blocks()
        await world.later(days=3)
        await ana.unblocks()
        heard = len(ana.heard)
        written = [await ana.sends("I did it all the same")]
        await world.settle()
        said = texts_of(ana)[heard:]
        assert "Saved to Day 1" in said[0] and "Welcome back" in said[1]
        card = await turn(world, ana, ana.last, "Restart")
        assert "Shall we begin again at Day 1?" in card["text"]
    assert_promises_hold(world, written=written)


@pytest.mark.parametrize("first", ["/why", "/restart", "/settings", "/streak"])
async def test_any_command_brings_back_whoever_was_lost(world: World, first: str) -> None:
    """Fault 32: also where Telegram never said that the block was taken back."""
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.blocks()
        await world.settle()
        ana.room.role = "member"
        await says(world, ana, first)
        assert any("Welcome back" in text for text in texts_of(ana))
        assert column(world, "SELECT state FROM subscribers") == ["active"]
        assert not any("We haven't met" in text for text in texts_of(ana))


async def test_after_180_days_out_of_reach_everything_is_forgotten(world: World) -> None:
    async with world.running():
        ana, bea = await joined(world, "Ana"), await join(world, "Bea", "Europe/Lisbon", "21:00")
        await ana.sends("Something of mine")
        await world.settle()
        for person in (ana, bea):
            await person.blocks()
        await world.later(days=10)
        await bea.unblocks()
        await world.later(days=169)
        assert column(world, "SELECT count(*) FROM reflections") == [1]
        await world.later(days=2)
        assert column(world, "SELECT user_id FROM subscribers") == [bea.id]
        assert column(world, "SELECT count(*) FROM reflections") == [0]
        await ana.unblocks()
        assert "Hello." in (await says(world, ana, "/start"))["text"]


async def test_whoever_has_not_joined_is_told_what_there_is_to_do(world: World) -> None:
    async with world.running():
        ana = world.telegram.person("Ana")
        for command in ("/pause until Friday", "/stop", "/pause"):
            assert "/start" in (await says(world, ana, command))["text"]
        bea = await joined_now(world, "Bea")
        assert "not paused" in (await says(world, bea, "/resume"))["text"]
