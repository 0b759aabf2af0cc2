"""What comes unasked beside a challenge: reminders, the question of a silence, the week's recap."""

import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.storage import subscribers
from bot.storage.engine import Tx
from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold
from tests.journeys.steps import join, joined, texts_of, turn
from tests.journeys.test_a_year import a_year_of_days
from tests.world import MONDAY, World, new_world

TEN_AT_NIGHT = MONDAY + timedelta(hours=16)
EVENING = MONDAY + timedelta(hours=14)
A_DAY = timedelta(days=1)


async def says(world: World, person: Any, text: str) -> Any:
    await person.sends(text)
    await world.settle()
    return person.last


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


def nudges(person: Any) -> list[Any]:
    return [each for each in person.heard if "is still open." in each.get("text", "")[:40]]


async def with_nudges(world: World, name: str = "Ana") -> Any:
    """Somebody who has Day 1, and has said yes to reminders at 20:00 on its evening."""
    person = await joined(world, name)
    await world.at(EVENING)
    assert "Would a reminder in the evening help?" in person.last["text"]
    await turn(world, person, person.last, "Yes, at 20:00")
    return person


async def test_whether_reminders_help_is_asked_once_on_the_evening_of_day_1(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.at(EVENING - timedelta(minutes=1))
        assert not any("Would a reminder" in text for text in texts_of(ana))
        await world.at(EVENING)
        assert labels(ana.last) == ["Yes, at 20:00", "Another time", "No"]
        for ahead in (1, 2, 3):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await world.at(EVENING + ahead * A_DAY)
        assert sum("Would a reminder" in text for text in texts_of(ana)) == 1
        assert not nudges(ana), "no answer is no yes"
    assert_promises_hold(world)


async def test_it_is_asked_a_while_after_day_1_was_answered(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        said = await says(world, ana, "It went well")
        assert "Saved to Day 1" in said["text"]
        await world.later(minutes=10)
        assert ana.last["message_id"] == said["message_id"], "not in the same breath"
        await world.later(minutes=10)
        card = await turn(world, ana, ana.last, "Another time")
        await ana.sends("25:99")
        await world.settle()
        assert "couldn't read that as an hour" in ana.last["text"]
        said = await says(world, ana, "19:30")
        assert "A reminder comes at 19:30" in said["text"], card["text"]
        await world.at(MONDAY + A_DAY + timedelta(hours=3))
        await world.at(MONDAY + A_DAY + timedelta(hours=13, minutes=30))
        assert "Day 2 is still open." in ana.last["text"]
        assert not any("Would a reminder" in text for text in texts_of(ana)), "redrawn, and once"


async def test_a_challenge_is_reminded_of_once_on_its_evening_as_a_reply_to_it(
    world: World,
) -> None:
    async with world.running():
        ana = await with_nudges(world)
        await world.at(EVENING + A_DAY - timedelta(hours=11))
        challenge = ana.last
        await world.at(EVENING + A_DAY)
        (nudge,) = nudges(ana)
        assert nudge["reply_to_message"]["message_id"] == challenge["message_id"]
        assert labels(nudge) == ["Not today", "Pause", "No more nudges"]
        assert "streak" not in nudge["text"]
        await world.later(hours=1)
        assert len(nudges(ana)) == 1
        written = [await ana.sends("Now I did", reply_to=nudge)]
        await world.settle()
        assert "Saved to Day 2" in ana.last["text"]
    assert_promises_hold(world, written=written)


@pytest.mark.parametrize("how", ["answer", "done", "not today", "put off", "pause", "no more"])
async def test_nobody_is_reminded_who_answered_or_asked_not_to_be(world: World, how: str) -> None:
    async with world.running():
        ana = await with_nudges(world)
        await world.at(EVENING + A_DAY - timedelta(hours=11))
        match how:
            case "answer":
                await ana.sends("Done by noon")
            case "done":
                await ana.presses(ana.last, "Done")
            case "not today":
                await ana.presses(ana.last, "Not today")
            case "put off":
                await ana.presses(ana.last, "Remind me")
            case "pause":
                await ana.sends("/pause 2")
            case "no more":
                await ana.press_data("1:nudge:no", dict(ana.last))
        await world.at(EVENING + A_DAY)
        assert not nudges(ana)


async def test_what_is_answered_while_a_reminder_waits_takes_it_back(world: World) -> None:
    """A claim looks again: answered meanwhile, it is not sent."""
    async with world.running() as bot:
        ana = await with_nudges(world)
        await world.at(EVENING + A_DAY - timedelta(hours=11))
        bot.services.holds.add("a test")
        world.clock.set(EVENING + A_DAY)
        await bot.tick()
        assert column(world, "SELECT count(*) FROM outbox WHERE kind = 'nudge'") == [1]
        await ana.sends("In the very minute")
        while column(world, "SELECT count(*) FROM reflections") == [0]:
            await world.clock.sleep(0.01)
        bot.services.holds.lift("a test")
        await world.settle()
        assert not nudges(ana)
    assert column(world, "SELECT state FROM outbox WHERE kind = 'nudge'") == ["cancelled"]


async def test_the_buttons_of_a_reminder_set_the_day_aside_pause_and_end_reminders(
    world: World,
) -> None:
    async with world.running():
        ana = await with_nudges(world)
        await world.at(EVENING + A_DAY - timedelta(hours=11))
        await world.at(EVENING + A_DAY)
        (nudge,) = nudges(ana)
        assert "set aside" in (await ana.presses(nudge, "Not today"))["text"]
        await world.at(EVENING + 2 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 2 * A_DAY)
        nudge = nudges(ana)[-1]
        await ana.presses(nudge, "Pause")
        await world.settle()
        assert "For how long?" in ana.last["text"]
        card = await turn(world, ana, nudge, "No more nudges")
        assert "No reminders come." in card["text"]
        await world.at(EVENING + 3 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 3 * A_DAY)
        assert "No reminder comes." in (await says(world, ana, "/settings"))["text"]
        assert not [each for each in nudges(ana) if "Day 4" in each["text"]]


async def test_a_challenge_of_the_evening_is_reminded_of_at_noon(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "18:00")
        await world.at(MONDAY + timedelta(hours=12))
        assert "Day 1: " in ana.last["text"]
        await world.at(EVENING)
        assert not any("Would a reminder" in text for text in texts_of(ana))
        await world.at(MONDAY + A_DAY + timedelta(hours=6))
        assert labels(ana.last)[0] == "Yes, at 12:00"
        await turn(world, ana, ana.last, "Yes, at 12:00")
        await world.at(MONDAY + A_DAY + timedelta(hours=12))
        await world.at(MONDAY + 2 * A_DAY + timedelta(hours=6))
        assert "Day 2 is still open." in ana.last["text"]


async def test_a_streak_is_named_from_three_on_and_only_where_a_miss_would_end_it(
    world: World,
) -> None:
    async with world.running():
        ana = await with_nudges(world)
        for ahead in range(1, 5):
            await ana.sends(f"A line about Day {ahead}")
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 4 * A_DAY)
        assert "streak" not in nudges(ana)[-1]["text"], "a freeze would cover it"
        for ahead in (5, 6):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await ana.sends("And on it goes")
        await world.at(EVENING + 7 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 7 * A_DAY)
        assert nudges(ana)[-1]["text"] == (
            "Day 8 is still open. A line about it carries your streak of 6 on."
        )


async def test_after_three_in_silence_reminders_rest_until_the_next_answer(world: World) -> None:
    async with world.running():
        ana = await with_nudges(world)
        for ahead in range(1, 6):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await world.at(EVENING + ahead * A_DAY)
        days = [each["text"][:5] for each in nudges(ana)]
        assert days == ["Day 2", "Day 3", "Day 4"]
        await ana.sends("/status")
        await world.at(EVENING + 6 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 6 * A_DAY)
        assert len(nudges(ana)) == 3, "a command is no answer"
        await ana.sends("Here I am again")
        await world.at(EVENING + 7 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 7 * A_DAY)
        assert len(nudges(ana)) == 4


async def test_seven_in_silence_ask_once_and_fourteen_pause_once(
    world: World, tmp_path: Path
) -> None:
    world.settings_["content_dir"] = a_year_of_days(tmp_path / "series")
    async with world.running():
        ana = await joined(world, "Ana")
        for ahead in range(1, 18):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await world.at(EVENING + ahead * A_DAY)
        said = texts_of(ana)
        asked = [at for at, text in enumerate(said) if "How would you like to go on?" in text]
        assert len(asked) == 1
        assert "Day 8: " in said[asked[0] - 1]
        rests = [at for at, text in enumerate(said) if "I've paused your challenges" in text]
        assert rests == [len(said) - 1], "and nothing after it"
        assert any("Day 14: " in text for text in said)
        assert not any("Day 15: " in text for text in said)
        assert column(world, "SELECT reason FROM pauses") == ["silence"]
        await world.later(days=60)
        assert texts_of(ana) == said
        await ana.presses(ana.last, "Resume")
        await world.settle()
        assert "Welcome back. Your next challenge comes" in ana.last["text"]
        await world.later(days=1)
        assert sum("Day 15: " in text for text in texts_of(ana)) == 1
    assert_promises_hold(world)


async def test_every_other_day_leaves_one_out_and_back_again(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for ahead in range(1, 8):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await world.at(EVENING + ahead * A_DAY)
        assert labels(ana.last) == ["Keep coming", "Every other day", "Pause"]
        card = await turn(world, ana, ana.last, "Every other day")
        assert "every other day. The next one comes on Wednesday at 09:00" in card["text"]
        await world.at(EVENING + 8 * A_DAY)
        assert not any("Day 9: " in text for text in texts_of(ana))
        await world.at(EVENING + 9 * A_DAY - timedelta(hours=11))
        assert any("Day 9: " in text for text in texts_of(ana))
        await turn(world, ana, card, "Every day again")
        await world.at(EVENING + 10 * A_DAY - timedelta(hours=11))
        assert any("Day 10: " in text for text in texts_of(ana))


@pytest.mark.parametrize("answer", ["Keep coming", "Every other day"])
async def test_whoever_is_asked_how_to_go_on_after_the_last_day_is_promised_no_further_one(
    world: World, tmp_path: Path, answer: str
) -> None:
    world.settings_["content_dir"] = a_year_of_days(tmp_path / "series", 8)
    async with world.running():
        ana = await joined(world, "Ana")
        for ahead in range(1, 8):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
            await world.at(EVENING + ahead * A_DAY)
        card = await turn(world, ana, ana.last, answer)
        assert "That was the last one. I'll tell you what it all came to" in card["text"]
        assert "The next one comes" not in card["text"]
        await world.at(EVENING + 10 * A_DAY - timedelta(hours=11))
        assert "the last day of the series" in ana.last.words


async def test_the_week_is_summed_up_on_sunday_for_those_who_answered(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        bea = await join(world, "Bea", "Europe/Lisbon", "09:00")
        await world.at(MONDAY + timedelta(hours=3))
        await ana.sends("I asked the man with the <dog> for its name")
        await world.at(EVENING)
        for ahead in range(1, 6):
            await world.at(MONDAY + ahead * A_DAY + timedelta(hours=3))
        await ana.sends("A second line, on Saturday")
        await world.at(MONDAY + 6 * A_DAY + timedelta(hours=3))
        await world.at(MONDAY + 6 * A_DAY + timedelta(hours=12))
        recap = ana.last.words
        assert "Your week, November 23 to November 29" in recap
        assert "● Monday: answered" in recap and "✱ Tuesday: covered by a freeze" in recap
        assert "● Saturday: answered" in recap and "○ Sunday: open" in recap
        assert "You answered 2 of the 7 that came." in recap
        assert "From Day 1, in your words: I asked the man with the <dog> for its name" in recap
        assert not any("Your week" in text for text in texts_of(bea))
        shown = ana.last
        await ana.presses(shown, "No weekly recap")
        await world.settle()
        assert "No weekly recap comes." in ana.last.words
        assert not shown.buttons and "photo" in shown, "a picture stays, and loses its buttons"
        for ahead in range(7, 14):
            await world.at(MONDAY + ahead * A_DAY + timedelta(hours=3))
            await ana.sends("One more line for the log")
        await world.at(MONDAY + 13 * A_DAY + timedelta(hours=12))
        assert sum("Your week" in text for text in texts_of(ana)) == 1, "not again"
    params = column(world, "SELECT params FROM outbox WHERE kind = 'recap'")
    assert params and all("dog" not in each for each in params), "their words are not kept there"


async def test_a_follow_up_goes_before_the_recap_and_both_before_a_nudge(world: World) -> None:
    async with world.running():
        ana = await with_nudges(world)
        for ahead in (1, 2, 3):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
        await ana.presses(ana.last, "Remind me")
        await ana.sends("Something for the other day, then")
        await world.at(EVENING + 4 * A_DAY - timedelta(hours=11))
        await ana.sends("And a good one it was, all of it")
        for ahead in (5, 6):
            await world.at(EVENING + ahead * A_DAY - timedelta(hours=11))
        heard = texts_of(ana)
        assert "did you go?" in heard[-1]
        await world.at(EVENING + 6 * A_DAY)
        assert texts_of(ana) == heard, "the recap and the nudge of that Sunday lapse"
        await world.at(EVENING + 7 * A_DAY - timedelta(hours=11))
        await world.at(EVENING + 7 * A_DAY)
        assert "Day 8 is still open." in ana.last["text"]


async def test_the_settings_have_rows_for_nudge_and_recap(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await says(world, ana, "/settings")
        assert "No reminder comes." in card["text"]
        assert {"Nudge", "Weekly recap: on"} <= set(labels(card))
        await turn(world, ana, card, "Weekly recap: on")
        assert "No weekly recap comes." in card["text"]
        await turn(world, ana, card, "Nudge")
        assert "At what time should the reminder come?" in card["text"]
        await turn(world, ana, card, "21:00")
        await turn(world, ana, card, "Settings")
        assert "A reminder comes at 21:00" in card["text"]
        await world.at(EVENING + timedelta(hours=1))
        assert "Day 1 is still open." in ana.last["text"]
        assert not any("Would a reminder" in text for text in texts_of(ana)), "it was answered"


async def test_somebody_broken_keeps_no_reminder_from_the_others(world: World) -> None:
    """Promise P8: looked at one by one, the broken one waits and the other hears."""
    async with world.running() as bot:
        ana, bea = await joined(world, "Ana"), await join(world, "Bea", "Europe/Lisbon", "10:00")
        await world.at(MONDAY + timedelta(hours=4))

        async def spoil(tx: Tx) -> None:
            person = await subscribers.by_user(tx, ana.id)
            assert person is not None
            await subscribers.change(tx, person.id, zone="Nowhere/At_All")

        await bot.services.db.write(spoil)
        await world.at(EVENING)
        assert "Would a reminder" in bea.last["text"]


UNASKED = ("nudge_ask", "quiet", "follow_up", "recap", "nudge")
"""A pause that is spoken of after thirty days is none of them, and proven in its own journey."""
PLACES = (
    ("Europe/Lisbon", "09:00"),
    ("Pacific/Auckland", "21:30"),
    ("America/New_York", "17:00"),
    ("Asia/Kolkata", "06:30"),
)
DILIGENCE = (0.15, 0.3, 0.4, 0.0)
"""How likely each of them does something in three hours; the last is silent altogether."""


async def test_in_random_weeks_no_date_brings_two_unasked_messages_and_no_pause_brings_one(
    tmp_path: Any,
) -> None:
    """Over a change of the clocks, in four zones; every kind of unasked message comes."""
    chance = random.Random(1)
    world = new_world(tmp_path, datetime(2027, 3, 22, 6, tzinfo=UTC))
    async with world.running():
        people = [await join(world, f"P{n}", *place) for n, place in enumerate(PLACES)]
        for _ in range(10 * 8):
            await world.later(hours=3)
            for person, diligence in zip(people, DILIGENCE, strict=True):
                if chance.random() < diligence:
                    await _do_something(person, chance)
            await world.settle()
    met = _unasked_are_rare(world, dict(zip([p.id for p in people], PLACES, strict=True)))
    print("said unasked:", ", ".join(f"{kind} {met[kind]}" for kind in UNASKED))
    assert all(met[kind] for kind in UNASKED), met


async def _do_something(person: Any, chance: random.Random) -> None:
    days = [each for each in person.heard if each.get("text", "").startswith("Day ")]
    match chance.randrange(9):
        case 0 | 1 | 2:
            await person.sends("A line of some length about today")
        case 3 if days and any(each["text"].startswith("Remind") for each in days[-1].buttons):
            await person.presses(days[-1], "Remind me", wait=False)
        case 4:
            await person.sends("/pause 2")
        case 5:
            await person.sends("/resume")
        case 6:
            await person.press_data("1:nudge:1200", dict(person.last), wait=False)
        case 7:
            await person.sends("/status")
        case 8 if days and any(each["text"] == "Done" for each in days[-1].buttons):
            await person.presses(days[-1], "Done", wait=False)


def _unasked_are_rare(world: World, people: dict[int, tuple[str, str]]) -> Counter[str]:
    """Judged by Telegram's own record: who heard what, and when."""
    with closing(sqlite3.connect(world.home / "kindreds.db")) as database:
        said = {
            (chat, message): kind
            for chat, message, kind in database.execute(
                "SELECT chat_id, message_id, kind FROM outbox WHERE state = 'sent'"
            )
        }
        rests = database.execute(
            "SELECT s.chat_id, p.started_at, p.ended_at FROM pauses p"
            " JOIN subscribers s ON s.id = p.subscriber_id"
        ).fetchall()
    met: Counter[str] = Counter()
    dates: Counter[tuple[int, Any]] = Counter()
    for sent in world.telegram.sent:
        kind = said.get((sent.chat_id, sent.message_id), "")
        if kind not in UNASKED:
            continue
        met[kind] += 1
        zone = ZoneInfo(people[sent.chat_id][0])
        dates[sent.chat_id, sent.at.astimezone(zone).date()] += 1
        for chat, start, end in rests:
            if chat == sent.chat_id:
                assert not _utc(start) < sent.at < (_utc(end) if end else sent.at + A_DAY), kind
    assert max(dates.values()) == 1, dates.most_common(3)
    return met


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
