"""The buttons under a challenge."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.chat.callbacks import beside_the_day
from bot.chat.context import Context, speaker
from bot.chat.relabel import relabel
from bot.chat.scene import scene_for
from bot.chat.views.days import day_keyboard
from bot.storage.engine import Tx
from bot.usecases import follow_ups, marks
from bot.usecases.card import Card
from bot.usecases.person import Person
from bot.usecases.presses import NotYours, Pressed, Told

Press = Callable[[Tx, datetime, Person, int, Pressed], Awaitable[Told | NotYours]]


async def done(update: Update, context: Context) -> None:
    """`[Done]`"""
    await _press(update, context, marks.done)


async def undo(update: Update, context: Context) -> None:
    """`[Undo Done]`"""
    await _press(update, context, marks.undo)


async def skip(update: Update, context: Context) -> None:
    """`[Not today]`"""
    await _press(update, context, marks.not_today)


async def unskip(update: Update, context: Context) -> None:
    """`[Undo Not today]`"""
    await _press(update, context, marks.today_after_all)


async def later(update: Update, context: Context) -> None:
    """`[Remind me in 3 days]`"""
    await _press(update, context, follow_ups.later)


async def _press(update: Update, context: Context, press: Press) -> None:
    query = update.callback_query
    assert query is not None and context.match is not None
    result = await context.write(press, speaker(update), int(context.match[1]), context.came)
    match result:
        case NotYours():
            await context.answer(query, "press.old_button")
        case Told():
            await _tell(query, context, result)


async def _tell(query: CallbackQuery, context: Context, told: Told) -> None:
    """Say it in passing, and let the buttons be what they would do now."""
    values = dict(told.values)
    if told.asks_at is not None and told.zone is not None:
        moments = scene_for(context.services, clock12=told.clock12).moments(told.zone)
        values["when"] = moments.when(told.asks_at)
    await context.answer(query, told.notice, **values)
    of_day = day_keyboard(told.delivery_id, told.verbs, context.services.texts)
    keyboard = [*of_day, *beside_the_day(_markup(query))]
    params = {
        "notice": told.notice,
        "values": told.values,
        "delivery": told.delivery_id,
        "verbs": told.verbs,
        "asks_at": told.asks_at.isoformat() if told.asks_at else None,
        "zone": told.zone,
    }
    await relabel(query, context, keyboard, Card("pressed", params), told.delivery_id)


def _markup(query: CallbackQuery) -> Mapping[str, Any] | None:
    message = query.message
    markup = message.reply_markup if isinstance(message, Message) else None
    return markup.to_dict() if markup is not None else None
