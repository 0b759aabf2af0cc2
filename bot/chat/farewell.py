"""The last message to somebody who is forgotten: straight out, since no row may bear their id."""

import asyncio
import logging

from telegram import CallbackQuery, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.aside import PATIENCE
from bot.chat.context import Context
from bot.chat.scene import scene_for
from bot.chat.views.data import farewell

log = logging.getLogger(__name__)

LOG_TRIES = 3
"""How often the write-ahead log is asked to let go of what was deleted, a second apart."""


async def say_farewell(query: CallbackQuery, context: Context) -> None:
    """Let the question become the farewell, or say it anew; then clear the last traces on disk.

    A chat that has to rest gets it late or not at all: it is deleted either way.
    """
    services = context.services
    await context.answer(query)
    html = farewell({}, scene_for(services)).html
    if not await _changed(query, html):
        await _said(query, context, html)
    for _ in range(LOG_TRIES):
        if await services.db.empty_log():
            return
        await services.clock.sleep(1.0)
    log.warning("the write-ahead log is in use; what was deleted leaves it with the next sweep")


async def _changed(query: CallbackQuery, html: str) -> bool:
    if not isinstance(query.message, Message):
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            await query.message.edit_text(html, parse_mode=ParseMode.HTML, reply_markup=None)
    except (TelegramError, TimeoutError) as error:
        log.info("a farewell could not take the place of its question: %s", type(error).__name__)
        return False
    return True


async def _said(query: CallbackQuery, context: Context, html: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            chat_id = query.from_user.id
            await context.bot.send_message(chat_id, html, parse_mode=ParseMode.HTML)
    except (TelegramError, TimeoutError) as error:
        log.info("a farewell could not be said: %s", type(error).__name__)
