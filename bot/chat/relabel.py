"""Changing the buttons under a message that was pressed, and nothing else of it."""

from datetime import datetime

from telegram import CallbackQuery, MaybeInaccessibleMessage
from telegram.error import BadRequest

from bot.chat.aside import aside
from bot.chat.context import Context
from bot.chat.scene import Keyboard, keyboard_of
from bot.storage import outbox, subscribers
from bot.storage.engine import Tx
from bot.usecases.card import Card

_THE_SAME = "not modified"
"""Telegram's words for an edit that would change nothing (bot-api: editMessageText)."""


async def relabel(
    query: CallbackQuery, context: Context, keyboard: Keyboard, instead: Card, delivery_id: int
) -> None:
    """Let the pressed message have `keyboard`.

    Where Telegram will not change that message, because it is gone or too old, `instead` is said
    as a new one, once (faults 24 and 25). One that it no longer shows may be changed all the same.
    """
    message = query.message
    if message is not None and not await _is_refused(message, context, keyboard):
        return
    user_id = query.from_user.id
    now = context.services.clock.now()
    await context.services.db.write(_say, now, user_id, instead, delivery_id)


async def _is_refused(
    message: MaybeInaccessibleMessage, context: Context, keyboard: Keyboard
) -> bool:
    chat_id, refused = message.chat.id, False

    async def change() -> None:
        nonlocal refused
        try:
            await context.bot.edit_message_reply_markup(
                chat_id, message.message_id, reply_markup=keyboard_of(keyboard)
            )
        except BadRequest as error:
            refused = _THE_SAME not in error.message

    await aside(context.services, chat_id, change)
    return refused


async def _say(tx: Tx, now: datetime, user_id: int, card: Card, delivery_id: int) -> None:
    person = await subscribers.by_user(tx, user_id)
    if person is not None:
        await outbox.add(
            tx,
            now,
            person.chat_id,
            card.kind,
            card.params,
            subscriber_id=person.id,
            delivery_id=delivery_id,
        )
