"""What people write: the homework log."""

from functools import partial

from telegram import Message, ReactionTypeEmoji, Update

from bot.chat.aside import aside
from bot.chat.callbacks import delivery_in
from bot.chat.context import Context, speaker
from bot.usecases import reflections
from bot.usecases.reflections import Heard, Saved

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
        await _react(message, context)


async def rewrite(update: Update, context: Context) -> None:
    """A message changed in Telegram."""
    message = update.edited_message
    assert message is not None
    words = message.text or message.caption
    if await context.write(reflections.rewrite, speaker(update), message.message_id, words):
        await _react(message, context)


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


async def _react(message: Message, context: Context) -> None:
    """Acknowledge without a message."""
    noted = partial(message.set_reaction, ReactionTypeEmoji(NOTED))
    await aside(context.services, message.chat_id, noted)
