"""Where somebody is: the ways to tell it that take no typing."""

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.usecases import choices


async def choose(update: Update, context: Context) -> None:
    """One of the places offered: pressing it confirms it."""
    assert context.match is not None
    await _take(update, context, context.match[1])


async def share(update: Update, context: Context) -> None:
    """`[Share my location]`"""
    query = update.callback_query
    assert query is not None
    known = await context.write(choices.share, speaker(update))
    await context.answer(query, None if known else "press.start_first")


async def failed_share(update: Update, context: Context) -> None:
    """The label of the key that shares a location, as a text."""
    await context.write(choices.failed_share, speaker(update))


async def _take(update: Update, context: Context, zone: str) -> None:
    query = update.callback_query
    assert query is not None
    series = context.services.series
    card = await context.write(choices.choose_place, speaker(update), series, zone)
    if card is None:
        await context.answer(query, "press.start_first")
    else:
        await redraw(query, context, card)
