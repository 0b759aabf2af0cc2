"""Changing one's hour, place and days: nothing is sent by a change, and no date has two."""

import itertools
import sqlite3
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.steps import join, joined, texts_of, turn
from tests.world import MONDAY, World

TUESDAY = MONDAY + timedelta(days=1)


def rows(world: World, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return database.execute(query).fetchall()


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


def days(person: Any) -> list[str]:
    """The challenges somebody has had, in order."""
    return [text[:5] for text in texts_of(person) if text.startswith("Day ") and ": " in text[:8]]


async def says(world: World, person: Any, text: str) -> Any:
    await person.sends(text)
    await world.settle()
    return person.last


async def pressed(world: World, person: Any, button: str) -> Any:
    """Press a button of the last message, which is redrawn."""
    return await turn(world, person, person.last, button)


async def test_the_card_shows_what_is_set_and_everything_leads_back(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await says(world, ana, "/settings")
        assert "Your hour is 09:00." in card["text"]
        assert "You are in Lisbon, where it is 09:00 now." in card["text"]
        assert (
            "Your next challenge comes tomorrow at 09:00 in Lisbon (on your phone: " in card["text"]
        )
        for page, words in (
            ("Hour", "At what hour"),
            ("Weekend hour", "And on Saturdays and Sundays"),
            ("Days off", "On which days"),
            ("Place", "Where are you?"),
        ):
            assert words in (await pressed(world, ana, page))["text"]
            assert "Your settings" in (await pressed(world, ana, "Back"))["text"]
        assert ana.last["message_id"] == card["message_id"]
        assert rows(world, "SELECT count(*) FROM questions") == [(0,)]


async def test_t7_berlin_to_new_york_after_todays(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "08:00")
        await world.at(TUESDAY.replace(hour=7))
        await world.at(TUESDAY.replace(hour=8))
        card = await says(world, ana, "/timezone America/New_York")
        assert "Your next challenge would have come tomorrow at 08:00 in Berlin." in card["text"]
        assert "Now it comes tomorrow at 08:00 in New York" in card["text"]
        had = days(ana)
        await world.at(TUESDAY.replace(hour=14))  # 09:00 in New York, still Tuesday
        assert days(ana) == had
        await world.at(TUESDAY.replace(day=25, hour=13))
        assert len(days(ana)) == len(had) + 1


async def test_t8_new_york_to_tokyo_sends_nothing_and_offers_todays(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "America/New_York", "08:00")
        await world.at(MONDAY.replace(hour=13))
        assert days(ana) == ["Day 1"]
        await world.at(TUESDAY.replace(hour=0))  # Tuesday 09:00 in Tokyo
        card = await says(world, ana, "/timezone asia/tokyo")
        assert "Now it comes tomorrow at 08:00 in Tokyo" in card["text"]
        assert labels(card)[0] == "Send today's now"
        assert days(ana) == ["Day 1"]
        await pressed(world, ana, "Send today's now")
        assert days(ana) == ["Day 1", "Day 2"]
        assert any("Day 3 follows tomorrow at 08:00 in Tokyo" in text for text in texts_of(ana))
        await world.at(TUESDAY.replace(hour=23))  # Wednesday 08:00 in Tokyo
        assert days(ana) == ["Day 1", "Day 2", "Day 3"]


async def test_t9_the_same_tuesday_again_brings_nothing_and_the_card_says_why(
    world: World,
) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Pacific/Auckland", "08:00")
        await world.at(MONDAY.replace(hour=19))  # Tuesday 08:00 in Auckland
        assert days(ana) == ["Day 1"]
        await world.later(hours=1)
        card = await says(world, ana, "/timezone America/Los_Angeles")
        assert "Now it comes on Wednesday at 08:00 in Los Angeles" in card["text"]
        assert "Tuesday has had its challenge already, and no date has two." in card["text"]
        assert "Send today's now" not in labels(card)
        await world.at(TUESDAY.replace(hour=20))  # Tuesday noon in Los Angeles
        assert days(ana) == ["Day 1"]
        await world.at(TUESDAY.replace(day=25, hour=16))
        assert days(ana) == ["Day 1", "Day 2"]


async def test_t10_an_earlier_hour_keeps_eight_hours_from_the_last(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "23:00")
        await world.at(MONDAY.replace(hour=23))
        card = await says(world, ana, "/hour 6")
        assert "Now it comes tomorrow at 07:00 in Lisbon" in card["text"]
        assert "eight hours after the last one" in card["text"]
        await world.at(TUESDAY.replace(hour=6, minute=59))
        assert days(ana) == ["Day 1"]
        await world.at(TUESDAY.replace(hour=7))
        assert days(ana) == ["Day 1", "Day 2"]
        await world.at(TUESDAY.replace(day=25, hour=6))
        assert days(ana) == ["Day 1", "Day 2", "Day 3"]


@pytest.mark.parametrize(("typed", "comes"), [("8:59", "tomorrow at 08:59"), ("9:01", "tomorrow")])
async def test_an_hour_a_minute_ago_or_ahead_sends_nothing_by_itself(
    world: World, typed: str, comes: str
) -> None:
    """Fault 56: after today's has come, whichever minute it is set to."""
    async with world.running():
        ana = await joined(world, "Ana")
        assert f"Now it comes {comes}" in (await says(world, ana, f"/hour {typed}"))["text"]
        await world.later(hours=12)
        assert days(ana) == ["Day 1"]


async def test_an_hour_a_minute_ago_before_todays_came_offers_todays(world: World) -> None:
    """Fault 56: the hour passes with the change, and only a press sends today's."""
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00")
        await world.at(MONDAY.replace(hour=20))
        await world.at(TUESDAY.replace(hour=12))
        card = await says(world, ana, "/hour 11:59")
        assert "Now it comes tomorrow at 11:59" in card["text"]
        assert labels(card)[0] == "Send today's now"
        await world.at(TUESDAY.replace(hour=21))
        assert days(ana) == ["Day 1"]
        answer = await ana.presses(card, "Send today's now")
        await world.settle()
        assert answer["text"] == "On its way."
        assert days(ana) == ["Day 1", "Day 2"]
        answer = await ana.press_data("1:now:", dict(card))
        assert answer["text"].startswith("Today has had its challenge")
        assert days(ana) == ["Day 1", "Day 2"]


async def test_ten_moves_a_day_bring_one_challenge_a_date_and_break_no_streak(
    world: World,
) -> None:
    """Fault 55: over the date line and back, before and after the hour."""
    zones = ("Pacific/Auckland", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Honolulu", "Etc/UTC")
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "the first answer")
        for step in range(30):
            await ana.sends(f"/timezone {zones[step % 5]}")
            await world.later(hours=2, minutes=24)
        await world.later(hours=1)
        dates = rows(world, "SELECT local_date FROM deliveries WHERE state = 'delivered'")
        assert 2 <= len(dates) == len(set(dates)) <= 4
        at = [row[0] for row in rows(world, "SELECT julianday(delivered_at) FROM deliveries")]
        gaps = [after - before for before, after in itertools.pairwise(at)]
        assert all(gap * 24 > 7.999 for gap in gaps)
        assert rows(world, "SELECT best FROM streaks") == [(1,)]
        assert rows(world, "SELECT shown > 0 FROM streaks") == [(1,)]


async def test_a_weekend_hour_of_its_own(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/settings")
        await pressed(world, ana, "Weekend hour")
        assert "on weekends 12:00" in (await pressed(world, ana, "12:00"))["text"]
        for _ in range(4):
            await world.later(days=1)
        assert len(days(ana)) == 5  # Friday's
        await world.at(MONDAY.replace(day=28, hour=11))
        assert len(days(ana)) == 5
        await world.at(MONDAY.replace(day=28, hour=12))
        assert len(days(ana)) == 6
        await says(world, ana, "/settings")
        await pressed(world, ana, "Weekend hour")
        card = await pressed(world, ana, "The same as other days, 09:00")
        assert "weekends" not in card["text"]
        assert "Now it comes tomorrow at 09:00" in card["text"]


async def test_days_off_bring_nothing_and_the_last_one_stays_on(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/settings")
        await pressed(world, ana, "Days off")
        card = await pressed(world, ana, "Tuesday: on")
        assert "Now it comes on Wednesday at 09:00" in card["text"]
        assert "Tuesday: off" in labels(card)
        await world.later(days=1)
        assert days(ana) == ["Day 1"]
        await world.later(days=1)
        assert days(ana) == ["Day 1", "Day 2"]
        for day in ("1:rest:01", "1:rest:21", "1:rest:31", "1:rest:41", "1:rest:51"):
            await ana.press_data(day, dict(card))
        answer = await ana.press_data("1:rest:61", dict(card))
        await world.settle()
        assert answer["text"].startswith("One day of the week has to stay on.")
        assert rows(world, "SELECT rest_weekdays FROM subscribers") == [(0b0111111,)]
        await world.later(days=4)
        assert days(ana) == ["Day 1", "Day 2", "Day 3"]


async def test_without_a_sound_and_by_a_clock_of_twelve_hours(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/settings")
        assert "without a sound" in (await pressed(world, ana, "Without a sound"))["text"]
        card = await pressed(world, ana, "Times as 8:00 pm")
        assert "Your hour is 9:00 am." in card["text"]
        await world.later(days=1)
        sent = next(each for each in reversed(world.telegram.sent) if "Day 2: " in each.text)
        assert str(sent.params.get("disable_notification")).lower() == "true"
        assert "9:00 am" in (await says(world, ana, "/settings"))["text"]
        assert "9:00 am" in str(labels(await pressed(world, ana, "Hour")))


async def test_a_typed_answer_is_taken_and_never_logged(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/settings")
        await pressed(world, ana, "Hour")
        assert "Type it like 7:30" in (await says(world, ana, "when I wake up"))["text"]
        assert "Your hour is 07:30." in (await says(world, ana, "7.30"))["text"]
        await pressed(world, ana, "Place")
        card = await says(world, ana, "Paris")
        assert any("Texas" in label for label in labels(card))
        assert rows(world, "SELECT zone FROM subscribers") == [("Europe/Lisbon",)]
        card = await pressed(world, ana, labels(card)[0])
        assert "You are in Paris" in card["text"]
        await says(world, ana, "And this is about the day")
        assert rows(world, "SELECT text FROM reflections") == [("And this is about the day",)]


@pytest.mark.parametrize(
    "hostile",
    [
        "../../etc/passwd",
        "posixrules",
        "x" * 4000,
        "Europe/\N{RIGHT-TO-LEFT OVERRIDE}Lisbon\0",
        "<b>Lisbon</b>",
        "%s {0} /",
        "Factory",
    ],
)
async def test_hostile_zones_are_answered_kindly(world: World, hostile: str) -> None:
    """Fault 79: whatever is typed, there is an answer, and the zone stays."""
    async with world.running():
        ana = await joined(world, "Ana")
        heard = len(ana.heard)
        await says(world, ana, f"/timezone {hostile}")
        assert len(ana.heard) == heard + 1
        assert rows(world, "SELECT zone FROM subscribers") == [("Europe/Lisbon",)]
        assert rows(world, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") == [(0,)]


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("EUROPE/BERLIN", "Europe/Berlin"), ("asia/calcutta", "Asia/Kolkata")],
)
async def test_a_zone_is_taken_in_any_case_and_under_its_older_name(
    world: World, typed: str, zone: str
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, f"/timezone {typed}")
        assert rows(world, "SELECT zone FROM subscribers") == [(zone,)]


async def test_a_near_miss_is_offered_to_be_pressed(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await says(world, ana, "/timezone Europe/Lisbn")
        assert any("Lisbon" in label for label in labels(card))


async def test_in_a_timed_pause_the_date_stays_and_its_hour_moves(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause")
        await ana.presses(ana.last, "3 days")
        await world.settle()
        card = await says(world, ana, "/hour 18")
        assert "Now it comes on Friday at 18:00 in Lisbon" in card["text"]
        assert "Send today's now" not in labels(card)
        await world.at(MONDAY.replace(day=27, hour=17))
        assert days(ana) == ["Day 1"]
        await world.at(MONDAY.replace(day=27, hour=18))
        assert days(ana) == ["Day 1", "Day 2"]


async def test_in_an_open_pause_a_change_brings_nothing(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/pause")
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        card = await says(world, ana, "/timezone Asia/Tokyo")
        assert "nothing comes until you send /resume" in card["text"]
        await world.later(days=3)
        assert days(ana) == ["Day 1"]


async def test_a_stranger_is_told_how_to_begin(world: World) -> None:
    async with world.running():
        ana = world.telegram.person("Ana")
        for command in ("/settings", "/timezone Europe/Lisbon", "/hour 7"):
            assert "/start" in (await says(world, ana, command))["text"]
        assert rows(world, "SELECT count(*) FROM subscribers") == [(0,)]


async def test_a_location_out_of_the_blue_is_an_offer_to_move(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends_location(35.6586, 139.7454)
        await world.settle()
        assert "Shall I go by the time there from now on?" in ana.last["text"]
        assert labels(ana.last) == ["Use this place", "No"]
        offer = ana.last
        await ana.presses(offer, "No")
        await ana.hears("all stays as it is")
        assert rows(world, "SELECT zone FROM subscribers") == [("Europe/Lisbon",)]
        await ana.sends_location(35.6586, 139.7454)
        await world.settle()
        assert "You are in Tokyo" in (await pressed(world, ana, "Use this place"))["text"]
        await ana.sends_location(35.6586, 139.7454)
        await world.settle()
        assert "where I have you already: Tokyo" in ana.last["text"]
        assert rows(world, "SELECT count(*) FROM reflections") == [(0,)]


async def test_the_label_of_the_location_key_is_never_a_reflection(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        assert "Type the name of your city" in (await says(world, ana, "Share my location"))["text"]
        assert rows(world, "SELECT count(*) FROM reflections") == [(0,)]
        card = await says(world, ana, "Asia/Tokyo")
        assert "You are in Tokyo" in card["text"]


async def test_a_moved_person_can_go_by_a_country_or_a_clock(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await says(world, ana, "/timezone")
        await ana.press_data("1:country:JP", dict(ana.last))
        await ana.hears("You are in Tokyo")
        await says(world, ana, "/timezone")
        await pressed(world, ana, "What time is it for you?")
        await pressed(world, ana, "09:00")
        assert "Europe/London" in str(ana.last["reply_markup"])


async def test_todays_cannot_be_had_in_a_pause_and_the_press_is_answered(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00")
        ready = ana.last
        await says(world, ana, "/pause")
        await ana.presses(ana.last, "Until I come back")
        await world.settle()
        answer = await ana.press_data("1:now:", dict(ready))
        await world.settle()
        assert answer["text"].startswith("There is nothing to send just now.")
        assert days(ana) == []


async def test_nobody_sets_anything_for_someone_else(world: World) -> None:
    """Fault 68: a card pressed by another person changes the presser at most."""
    async with world.running():
        ana, bea = await joined(world, "Ana"), await join(world, "Bea", "Asia/Tokyo", "09:00")
        card = await says(world, ana, "/settings")
        await bea.press_data("1:hour:360", dict(card))
        await world.settle()
        set_now = "SELECT zone, minute FROM subscribers ORDER BY id"
        assert rows(world, set_now) == [("Europe/Lisbon", 540), ("Asia/Tokyo", 360)]


async def test_a_setting_can_be_the_first_word_after_a_block(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.blocks()
        await world.settle()
        await ana.unblocks()
        card = await says(world, ana, "/hour 10")
        assert "Now it comes tomorrow at 10:00" in card["text"]
        await world.later(days=1, hours=1)
        assert days(ana) == ["Day 1", "Day 2"]


async def test_the_card_fits_a_phone_and_shows_all_that_is_set(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await says(world, ana, "/settings")
        assert len(card["text"].splitlines()) <= 12
        rows_of_buttons = [
            [button["text"] for button in row] for row in card["reply_markup"]["inline_keyboard"]
        ]
        assert rows_of_buttons == [
            ["Hour", "Weekend hour"],
            ["Days off", "Place"],
            ["Nudge", "Weekly recap: on"],
            ["Memories: on", "Pictures: light"],
            ["Without a sound", "Times as 8:00 pm"],
            ["Pause"],
        ]


async def test_one_can_pause_from_the_card_and_come_back_by_it(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await says(world, ana, "/settings")
        await ana.presses(card, "Pause")
        await world.settle()
        assert "For how long?" in ana.last["text"]
        await ana.presses(ana.last, "3 days")
        await world.settle()
        card = await says(world, ana, "/settings")
        assert labels(card)[-1] == "Resume"
        await ana.presses(card, "Resume")
        await world.settle()
        assert "Welcome back" in ana.last["text"]
        assert labels(await says(world, ana, "/settings"))[-1] == "Pause"
