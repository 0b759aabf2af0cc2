"""Stopping for a while, and coming back."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Concatenate, ParamSpec

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.storage.engine import Tx
from bot.usecases import pausing, runs
from bot.usecases.card import Card
from bot.usecases.person import Person

P = ParamSpec("P")


async def ask(update: Update, context: Context) -> None:
    """`/pause`, with or without saying how long."""
    words = " ".join(context.args or ())
    if words:
        pack = context.services.series.pack
        await context.write(pausing.pause_as_written, speaker(update), words, pack)
    else:
        await context.write(pausing.ask, speaker(update))


async def press_ask(update: Update, context: Context) -> None:
    """`[Pause]` under something that came unasked."""
    query = update.callback_query
    assert query is not None
    await context.write(pausing.ask, speaker(update))
    await context.answer(query)


async def pause(update: Update, context: Context) -> None:
    """One of the lengths offered; 0 stands for "until I come back"."""
    query = update.callback_query
    assert query is not None and context.match is not None
    days, pack = int(context.match[1]) or None, context.services.series.pack
    await context.write(pausing.pause, speaker(update), days, pack)
    await context.answer(query)


async def stop(update: Update, context: Context) -> None:
    """`/stop`"""
    await context.write(pausing.stop, speaker(update))


async def resume(update: Update, context: Context) -> None:
    """`/resume`"""
    await context.write(pausing.resume, speaker(update), context.services.series.pack)


async def press_resume(update: Update, context: Context) -> None:
    """`[Resume]`"""
    query = update.callback_query
    assert query is not None
    await context.write(pausing.resume, speaker(update), context.services.series.pack)
    await context.answer(query)


async def as_usual(update: Update, context: Context) -> None:
    """`[At the usual hour]`"""
    await _press(update, context, pausing.as_usual, context.services.series.pack)


async def carry_on(update: Update, context: Context) -> None:
    """`[Continue]`"""
    await _press(update, context, pausing.carry_on, context.services.series.pack)


async def start_over(update: Update, context: Context) -> None:
    """`[Restart]`: what that does is said before it is done."""
    await _press(update, context, runs.offer_restart)


async def _press(
    update: Update,
    context: Context,
    press: Callable[Concatenate[Tx, datetime, Person, P], Awaitable[Card | None]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    query = update.callback_query
    assert query is not None
    card = await context.write(press, speaker(update), *args, **kwargs)
    if card is None:
        await context.answer(query, "press.old_button")
    else:
        await redraw(query, context, card)
