"""Redrawing a card in place. What it shows is in the database already, so it goes straight out."""

import asyncio
import logging

from telegram import CallbackQuery, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.chat.aside import PATIENCE, take_rest
from bot.chat.context import Context
from bot.chat.errors import outcome_of
from bot.chat.scene import keyboard_of, scene_for
from bot.chat.views.table import VIEWS
from bot.delivery.outcome import Slowed
from bot.services import Services
from bot.storage import outbox, subscribers
from bot.storage.engine import Tx
from bot.usecases.card import Card

log = logging.getLogger(__name__)

_THE_SAME = "not modified"
"""Telegram's words for an edit that would change nothing (bot-api: editMessageText)."""


async def redraw(query: CallbackQuery, context: Context, card: Card | str) -> None:
    """Answer a press, and let its message become `card`; a key of the catalogue only answers it.

    Where Telegram will not change that message any more (it is gone, or too old), or not now, the
    card comes as a new one, once (fault 25).
    """
    if isinstance(card, str):
        await context.answer(query, card)
        return
    services = context.services
    await context.answer(query, card.notice)
    message = query.message
    if isinstance(message, Message) and await _edited(services, message, card):
        return
    await services.db.write(_as_new, services, query.from_user.id, card)


async def _edited(services: Services, message: Message, card: Card) -> bool:
    if services.holds.rests_for(message.chat_id, services.clock.monotonic()) > 0:
        return False
    view = VIEWS[card.kind](card.params, scene_for(services, clock12=card.clock12))
    try:
        async with asyncio.timeout(PATIENCE):
            await message.edit_text(
                view.html, parse_mode=ParseMode.HTML, reply_markup=keyboard_of(view.keyboard)
            )
    except BadRequest as error:
        log.info("a card could not be redrawn: %s", error.message)
        return _THE_SAME in error.message
    except (TelegramError, TimeoutError) as error:
        log.info("a card could not be redrawn: %s", type(error).__name__)
        if isinstance(error, TelegramError) and isinstance(fate := outcome_of(error), Slowed):
            take_rest(services, message.chat_id, fate.retry_after)
        return False
    return True


async def _as_new(tx: Tx, services: Services, user_id: int, card: Card) -> None:
    person = await subscribers.by_user(tx, user_id)
    if person is not None:
        now = services.clock.now()
        await outbox.add(tx, now, person.chat_id, card.kind, card.params, subscriber_id=person.id)
