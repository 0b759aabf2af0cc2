"""Methods that put a new message into a chat: what comes back, and every refusal."""

import json
from datetime import timedelta

import pytest
from telegram import Bot, InputFile

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api, buttons

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


@pytest.fixture(autouse=True)
async def begun(ana: Person) -> None:
    await ana.sends("/start")


async def test_a_message_comes_back_as_it_will_be_seen(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    message = await api("sendMessage", chat_id=ana.id, text="  Hello  ")
    assert message == {
        "message_id": 2,
        "from": telegram.bot,
        "chat": {"id": ana.id, "type": "private", "first_name": "Ana"},
        "date": int(telegram.now().timestamp()),
        "text": "Hello",
    }


async def test_ids_rise_by_one_across_both_sides(api: Api, ana: Person) -> None:
    ids = [(await api("sendMessage", chat_id=ana.id, text="a"))["message_id"]]
    ids.append((await ana.sends("b")).id)
    ids.append((await api("sendMessage", chat_id=ana.id, text="c"))["message_id"])
    assert ids == [2, 3, 4]


async def test_dates_are_whole_seconds(api: Api, ana: Person, clock: HandClock) -> None:
    clock.forward(timedelta(seconds=1, microseconds=999_999))
    message = await api("sendMessage", chat_id=ana.id, text="a")
    assert message["date"] == int(clock.now().timestamp())


async def test_an_accepted_message_is_recorded(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    await api("sendMessage", chat_id=ana.id, text="Hello", disable_notification=True)
    (sent,) = telegram.sent
    assert (sent.method, sent.chat_id, sent.message_id) == ("sendMessage", ana.id, 2)
    assert (sent.text, sent.at) == ("Hello", telegram.now())
    assert sent.params["disable_notification"] == "true"
    assert ana.last.silent


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "<b></b>"])
async def test_a_blank_text_is_refused(
    api: Api, ana: Person, telegram: LocalTelegram, text: str
) -> None:
    refused = await api.refusal("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert refused == "400 Bad Request: message text is empty"
    assert telegram.sent == []


async def test_a_text_may_have_4096_units_after_parsing(api: Api, ana: Person) -> None:
    bold = "<b>" + "a" * 4094 + "</b>👍"
    message = await api("sendMessage", chat_id=ana.id, text=bold, parse_mode="HTML")
    assert len(message["text"]) == 4095
    refused = await api.refusal("sendMessage", chat_id=ana.id, text="a" * 4095 + "👍")
    assert refused == "400 Bad Request: message is too long"


async def test_a_source_may_have_32768_bytes(api: Api, ana: Person) -> None:
    assert await api.refusal("sendMessage", chat_id=ana.id, text="a" * 32_768) == (
        "400 Bad Request: message is too long"
    )
    assert await api.refusal("sendMessage", chat_id=ana.id, text="a" * 32_767 + "é") == (
        "400 Bad Request: text is too long"
    )


@pytest.mark.parametrize("mode", ["HTML", "html", "Html"])
async def test_a_parse_mode_may_be_spelled_in_any_case(api: Api, ana: Person, mode: str) -> None:
    message = await api("sendMessage", chat_id=ana.id, text="<b>a</b>", parse_mode=mode)
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_an_unknown_parse_mode_is_refused(api: Api, ana: Person) -> None:
    refused = await api.refusal("sendMessage", chat_id=ana.id, text="a", parse_mode="BBCode")
    assert refused == "400 Bad Request: unsupported parse_mode"


async def test_formatting_that_does_not_parse_is_refused(api: Api, ana: Person) -> None:
    refused = await api.refusal("sendMessage", chat_id=ana.id, text="1 <2", parse_mode="HTML")
    assert refused == ("400 Bad Request: can't parse entities: Unclosed start tag at byte offset 2")
    refused = await api.refusal("sendMessage", chat_id=ana.id, text="a.", parse_mode="MarkdownV2")
    assert refused == (
        "400 Bad Request: can't parse entities: "
        "Character '.' is reserved and must be escaped with the preceding '\\'"
    )


async def test_an_instant_too_far_ahead_is_refused(api: Api, ana: Person, clock: HandClock) -> None:
    last = int((clock.now() + timedelta(days=1098)).timestamp())
    for unix in (last, 0):
        text = f'<tg-time unix="{unix}">then</tg-time>'
        await api("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    text = f'<tg-time unix="{last + 1}">then</tg-time>'
    refused = await api.refusal("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert refused == "400 Bad Request: ENTITY_DATE_INVALID"


async def test_a_bot_may_work_out_its_entities_itself(api: Api, ana: Person) -> None:
    given = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bot_command", "offset": 0, "length": 2},
    ]
    message = await api("sendMessage", chat_id=ana.id, text="hi /help", entities=given)
    assert message["entities"] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "bot_command", "offset": 3, "length": 5},
    ]
    for broken, reason in (
        (["bold"], "expected an Object"),
        ([{"type": "bold", "offset": 0}], 'Can\'t find field "length"'),
    ):
        refused = await api.refusal("sendMessage", chat_id=ana.id, text="hi", entities=broken)
        assert refused == f"400 Bad Request: can't parse MessageEntity: {reason}"
    assert "entities" not in await api("sendMessage", chat_id=ana.id, text="a", entities="{")


async def test_an_answer_carries_what_it_answers_with_its_buttons(api: Api, ana: Person) -> None:
    markup = buttons([("Done", "d:1")])
    asked = await api("sendMessage", chat_id=ana.id, text="Day 1", reply_markup=markup)
    answer = await ana.sends("I did", reply_to=asked)
    assert answer["reply_to_message"]["reply_markup"] == json.loads(markup)
    back = await api(
        "sendMessage",
        chat_id=ana.id,
        text="Saved",
        reply_parameters={"message_id": answer.id},
    )
    assert back["reply_to_message"]["text"] == "I did"
    assert "reply_to_message" not in back["reply_to_message"]


async def test_an_answer_to_a_missing_message_is_refused_unless_allowed(
    api: Api, ana: Person
) -> None:
    refused = await api.refusal(
        "sendMessage", chat_id=ana.id, text="a", reply_parameters={"message_id": 77}
    )
    assert refused == "400 Bad Request: message to be replied not found"
    asked = {"message_id": 77, "allow_sending_without_reply": True}
    message = await api("sendMessage", chat_id=ana.id, text="a", reply_parameters=asked)
    assert "reply_to_message" not in message
    message = await api(
        "sendMessage",
        chat_id=ana.id,
        text="a",
        reply_to_message_id=77,
        allow_sending_without_reply=True,
    )
    assert "reply_to_message" not in message


async def test_a_picture_is_sent_with_its_size_and_caption(
    bot: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    message = await bot.send_photo(
        ana.id, InputFile(PNG, "week.png"), caption="<b>Week 1</b>", parse_mode="HTML"
    )
    assert (message.photo[0].width, message.photo[0].height) == (640, 480)
    assert message.caption == "Week 1"
    assert message.caption_entities[0].type == "bold"
    assert telegram.sent[0].text == "Week 1"
    downloaded = await (await bot.get_file(message.photo[0].file_id)).download_as_bytearray()
    assert bytes(downloaded) == PNG


async def test_a_file_keeps_its_name_and_can_be_sent_again(bot: Bot, ana: Person) -> None:
    first = await bot.send_document(ana.id, InputFile(b"{}", "export.json"))
    assert first.document is not None
    assert first.document.file_name == "export.json"
    again = await bot.send_document(ana.id, first.document.file_id)
    assert again.document is not None
    assert again.document.file_id == first.document.file_id


async def test_a_voice_message_has_a_length(bot: Bot, ana: Person) -> None:
    message = await bot.send_voice(ana.id, InputFile(b"opus", "a.ogg"), duration=7)
    assert message.voice is not None
    assert message.voice.duration == timedelta(seconds=7)


@pytest.mark.parametrize("kind", ["Photo", "Document", "Voice"])
async def test_a_file_that_is_missing_or_unknown_is_refused(
    api: Api, ana: Person, kind: str
) -> None:
    refused = await api.refusal(f"send{kind}", chat_id=ana.id)
    assert refused == f"400 Bad Request: there is no {kind.lower()} in the request"
    refused = await api.refusal(f"send{kind}", chat_id=ana.id, **{kind.lower(): "no-such-file"})
    assert refused == "400 Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_a_caption_may_have_1024_units(bot: Bot, api: Api, ana: Person) -> None:
    photo = (await bot.send_photo(ana.id, InputFile(PNG))).photo[0].file_id
    await api("sendPhoto", chat_id=ana.id, photo=photo, caption="a" * 1024)
    refused = await api.refusal("sendPhoto", chat_id=ana.id, photo=photo, caption="a" * 1025)
    assert refused == "400 Bad Request: message caption is too long"


async def test_a_copy_says_the_same_and_not_from_where(api: Api, ana: Person) -> None:
    original = await api("sendMessage", chat_id=ana.id, text="*a*", parse_mode="MarkdownV2")
    where = {"chat_id": ana.id, "from_chat_id": ana.id}
    copied = await api("copyMessage", **where, message_id=original["message_id"])
    assert list(copied) == ["message_id"]
    assert (ana.last["text"], ana.last["entities"]) == ("a", original["entities"])
    forwarded = await api("forwardMessage", **where, message_id=1)
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Ana"
    for method in ("copy", "forward"):
        refused = await api.refusal(f"{method}Message", **where, message_id=99)
        assert refused == f"400 Bad Request: message to {method} not found"


async def test_an_action_leaves_nothing_behind(api: Api, ana: Person) -> None:
    assert await api("sendChatAction", chat_id=ana.id, action="typing") is True
    assert ana.heard == []
    refused = await api.refusal("sendChatAction", chat_id=ana.id, action="pondering")
    assert refused == "400 Bad Request: wrong parameter action in request"


async def test_an_effect_stays_with_the_message_if_there_is_such_a_one(
    api: Api, ana: Person
) -> None:
    confetti = "5046509860389126442"
    message = await api("sendMessage", chat_id=ana.id, text="a", message_effect_id=confetti)
    assert message["effect_id"] == confetti
    refused = await api.refusal("sendMessage", chat_id=ana.id, text="a", message_effect_id="1")
    assert refused == "400 Bad Request: EFFECT_ID_INVALID"
