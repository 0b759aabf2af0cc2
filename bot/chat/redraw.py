"""Redrawing a card in place. What it shows is in the database already, so it goes straight out."""

import asyncio
import logging

from telegram import CallbackQuery, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.chat.aside import PATIENCE, aside, take_rest
from bot.chat.context import Context
from bot.chat.errors import outcome_of
from bot.chat.scene import Scene, keyboard_of, scene_for
from bot.chat.shown_words import words_for
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
    card comes as a new one, once (fault 25). A picture and the words below it are there to be kept:
    they only lose their buttons, and the card comes as a new one.
    """
    if isinstance(card, str):
        await context.answer(query, card)
        return
    services = context.services
    await context.answer(query, card.notice)
    message = query.message
    if isinstance(message, Message) and message.photo:
        await aside(services, message.chat_id, message.edit_reply_markup)
    elif isinstance(message, Message) and await _edited(services, query, message, card):
        return
    answered = message.reply_to_message if isinstance(message, Message) else None
    reply_to = answered.message_id if answered is not None else None
    await services.db.write(_as_new, services, query.from_user.id, card, reply_to)


async def amend(query: CallbackQuery, context: Context, card: Card) -> None:
    """The same for a message that nobody misses the change of: where it cannot be, it stays."""
    if isinstance(query.message, Message):
        await _edited(context.services, query, query.message, card)


async def _edited(services: Services, query: CallbackQuery, message: Message, card: Card) -> bool:
    if services.holds.rests_for(message.chat_id, services.clock.monotonic()) > 0:
        return False
    view = VIEWS[card.kind](card.params, await _scene(services, query.from_user.id, card))
    try:
        async with asyncio.timeout(PATIENCE):
            await message.edit_text(
                view.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard_of(view.keyboard),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
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


async def _scene(services: Services, user_id: int, card: Card) -> Scene:
    person = await services.db.read(subscribers.by_user, user_id)
    row = person.id if person is not None else 0
    words = await words_for(services.db, card.kind, card.params, row)
    return scene_for(services, reflections=words, clock12=card.clock12)


async def _as_new(
    tx: Tx, services: Services, user_id: int, card: Card, reply_to: int | None
) -> None:
    """What the old card answered is answered by the new one: some pages are looked up in it."""
    person = await subscribers.by_user(tx, user_id)
    if person is not None:
        now = services.clock.now()
        more = {"subscriber_id": person.id, "reply_to": reply_to}
        await outbox.add(tx, now, person.chat_id, card.kind, card.params, **more)
