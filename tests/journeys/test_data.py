"""Their data: what people take along, what they delete, and what is left of them then: nothing."""

import asyncio
import contextlib
import errno
import json
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import BadRequest, Forbidden, SlowAnswer, TooManyRequests
from bot.storage import backup, durable
from tests.journeys.steps import join, joined, texts_of, turn
from tests.traces import has_trace
from tests.world import World

WORDS = "I told the man at the kiosk about the heron"
ADMIN = 4_242_424


def documents(person: Any) -> list[tuple[str, bytes]]:
    """The files somebody got, by name, with what is in them."""
    telegram = person.telegram
    found = []
    for message in person.heard:
        if "document" in message:
            document = message["document"]
            found.append((document["file_name"], telegram.files.get(document["file_id"]).content))
    return found


def count(home: Path, query: str, *values: Any) -> int:
    with contextlib.closing(sqlite3.connect(home / "kindreds.db")) as database:
        return int(database.execute(query, values).fetchone()[0])


async def wrote_for_a_week(world: World, name: str = "Ana") -> Any:
    """Somebody with a few days behind them: written, done, edited, moved, with a photo."""
    person = await joined(world, name)
    await person.sends(f"{WORDS}, day one")
    await world.later(days=1)
    note = await person.sends(f"{WORDS}, day two")
    await world.settle()
    await person.edits(note, f"{WORDS}, day two, edited")
    await person.sends_photo("A heron & <b>a kiosk</b>")
    await world.later(days=1)
    await person.presses(person.last, "Done")
    await world.later(days=1)
    await world.settle()
    return person


async def asked_to_delete(world: World, person: Any) -> Any:
    """At the second question."""
    await person.sends("/deleteme")
    await world.settle()
    return await turn(world, person, person.last, "Delete everything")


async def deletes_everything(world: World, person: Any) -> None:
    card = await asked_to_delete(world, person)
    await turn(world, person, card, "Yes, delete everything")


@contextlib.contextmanager
def everything_logged() -> Iterator[list[str]]:
    """All that is logged meanwhile, at the finest."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler, root = Keep(logging.DEBUG), logging.getLogger("bot")
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


# Taking it along


async def test_all_three_files_come_and_hold_what_was_written(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await ana.sends("/export")
        await world.settle()
        await turn(world, ana, ana.last, "All three")
        files = dict(documents(ana))
        assert sorted(files) == [f"kindreds-2026-11-26.{end}" for end in ("html", "json", "md")]
        for name, content in files.items():
            assert f"{WORDS}, day one" in content.decode(), name
            assert f"{WORDS}, day two, edited" in content.decode(), name
        assert "A heron &amp; &lt;b&gt;a kiosk" in files["kindreds-2026-11-26.html"].decode()
        person = json.loads(files["kindreds-2026-11-26.json"])
        assert person["version"] == 1
        assert person["person"]["user_id"] == ana.id
        assert len(person["reflections"]) == 3


async def test_nothing_that_was_written_waits_in_the_outbox_or_on_disk(world: World) -> None:
    async with world.running() as bot:
        ana = await wrote_for_a_week(world)
        world.telegram.faults.add(SlowAnswer(0.5), method="sendDocument", times=1)
        await ana.sends("/export")
        await world.settle()
        await ana.presses(ana.last, "Yearbook")
        for _ in range(1000):
            if any(call.method == "sendDocument" for call in world.telegram.calls):
                break
            await asyncio.sleep(0.005)
        params = "SELECT count(*) FROM outbox WHERE params LIKE ?"
        assert count(world.home, params, "%heron%") == 0
        kinds = {path.suffix for path in world.home.rglob("*") if path.is_file()}
        assert ".html" not in kinds
        assert bot is world.bot


async def test_a_second_export_within_ten_minutes_is_kindly_put_off_with_the_time(
    world: World,
) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await ana.sends("/export")
        await world.settle()
        card = ana.last
        await turn(world, ana, card, "JSON")
        assert "It will be here in a moment" in card["text"]
        await ana.sends("/export")
        await world.settle()
        assert "I made you an export today at 09:00" in ana.last["text"]
        assert "today at 09:10" in ana.last["text"]
        await world.later(minutes=11)
        await ana.sends("/export")
        await world.settle()
        assert "Your log, to keep" in ana.last["text"]
        assert len(documents(ana)) == 1


async def test_pressing_twice_at_once_makes_one_set_of_files(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await ana.sends("/export")
        await world.settle()
        card = ana.last
        await asyncio.gather(ana.presses(card, "All three"), ana.presses(card, "All three"))
        await world.settle()
        assert len(documents(ana)) == 3


async def test_a_button_for_export_gives_each_presser_their_own_and_a_stranger_nothing(
    world: World,
) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await ana.sends("/export")
        await world.settle()
        card = dict(ana.last)
        mallory = world.telegram.person("Mallory")
        await mallory.sends("/help")
        await world.settle()
        forged = {**dict(mallory.last), "text": card["text"]}
        await mallory.press_data("1:export:all", forged)
        await world.settle()
        assert documents(mallory) == []
        assert documents(ana) == []
        await mallory.press_data("1:export:all", card)  # even with the very message of hers
        await world.settle()
        assert documents(mallory) == documents(ana) == []


async def test_in_a_group_nothing_of_ones_own_is_shown(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        group = world.telegram.group("Friends")
        heard = len(ana.heard)
        for command in ("/export", "/deleteme", "/privacy", "/feedback hello"):
            await ana.sends(f"{command}@kindreds_test_bot", chat=group)
        await world.settle()
        assert len(ana.heard) == heard
        assert [message for message in group.chat.messages.values() if message.by_bot] == []


async def test_a_file_telegram_will_not_take_is_said_with_the_way_out(world: World) -> None:
    world.settings_["operator_contact"] = "@keeper"
    async with world.running():
        ana = await wrote_for_a_week(world)
        world.telegram.faults.add(
            BadRequest("Bad Request: file is too big"), method="sendDocument", times=1
        )
        await ana.sends("/export")
        await world.settle()
        await turn(world, ana, ana.last, "Yearbook")
        assert "couldn't get that file through Telegram" in ana.last["text"]
        assert "@keeper" in ana.last["text"]


async def test_ten_thousand_messages_make_a_yearbook_while_others_are_served(
    world: World,
) -> None:
    async with world.running() as bot:
        ana = await wrote_for_a_week(world)
        ben = await joined_beside(world, "Ben")

        async def fill(tx: Any) -> None:
            await tx.exec_driver_sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                " INSERT INTO reflections (subscriber_id, delivery_id, chat_id, message_id, kind,"
                " text, written_at, saved_at) SELECT subscriber_id, delivery_id, chat_id,"
                " 1000000 + i, 'text', text || i, written_at, saved_at"
                " FROM n, (SELECT * FROM reflections WHERE kind = 'text' LIMIT 1)"
            )

        await bot.services.db.write(fill)
        await ana.sends("/export")
        await world.settle()
        await ana.presses(ana.last, "All three")
        await ben.sends("/privacy")
        await ben.hears("What I keep", within=10)
        await world.settle(within=60)
        files = dict(documents(ana))
        assert len(files) == 3
        for content in files.values():
            assert content.count(WORDS.encode()) > 10_000


async def joined_beside(world: World, name: str) -> Any:
    return await join(world, name, "Europe/Lisbon", "09:00")


# Deleting it


async def test_delete_me_asks_twice_counts_and_offers_the_export_first(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await ana.sends("/deleteme")
        await world.settle()
        card = ana.last
        assert "all 3 messages in your log, all 4 days that came to you" in card["text"]
        answer = await ana.presses(card, "Export it first")
        assert answer["text"] == "Your export is on its way."
        await world.settle()
        assert len(documents(ana)) == 3
        await turn(world, ana, card, "Delete everything")
        assert "for good" in card["text"]
        await turn(world, ana, card, "Keep everything")
        assert "everything stays" in card["text"]
        assert count(world.home, "SELECT count(*) FROM reflections") == 3


async def test_after_delete_me_no_file_and_no_log_holds_the_id_or_a_word(world: World) -> None:
    with everything_logged() as logged:
        async with world.running():
            ana = await wrote_for_a_week(world)
            ben = await joined_beside(world, "Ben")
            await ana.sends("/feedback a word for the keeper of herons")
            await ana.sends("/export")
            await world.settle()
            chat = {"id": ana.id, "type": "private"}
            broken = {"message_id": 9_000_001, "date": 1, "from": ana.user, "chat": chat}
            world.telegram.inject({"message": {**broken, "text": WORDS, "entities": 5}})
            await world.settle()
            assert count(world.home, "SELECT count(*) FROM inbox WHERE raw LIKE '%heron%'") == 1
            assert any(has_trace(path, ana.id, "heron") for path in world.home.iterdir())
            await deletes_everything(world, ana)
            assert "is deleted" in ana.last["text"]
            for path in world.home.rglob("*"):
                assert not has_trace(path, ana.id, "heron"), path
            await world.later(days=1)
            assert any("Day 1: " in text for text in texts_of(ben))
        for path in world.home.rglob("*"):
            assert not has_trace(path, ana.id, "heron"), path
    told = "\n".join(logged)
    assert "heron" not in told
    assert str(ana.id) not in told


async def test_the_farewell_tells_of_backups_and_nothing_comes_after_it(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        await deletes_everything(world, ana)
        assert "up to 30 days" in ana.last["text"]
        heard = len(ana.heard)
        await world.later(days=1)
        await world.later(days=1)
        assert len(ana.heard) == heard
        await ana.sends("Is somebody there?")
        await world.settle()
        assert "/start" in ana.last["text"]
        assert count(world.home, "SELECT count(*) FROM subscribers") == 0
        assert count(world.home, "SELECT count(*) FROM reflections") == 0


async def test_a_double_press_on_the_last_question_is_one_farewell(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        card = await asked_to_delete(world, ana)
        pressed = dict(card)
        data = pressed["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
        for _ in range(2):
            await ana.press_data(data, pressed, wait=False)
        await ana.hears("Everything I kept about you is deleted")
        answer = await ana.press_data(data, pressed)
        assert answer["text"] == "Everything is deleted already."
        await world.settle()
        assert "is deleted" in card["text"]
        assert sum("is deleted" in text for text in texts_of(ana)) == 1
        assert count(world.home, "SELECT count(*) FROM inbox WHERE chat_id = ?", ana.id) == 0
        assert count(world.home, "SELECT count(*) FROM outbox WHERE chat_id = ?", ana.id) == 0


async def test_deletion_waits_for_a_message_on_the_wire_so_the_farewell_is_the_last(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        card = await asked_to_delete(world, ana)
        slow = world.telegram.faults.add(SlowAnswer(0.5), method="sendMessage", times=1)
        await ana.sends("/privacy")
        while not slow.struck:
            await asyncio.sleep(0.005)
        await ana.presses(card, "Yes, delete")
        await world.settle()
        assert count(world.home, "SELECT count(*) FROM subscribers") == 0
        assert "is deleted" in card["text"]


async def test_the_farewell_comes_anew_where_its_question_cannot_be_changed(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        card = await asked_to_delete(world, ana)
        world.telegram.faults.add(TooManyRequests(1), method="editMessageText", times=1)
        await ana.presses(card, "Yes, delete")
        await ana.hears("Everything I kept about you is deleted")


async def test_a_press_on_the_question_of_somebody_else_deletes_nobody(world: World) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        ben = await joined_beside(world, "Ben")
        card = await asked_to_delete(world, ana)
        data = card["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
        await ben.press_data(data, dict(ben.last))
        await world.settle()
        assert count(world.home, "SELECT count(*) FROM subscribers") == 2
        for forged in ("1:forgetme:0", "1:forgetme:-1", "1:forgetme:9" * 2, f"1:forgetme:{2**62}"):
            await ben.press_data(forged, dict(ben.last))
        await world.settle()
        assert count(world.home, "SELECT count(*) FROM subscribers") == 2


async def test_who_comes_back_is_a_newcomer_and_an_old_card_does_not_undo_that(
    world: World,
) -> None:
    async with world.running():
        ana = await wrote_for_a_week(world)
        card = await asked_to_delete(world, ana)
        old = dict(card)
        await turn(world, ana, card, "Yes, delete everything")
        await world.later(hours=1)
        await ana.sends("/start")
        await world.settle()
        await ana.presses(ana.last, "I'm in")
        for answer in ("Europe/Lisbon", "20:00"):
            await world.settle()
            await ana.sends(answer)
        await world.settle()
        assert "Day 1 arrives" in ana.last["text"]
        data = old["reply_markup"]["inline_keyboard"][1][0]["callback_data"]
        await ana.press_data(data, old)
        await world.settle()
        assert count(world.home, "SELECT count(*) FROM subscribers") == 1
        await ana.sends("/day 1")
        await world.settle()
        assert "heron" not in ana.last["text"]
    async with world.running():
        assert count(world.home, "SELECT count(*) FROM subscribers") == 1


async def test_a_backup_put_back_forgets_them_again_before_anything_is_sent(world: World) -> None:
    database, copy = world.home / "kindreds.db", world.home / "copy.db"
    async with world.running():
        ana = await wrote_for_a_week(world)
        ben = await joined_beside(world, "Ben")
        world.telegram.inject({"message": {"message_id": 9, "date": 1, "chat": {"id": ana.id}}})
        await world.settle()
        await asyncio.to_thread(backup.backup, database, copy)
        await deletes_everything(world, ana)
        heard = len(ana.heard)
    for leftover in world.home.glob("kindreds.db-*"):
        leftover.unlink()
    (world.home / "kindreds.db.generation").unlink()
    shutil.copy(copy, database)
    assert count(world.home, "SELECT count(*) FROM reflections") == 3
    world.clock.set(world.clock.now() + timedelta(days=1))
    async with world.running() as bot:
        assert count(world.home, "SELECT count(*) FROM subscribers WHERE user_id = ?", ana.id) == 0
        assert count(world.home, "SELECT count(*) FROM inbox WHERE chat_id = ?", ana.id) == 0
        await bot.tick()
        await world.settle()
        assert len(ana.heard) == heard
        assert any("Day 1: " in text for text in texts_of(ben))
    for leftover in database.parent.glob("kindreds.db*"):
        assert not has_trace(leftover, ana.id, "heron"), leftover


async def test_a_full_disk_forgets_nobody_by_halves_and_the_press_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 40: the tombstone does not fit, so nothing is deleted, until there is room again."""
    full = True

    def put(path: Path, text: str) -> None:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        room(path, text)

    room = durable.put
    async with world.running():
        ana = await wrote_for_a_week(world)
        card = await asked_to_delete(world, ana)
        monkeypatch.setattr(durable, "put", put)
        await ana.presses(card, "Yes, delete", wait=False)
        await asyncio.sleep(0.3)
        assert count(world.home, "SELECT count(*) FROM subscribers") == 1
        assert count(world.home, "SELECT count(*) FROM reflections") == 3
        full = False
        await world.settle(within=20)
        assert count(world.home, "SELECT count(*) FROM subscribers") == 0
        assert "is deleted" in card["text"]


async def test_somebody_half_way_through_joining_can_leave_without_a_trace(world: World) -> None:
    async with world.running():
        ana = world.telegram.person("Ana")
        await ana.sends("/start")
        await world.settle()
        await deletes_everything(world, ana)
        assert count(world.home, "SELECT count(*) FROM subscribers") == 0
        await ana.sends("/deleteme")
        await world.settle()
        assert "I keep nothing about you" in ana.last["text"]


# Knowing of it, and saying something about it


async def test_privacy_says_who_can_read_it_and_how_to_have_and_delete_it(world: World) -> None:
    world.settings_["operator_contact"] = "@keeper <of herons>"
    async with world.running():
        stranger = world.telegram.person("Noor")
        await stranger.sends("/privacy")
        await world.settle()
        text = stranger.last["text"]
        for words in ("/export", "/deleteme", "/delete 3", "nobody else", "30 days"):
            assert words in text
        assert "@keeper <of herons>" in text


async def test_feedback_goes_to_the_operator_and_into_no_log(world: World) -> None:
    admin = world.telegram.person("Keeper")
    world.settings_["admin_ids"] = frozenset({admin.id})
    async with world.running():
        await admin.sends("/start")
        await world.settle()
        ana = await joined(world, "Ana")
        await ana.sends("/feedback the hour card is lovely")
        await world.settle()
        assert "has it now" in ana.last["text"]
        assert "the hour card is lovely" in admin.last["text"]
        await world.later(minutes=2)
        await ana.sends("/feedback")
        await world.settle()
        assert "What would you like to tell" in ana.last["text"]
        await ana.sends("And the herons, too")
        await world.settle()
        assert admin.last["text"] == "And the herons, too"
        assert count(world.home, "SELECT count(*) FROM reflections") == 0
        await world.later(minutes=2)
        await ana.sends("/feedback")
        await world.settle()
        await ana.presses(ana.last, "Cancel")
        await ana.sends("This one is for the log")
        await world.settle()
        assert "Saved to Day 1" in ana.last["text"]


async def test_feedback_that_reaches_nobody_is_not_thanked_for(world: World) -> None:
    world.settings_ |= {"admin_ids": frozenset({ADMIN}), "operator_contact": "keeper@example.org"}
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(Forbidden(), method="forwardMessage")
        await ana.sends("/feedback hello")
        await world.settle()
        assert "couldn't pass that on" in ana.last["text"]
        assert "keeper@example.org" in ana.last["text"]


async def test_without_an_operator_named_feedback_shows_the_contact(world: World) -> None:
    world.settings_["operator_contact"] = "keeper@example.org"
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/feedback hello")
        await world.settle()
        assert "keeper@example.org" in ana.last["text"]
        await ana.sends("This is for the log")
        await world.settle()
        assert "Saved to Day 1" in ana.last["text"]
