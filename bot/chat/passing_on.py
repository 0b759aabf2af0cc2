"""Forwarding what somebody says to whoever runs the bot: Telegram carries it, nothing is kept."""

import logging

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.services import Services
from bot.storage.outbox import Row

log = logging.getLogger(__name__)


async def pass_on(bot: ExtBot[None], services: Services, row: Row) -> bool:
    """Forward the message that `row` names to every operator. False: it reached none of them."""
    reached = False
    for admin in sorted(services.admin_ids):
        try:
            await bot.forward_message(admin, row.chat_id, row.params["message"])
        except TelegramError as error:
            log.warning("feedback could not be forwarded: %s", type(error).__name__)
        else:
            reached = True
    return reached
