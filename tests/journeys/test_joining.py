"""From the first hello to Day 1: every way to say where and when, and every way to stop."""

import sqlite3
from datetime import date
from typing import Any

from bot.demo.faults import Forbidden
from tests.journeys.steps import join, texts_of, turn
from tests.world import MONDAY, World


def rows(world: World, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return database.execute(query).fetchall()


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


async def started(world: World, name: str = "Ana", payload: str = "") -> Any:
    """Someone who has sent /start, and has pressed nothing yet."""
    person = world.telegram.person(name, language="en")
    await person.sends(f"/start {payload}".strip())
    await world.settle()
    return person


async def asked_where(world: World, name: str = "Ana") -> Any:
    """Someone who is in, and is asked where they are."""
    person = await started(world, name)
    await turn(world, person, person.last, "I'm in")
    return person


async def test_the_welcome_says_what_this_is_and_who_can_read_along(world: World) -> None:
    async with world.running():
        ana = await started(world)
        assert "The person who runs this bot could read it; nobody else can." in ana.last["text"]
        assert labels(ana.last) == ["I'm in", "What is this?"]


async def test_one_card_is_redrawn_and_leads_back_again(world: World) -> None:
    async with world.running():
        ana = await started(world)
        card = ana.last
        assert (
            "A year of short daily challenges"
            in (await turn(world, ana, card, "What is this?"))["text"]
        )
        assert "Hello. Once a day" in (await turn(world, ana, card, "Back"))["text"]
        assert "Where are you?" in (await turn(world, ana, card, "I'm in"))["text"]
        await ana.presses(card, "Back")
        await world.settle()
        assert len(ana.heard) == 1
        assert rows(world, "SELECT state, step FROM subscribers") == [("joining", "invited")]


async def test_after_something_typed_a_new_card_follows(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("Portland")
        await world.settle()
        assert len(ana.heard) == 2
        assert all("·" in label for label in labels(ana.last)[:-1])
        assert any("Oregon" in label for label in labels(ana.last))
        assert any("Maine" in label for label in labels(ana.last))
        assert "At what hour" in (await turn(world, ana, ana.last, "Portland, Oregon"))["text"]
        assert len(ana.heard) == 2
        assert rows(world, "SELECT zone FROM subscribers") == [("America/Los_Angeles",)]


async def test_every_step_back_and_on_again_ends_in_what_was_chosen_last(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("Lisbon")
        await world.settle()
        card = ana.last
        assert "At what hour" in (await turn(world, ana, card, "Lisbon"))["text"]
        assert (
            "Day 1 arrives today at 08:00 in Lisbon"
            in (await turn(world, ana, card, "08:00"))["text"]
        )
        assert "At what hour" in (await turn(world, ana, card, "Back"))["text"]
        assert "Type the hour" in (await turn(world, ana, card, "Another hour"))["text"]
        await ana.sends("19h30")
        await world.settle()
        assert "Day 1 arrives today at 19:30 in Lisbon" in ana.last["text"]
        assert "Where are you?" in (await turn(world, ana, ana.last, "Change"))["text"]
        await ana.sends("Asia/Tokyo")
        await world.settle()
        await ana.sends("7")
        await world.settle()
        assert "Day 1 arrives tomorrow at 07:00 in Tokyo" in ana.last["text"]
        assert rows(world, "SELECT count(*) FROM runs") == [(1,)]


async def test_a_change_left_half_way_takes_no_day_1_away(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert "Where are you?" in (await turn(world, ana, ana.last, "Change"))["text"]
        await world.later(hours=3)
        assert "Day 1: " in ana.last["text"]
        assert rows(world, "SELECT state, step FROM subscribers") == [("active", None)]


async def test_both_clocks_are_shown(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Asia/Tokyo", "08:00")
        assert "08:00 in Tokyo (on your phone: " in ana.last["text"]
        kinds = [entity["type"] for entity in ana.last["entities"]]
        assert kinds == ["date_time"]


async def test_t16_day_1_at_once_before_the_hour_brings_day_2_tomorrow(world: World) -> None:
    async with world.running():
        await world.at(MONDAY.replace(hour=18))
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00")
        assert (
            "Day 2 follows tomorrow at 20:00"
            in (await turn(world, ana, ana.last, "Send Day 1 now"))["text"]
        )
        await world.settle()
        assert "Day 1: " in ana.last["text"]
        await world.at(MONDAY.replace(hour=23))
        assert not any("Day 2: " in text for text in texts_of(ana))
        await world.at(MONDAY.replace(day=24, hour=20))
        assert "Day 2: " in ana.last["text"]


async def test_t17_day_1_at_ten_to_midnight_moves_day_2_to_eight_hours_later(world: World) -> None:
    async with world.running():
        await world.at(MONDAY.replace(hour=23, minute=50))
        ana = await join(world, "Ana", "Europe/Lisbon", "06:00")
        assert (
            "Day 2 follows tomorrow at 07:50"
            in (await turn(world, ana, ana.last, "Send Day 1 now"))["text"]
        )
        await world.at(MONDAY.replace(day=24, hour=7, minute=49))
        assert not any("Day 2: " in text for text in texts_of(ana))
        await world.at(MONDAY.replace(day=24, hour=7, minute=50))
        assert "Day 2: " in ana.last["text"]


async def test_t18_day_1_after_midnight_takes_that_date(world: World) -> None:
    async with world.running():
        await world.at(MONDAY.replace(day=24, minute=30, hour=0))
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00")
        assert (
            "Day 2 follows tomorrow at 20:00"
            in (await turn(world, ana, ana.last, "Send Day 1 now"))["text"]
        )
        await world.at(MONDAY.replace(day=24, hour=22))
        assert not any("Day 2: " in text for text in texts_of(ana))


async def test_day_1_is_sent_at_once_only_once(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00")
        ready = ana.last
        await ana.presses(ready, "Send Day 1 now")
        answer = await ana.press_data("1:now:", dict(ready))
        await world.settle()
        assert answer["text"].startswith("Today has had its challenge already")
        assert sum("Day 1: " in text for text in texts_of(ana)) == 1


async def test_who_stops_half_way_is_reminded_once_and_then_left_alone(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await world.later(hours=20)
        await ana.sends("Xyzzyqvw")
        await world.settle()
        heard = len(ana.heard)
        await world.later(hours=23)
        assert len(ana.heard) == heard
        await world.later(hours=1)
        assert len(ana.heard) == heard + 1
        assert "Here is where you stopped" in ana.last["text"]
        assert "Where are you?" in ana.last["text"]
        for _ in range(5):
            await world.later(days=1)
        assert len(ana.heard) == heard + 1
        await ana.sends("Europe/Lisbon")
        await world.settle()
        assert "At what hour" in ana.last["text"]
        heard = len(ana.heard)
        await world.later(days=3)
        assert len(ana.heard) == heard


async def test_the_reminders_card_works_like_the_one_it_reminds_of(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("Europe/Lisbon")
        await world.later(days=1)
        assert "Here is where you stopped" in ana.last["text"]
        assert "Day 1 arrives today at 08:00" in (await turn(world, ana, ana.last, "08:00"))["text"]


async def test_who_has_joined_is_not_reminded_of_joining(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        await world.later(days=2)
        assert not any("where you stopped" in text for text in texts_of(ana))


async def test_a_block_in_the_middle_of_joining_takes_the_reminder_back(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.blocks()
        await world.later(days=2)
        await ana.unblocks()
        await world.later(days=2)
        assert len(ana.heard) == 1
        await ana.sends("/start")
        await world.settle()
        assert "Where are you?" in ana.last["text"]


async def test_a_reminder_that_cannot_be_delivered_is_the_last_word(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        world.telegram.faults.add(Forbidden(), method="sendMessage", chat_id=ana.id)
        await world.later(days=1)
        await world.later(days=3)
        assert len(ana.heard) == 1
        assert rows(world, "SELECT state, next_due_at FROM subscribers") == [("joining", None)]


async def test_what_is_typed_before_joining_is_not_stored_and_shows_the_next_step(
    world: World,
) -> None:
    async with world.running():
        ana = world.telegram.person("Ana")
        await ana.sends("hello, a secret of mine")
        await world.settle()
        assert "/start" in ana.last["text"]
        await ana.sends("/start")
        await world.settle()
        await ana.sends("another secret of mine")
        await world.settle()
        assert labels(ana.last) == ["I'm in", "What is this?"]
        assert rows(world, "SELECT count(*) FROM reflections") == [(0,)]
        assert rows(world, "SELECT count(*) FROM inbox WHERE raw LIKE '%secret%'") == [(0,)]


async def test_what_a_link_carries_survives_joining(world: World) -> None:
    """Fault 80 as well: a second link changes nothing, and hostile ones are no payload."""
    async with world.running():
        ana = await started(world, payload="friend_42")
        await ana.presses(ana.last, "I'm in")
        await ana.sends("/start " + "x" * 65)
        await ana.sends("/start other")
        await ana.sends("Europe/Lisbon")
        await ana.sends("9")
        await ana.sends("/start third")
        await world.settle()
        assert rows(world, "SELECT payload FROM subscribers") == [("friend_42",)]
        assert rows(world, "SELECT state FROM subscribers") == [("active",)]


async def test_start_shows_someone_known_where_they_stand_and_resets_nothing(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        await world.later(hours=3)
        columns = "state, zone, minute, run_id, position, next_due_at, created_at"
        before = rows(world, f"SELECT {columns} FROM subscribers")
        await ana.sends("/start")
        await world.settle()
        assert "Day 2 comes tomorrow at 09:00" in ana.last["text"]
        assert rows(world, f"SELECT {columns} FROM subscribers") == before


async def test_bad_hours_are_answered_with_an_example(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("Europe/Lisbon")
        for bad in ("25:00", "half past seven", "7:61", "\N{CLOCK FACE SEVEN OCLOCK}", "-1"):
            await ana.sends(bad)
            await world.settle()
            assert "Type it like 7:30" in ana.last["text"], bad
        for typed, said in (("0730", "07:30"), ("7.30pm", "19:30")):
            await ana.sends(typed)
            await world.settle()
            assert f"Day 1 arrives today at {said}" in ana.last["text"]
            await ana.presses(ana.last, "Back")


async def test_before_the_calendar_begins_they_are_told_so_and_nothing_can_come(
    world: World,
) -> None:
    world.settings_["series_start"] = date(2027, 1, 1)
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        assert "the first is still ahead" in ana.last["text"]
        answer = await ana.press_data("1:now:", dict(ana.last))
        await world.settle()
        assert not any("Day 1: " in text for text in texts_of(ana))
        assert answer["text"]


async def test_by_the_calendar_today_can_come_at_once_under_its_own_number(world: World) -> None:
    world.settings_["series_start"] = date(2026, 11, 21)
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "20:00", day=3)
        assert (
            "Day 4 follows tomorrow at 20:00"
            in (await turn(world, ana, ana.last, "Send Day 3 now"))["text"]
        )
        await world.settle()
        assert "Day 3: " in ana.last["text"]


async def test_hostile_presses_while_joining_change_nothing(world: World) -> None:
    """Fault 68: places, hours and cards that were never offered."""
    async with world.running():
        ana = await asked_where(world)
        before = rows(world, "SELECT state, step, zone, minute FROM subscribers")
        for data in ("1:zone:Mars/Olympus", "1:hour:1440", "1:open:nowhere", "1:open:ready"):
            await ana.press_data(data, dict(ana.last))
        await world.settle()
        assert rows(world, "SELECT state, step, zone, minute FROM subscribers") == before


async def test_a_press_from_someone_forgotten_leads_to_the_beginning(world: World) -> None:
    async with world.running() as bot:
        ana = await asked_where(world)
        await bot.services.db.write(lambda tx: tx.exec_driver_sql("DELETE FROM subscribers"))
        answer = await ana.press_data("1:zone:Europe/Lisbon", dict(ana.last))
        assert "/start" in answer["text"]
        await ana.press_data("1:in:", dict(ana.last))
        await world.settle()
        assert rows(world, "SELECT state, step FROM subscribers") == [("joining", "zone")]


async def test_a_country_with_one_zone_is_done_at_once_and_others_list_theirs(
    world: World,
) -> None:
    async with world.running():
        ana = await asked_where(world)
        card = ana.last
        assert "Which letter" in (await turn(world, ana, card, "Choose a country"))["text"]
        assert "Which country is it?" in (await turn(world, ana, card, "U"))["text"]
        assert (
            "This country has several times"
            in (await turn(world, ana, card, "United States"))["text"]
        )
        assert "Los Angeles · 22:00" in labels(card)
        assert "Where are you?" in (await turn(world, ana, card, "Back"))["text"]
        assert "Which letter" in (await turn(world, ana, card, "Choose a country"))["text"]
        assert "Which country is it?" in (await turn(world, ana, card, "J"))["text"]
        assert "now in Tokyo" in (await turn(world, ana, card, "Japan"))["text"]
        assert rows(world, "SELECT zone, step FROM subscribers") == [("Asia/Tokyo", "hour")]


async def test_no_such_place_leads_to_the_list_of_countries(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("Xyzzyqvw")
        await world.settle()
        assert "the letter that your country begins with" in ana.last["text"]
        assert "J" in labels(ana.last)


async def test_a_country_typed_by_name_lists_its_times(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends("brasil")
        await world.settle()
        assert "Sao Paulo · 03:00" in labels(ana.last)


async def test_the_time_on_ones_own_clock_leads_to_the_zones_that_show_it(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        card = ana.last
        assert (
            "your own clock shows"
            in (await turn(world, ana, card, "What time is it for you?"))["text"]
        )
        assert "11:45" in labels(card)  # Kathmandu
        assert {"Sunday, 19:00", "Monday, 19:00"} <= set(labels(card))
        assert "Their clocks agree today" in (await turn(world, ana, card, "06:00"))["text"]
        assert "now in Casablanca" in (await turn(world, ana, card, "Casablanca"))["text"]
        assert rows(world, "SELECT zone FROM subscribers") == [("Africa/Casablanca",)]


async def test_a_shared_location_is_confirmed_and_its_coordinates_are_nowhere(
    world: World, caplog: Any
) -> None:
    caplog.set_level("DEBUG", logger="bot")
    async with world.running():
        ana = await asked_where(world)
        await ana.presses(ana.last, "Share my location")
        await world.settle()
        assert ana.keyboard is not None and ana.keyboard["one_time_keyboard"]
        assert ana.keyboard["keyboard"][0][0]["request_location"]
        await ana.sends_location(38.7223, -9.1393)
        await world.settle()
        assert ana.keyboard is None
        assert "Lisbon, where it is 06:00 now. Is that right?" in ana.last["text"]
        assert rows(world, "SELECT zone FROM subscribers") == [(None,)]
        assert "now in Lisbon" in (await turn(world, ana, ana.last, "Yes"))["text"]
        assert rows(world, "SELECT zone FROM subscribers") == [("Europe/Lisbon",)]
    with sqlite3.connect(world.home / "kindreds.db") as database:
        assert not [line for line in database.iterdump() if "38.72" in line or "9.139" in line]
    assert "38.72" not in caplog.text


async def test_a_venue_sent_with_the_paperclip_is_a_place_too(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        tower = {"location": {"latitude": 35.6586, "longitude": 139.7454}}
        tower |= {"title": "A tower", "address": "Minato"}
        await ana.sends_location(35.6586, 139.7454, venue=tower)
        await world.settle()
        assert "Tokyo, where it is 15:00 now" in ana.last["text"]
        assert "Where are you?" in (await turn(world, ana, ana.last, "No"))["text"]


async def test_a_place_on_the_high_seas_is_answered_with_what_to_do(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.sends_location(30.0, -40.0)
        await world.settle()
        assert "/timezone Lisbon" in ana.last["text"]


async def test_the_label_of_the_location_key_is_a_failed_share_and_no_answer(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.presses(ana.last, "Share my location")
        await world.settle()
        await ana.taps("Share my location")
        await world.settle()
        assert "Type the name of your city instead" in ana.last["text"]
        assert ana.keyboard is None
        await ana.sends("Lisbon")
        await world.settle()
        assert "now in Lisbon" in (await turn(world, ana, ana.last, "Lisbon"))["text"]


async def test_a_key_that_was_not_used_goes_once_a_place_is_settled(world: World) -> None:
    async with world.running():
        ana = await asked_where(world)
        await ana.presses(ana.last, "Share my location")
        await ana.sends("Europe/Lisbon")
        await world.settle()
        assert ana.keyboard is None
        assert "At what hour" in ana.last["text"]


async def test_a_block_in_the_middle_of_a_change_keeps_what_was_arranged(world: World) -> None:
    async with world.running():
        ana = await join(world, "Ana", "Europe/Lisbon", "09:00")
        await turn(world, ana, ana.last, "Change")
        await ana.blocks()
        await world.later(days=2)
        await ana.unblocks()
        await ana.sends("/start")
        await world.settle()
        assert "today at 09:00" in ana.last["text"]
        assert rows(world, "SELECT state, step FROM subscribers") == [("active", None)]
        await world.later(hours=3)
        assert sum("Day 1: " in text for text in texts_of(ana)) == 1
