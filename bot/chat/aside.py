"""What is done beside the conversation: reactions, and buttons that change their label.

It goes straight out and is given up where it fails: nobody would miss it. But Telegram counts it
like any message, so a chat that was told to wait is left alone by it, too (fault 30).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.chat.errors import outcome_of
from bot.delivery.lanes import PARKING_MARGIN
from bot.delivery.outcome import Slowed
from bot.services import Services

log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds for what nobody would miss: meanwhile one of the few places at the worker is taken."""


async def aside(services: Services, chat_id: int, call: Callable[[], Awaitable[object]]) -> None:
    """Make `call`, which is about a chat, unless that chat has to rest."""
    if services.holds.rests_for(chat_id, services.clock.monotonic()) > 0:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await call()
    except TimeoutError:
        log.info("something said in passing took too long")
    except TelegramError as error:
        log.info("something said in passing failed: %s", type(error).__name__)
        fate = outcome_of(error)
        if isinstance(fate, Slowed):
            take_rest(services, chat_id, fate.retry_after)


def take_rest(services: Services, chat_id: int, retry_after: float) -> None:
    """Leave a chat alone for `retry_after` seconds, and a little more: Telegram rounds them."""
    at = services.clock.monotonic()
    services.holds.rest(chat_id, at + retry_after + PARKING_MARGIN, at)
