"""A person's side: what they can do, and what the bot hears of it."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, Update

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api


async def updates(bot: Bot) -> tuple[Update, ...]:
    """Everything that waits, read by the library and confirmed."""
    got = await bot.get_updates(offset=1)
    await bot.get_updates(offset=got[-1].update_id + 1)
    return got


async def test_several_people_write_at_once_and_are_told_apart(
    bot: Bot, telegram: LocalTelegram, ana: Person
) -> None:
    ben = telegram.person("Ben", id=42, username="ben", last_name="Okri")
    await ana.sends("/start")
    await ben.sends("/start")
    first, second = [update.message for update in await updates(bot)]
    assert first is not None
    assert second is not None
    assert first.from_user is not None
    assert (first.chat_id, first.from_user.language_code) == (ana.id, "es")
    assert second.from_user is not None
    assert second.from_user.full_name == "Ben Okri"
    assert (second.chat.id, second.chat.username) == (42, "ben")
    assert first.message_id == second.message_id == 1


async def test_a_message_may_carry_an_earlier_date(bot: Bot, ana: Person, clock: HandClock) -> None:
    await ana.sends("from last night", date=clock.now() - timedelta(hours=9))
    (update,) = await updates(bot)
    assert update.message is not None
    assert update.message.date == clock.now() - timedelta(hours=9)


async def test_any_text_goes_through_as_it_is(
    bot: Bot, telegram: LocalTelegram, ana: Person
) -> None:
    texts = ["", "  ", "a" * 100_000, "\x00", "\ud800", "\u202eright to left", "{0} %s <b>"]
    for text in texts:
        await ana.sends(text)
    assert [update["message"]["text"] for update in telegram.pending] == texts
    heard = [update.message for update in await updates(bot)]
    assert [message.text for message in heard if message is not None] == texts


async def test_an_edit_replaces_the_words_and_keeps_the_date(
    bot: Bot, ana: Person, clock: HandClock
) -> None:
    written = await ana.sends("frist")
    clock.forward(timedelta(minutes=1))
    await ana.edits(written, "first /done")
    _, edit = await updates(bot)
    assert edit.edited_message is not None
    assert edit.edited_message.text == "first /done"
    assert edit.edited_message.entities[0].type == "bot_command"
    assert edit.edited_message.edit_date == clock.now()
    assert edit.edited_message.date == clock.now() - timedelta(minutes=1)


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "document", "sticker"])
async def test_files_of_every_kind_can_be_read_and_fetched(
    bot: Bot, ana: Person, kind: str
) -> None:
    await ana.sends_file(kind, content=b"content of it")
    (update,) = await updates(bot)
    assert update.message is not None
    shown: Any = getattr(update.message, kind)
    file = await bot.get_file((shown[-1] if kind == "photo" else shown).file_id)
    assert bytes(await file.download_as_bytearray()) == b"content of it"


async def test_what_is_sent_may_have_a_caption_a_name_and_an_album(bot: Bot, ana: Person) -> None:
    await ana.sends_photo("the view", media_group_id="7")
    await ana.sends_document("my notes", name="notes.txt")
    await ana.sends_voice("hm")
    await ana.sends_sticker()
    photo, document, voice, sticker = [update.message for update in await updates(bot)]
    assert photo is not None
    assert (photo.caption, photo.media_group_id) == ("the view", "7")
    assert document is not None
    assert document.document is not None
    assert document.document.file_name == "notes.txt"
    assert voice is not None
    assert voice.caption == "hm"
    assert sticker is not None
    assert sticker.caption is None


async def test_a_caption_can_be_edited(bot: Bot, ana: Person) -> None:
    await ana.edits(await ana.sends_photo("frist"), "first")
    _, edit = await updates(bot)
    assert edit.edited_message is not None
    assert edit.edited_message.caption == "first"


async def test_a_place_is_shared_in_degrees(bot: Bot, ana: Person) -> None:
    await ana.sends_location(38.7, -9.1)
    (update,) = await updates(bot)
    assert update.message is not None
    assert update.message.location is not None
    assert (update.message.location.latitude, update.message.location.longitude) == (38.7, -9.1)


async def test_a_forward_says_where_it_is_from(bot: Bot, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Day 1")
    await ana.forwards(ana.last)
    forwarded = (await updates(bot))[-1].message
    assert forwarded is not None
    assert forwarded.text == "Day 1"
    assert forwarded.forward_origin is not None
    assert forwarded.forward_origin.type == "user"


async def test_blocking_and_unblocking_are_told_to_the_bot(
    bot: Bot, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    await ana.blocks()
    await ana.blocks()
    with pytest.raises(AssertionError, match="unblock"):
        await ana.sends("hello?")
    await ana.unblocks()
    await ana.sends("hello again")
    changes = [update.my_chat_member for update in await updates(bot) if update.my_chat_member]
    assert [
        (change.old_chat_member.status, change.new_chat_member.status) for change in changes
    ] == [("member", "kicked"), ("kicked", "member")]
    assert changes[0].new_chat_member.user.id == telegram.bot["id"]


async def test_a_reaction_comes_only_to_who_asked_for_it(bot: Bot, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    await ana.reacts(1, "❤")
    (update,) = await bot.get_updates(offset=1, allowed_updates=["message", "message_reaction"])
    assert update.message is not None
    await ana.reacts(1, "🔥")
    reaction = (await bot.get_updates(offset=2))[-1].message_reaction
    assert reaction is not None
    assert [each.emoji for each in reaction.old_reaction] == ["❤"]
    assert [each.emoji for each in reaction.new_reaction] == ["🔥"]


async def test_what_a_person_deletes_the_bot_never_hears_of(
    telegram: LocalTelegram, ana: Person
) -> None:
    written = await ana.sends("never mind")
    await ana.deletes(written)
    assert len(telegram.pending) == 1
    assert ana.chat[0].deleted


async def test_the_last_of_nothing_is_an_error(ana: Person) -> None:
    with pytest.raises(AssertionError, match="has said nothing"):
        _ = ana.last


async def test_a_message_that_never_was_cannot_be_answered(ana: Person) -> None:
    with pytest.raises(AssertionError, match="no message 7"):
        await ana.sends("yes", reply_to=7)


async def test_the_transcript_tells_who_said_what(api: Api, ana: Person) -> None:
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Day 1")
    await api("editMessageText", chat_id=ana.id, message_id=2, text="Day one")
    await ana.sends_sticker()
    await ana.deletes(1)
    lines = ana.transcript().splitlines()
    assert lines[1:] == [
        "1 Ana: /start (deleted)",
        "2 bot: Day one (edited)",
        "3 Ana: date, sticker",
    ]
