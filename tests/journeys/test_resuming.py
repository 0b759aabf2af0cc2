"""How long a pause is, what it says, and what comes after it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold
from tests.journeys.steps import join, joined, texts_of, turn
from tests.journeys.test_a_year import a_year_of_days
from tests.world import MONDAY, World

SMALL = Path(__file__).parent.parent / "packs" / "small"
A_DAY = timedelta(days=1)
NINE = timedelta(hours=3)


async def says(world: World, person: Any, text: str) -> Any:
    await person.sends(text)
    await world.settle()
    return person.last


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


def days_of(person: Any) -> list[str]:
    """The challenges that came, by their numbers."""
    return [text.split(":")[0] for text in texts_of(person) if text.startswith("Day ")]


@pytest.mark.parametrize(("button", "days"), [("1 day", 1), ("3 days", 3), ("7", 7), ("14", 14)])
async def test_a_pause_of_so_many_days_holds_so_many_challenges_back_and_ends_by_itself(
    world: World, button: str, days: int
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "A line about it")
        await ana.presses(await says(world, ana, "/pause"), button)
        await world.settle()
        assert "Paused. The next challenge comes" in ana.last["text"]
        heard = len(ana.heard)
        for _ in range(days):
            await world.later(days=1)
        assert len(ana.heard) == heard
        await world.later(days=1)
        said = texts_of(ana)[heard:]
        assert f"Welcome back, paused {days + 1} days, streak held at 1." in said
        assert "Day 2" in said[-1] and not any("Day 3: " in text for text in said)
        await world.later(days=1)
        assert sum("Day 3: " in text for text in texts_of(ana)) == 1
    assert_promises_hold(world)


async def test_after_nine_days_a_streak_of_twelve_is_held(world: World, tmp_path: Path) -> None:
    world.settings_["content_dir"] = a_year_of_days(tmp_path / "series")
    async with world.running():
        ana = await joined(world, "Ana")
        for day in range(1, 12):
            await ana.sends(f"A line about Day {day}, long enough to be one")
            await world.later(days=1)
        await ana.sends("A line about Day 12, long enough to be one")
        await world.settle()
        await says(world, ana, "/pause 8")
        heard = len(ana.heard)
        for _ in range(9):
            await world.later(days=1)
        assert texts_of(ana)[heard] == "Welcome back, paused 9 days, streak held at 12."
        assert "Day 13: " in ana.last["text"]


async def test_a_challenge_that_eight_hours_moved_is_the_first_of_those_a_pause_holds_back(
    world: World,
) -> None:
    """Day 1 at ten to midnight moves Day 2 to ten to eight; at seven that is still to come."""
    async with world.running():
        ana = await _day_1_by_night(world)
        said = await says(world, ana, "/pause 1")
        assert "on Thursday at 06:00" not in said["text"] and "tomorrow at 06:00" in said["text"]
        await world.at(MONDAY + A_DAY + timedelta(hours=4))
        assert days_of(ana) == ["Day 1"]
        await world.at(MONDAY + 2 * A_DAY + timedelta(hours=1))
        assert days_of(ana) == ["Day 1", "Day 2"]


@pytest.mark.parametrize("how", ["resume", "weekend", "hour", "same hour", "past hour"])
async def test_a_challenge_that_eight_hours_moved_is_lost_by_no_pause_and_no_setting(
    world: World, how: str
) -> None:
    async with world.running():
        ana = await _day_1_by_night(world)
        match how:
            case "resume":
                await says(world, ana, "/pause 3")
                assert "today at 07:50" in (await says(world, ana, "/resume"))["text"]
            case "weekend":
                await ana.press_data("1:weekend:600", dict(await says(world, ana, "/settings")))
            case "hour":
                await says(world, ana, "/hour 7:30")
            case "same hour":
                await says(world, ana, "/hour 6")
            case "past hour":
                assert "tomorrow at 05:00" in (await says(world, ana, "/hour 5"))["text"]
        await world.at(MONDAY + A_DAY + timedelta(hours=1, minutes=49))
        assert days_of(ana) == ["Day 1"]
        await world.at(MONDAY + A_DAY + timedelta(hours=1, minutes=50))
        came = ["Day 1"] if how == "past hour" else ["Day 1", "Day 2"]
        assert days_of(ana) == came, "an hour chosen after it has passed sends nothing by itself"
        await world.at(MONDAY + A_DAY + timedelta(hours=12))
        assert days_of(ana) == came


async def _day_1_by_night(world: World) -> Any:
    """Day 1 at 23:50 on Monday, the usual hour at six; it is seven on Tuesday."""
    ana = await join(world, "Ana", "Europe/Lisbon", "06:00")
    await world.at(MONDAY + timedelta(hours=17, minutes=50))
    await ana.presses(ana.last, "Send Day 1 now")
    await world.settle()
    await world.at(MONDAY + A_DAY + timedelta(hours=1))
    return ana


@pytest.fixture
async def at_the_end(world: World) -> Any:
    """Somebody who has had the last of five days."""
    world.settings_["content_dir"] = SMALL
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(4):
            await world.later(days=1)
        assert "Day 5: " in ana.last["text"]
        await world.later(hours=1)
        yield ana


async def test_after_the_last_day_today_speaks_of_the_summary(
    world: World, at_the_end: Any
) -> None:
    said = await says(world, at_the_end, "/today")
    assert "That was the last one. I'll tell you what it all came to tomorrow" in said["text"]
    assert "next one comes" not in said["text"]


async def test_after_the_last_day_a_pause_and_its_end_speak_of_the_summary(
    world: World, at_the_end: Any
) -> None:
    ana = at_the_end
    said = (await says(world, ana, "/pause 2"))["text"]
    assert "I'll tell you what it all came to on Monday" in said and "next challenge" not in said
    await world.later(days=2)
    card = await says(world, ana, "/resume")
    assert "I'll tell you what it all came to tomorrow at 09:00" in card["text"]
    assert "next challenge" not in card["text"]
    assert labels(card) == ["At the usual hour"], "there is none to come now"
    card = await turn(world, ana, card, "At the usual hour")
    assert "tomorrow at 09:00" in card["text"]
    await world.later(days=1)
    assert sum("last day of the series" in text for text in texts_of(ana)) == 1


async def test_after_the_last_day_a_block_and_return_speak_of_the_summary(
    world: World, at_the_end: Any
) -> None:
    await at_the_end.blocks()
    await world.later(days=3)
    await at_the_end.unblocks()
    said = (await says(world, at_the_end, "/start"))["text"]
    assert "The last challenge you had was Day 5." in said
    assert "I'll tell you what it all came to" in said and "next one comes" not in said


@pytest.mark.parametrize("left", [3, 4])
async def test_a_freeze_that_the_end_of_a_run_spent_is_told_once(world: World, left: int) -> None:
    """The summary carries what the next challenge would have told; what is told is told once."""
    world.settings_["content_dir"] = SMALL
    async with world.running():
        ana = await joined(world, "Ana")
        for day in range(1, 6):
            if day != left:
                await ana.sends(f"A line about Day {day}")
            await world.later(days=1)
        told = [text for text in texts_of(ana) if f"A freeze covered Day {left}" in text]
        assert len(told) == 1
        assert ("last day of the series" in told[0]) == (left == 4)
        await world.later(days=2)
        await says(world, ana, "/status")
        assert sum("A freeze covered" in text for text in texts_of(ana)) == 1


async def test_one_a_week_stays_one_a_week_through_a_pause(world: World) -> None:
    """The next two of a weekly run are held back: two weeks, and not two days."""
    world.settings_["content_dir"] = SMALL
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(5):
            await world.later(days=1)
        await turn(world, ana, ana.last, "One a week")
        await world.later(days=1)
        assert "Day 1: " in ana.last["text"]
        began = world.clock.now().date()
        await says(world, ana, "/pause 2")
        assert column(world, "SELECT until_date FROM pauses") == [f"{began + 21 * A_DAY}"]
        said = await says(world, ana, f"/pause until {began + 2 * A_DAY}")
        assert column(world, "SELECT until_date FROM pauses") == [f"{began + 7 * A_DAY}"], said
        await says(world, ana, "/pause 1")
        heard = len(ana.heard)
        for _ in range(13):
            await world.later(days=1)
        assert len(ana.heard) == heard
        await world.later(days=1)
        assert "Day 2: " in ana.last["text"]


async def test_no_pause_ends_before_the_calendar_begins(world: World) -> None:
    world.settings_["series_start"] = date(2026, 11, 27)
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        said = await says(world, ana, "/pause until tomorrow")
        assert "on Friday at 09:00" in said["text"]
        card = await says(world, ana, "/resume")
        assert "on Friday at 09:00" in card["text"]
        assert labels(card) == ["At the usual hour"], "there is none to come now"
        await says(world, ana, "/pause 2026-11-24")
        await world.at(MONDAY + 3 * A_DAY + NINE)
        assert days_of(ana) == []
        await world.at(MONDAY + 4 * A_DAY + NINE)
        assert days_of(ana) == ["Day 1"]


@pytest.mark.parametrize("words", ["/resume", "/pause", "/stop"])
async def test_a_command_about_pauses_can_be_the_first_word_after_a_block(
    world: World, words: str
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.blocks()
        await world.later(days=3)
        await ana.unblocks()
        heard = len(ana.heard)
        await says(world, ana, words)
        said = texts_of(ana)[heard:]
        assert "Welcome back. The last challenge you had was Day 1." in said[0]
        assert len(said) == (1 if words == "/resume" else 2)
        assert not any("not paused" in text for text in said)


async def test_a_block_does_not_swallow_the_word_after_thirty_days(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/stop")
        await world.later(days=5)
        await ana.blocks()
        await world.later(days=5)
        await ana.unblocks()
        await world.settle()
        heard = len(ana.heard)
        for _ in range(60):
            await world.later(days=1)
        said = texts_of(ana)[heard:]
        assert len(said) == 1 and "You've been paused for" in said[0]


async def test_asked_again_after_thirty_days_a_pause_is_not_spoken_of_the_next_morning(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/stop")
        for _ in range(40):
            await world.later(days=1)
        assert sum("You've been paused" in text for text in texts_of(ana)) == 1
        await says(world, ana, "/stop")
        for _ in range(29):
            await world.later(days=1)
        assert sum("You've been paused" in text for text in texts_of(ana)) == 1


async def test_a_reply_in_a_pause_is_credited_and_offers_to_resume(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause until I return")
        await world.later(days=9)
        written = [await ana.sends("From the seaside")]
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last["text"]
        await ana.presses(ana.last, "Resume")
        await world.settle()
        assert "Welcome back. Your next challenge comes" in ana.last["text"]
        assert "Your streak is held at 1." in ana.last["text"]
    assert_promises_hold(world, written=written)


async def test_a_pause_lasts_over_both_changes_of_the_clocks(world: World) -> None:
    """Fault 62: paused in summer time until a date in winter time, and no backlog at its end."""
    world.clock.set(datetime(2027, 10, 25, 5, tzinfo=UTC))
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        await world.at(datetime(2027, 10, 25, 8, tzinfo=UTC))
        await says(world, ana, "/pause until 2027-11-02")
        await world.at(datetime(2027, 11, 2, 8, 59, tzinfo=UTC))
        assert days_of(ana) == ["Day 1"]
        await world.at(datetime(2027, 11, 2, 9, tzinfo=UTC))
        assert days_of(ana) == ["Day 1", "Day 2"]
        assert "Welcome back, paused 8 days, your place held." in texts_of(ana)
    assert_promises_hold(world)
