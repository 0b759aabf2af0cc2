"""The buttons under "Did you go?"."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.storage.engine import Tx
from bot.usecases import follow_ups
from bot.usecases.card import Card
from bot.usecases.person import Person
from bot.usecases.presses import NotYours, Pressed

Press = Callable[[Tx, datetime, Person, int, Pressed], Awaitable[Card | NotYours]]


async def went(update: Update, context: Context) -> None:
    """`[Went]`"""
    await _press(update, context, follow_ups.went)


async def not_yet(update: Update, context: Context) -> None:
    """`[Not yet]`"""
    await _press(update, context, follow_ups.not_yet)


async def drop(update: Update, context: Context) -> None:
    """`[Drop]`"""
    await _press(update, context, follow_ups.drop)


async def _press(update: Update, context: Context, press: Press) -> None:
    query = update.callback_query
    assert query is not None and context.match is not None
    result = await context.write(press, speaker(update), int(context.match[1]), context.came)
    await redraw(query, context, result if isinstance(result, Card) else "press.old_button")
