"""What people write: the homework log."""

import logging

from telegram import Message, ReactionTypeEmoji, Update
from telegram.error import TelegramError

from bot.chat.callbacks import delivery_in
from bot.chat.context import Context, speaker
from bot.usecases import reflections
from bot.usecases.reflections import Heard, Saved

log = logging.getLogger(__name__)

NOTED = "\N{WRITING HAND}"
"""The reaction under a further message of the same day, and under an edit."""


async def hear(update: Update, context: Context) -> None:
    """A message that is no command."""
    message = update.message
    assert message is not None
    result = await context.write(
        reflections.hear, speaker(update), _heard(message), context.services.series
    )
    if result == Saved(first=False):
        await _react(message)


async def rewrite(update: Update, context: Context) -> None:
    """A message changed in Telegram."""
    message = update.edited_message
    assert message is not None
    words = message.text or message.caption
    if await context.write(reflections.rewrite, speaker(update), message.message_id, words):
        await _react(message)


def _heard(message: Message) -> Heard:
    kind, file_id = _attachment(message)
    answered = message.reply_to_message
    markup = answered.reply_markup.to_dict() if answered and answered.reply_markup else None
    return Heard(
        message_id=message.message_id,
        written_at=message.date,
        kind=kind,
        text=message.text or message.caption,
        file_id=file_id,
        reply_to=answered.message_id if answered else None,
        reply_to_delivery=delivery_in(markup),
    )


def _attachment(message: Message) -> tuple[str, str | None]:
    if message.photo:
        return "photo", message.photo[-1].file_id
    for kind in ("voice", "video", "video_note", "document", "sticker"):
        attached = getattr(message, kind)
        if attached is not None:
            return kind.removesuffix("_note"), attached.file_id
    return "text", None


async def _react(message: Message) -> None:
    """Acknowledge without a message, straight out: it is nothing that would be missed."""
    try:
        await message.set_reaction(ReactionTypeEmoji(NOTED))
    except TelegramError as error:
        log.info("a reaction could not be set: %s", type(error).__name__)
