"""`/settings`, and the commands that set one thing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Concatenate, ParamSpec

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.storage.engine import Tx
from bot.usecases import choices
from bot.usecases.card import Card
from bot.usecases.person import Person
from bot.usecases.series import Series

P = ParamSpec("P")


async def show(update: Update, context: Context) -> None:
    """`/settings`"""
    await context.write(choices.show, speaker(update), context.services.series)


async def timezone(update: Update, context: Context) -> None:
    """`/timezone Europe/Lisbon`"""
    await context.write(choices.timezone, speaker(update), _words(context), context.services.series)


async def hour(update: Update, context: Context) -> None:
    """`/hour 7:30`"""
    await context.write(choices.hour, speaker(update), _words(context), context.services.series)


async def turn_to(update: Update, context: Context) -> None:
    """`[Back]`, and what leads to a card of its own."""
    await _press(update, context, choices.turn_to, _argument(context))


async def choose_hour(update: Update, context: Context) -> None:
    """One of the hours offered."""
    await _press(update, context, choices.choose_hour, int(_argument(context)))


async def choose_weekend(update: Update, context: Context) -> None:
    """One for the weekend, or the same as on other days."""
    chosen = _argument(context)
    minute = None if chosen == "same" else int(chosen)
    await _press(update, context, choices.choose_weekend, minute)


async def rest_on(update: Update, context: Context) -> None:
    """A weekday off, or on again."""
    weekday, rest = (int(digit) for digit in _argument(context))
    await _press(update, context, choices.rest_on, weekday, bool(rest))


async def sound(update: Update, context: Context) -> None:
    """With a sound or without."""
    await _press(update, context, choices.deliver_silently, _argument(context) == "silent")


async def clock(update: Update, context: Context) -> None:
    """8:00 pm or 20:00."""
    await _press(update, context, choices.read_clocks, _argument(context) == "12")


async def sum_up_weeks(update: Update, context: Context) -> None:
    """A weekly recap or none."""
    await _press(update, context, choices.sum_up_weeks, _argument(context) == "on")


async def remember(update: Update, context: Context) -> None:
    """Memories under challenges, or none."""
    await _press(update, context, choices.remember, _argument(context) == "on")


async def color_pictures(update: Update, context: Context) -> None:
    """Pictures for a dark chat, or for a light one."""
    await _press(update, context, choices.color_pictures, _argument(context) == "dark")


async def _press(
    update: Update,
    context: Context,
    usecase: Callable[Concatenate[Tx, datetime, Person, Series, P], Awaitable[Card | None]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> None:
    query = update.callback_query
    assert query is not None
    series = context.services.series
    card = await context.write(usecase, speaker(update), series, *args, **kwargs)
    await redraw(query, context, card or "press.start_first")


def _argument(context: Context) -> str:
    assert context.match is not None
    return str(context.match[1])


def _words(context: Context) -> str:
    return " ".join(context.args or ())
