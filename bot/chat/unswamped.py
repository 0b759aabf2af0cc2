"""Passing over commands that come faster than they can be answered (fault 66)."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.chat.context import Context, speaker
from bot.usecases import flood

Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


def unswamped(callback: Callback) -> Callback:
    """The same handler, for as long as the person's chat can take its answers."""

    async def guarded(update: Update, context: Context) -> None:
        chat = update.effective_chat
        if chat is not None and await context.services.db.read(flood.swamped, chat.id):
            await context.write(flood.slow_down, speaker(update))
        else:
            await callback(update, context)

    return guarded
