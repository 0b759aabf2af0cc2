"""Keyboards: what is taken, what is shown, and every refusal."""

import json
from typing import Any

import pytest

from bot.demo.people import Person
from tests.demo.client import Api, buttons


@pytest.fixture(autouse=True)
async def begun(ana: Person) -> None:
    await ana.sends("/start")


async def shown(api: Api, ana: Person, markup: Any) -> dict[str, Any]:
    message: dict[str, Any] = await api(
        "sendMessage", chat_id=ana.id, text="a", reply_markup=markup
    )
    return message


async def refused(api: Api, ana: Person, markup: Any) -> str:
    return await api.refusal("sendMessage", chat_id=ana.id, text="a", reply_markup=markup)


async def test_inline_buttons_come_back_with_all_they_carry(api: Api, ana: Person) -> None:
    button = {"text": "Done", "callback_data": "d:1", "style": "success"}
    message = await shown(api, ana, {"inline_keyboard": [[button], []]})
    assert message["reply_markup"] == {"inline_keyboard": [[button]]}


@pytest.mark.parametrize("data", ["x", "x" * 64, "é" * 32, "👍" * 16])
async def test_data_may_have_64_bytes(api: Api, ana: Person, data: str) -> None:
    message = await shown(api, ana, buttons([("a", data)]))
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize("data", ["", "x" * 65, "é" * 33, "👍" * 17])
async def test_data_of_no_or_too_many_bytes_is_refused(api: Api, ana: Person, data: str) -> None:
    assert await refused(api, ana, buttons([("a", data)])) == (
        "400 Bad Request: BUTTON_DATA_INVALID"
    )


async def test_a_button_with_text_only_is_refused(api: Api, ana: Person) -> None:
    assert await refused(api, ana, {"inline_keyboard": [[{"text": "a"}]]}) == (
        "400 Bad Request: text buttons are unallowed in the inline keyboard"
    )


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        (
            {"inline_keyboard": ["a"]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": ["a"]}, 'field "keyboard" must be an Array of Arrays'),
        (
            {"inline_keyboard": [["a"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"keyboard": [[7]]},
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        ({"inline_keyboard": [[{"text": "a", "url": "file:///x"}]]}, "BUTTON_URL_INVALID"),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(
    api: Api, ana: Person, markup: Any, reason: str
) -> None:
    assert await refused(api, ana, markup) == f"400 Bad Request: {reason}"


async def test_a_keyboard_can_be_too_big(api: Api, ana: Person) -> None:
    rows = [[("a", "b")]] * 100
    await shown(api, ana, buttons(*rows))
    assert await refused(api, ana, buttons(*rows, [("a", "b")])) == (
        "400 Bad Request: reply markup is too long"
    )
    assert await refused(api, ana, buttons(*[[("a" * 200, "b" * 64)]] * 60)) == (
        "400 Bad Request: reply markup is too long"
    )


async def test_a_keyboard_for_the_person_is_shown_below_the_chat(api: Api, ana: Person) -> None:
    markup = {"keyboard": [["Yes", {"text": "Share", "request_location": True}]]}
    message = await shown(api, ana, markup)
    assert "reply_markup" not in message
    assert ana.keyboard is not None
    assert [key["text"] for key in ana.keyboard["keyboard"][0]] == ["Yes", "Share"]
    await api("sendMessage", chat_id=ana.id, text="still there")
    assert (await ana.taps("Ye"))["text"] == "Yes"
    await shown(api, ana, json.dumps({"remove_keyboard": True}))
    assert ana.keyboard is None
    with pytest.raises(AssertionError, match="no key 'Yes'"):
        await ana.taps("Yes")
