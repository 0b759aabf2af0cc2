"""Updates that come twice, out of order, from nowhere, unreadable or far too large."""

import json
import random
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.faults.crowd import column, joined_now
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.faults.leaping import LeapClock, leaping_world
from tests.journeys.steps import joined, texts_of
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


async def test_an_update_that_comes_ten_times_has_its_effect_once(world: World) -> None:
    """Fault 14: in one batch, in later batches, and after a restart."""
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        note = await ana.sends("Ten times the same")
        reply = world.telegram.pending[-1]
        for _ in range(9):
            world.telegram.inject(dict(reply))
        await ana.presses(challenge, "Done")
        await world.settle()
        for _ in range(3):
            world.telegram.inject(dict(reply))
            await world.settle()
    async with world.running():
        world.telegram.inject(dict(reply))
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
    assert sum("Saved to Day 1" in text for text in texts_of(ana)) == 1
    assert column(world, "SELECT count(*) FROM reflections") == [1]
    assert_promises_hold(world, written=[note])


async def test_a_repeated_press_and_a_repeated_edit_change_nothing_more(world: World) -> None:
    """Fault 14: a button's update and an edit's."""
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        press = await ana.presses(challenge, "Done", wait=False)
        again = next(each for each in world.telegram.pending if "callback_query" in each)
        assert again["callback_query"]["id"] == press
        await world.settle()
        assert (await ana.presses(challenge, "Undo"))["text"] == "Day 1 is open again."
        world.telegram.inject(dict(again))
        note = await ana.sends("First words")
        await world.settle()
        await ana.edits(note, "Second words")
        edit = dict(world.telegram.pending[-1])
        await world.settle()
        await ana.edits(note, "Third words")
        await world.settle()
        world.telegram.inject(edit)
        await world.settle()
    assert column(world, "SELECT count(*) FROM marks WHERE undone_at IS NULL") == [0]
    assert column(world, "SELECT text FROM reflections") == ["Third words"]
    assert_promises_hold(world, written=[note])


async def test_updates_in_any_order_end_as_if_they_had_come_sorted(world: World) -> None:
    """Fault 15: five people's updates, shuffled; each person's are handled by update_id."""
    world.telegram.poller.repeat_at_once = 0  # a second start within it would get one at a time
    people, written = [], []
    async with world.running():
        for number in range(5):
            people.append(await joined_now(world, f"Person {number}"))
    for number in range(6):
        for person in people:
            written.append(await person.sends(f"{person.name} writes {number}"))
    waiting = world.telegram.pending
    world.telegram.updates.drop_all()
    random.Random(15).shuffle(waiting)
    for update in waiting:
        world.telegram.inject(update)
    async with world.running():
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
    for person in people:
        mine = f"SELECT message_id FROM reflections WHERE chat_id = {person.id} ORDER BY id"
        order = column(world, mine)
        assert len(order) == 6 and order == sorted(order)
        assert sum("Saved to Day 1. Streak 1." in text for text in texts_of(person)) == 1
    assert_promises_hold(world, written=written)


async def test_ids_that_jump_down_after_a_quiet_week_lose_nothing(world: World) -> None:
    """Fault 16: Telegram may begin anywhere again, also below the ids we know."""
    async with world.running():
        ana = await joined(world, "Ana")
        first = await ana.sends("Before the jump")
        await world.settle()
        world.telegram.updates.jump_to(1_000)
        second = await ana.sends("After the jump")
        await world.settle()
        world.telegram.updates.jump_to(500)
        third = await ana.sends("After another one")
        await world.settle()
    assert_promises_hold(world, written=[first, second, third])


def unreadable(person: Any, unix: int) -> list[dict[str, Any]]:
    """Updates that no parser can make sense of, most of them in this person's name."""
    message = {"message_id": 9_000_001, "date": unix, "from": person.user, "text": "?"}
    chat = {"id": person.id, "type": "private"}
    return [
        {"message": {**message, "chat": {"type": "private"}}},
        {"message": {**message, "chat": {"id": person.id}}},
        {"message": {**message, "chat": chat, "date": "yesterday"}},
        {"message": {**message, "chat": chat, "entities": [{"type": "bold"}]}},
        {"message": "nonsense"},
        {"message": ["nonsense"]},
        {"callback_query": {"id": "5", "data": "1:done:1"}},
        {"edited_message": {"chat": chat}},
    ]


async def test_what_cannot_be_read_is_set_aside_and_what_follows_is_not_held_up(
    world: World,
) -> None:
    """Fault 17: the good ones behind it are handled at once, not after three tries."""
    async with world.running():
        ana = await joined(world, "Ana")
        broken = unreadable(ana, world.telegram.unix())
        for update in broken:
            world.telegram.inject(update)
        note = await ana.sends("Behind all of them")
        await ana.hears("Saved to Day 1", within=2.5)
        await world.settle()
        assert isinstance(world.clock, LeapClock)
        world.clock.shortest = 0.01  # this one can be read, and is tried three times
        beyond = {"id": 10**30, "type": "private"}
        message = {"message_id": 9_000_001, "date": world.telegram.unix(), "from": ana.user}
        world.telegram.inject({"message": {**message, "chat": beyond, "text": "?"}})
        world.telegram.inject({"update_id": "seven", "message": {}})
        after = await ana.sends("And behind one without a number")
        await world.settle()
    aside = column(world, "SELECT count(*) FROM inbox WHERE state = 'quarantined'")
    assert aside == [len(broken) + 2]
    assert_promises_hold(world, written=[note, after])


def foreign(person: Any, unix: int) -> list[dict[str, Any]]:
    """Updates of kinds that the bot has no use for."""
    channel = {"id": -1_001_234, "type": "channel", "title": "News"}
    private = {"id": person.id, "type": "private", "first_name": "Ana"}
    post = {"message_id": 9_000_002, "date": unix, "chat": channel, "text": "/start"}
    alone = {"message_id": 9_000_003, "date": unix, "chat": private, "text": "/start"}
    question = {"id": "9", "question": "?", "options": [], "total_voter_count": 0}
    flags = {
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    reacted = {"chat": private, "message_id": 1, "date": unix, "user": person.user}
    return [
        {},
        {"channel_post": post},
        {"edited_channel_post": {**post, "edit_date": unix}},
        {"message": {**post, "sender_chat": channel}},
        {"message": alone},
        {"message": {**alone, "text": "A text of nobody"}},
        {"edited_message": {**alone, "text": "An edit of nobody", "edit_date": unix}},
        {"poll": {**question, **flags}},
        {"message_reaction": {**reacted, "old_reaction": [], "new_reaction": []}},
        {"business_message": {**alone, "business_connection_id": "b"}},
        {"something_new_in_2031": {"chat": private, "colour": "mauve"}},
        {"inline_query": {"id": "1", "from": person.user, "query": "day", "offset": ""}},
    ]


async def test_kinds_that_are_not_for_us_pass_without_a_sound(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 18: confirmed and ignored, without an error, without an answer."""
    async with world.running():
        ana = await joined(world, "Ana")
        heard, sent = len(ana.heard), len(world.telegram.sent)
        caplog.clear()
        for update in foreign(ana, world.telegram.unix()):
            world.telegram.inject(update)
        await world.settle(within=20)
        assert len(ana.heard) == heard and len(world.telegram.sent) == sent
        assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert column(world, "SELECT DISTINCT state FROM inbox") == ["done"]
    assert_promises_hold(world, logs=caplog.text)


async def test_an_update_of_ten_megabytes_is_set_aside_within_bounds(world: World) -> None:
    """Fault 22: not kept, not parsed by the library, and what follows is heard."""
    async with world.running():
        ana = await joined(world, "Ana")
        message = {"message_id": 9_000_004, "date": world.telegram.unix(), "from": ana.user}
        chat = {"id": ana.id, "type": "private"}
        tracemalloc.start()
        try:
            big = {**message, "chat": chat, "text": "x" * 10_000_000}
            world.telegram.inject({"message": big})
            note = await ana.sends("Still here?")
            await ana.hears("Saved to Day 1")
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        await world.settle()
    assert most < 100_000_000, f"{most / 1e6:.0f} MB"
    assert column(world, "SELECT raw FROM inbox WHERE state = 'quarantined'") == [None]
    assert_promises_hold(world, written=[note])


@pytest.mark.parametrize("depth", [100, 900])
async def test_deeply_nested_json_stops_nothing(world: World, depth: int) -> None:
    """Fault 22: a hundred boxes in boxes, and as many as a parser is likely to survive."""
    nested = json.loads("[" * depth + "]" * depth)
    async with world.running():
        ana = await joined(world, "Ana")
        chat = {"id": ana.id, "type": "private"}
        message = {"message_id": 9_000_005, "date": world.telegram.unix(), "from": ana.user}
        world.telegram.inject({"message": {**message, "chat": chat, "deep": nested}})
        note = await ana.sends("Still here?")
        await ana.hears("Saved to Day 1", within=2.5)
        await world.settle()
    assert_promises_hold(world, written=[note])


async def test_two_rapid_replies_and_a_double_tap_count_once(world: World) -> None:
    """Fault 23: one "done", both texts kept, the streak one longer."""
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        written = [await ana.sends("One"), await ana.sends("Two, at once")]
        for _ in range(2):
            await ana.presses(challenge, "Done", wait=False)
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
        assert all(world.telegram.presses[press].answer.done() for press in world.telegram.presses)
    assert column(world, "SELECT count(*) FROM marks") == [1]
    assert column(world, "SELECT current FROM streaks") == [1]
    assert sum("Saved to Day 1" in text for text in texts_of(ana)) == 1
    assert written[1].reactions, "the second text was not acknowledged"
    assert_promises_hold(world, written=written)
