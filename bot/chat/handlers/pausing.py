"""Stopping for a while, and coming back."""

from telegram import Update

from bot.chat.context import Context, speaker
from bot.usecases import pausing


async def ask(update: Update, context: Context) -> None:
    """`/pause`"""
    await context.write(pausing.ask, speaker(update))


async def pause(update: Update, context: Context) -> None:
    """One of the lengths offered; 0 stands for "until I come back"."""
    query = update.callback_query
    assert query is not None and context.match is not None
    await context.write(pausing.pause, speaker(update), int(context.match[1]) or None)
    await context.answer(query)


async def resume(update: Update, context: Context) -> None:
    """`/resume`"""
    await context.write(pausing.resume, speaker(update))


async def press_resume(update: Update, context: Context) -> None:
    """`[Resume]`"""
    query = update.callback_query
    assert query is not None
    await context.write(pausing.resume, speaker(update))
    await context.answer(query)
