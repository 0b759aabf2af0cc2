"""Replies are the homework log: where a text goes, and what can be done about it afterward."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import CutAfter
from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.journeys.steps import joined, texts_of
from tests.world import PACK, World, new_world

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""Day 1 reaches everybody here at nine, in Lisbon."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return new_world(tmp_path, content_dir=PACK)


def challenge(person: Any, day: int) -> Any:
    """The message that brought a day."""
    return next(message for message in person.heard if f"Day {day}: " in message["text"])


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


async def days_of(world: World) -> list[tuple[int, str | None]]:
    """What the log holds: the day and the words, in the order of writing."""
    rows = column(
        world,
        "SELECT d.day || ':' || coalesce(r.text, '-') FROM reflections r"
        " JOIN deliveries d ON d.id = r.delivery_id ORDER BY r.message_id",
    )
    pairs = [str(row).split(":", 1) for row in rows]
    return [(int(day), None if words == "-" else words) for day, words in pairs]


async def streak_of(world: World, person: Any) -> str:
    await person.sends("/streak")
    await world.settle()
    return str(person.last.words)


async def test_t1_a_telegram_reply_in_grace_counts_and_the_next_day_stays_open(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.at(MONDAY + timedelta(days=1, hours=12))
        await ana.sends("About yesterday", reply_to=challenge(ana, 1))
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last.words
        assert "Day 2 is open" in await streak_of(world, ana)


async def test_t2_plain_text_goes_to_the_latest_day_and_one_press_puts_it_right(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.at(MONDAY + timedelta(days=1, hours=11))
        await ana.sends("About yesterday")
        await world.settle()
        receipt = ana.last
        assert "Saved to Day 2. Streak 1." in receipt["text"]
        await ana.presses(receipt, "That was for Day 1")
        await world.settle()
        assert "Moved to Day 1. Streak 1." in receipt["text"]
        assert not [label for label in labels(receipt) if label.startswith("That was")]
        assert await days_of(world) == [(1, "About yesterday")]
        assert "Day 2 is open" in await streak_of(world, ana)
        await ana.sends("And this is about today")
        await world.settle()
        assert "Saved to Day 2. Streak 2." in ana.last.words
        await assert_streaks_are_what_the_rows_say(world)


async def test_a_second_tap_on_that_was_for_moves_nothing_further(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await world.later(days=1)
        await ana.sends("Meant for Day 2")
        await world.settle()
        receipt = ana.last
        data = next(b["callback_data"] for b in receipt.buttons if "Day 2" in b["text"])
        for _ in range(3):
            await ana.press_data(data, dict(receipt))
        await world.settle()
        assert await days_of(world) == [(2, "Meant for Day 2")]


async def test_that_was_for_offers_to_take_along_what_followed(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await ana.sends("I asked him about the boat.")
        await ana.sends("He has had it for forty years.")
        await world.settle()
        receipt = ana.last
        await ana.presses(receipt, "That was for Day 1")
        await world.settle()
        assert [day for day, _ in await days_of(world)] == [1, 2]
        await ana.presses(receipt, "The rest under Day 2, too")
        await world.settle()
        assert [day for day, _ in await days_of(world)] == [1, 1]
        assert "Day 2 is open" in await streak_of(world, ana)
        await ana.sends("One more line about the boat")
        await world.settle()
        assert "That was for Day 1" in labels(ana.last)


async def test_t20_a_day_with_only_a_done_is_offered_for_the_words_that_come_later(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(challenge(ana, 1), "Done")
        await world.at(MONDAY + timedelta(days=1, hours=1))
        await ana.sends("went well yesterday")
        await world.settle()
        assert "Saved to Day 2. Streak 2." in ana.last.words
        await ana.presses(ana.last, "That was for Day 1")
        await world.settle()
        assert await days_of(world) == [(1, "went well yesterday")]
        assert "Your streak is 1." in await streak_of(world, ana)


async def test_a_day_that_has_its_words_is_not_offered(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("Monday's")
        await world.later(days=1)
        await ana.sends("Tuesday's")
        await world.settle()
        assert labels(ana.last) == ["Edit", "Move", "Delete"]


async def test_a_later_answer_says_that_it_counts_in_full(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(3):
            await world.later(days=1)
        await ana.sends("Days later", reply_to=challenge(ana, 1))
        await world.settle()
        assert "Saved to Day 1. It counts in full toward 1 of 5." in ana.last.words


async def test_a_reply_in_a_pause_is_credited_and_offers_to_resume(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await world.later(days=4)
        await ana.sends("I did it all the same")
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last.words
        await ana.presses(ana.last, "Resume")
        await world.settle()
        assert "Welcome back" in ana.last.words


async def test_how_edits_and_deletions_are_heard_is_said_once_in_a_life(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("First ever")
        await world.later(days=1)
        await ana.sends("Second day")
        await world.settle()
    assert sum("I never hear of it" in text for text in texts_of(ana)) == 1


async def test_t27_a_day_that_ended_unknown_but_was_seen_takes_its_text(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(CutAfter(), method="sendMessage", times=3)
        await world.later(days=1)
        for _ in range(6):
            await world.later(minutes=10)
        assert column(world, "SELECT state FROM deliveries WHERE day = 2") == ["unknown"]
        await ana.sends("I saw it all right")
        await world.settle()
        assert "Saved to Day 2. Streak 1." in ana.last.words


async def test_t28_a_reply_to_any_copy_finds_its_day(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(CutAfter(), method="sendMessage", times=1)
        await world.later(days=1)
        await world.later(minutes=10)
        copies = [message for message in ana.heard if "Day 2: " in message["text"]]
        assert len(copies) == 2
        await world.later(days=1)
        await ana.sends("To the first of the two", reply_to=copies[0])
        await world.settle()
        assert "Saved to Day 2" in ana.last.words


async def test_edit_takes_new_words_and_keeps_the_time(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("Wrods")
        await world.settle()
        before = column(world, "SELECT written_at FROM reflections")
        receipt = ana.last
        for _ in range(3):
            await world.later(days=1)
        await ana.presses(receipt, "Edit")
        await world.settle()
        assert "Send me the new words" in ana.last.words
        answer = await ana.sends("Words")
        await world.settle()
        assert answer.reactions
        await ana.edits(answer, "An answer to a question, edited")
        await world.settle()
        assert await days_of(world) == [(1, "Words")]
        assert column(world, "SELECT written_at FROM reflections") == before
        await ana.sends("And this belongs to the latest day")
        await world.settle()
        assert (await days_of(world))[-1][0] == 4


async def test_a_question_can_be_canceled_and_runs_out_after_ten_minutes(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("First")
        await world.settle()
        receipt = ana.last
        await ana.presses(receipt, "Edit")
        await world.settle()
        asked = ana.last
        answer = await ana.presses(asked, "Cancel")
        assert answer["text"].startswith("All right")
        await world.settle()
        assert not asked.buttons
        await ana.sends("Second")
        await ana.presses(receipt, "Edit")
        await world.settle()
        await world.later(minutes=11)
        await ana.sends("Third")
        await world.settle()
        assert [text for _, text in await days_of(world)] == ["First", "Second", "Third"]
        late = next(message for message in reversed(ana.heard) if "new words" in message["text"])
        await ana.sends("First, corrected", reply_to=late)
        await world.settle()
        assert next(text for _, text in await days_of(world)) == "First, corrected"


async def test_the_cancel_of_an_old_question_leaves_the_newer_one_open(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("First")
        await world.settle()
        receipt = ana.last
        await ana.presses(receipt, "Move")
        await world.settle()
        old = ana.last
        await world.later(minutes=1)
        await ana.presses(receipt, "Edit")
        await world.settle()
        await ana.presses(old, "Cancel")
        await ana.sends("Corrected")
        await world.settle()
        assert await days_of(world) == [(1, "Corrected")]


async def test_a_reply_to_a_challenge_is_no_answer_to_an_open_question(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await ana.sends("Tuesday's")
        await world.settle()
        await ana.presses(ana.last, "Edit")
        await world.settle()
        await ana.sends("Monday's", reply_to=challenge(ana, 1))
        await world.settle()
        assert await days_of(world) == [(2, "Tuesday's"), (1, "Monday's")]


async def test_t24_moved_on_saturday_it_counts_there_and_the_source_stays_answered(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.at(MONDAY + timedelta(days=1, hours=4))
        await ana.sends("Tuesday's text, about Monday")
        await world.settle()
        receipt = ana.last
        for _ in range(3):
            await world.later(days=1)
        await ana.presses(receipt, "Move")
        await world.settle()
        assert "It is under Day 2 now" in ana.last.words
        await ana.presses(ana.last, "Day 1")
        await world.settle()
        assert "Moved to Day 1." in ana.last.words
        assert await days_of(world) == [(1, "Tuesday's text, about Monday")]
        assert (await streak_of(world, ana)).startswith("2 of 5")
        await assert_streaks_are_what_the_rows_say(world)


async def test_a_day_to_move_to_can_be_typed_if_it_has_come(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        note = await ana.sends("Where does this go?")
        await world.settle()
        await ana.presses(ana.last, "Move")
        await world.settle()
        for unknown in ("Day 5", "somewhere else", "0"):
            await ana.sends(unknown)
            await world.settle()
            assert "no day that has come" in ana.last.words
        await ana.sends("day 1.")
        await world.settle()
        assert "Moved to Day 1." in ana.last.words
        await ana.edits(note, "It went to Day 1")
        await world.settle()
        assert await days_of(world) == [(1, "It went to Day 1")]


async def test_a_reply_written_while_a_move_is_asked_about_is_kept_as_a_reply(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await ana.sends("Where does this go?")
        await world.settle()
        await ana.presses(ana.last, "Move")
        await world.settle()
        await ana.sends("Called 1 friend")
        await world.settle()
        assert await days_of(world) == [(2, "Where does this go?"), (2, "Called 1 friend")]
        await ana.sends("Day 1")
        await world.settle()
        assert "Moved to Day 1." in ana.last["text"]
        assert await days_of(world) == [(1, "Where does this go?"), (2, "Called 1 friend")]


async def test_words_that_become_a_command_by_an_edit_stay_as_they_were(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends("I asked my aunt about her school")
        await world.settle()
        await ana.edits(note, "/pause 3")
        await world.settle()
        assert await days_of(world) == [(1, "I asked my aunt about her school")]


async def test_t23_what_is_deleted_is_gone_and_the_day_stays_answered(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends_photo("Too private")
        await world.settle()
        receipt = ana.last
        for _ in range(4):
            await world.later(days=1)
        await ana.presses(receipt, "Delete")
        await world.settle()
        await ana.presses(receipt, "Keep it")
        await world.settle()
        assert "Saved to Day 1" in receipt["text"]
        await ana.presses(receipt, "Delete")
        await world.settle()
        await ana.presses(receipt, "Delete it")
        await world.settle()
        assert "Day 1 stays answered" in receipt["text"] and not receipt.buttons
        assert column(world, "SELECT coalesce(text, file_id) FROM reflections") == [None]
        await ana.edits(note, "An edit of what is deleted")
        await world.settle()
        assert column(world, "SELECT text FROM reflections") == [None]
        assert "1 of 5 days answered." in await streak_of(world, ana)


async def test_while_a_day_is_open_a_deleted_answer_can_be_taken_back(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(challenge(ana, 1), "Done")
        await ana.sends("Not done at all")
        await world.settle()
        receipt = ana.last
        await ana.presses(receipt, "Delete")
        await world.settle()
        await ana.presses(receipt, "Delete it")
        await world.settle()
        await ana.presses(receipt, "It wasn't answered after all")
        await world.settle()
        assert "Day 1 is open again" in receipt["text"]
        assert (await streak_of(world, ana)).startswith("0 of 5")
        await ana.sends("Now it is")
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last.words


async def test_what_is_left_of_a_day_keeps_it_answered(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("One")
        await world.settle()
        receipt = ana.last
        await ana.sends("Two")
        await world.settle()
        await ana.presses(receipt, "Delete")
        await world.settle()
        await ana.presses(receipt, "Delete it")
        await world.settle()
        assert not receipt.buttons


async def test_slash_delete_asks_first_and_takes_all_of_a_day(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("One")
        await ana.sends_voice()
        await world.settle()
        await ana.sends("/delete 1")
        await world.settle()
        assert "all 2 messages" in ana.last.words
        card = ana.last
        await ana.presses(card, "Delete it")
        await world.settle()
        assert "Deleted" in card["text"]
        assert column(world, "SELECT count(*) FROM reflections WHERE text IS NOT NULL") == [0]
        await ana.sends("/delete 1")
        await world.settle()
        assert "Nothing of yours" in ana.last.words
        await ana.sends("/delete everything")
        await world.settle()
        assert "/delete 3" in ana.last.words


async def test_a_bare_word_brings_buttons_and_is_no_reflection(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for word in ("stop", "STOP!", "Pause.", "unsubscribe", " Stop… "):
            await ana.sends(word)
            await world.settle()
            assert "Until I come back" in labels(ana.last)
        await ana.sends("Help?!")
        await world.settle()
        assert "/today" in ana.last.words
        assert await days_of(world) == []
        await ana.sends("Stop and listen, that was the task.")
        await world.settle()
        assert len(await days_of(world)) == 1


async def test_a_forward_is_kept_only_when_they_say_so(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends("Mine")
        await world.settle()
        await world.later(days=1)
        forward = await ana.forwards(note)
        await world.settle()
        offer = ana.last
        assert labels(offer) == ["Save as my reply"]
        assert len(await days_of(world)) == 1
        await ana.presses(offer, "Save as my reply")
        await world.settle()
        assert "Saved to Day 2. Streak 2." in offer["text"]
        assert await days_of(world) == [(1, "Mine"), (2, "Mine")]
        await ana.press_data("1:save:", dict(offer))
        await world.settle()
        assert len(await days_of(world)) == 2
    assert_promises_hold(world, written=[note, forward])


async def test_a_sticker_alone_is_a_done_and_asks_for_a_line(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        sticker = await ana.sends_sticker()
        await world.settle()
        assert sticker.reactions
        assert column(world, "SELECT kind FROM marks") == ["done"]
        assert await days_of(world) == []
        assert "Cancel" in labels(ana.last)
        await ana.sends("It went well")
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last.words


async def test_the_line_after_a_done_goes_to_that_day_and_a_stop_is_still_a_stop(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(days=1)
        await ana.presses(challenge(ana, 1), "Done")
        await world.settle()
        await ana.sends("stop")
        await world.settle()
        assert "Until I come back" in labels(ana.last)
        await ana.sends("A line about the first day")
        await world.settle()
        assert await days_of(world) == [(1, "A line about the first day")]


KINDS = ("photo", "voice", "video", "video_note", "animation", "audio", "document")


async def test_what_was_sent_with_a_day_comes_back_with_it(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        written = [await ana.sends_file(kind, caption=f"My {kind}") for kind in KINDS]
        await world.settle()
        await ana.sends("/day 1")
        await world.settle()
        shown = [next((k for k in KINDS if k in message), None) for message in ana.heard]
        assert [kind for kind in shown if kind] == list(KINDS)
        assert ana.last["caption"] == "My document"
    assert_promises_hold(world, written=written)


async def test_a_file_that_telegram_no_longer_has_is_said_in_words(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends_photo("Look")
        await world.settle()
        world.telegram.files._by_id.clear()
        await ana.sends("/day 1")
        await world.settle()
        assert "is not to be had any more" in ana.last.words


async def test_the_outbox_never_holds_a_files_id(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        photo = await ana.sends_photo("Look")
        await ana.sends("/day 1")
        await world.settle()
    file_id = photo["photo"][-1]["file_id"]
    assert column(world, "SELECT file_id FROM reflections") == [file_id]
    assert not [row for row in column(world, "SELECT params FROM outbox") if file_id in str(row)]


async def test_an_edited_caption_and_a_replaced_photo_are_followed(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        photo = await ana.sends_photo("First caption")
        await world.settle()
        await ana.edits(photo, "Second caption")
        await world.settle()
        assert photo.reactions
        assert await days_of(world) == [(1, "Second caption")]
        other = await ana.sends_photo("Another photo")
        await world.settle()
        replaced = {**photo, "photo": other["photo"], "edit_date": world.telegram.unix()}
        del replaced["caption"]
        world.telegram.inject({"edited_message": replaced})
        await world.settle()
        assert (await days_of(world))[0] == (1, None)
        files = column(world, "SELECT DISTINCT file_id FROM reflections")
        assert files == [other["photo"][-1]["file_id"]]


async def test_every_picture_of_an_album_is_kept_and_shown(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        album = [await ana.sends_photo("Two of them", media_group_id="9")]
        album.append(await ana.sends_photo(media_group_id="9"))
        await world.settle()
        assert sum("Saved to" in text for text in texts_of(ana)) == 1
        await ana.sends("/day 1")
        await world.settle()
        assert sum("photo" in message for message in ana.heard) == 2
    assert_promises_hold(world, written=album)


async def test_what_was_deleted_meanwhile_is_not_shown_again(world: World) -> None:
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        await ana.sends_photo("Look")
        await world.settle()
        receipt = ana.last
        bot.services.holds.add("a test")
        await ana.sends("/day 1")
        async with asyncio.timeout(10):
            while not column(world, "SELECT id FROM outbox WHERE kind = 'own_file'"):
                await asyncio.sleep(0.01)
        kept = column(world, "SELECT id FROM reflections")[0]
        await ana.press_data(f"1:erase:{kept}", dict(receipt))
        bot.services.holds.lift("a test")
        await world.settle()
        assert not [message for message in ana.heard if "photo" in message]
        assert "Look" not in str(texts_of(ana))


async def test_an_edit_of_a_message_that_never_came_is_taken_at_its_own_time(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await world.at(MONDAY + timedelta(hours=2))
        lost = await ana.sends("Lost on the way")
        command = await ana.sends("/today")
        world.telegram.updates.drop_all()
        await world.later(days=1)
        await ana.edits(lost, "Found again")
        await ana.edits(command, "/streak")
        await world.settle()
        assert await days_of(world) == [(1, "Found again")]
        assert column(world, "SELECT written_at FROM reflections") == ["2026-11-23 11:00:00.000000"]
        await ana.edits(command, "No command any more")
        await world.settle()
        assert len(await days_of(world)) == 2


@pytest.mark.parametrize("kind", ["contact", "poll", "dice", "game", "story"])
async def test_what_cannot_be_kept_is_answered_with_what_can(world: World, kind: str) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends_other(kind)
        await world.settle()
        assert "a kind of message I can't keep" in ana.last.words
        assert await days_of(world) == []


async def test_what_telegram_notes_in_a_chat_is_passed_over(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        heard = len(ana.heard)
        await ana.sends_other("pinned_message")
        await world.settle()
        assert len(ana.heard) == heard


async def test_an_unknown_command_points_to_help_and_is_not_logged(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/made_up_command please")
        await world.settle()
        assert "/help" in ana.last.words
        assert await days_of(world) == []
