"""The end of the series and what follows it: another run, one a week, only what was missed."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import Forbidden
from tests.faults.crowd import column
from tests.journeys.steps import join, joined, texts_of
from tests.world import MONDAY, PACK, World, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The five days of the small series."""
    return new_world(tmp_path, content_dir=PACK)


async def lives_all_five(world: World, *answers: int) -> Any:
    """Someone who has had all five days of the small series, and answered these of them."""
    ana = await joined(world, "Ana")
    for day in range(1, 6):
        if day in answers:
            await ana.sends(f"What came of day {day}, in a line of my own")
        await world.later(days=1)
    assert "the last day of the series" in ana.last.words
    return ana


async def test_the_summary_tells_what_it_came_to_with_lines_of_ones_own(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1, 2, 4)
        text = ana.last.words
        assert "You answered 3 of the 5 that came." in text
        assert "Your longest streak was 3." in text
        assert "Day 1: What came of day 1, in a line of my own" in text
        heard = len(ana.heard)
        await world.later(days=3)
        assert len(ana.heard) == heard


async def test_run_2_begins_at_day_1_on_the_next_free_date_and_keeps_the_streak(
    world: World,
) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1, 2, 3, 4, 5)
        await world.later(days=20)
        await ana.presses(ana.last, "Run 2 from Day 1")
        await world.settle()
        assert "Day 1 comes tomorrow at 09:00" in ana.last.words
        await world.later(days=1)
        assert "Day 1: " in ana.last.words
        await ana.sends("Once more, with other people")
        await world.settle()
        assert "Saved to Day 1. Streak 6." in ana.heard[-2].words
        assert "Last time, on " in ana.last.words


async def test_t31_the_last_day_answered_30_hours_after_delivery_counts_in_the_archived_run(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(4):
            await ana.sends("Done, and it was fine")
            await world.later(days=1)
        await world.later(hours=30)
        assert "the last day of the series" in ana.last.words
        await ana.sends("Thirty hours late")
        await world.settle()
        assert "Saved to Day 5. Streak 5." in ana.last.words


async def test_only_the_missed_days_come_and_their_end_is_an_end(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1, 2, 4)
        await ana.presses(ana.last, "Only the days I missed")
        await world.settle()
        assert "Day 3 comes" in ana.last.words
        await world.later(days=1)
        assert "Day 3: " in ana.last.words
        await world.later(days=1)
        assert "Day 5: " in ana.last.words
        await world.later(days=1)
        assert "You answered 0 of the 2 that came." in ana.last.words


async def test_whoever_missed_nothing_is_not_sent_an_empty_run(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1, 2, 3, 4, 5)
        assert "Only the days I missed" not in str(ana.last["reply_markup"])


async def test_one_a_week_comes_once_a_week(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1)
        await ana.presses(ana.last, "One a week")
        await world.later(days=1)
        assert "Day 1: " in ana.last.words
        heard = len(ana.heard)
        await world.later(days=6)
        assert len(ana.heard) == heard
        await world.later(days=1)
        assert "Day 2: " in ana.last.words


async def test_enough_is_enough_and_the_buttons_of_a_past_end_do_nothing(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1)
        end = ana.last
        await ana.presses(end, "Stop")
        await world.settle()
        assert "nothing more comes by itself" in ana.last.words
        await ana.sends("/restart")
        await world.settle()
        await ana.presses(ana.last, "Begin again at Day 1")
        await world.later(days=1)
        assert "Day 1: " in ana.last.words


async def test_a_restart_asks_first_and_what_was_open_is_excused(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("A line about the first")
        await world.later(days=1)
        await ana.sends("/restart")
        await world.settle()
        assert "You are at Day 2" in ana.last.words
        await ana.presses(ana.last, "Begin again at Day 1")
        await world.settle()
        assert "Day 1 comes tomorrow at 09:00" in ana.last.words
        for _ in range(2):
            await world.later(days=1)
            await ana.sends("Once more")
            await world.settle()
        assert any("Saved to Day 2. Streak 3." in text for text in texts_of(ana))


async def test_a_jump_passes_over_days_and_back_again(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/jump 4")
        await world.settle()
        assert "Day 4 comes tomorrow at 09:00" in ana.last.words
        await world.later(days=1)
        assert "Day 4: " in ana.last.words
        await ana.sends("/jump 2")
        await world.later(days=1)
        assert "Day 2: " in ana.last.words
        await ana.sends("/jump 400")
        await world.settle()
        assert "from 1 to 5" in ana.last.words


@pytest.fixture
def calendar(tmp_path: Path) -> World:
    """The small series began the day before yesterday, for everyone."""
    return new_world(tmp_path, content_dir=PACK, series_start=date(2026, 11, 21))


async def test_by_the_calendar_numbers_come_round_and_a_run_lasts_as_many_dates(
    calendar: World,
) -> None:
    async with calendar.running():
        ana = await join(calendar, "Ana", "Europe/Lisbon", "09:00", day=3)
        await calendar.later(hours=3)
        seen = [texts_of(ana)[-1].split(":")[0]]
        for _ in range(4):
            await calendar.later(days=1)
            seen.append(texts_of(ana)[-1].split(":")[0])
        assert seen == ["Day 3", "Day 4", "Day 5", "Day 1", "Day 2"]
        await calendar.later(days=1)
        assert "Another year" in str(ana.last["reply_markup"])
        await ana.sends("/restart")
        await calendar.settle()
        assert "the same day on the same date" in ana.last.words
        await ana.sends("/jump 2")
        await calendar.settle()
        assert "the same day on the same date" in ana.last.words


@pytest.mark.parametrize("at_once", [False, True])
async def test_whoever_joins_past_their_hour_gets_every_day_of_the_calendar_once(
    calendar: World, at_once: bool
) -> None:
    async with calendar.running():
        ana = await join(calendar, "Ana", "Europe/Lisbon", "05:00", day=4)
        if at_once:
            await ana.presses(ana.last, "Send Day 3 now")
            await calendar.settle()
        for _ in range(7):
            await calendar.later(days=1)
        seen = [text.split(":")[0] for text in texts_of(ana) if re.match(r"Day \d: ", text)]
        days = ["Day 4", "Day 5", "Day 1", "Day 2", "Day 3"]
        assert seen == (["Day 3", *days[:-1]] if at_once else days)
        assert "Another year" in str(ana.last["reply_markup"])


async def test_a_calendar_that_began_years_ago_still_welcomes_to_a_day_that_exists(
    tmp_path: Path,
) -> None:
    world = new_world(tmp_path, content_dir=PACK, series_start=date(2020, 1, 1))
    async with world.running():
        number = (MONDAY.date() - date(2020, 1, 1)).days % 5 + 1
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00", day=number)
        await world.at(datetime.combine(MONDAY.date(), MONDAY.timetz()) + timedelta(hours=3))
        assert f"Day {number}: " in ana.last.words


async def test_one_a_week_stays_one_a_week_through_a_pause(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1)
        await ana.presses(ana.last, "One a week")
        await world.later(days=1)
        assert "Day 1: " in ana.last.words
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "1 day")
        await world.settle()
        heard = len(ana.heard)
        await world.later(days=8)
        assert len(ana.heard) == heard
        for _ in range(6):
            await world.later(days=1)
        assert "Day 2: " in ana.last.words


async def test_a_begin_again_of_another_run_changes_nothing(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/restart")
        await world.settle()
        old = ana.last
        await ana.sends("/restart")
        await world.settle()
        await ana.presses(ana.last, "Begin again at Day 1")
        await world.later(days=2)
        await ana.presses(old, "Begin again at Day 1")
        await world.settle()
        assert column(world, "SELECT count(*) FROM runs") == [2]


async def test_a_summary_that_was_refused_is_said_when_they_are_back(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(4):
            await world.later(days=1)
        world.telegram.faults.add(Forbidden(), method="sendPhoto", chat_id=ana.id)
        await world.later(days=1)
        assert column(world, "SELECT state FROM subscribers") == ["unreachable"]
        await ana.sends("/start")
        await world.settle()
        assert sum("the last day of the series" in text for text in texts_of(ana)) == 1


async def test_a_summary_comes_at_the_usual_hour_also_after_a_night_without_us(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(4):
            await world.later(days=1)
        assert "Day 5: " in ana.last.words
    world.clock.set(world.clock.now() + timedelta(hours=42))  # three in the morning
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        assert not any("the last day of the series" in text for text in texts_of(ana))
        await world.later(hours=6)
        assert "the last day of the series" in ana.last.words


async def test_a_run_of_missed_days_is_not_jumped_out_of(world: World) -> None:
    async with world.running():
        ana = await lives_all_five(world, 1, 2, 4)
        await ana.presses(ana.last, "Only the days I missed")
        await world.settle()
        await ana.sends("/jump 4")
        await world.settle()
        assert "Tell me which day should come next" in ana.last.words
        await world.later(days=1)
        assert "Day 3: " in ana.last.words
