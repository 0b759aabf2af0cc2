"""The main job: three people in three zones join, get their days at their hour, and reply."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.journeys.steps import join, joined, texts_of
from tests.world import World

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


async def test_three_people_in_three_zones_each_get_their_day_at_their_hour(world: World) -> None:
    async with world.running():
        ines = await join(world, "Ines", "Europe/Lisbon", "07:00")
        kenji = await join(world, "Kenji", "Asia/Tokyo", "20:00")
        maya = await join(world, "Maya", "America/New_York", "08:00")

        await world.at(MONDAY.replace(hour=7))  # 07:00 in Lisbon
        assert "Day 1: " in ines.last.words
        assert "Day 1: " not in kenji.last.words
        await world.at(MONDAY.replace(hour=11))  # 20:00 in Tokyo
        assert "Day 1: " in kenji.last.words
        assert "Day 1: " not in maya.last.words
        await world.at(MONDAY.replace(hour=13))  # 08:00 in New York
        assert "Day 1: " in maya.last.words

        for person in (ines, kenji, maya):
            await person.sends("I noticed a cake box, held dead level.")
        await world.settle()
        for person in (ines, kenji, maya):
            assert "Saved to Day 1. Streak 1." in person.last.words

        await world.at(MONDAY + timedelta(days=1, hours=13))
        for person in (ines, kenji, maya):
            assert sum("Day 2: " in text for text in texts_of(person)) == 1
            assert sum("Day 1: " in text for text in texts_of(person)) == 1


async def test_a_telegram_reply_goes_to_the_day_it_answers(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        first = next(message for message in ana.heard if "Day 1: " in message["text"])
        await ana.sends("A late thought", reply_to=first)
        await world.settle()
        assert "Saved to Day 1" in ana.last.words
        await ana.sends("And one for today")
        await world.settle()
        assert "Saved to Day 2. Streak 2." in ana.last.words


async def test_a_past_day_comes_back_with_ones_own_words(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("A hum, a hurry & <b>a cake</b>")
        await world.later(days=1)
        await ana.sends("/day 1")
        await world.settle()
        assert "Day 1: " in ana.last.words
        assert "A hum, a hurry & <b>a cake</b>" in ana.last.words
        await ana.sends("/day 5")
        await world.settle()
        assert "still ahead of you" in ana.last.words
        await ana.sends("/day minus one")
        await world.settle()
        assert "/day 3" in ana.last.words


async def test_a_pause_holds_everything_and_ends_by_itself(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("Done and written")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "1 day")
        await world.settle()
        assert "Paused. The next challenge comes" in ana.last.words
        heard = len(ana.heard)
        await world.later(days=1)
        assert len(ana.heard) == heard
        await world.later(days=1)
        said = texts_of(ana)[heard:]
        assert any("Welcome back" in text and "held at 1" in text for text in said)
        assert any("Day 2: " in text for text in said)


async def test_resuming_goes_on_with_the_next_unseen_day_and_no_backlog(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        await world.later(days=9)
        await ana.sends("/resume")
        await world.settle()
        assert "Welcome back. Your next challenge comes" in ana.last.words
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        assert not any("Day 3: " in text for text in texts_of(ana))


async def test_a_restart_in_the_middle_of_joining_goes_on_where_it_stood(world: World) -> None:
    ana = world.telegram.person("Ana", language="en")
    async with world.running():
        await ana.sends("/start")
        await world.settle()
        await ana.presses(ana.last, "I'm in")
        await world.settle()
    async with world.running():
        await ana.sends("Lisbon")
        await world.settle()
        await ana.presses(ana.last, "Lisbon")
        await world.settle()
    async with world.running():
        await ana.sends("7.30 pm")
        await world.settle()
        assert "Day 1 arrives today at 19:30" in ana.last.words


async def test_day_1_can_come_at_once_and_day_2_comes_the_next_day(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "08:00")
        await ana.presses(ana.last, "Send Day 1 now")
        await world.settle()
        assert any("Day 1: " in text for text in texts_of(ana))
        await world.later(hours=6)
        assert not any("Day 2: " in text for text in texts_of(ana))
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1


async def test_the_streak_is_told_with_progress_first(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("one")
        await world.settle()
        await ana.sends("/streak")
        await world.settle()
        lines = ana.last.words.splitlines()
        assert lines[0].startswith("1 of ")
        assert lines[1] == "Your streak is 1."


async def test_done_counts_once_and_can_be_taken_back(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        answer = await ana.presses(challenge, "Done")
        assert answer["text"] == "Day 1 done. Streak 1."
        answer = await ana.presses(challenge, "Undo")
        assert answer["text"] == "Day 1 is open again."


async def test_after_the_last_day_of_a_pack_the_end_is_said_once(world: World) -> None:
    world.settings_["content_dir"] = Path(__file__).parent.parent / "packs" / "small"
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(8):
            await world.later(days=1)
        said = texts_of(ana)
        assert sum("Day 5: " in text for text in said) == 1
        assert sum("last day of the series" in text for text in said) == 1


async def test_what_the_database_holds_is_what_was_said(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("the words")
        await world.settle()
    with sqlite3.connect(world.home / "kindreds.db") as database:

        def rows(query: str) -> list[tuple[object, ...]]:
            return database.execute(query).fetchall()

        assert rows("SELECT day, state FROM deliveries") == [(1, "delivered")]
        assert rows("SELECT text FROM reflections") == [("the words",)]
        assert rows("SELECT current, best, answered FROM streaks") == [(1, 1, 1)]
        assert rows("SELECT count(*) FROM inbox WHERE raw IS NOT NULL") == [(0,)]
        assert rows("SELECT DISTINCT state FROM outbox") == [("sent",)]


async def test_by_the_calendar_a_newcomer_joins_at_todays_number(world: World) -> None:
    world.settings_["series_start"] = date(2026, 11, 21)
    async with world.running():
        ana = world.telegram.person("Ana", language="en")
        await ana.sends("/start")
        await world.settle()
        await ana.presses(ana.last, "I'm in")
        await world.settle()
        await ana.sends("Europe/Lisbon")
        await world.settle()
        await ana.sends("09:00")
        await world.settle()
        assert "Day 3 arrives today at 09:00" in ana.last.words
        await world.later(hours=3)
        assert "Day 3: " in ana.last.words


async def test_before_the_calendar_begins_a_newcomer_is_told_when_it_does(world: World) -> None:
    world.settings_["series_start"] = date(2027, 1, 1)
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert "Day 1 arrives on Friday, January 1 at 09:00" in ana.last.words
        assert "now" not in str(ana.last.get("reply_markup")).lower()


async def test_the_last_day_of_a_series_closes_a_day_after_its_end(world: World) -> None:
    world.settings_["content_dir"] = Path(__file__).parent.parent / "packs" / "small"
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(5):
            await ana.sends("answered")
            await world.later(days=1)
        await ana.sends("/streak")
        await world.settle()
        assert "Your streak is 5." in ana.last.words
        await world.later(days=9)
        await ana.sends("/streak")
        await world.settle()
        assert "Your streak is 5." in ana.last.words
        assert "open" not in ana.last.words


async def test_undoing_a_done_that_is_settled_takes_nothing_from_the_records(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        first = ana.last
        await ana.presses(first, "Done")
        for _ in range(3):
            await world.later(days=1)
            await ana.sends("answered")
        await world.settle()
        await ana.presses(first, "Undo")
        await ana.sends("/streak")
        await world.settle()
        assert "Your streak is 4." in ana.last.words
