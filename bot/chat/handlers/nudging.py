"""The buttons under what comes unasked: reminders, the weekly recap, the question of a silence."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Concatenate, ParamSpec

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.storage.engine import Tx
from bot.usecases import nudging, recaps, silence
from bot.usecases.card import Card
from bot.usecases.person import Person

P = ParamSpec("P")


async def choose(update: Update, context: Context) -> None:
    """`[Yes, at 20:00]`, another time, or `[No]` and `[No more nudges]`."""
    chosen = _argument(context)
    minute = None if chosen == "no" else int(chosen)
    await _press(update, context, nudging.press, minute)


async def no_recap(update: Update, context: Context) -> None:
    """`[No weekly recap]` under one."""
    await _press(update, context, recaps.switch, False)


async def keep_coming(update: Update, context: Context) -> None:
    """`[Keep coming]`"""
    await _press(update, context, silence.keep_coming, context.services.series.pack)


async def every(update: Update, context: Context) -> None:
    """`[Every other day]`, and `[Every day]` again."""
    pack = context.services.series.pack
    await _press(update, context, silence.every, int(_argument(context)), pack)


async def _press(
    update: Update,
    context: Context,
    usecase: Callable[Concatenate[Tx, datetime, Person, P], Awaitable[Card | None]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    query = update.callback_query
    assert query is not None
    card = await context.write(usecase, speaker(update), *args, **kwargs)
    if card is None:
        await context.answer(query, "press.old_button")
    else:
        await redraw(query, context, card)


def _argument(context: Context) -> str:
    assert context.match is not None
    return str(context.match[1])
