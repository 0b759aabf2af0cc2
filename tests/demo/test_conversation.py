"""The whole way round, with python-telegram-bot as the client."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.people import Person
from bot.demo.state import LocalTelegram


async def test_a_person_writes_and_the_bot_answers(
    telegram: LocalTelegram, ana: Person, bot: Bot
) -> None:
    written = await ana.sends("/start abc")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start abc"
    assert [entity.type for entity in update.message.entities] == ["bot_command"]
    answer = await bot.send_message(ana.id, "Hello, <b>Ana</b>.", parse_mode="HTML")
    assert answer.message_id == written.id + 1
    assert ana.last["text"] == "Hello, Ana."
    assert [(sent.chat_id, sent.text) for sent in telegram.sent] == [(ana.id, "Hello, Ana.")]


async def test_a_press_returns_what_the_bot_acknowledges_it_with(ana: Person, bot: Bot) -> None:
    await ana.sends("/start")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Done ✓", callback_data="d:1")]])
    card = await bot.send_message(ana.id, "Day 1", reply_markup=keyboard)

    async def acknowledge() -> None:
        while True:
            for update in await bot.get_updates(timeout=5):
                if update.callback_query is not None:
                    assert update.callback_query.data == "d:1"
                    await update.callback_query.answer("Well done", show_alert=True)
                    return
                await bot.get_updates(offset=update.update_id + 1)

    answering = asyncio.create_task(acknowledge())
    answer = await ana.presses(card.message_id, "Done")
    assert (answer["text"], answer["show_alert"]) == ("Well done", True)
    await answering


async def test_hearing_waits_for_words_that_come_later(ana: Person, bot: Bot) -> None:
    await ana.sends("/start")
    waiting = asyncio.create_task(ana.hears("Day 1"))
    await asyncio.sleep(0)
    first = await bot.send_message(ana.id, "One moment")
    assert not waiting.done()
    await bot.edit_message_text("Day 1: Look up", ana.id, first.message_id)
    assert (await waiting).id == first.message_id


async def test_hearing_in_vain_shows_the_whole_chat(ana: Person, bot: Bot) -> None:
    await ana.sends("/start")
    await bot.send_message(ana.id, "Good morning")
    with pytest.raises(AssertionError, match=r"(?s)did not hear 'Day 1'.*/start.*Good morning"):
        await ana.hears("Day 1", within=0.01)


async def test_hearing_after_a_message_passes_over_what_came_before(ana: Person, bot: Bot) -> None:
    await ana.sends("/start")
    await bot.send_message(ana.id, "Day 1")
    asked = await ana.sends("/today")
    with pytest.raises(AssertionError):
        await ana.hears("Day 1", within=0.01, after=asked)
    again = await bot.send_message(ana.id, "Day 1 again")
    assert (await ana.hears("Day 1", after=asked)).id == again.message_id
