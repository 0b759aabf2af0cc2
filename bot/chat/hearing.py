"""A message of Telegram's as the log takes it: its kind, its words, its file, what it answers."""

from telegram import Message

from bot.chat.callbacks import asks, delivery_in, reflection_in
from bot.usecases.routing import Answered, Heard

_KINDS = ("animation", "voice", "video", "video_note", "audio", "document", "sticker")
"""An animation comes with a document beside it, so it is looked for first."""


def heard(message: Message, bot_id: int) -> Heard:
    """What somebody sent, in plain values. `bot_id` is ours: others' bots speak for themselves."""
    kind, file_id = _attachment(message)
    return Heard(
        message_id=message.message_id,
        written_at=message.date,
        kind=kind,
        text=message.text or message.caption,
        file_id=file_id,
        answers=_answered(message.reply_to_message, bot_id),
    )


def _answered(message: Message | None, bot_id: int) -> Answered | None:
    if message is None:
        return None
    markup = message.reply_markup.to_dict() if message.reply_markup else None
    return Answered(
        message_id=message.message_id,
        by_bot=message.from_user is not None and message.from_user.id == bot_id,
        delivery=delivery_in(markup),
        reflection=reflection_in(markup),
        asks=asks(markup),
    )


def _attachment(message: Message) -> tuple[str, str | None]:
    if message.photo:
        return "photo", message.photo[-1].file_id
    for kind in _KINDS:
        attached = getattr(message, kind)
        if attached is not None:
            return kind, attached.file_id
    return "text", None
