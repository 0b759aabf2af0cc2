"""Presses of inline buttons, from the tap to the acknowledgement."""

import asyncio
from datetime import timedelta

import pytest
from telegram import Bot

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api, buttons

STALE = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture(autouse=True)
async def card(api: Api, ana: Person) -> None:
    await ana.sends("/start")
    markup = buttons([("Done", "d:1"), ("Not today", "n:1")])
    await api("sendMessage", chat_id=ana.id, text="Day 1", reply_markup=markup)


async def test_a_press_brings_all_that_the_library_needs(
    bot: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    press = await ana.presses(2, "Not", wait=False)
    query = (await bot.get_updates(offset=101))[0].callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (press, "n:1", ana.id)
    assert query.chat_instance
    assert query.message is not None
    assert query.message.message_id == 2
    raw = telegram.pending[-1]["callback_query"]
    assert raw["message"]["reply_markup"] == ana.last["reply_markup"]


async def test_a_button_is_found_by_its_data_too(ana: Person, telegram: LocalTelegram) -> None:
    await ana.presses(ana.last, "d:1", wait=False)
    assert telegram.pending[-1]["callback_query"]["data"] == "d:1"


async def test_a_button_that_is_not_there_cannot_be_pressed(ana: Person) -> None:
    with pytest.raises(AssertionError, match="no button 'Undo' among"):
        await ana.presses(2, "Undo")


async def test_a_press_is_acknowledged_once(api: Api, ana: Person) -> None:
    press = await ana.presses(2, "Done", wait=False)
    assert await api("answerCallbackQuery", callback_query_id=press) is True
    assert await api.refusal("answerCallbackQuery", callback_query_id=press) == STALE
    assert await api.refusal("answerCallbackQuery", callback_query_id="77") == STALE


async def test_a_press_goes_stale(api: Api, ana: Person, clock: HandClock) -> None:
    press = await ana.presses(2, "Done", wait=False)
    clock.forward(timedelta(minutes=15))
    assert await api.refusal("answerCallbackQuery", callback_query_id=press) == STALE


async def test_a_notice_may_have_200_characters(api: Api, ana: Person) -> None:
    press = await ana.presses(2, "Done", wait=False)
    asked = {"callback_query_id": press}
    assert await api.refusal("answerCallbackQuery", **asked, text="a" * 201) == (
        "400 Bad Request: MESSAGE_TOO_LONG"
    )
    assert await api("answerCallbackQuery", **asked, text="a" * 200) is True


async def test_a_press_that_nobody_acknowledges_fails_with_the_chat(ana: Person) -> None:
    with pytest.raises(AssertionError, match=r"(?s)'d:1' was not acknowledged.*Day 1"):
        await ana.presses(2, "Done", within=0.01)


async def test_several_presses_each_get_their_own_answer(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    waiting = [asyncio.create_task(ana.presses(2, label)) for label in ("Done", "Not")]
    while len(telegram.pending) < 3:
        await asyncio.sleep(0)
    for update in reversed(telegram.pending[1:]):
        query = update["callback_query"]
        await api("answerCallbackQuery", callback_query_id=query["id"], text=query["data"])
    assert [answer["text"] for answer in await asyncio.gather(*waiting)] == ["d:1", "n:1"]


async def test_a_hostile_client_may_send_any_data_with_any_message_or_none(
    bot: Bot, ana: Person
) -> None:
    gone = {"chat": ana.room.describe(), "message_id": 2, "date": 0}
    await ana.press_data("someone else's", gone, wait=False)
    await ana.press_data("x" * 64, None, wait=False)
    forged, inline = await bot.get_updates(offset=101)
    assert forged.callback_query is not None
    assert forged.callback_query.message is not None
    assert not forged.callback_query.message.is_accessible
    assert inline.callback_query is not None
    assert inline.callback_query.inline_message_id
