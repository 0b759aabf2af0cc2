"""Methods that change what is already in a chat: what comes back, and every refusal."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InputFile

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api, buttons

UNMODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


@pytest.fixture(autouse=True)
async def begun(ana: Person) -> None:
    await ana.sends("/start")


@pytest.fixture
async def card(api: Api, ana: Person) -> dict[str, Any]:
    """A message with a button, number 2."""
    sent: dict[str, Any] = await api(
        "sendMessage", chat_id=ana.id, text="Day 1", reply_markup=buttons([("Done", "d:1")])
    )
    return {"chat_id": ana.id, "message_id": sent["message_id"]}


async def test_an_edited_text_comes_back_with_its_date(
    api: Api, ana: Person, card: dict[str, Any], clock: HandClock
) -> None:
    clock.forward(timedelta(minutes=5))
    edited = await api("editMessageText", **card, text="<b>Day</b> 1 done", parse_mode="HTML")
    assert edited["text"] == "Day 1 done"
    assert edited["entities"][0]["type"] == "bold"
    assert edited["edit_date"] - edited["date"] == 300
    assert ana.last["text"] == "Day 1 done"
    assert ana.last.earlier == ["Day 1"]


async def test_an_edit_without_a_keyboard_removes_it(
    api: Api, ana: Person, card: dict[str, Any]
) -> None:
    assert ana.last.buttons
    assert "reply_markup" not in await api("editMessageText", **card, text="Day 1!")
    markup = buttons([("Undo", "u:1")])
    edited = await api("editMessageReplyMarkup", **card, reply_markup=markup)
    assert edited["reply_markup"]["inline_keyboard"][0][0]["text"] == "Undo"
    assert "reply_markup" not in await api("editMessageReplyMarkup", **card)


async def test_an_edit_that_changes_nothing_is_refused(
    api: Api, ana: Person, card: dict[str, Any]
) -> None:
    markup = buttons([("Done", "d:1")])
    same = await api.refusal("editMessageText", **card, text=" Day 1 ", reply_markup=markup)
    assert same == UNMODIFIED
    assert await api.refusal("editMessageReplyMarkup", **card, reply_markup=markup) == UNMODIFIED
    await api("editMessageText", **card, text="Day 1")
    assert await api.refusal("editMessageText", **card, text="Day 1") == UNMODIFIED
    await api("editMessageText", **card, text="<b>Day 1</b>", parse_mode="HTML")


async def test_a_message_that_is_not_there_cannot_be_edited(
    api: Api, ana: Person, card: dict[str, Any]
) -> None:
    gone = "400 Bad Request: message to edit not found"
    assert await api.refusal("editMessageText", chat_id=ana.id, message_id=9, text="a") == gone
    await ana.deletes(card["message_id"])
    assert await api.refusal("editMessageText", **card, text="a") == gone
    assert await api.refusal("editMessageReplyMarkup", **card) == gone


async def test_what_somebody_else_wrote_cannot_be_edited(api: Api, ana: Person) -> None:
    refused = await api.refusal("editMessageText", chat_id=ana.id, message_id=1, text="a")
    assert refused == "400 Bad Request: message can't be edited"


async def test_an_edit_needs_to_say_which_message(api: Api) -> None:
    refused = await api.refusal("editMessageText", text="a")
    assert refused == "400 Bad Request: message identifier is not specified"


async def test_an_edited_text_is_checked_like_a_new_one(api: Api, card: dict[str, Any]) -> None:
    assert await api.refusal("editMessageText", **card, text=" ") == (
        "400 Bad Request: message text is empty"
    )
    assert await api.refusal("editMessageText", **card, text="a" * 4097) == (
        "400 Bad Request: message is too long"
    )
    assert await api.refusal(
        "editMessageText", **card, text="a", reply_markup=buttons([("a", "b" * 65)])
    ) == ("400 Bad Request: BUTTON_DATA_INVALID")


async def test_captions_are_edited_where_there_is_something_to_caption(
    bot: Bot, api: Api, ana: Person, card: dict[str, Any]
) -> None:
    photo = await bot.send_photo(ana.id, InputFile(b"a picture"), caption="Week 1")
    where = {"chat_id": ana.id, "message_id": photo.message_id}
    edited = await api("editMessageCaption", **where, caption="_Week_ 1", parse_mode="MarkdownV2")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("Week 1", "italic")
    assert "caption" not in await api("editMessageCaption", **where)
    assert await api.refusal("editMessageCaption", **card, caption="a") == (
        "400 Bad Request: there is no caption in the message to edit"
    )
    assert await api.refusal("editMessageText", **where, text="a") == (
        "400 Bad Request: there is no text in the message to edit"
    )


async def test_a_deleted_message_is_out_of_sight(
    api: Api, ana: Person, card: dict[str, Any]
) -> None:
    assert await api("deleteMessage", **card) is True
    assert ana.heard == []
    assert ana.chat[-1].deleted
    gone = "400 Bad Request: message to delete not found"
    assert await api.refusal("deleteMessage", **card) == gone


async def test_a_bot_may_delete_what_a_person_wrote_in_private(api: Api, ana: Person) -> None:
    assert await api("deleteMessage", chat_id=ana.id, message_id=1) is True


async def test_after_48_hours_nothing_can_be_deleted(
    api: Api, card: dict[str, Any], clock: HandClock
) -> None:
    clock.forward(timedelta(hours=48))
    refused = "400 Bad Request: message can't be deleted"
    assert await api.refusal("deleteMessage", **card) == refused
    assert await api.refusal("deleteMessages", chat_id=card["chat_id"], message_ids=[2]) == refused
    clock.forward(timedelta(seconds=-1))
    assert await api("deleteMessage", **card) is True


async def test_a_bot_may_not_delete_what_others_wrote_in_a_group(
    api: Api, telegram: LocalTelegram, ana: Person
) -> None:
    family = telegram.group("Family", ana)
    message = await ana.sends("/today", chat=family)
    refused = await api.refusal("deleteMessage", chat_id=family.id, message_id=message.id)
    assert refused == "400 Bad Request: message can't be deleted"


async def test_several_are_deleted_at_once_and_missing_ones_passed_over(
    api: Api, ana: Person, card: dict[str, Any]
) -> None:
    assert await api("deleteMessages", chat_id=ana.id, message_ids=[1, 2, 77]) is True
    assert [message.deleted for message in ana.chat] == [True, True]


async def test_a_reaction_is_seen_without_a_message(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    where = {"chat_id": ana.id, "message_id": 1}
    assert await api("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "❤"}])
    assert ana.chat[0].reactions[telegram.bot["id"]] == [{"type": "emoji", "emoji": "❤"}]
    assert await api("setMessageReaction", **where, reaction=[])
    assert ana.chat[0].reactions[telegram.bot["id"]] == []
    assert ana.heard == []
    for emoji in ("🥦", "", "👍 👎"):
        refused = await api.refusal(
            "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": emoji}]
        )
        assert refused == "400 Bad Request: REACTION_INVALID"
    refused = await api.refusal("setMessageReaction", chat_id=ana.id, message_id=9)
    assert refused == "400 Bad Request: message to react not found"
