"""From `/start` to the first challenge."""

import re

from telegram import Update

from bot.chat.context import Context, speaker
from bot.usecases import joining

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link can carry (Bot API, "Deep linking"); anything else was typed by hand."""


async def start(update: Update, context: Context) -> None:
    """`/start`, with or without what a deep link carries."""
    words = context.args or ()
    payload = words[0] if words and _PAYLOAD.fullmatch(words[0]) else None
    await context.write(joining.start, speaker(update), payload)


async def explain(update: Update, context: Context) -> None:
    """`[What is this?]`"""
    query = update.callback_query
    assert query is not None
    await context.write(joining.explain, speaker(update))
    await context.answer(query)


async def accept(update: Update, context: Context) -> None:
    """`[I'm in]`"""
    query = update.callback_query
    assert query is not None
    await context.write(joining.accept, speaker(update))
    await context.answer(query)


async def choose_zone(update: Update, context: Context) -> None:
    """One of the places offered."""
    query = update.callback_query
    assert query is not None and context.match is not None
    await context.write(joining.choose_zone, speaker(update), context.match[1])
    await context.answer(query)


async def choose_hour(update: Update, context: Context) -> None:
    """One of the hours offered."""
    query = update.callback_query
    assert query is not None and context.match is not None
    minute, series = int(context.match[1]), context.services.series
    await context.write(joining.choose_hour, speaker(update), minute, series)
    await context.answer(query)


async def begin_now(update: Update, context: Context) -> None:
    """`[Send Day 1 now]`"""
    query = update.callback_query
    assert query is not None
    begun = await context.write(joining.begin_now, speaker(update), context.services.series)
    await context.answer(query, "press.on_its_way" if begun else "press.one_a_day")


async def change(update: Update, context: Context) -> None:
    """`[Change]`"""
    query = update.callback_query
    assert query is not None
    await context.write(joining.change, speaker(update))
    await context.answer(query)
