"""From `/start` to the first challenge."""

import re

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.usecases import joining, sending_now

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link can carry (Bot API, "Deep linking"); anything else was typed by hand."""


async def start(update: Update, context: Context) -> None:
    """`/start`, with or without what a deep link carries."""
    words = context.args or ()
    payload = words[0] if words and _PAYLOAD.fullmatch(words[0]) else None
    await context.write(joining.start, speaker(update), payload, context.services.series)


async def explain(update: Update, context: Context) -> None:
    """`[What is this?]`"""
    query = update.callback_query
    assert query is not None
    await redraw(query, context, await context.write(joining.explain))


async def accept(update: Update, context: Context) -> None:
    """`[I'm in]`"""
    query = update.callback_query
    assert query is not None
    card = await context.write(joining.accept, speaker(update))
    await redraw(query, context, card or "press.in_already")


async def change(update: Update, context: Context) -> None:
    """`[Change]`, and `[Back]`, under what was arranged."""
    query = update.callback_query
    assert query is not None and context.match is not None
    page, series = context.match[1], context.services.series
    card = await context.write(joining.change, speaker(update), page, series)
    await redraw(query, context, card or "press.in_already")


async def send_now(update: Update, context: Context) -> None:
    """`[Send Day 1 now]`, and today's at any later time."""
    query = update.callback_query
    assert query is not None
    series = context.services.series
    card = await context.write(sending_now.press_or_why_not, speaker(update), series)
    await redraw(query, context, card)
