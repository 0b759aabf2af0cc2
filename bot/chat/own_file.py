"""Sending a person's own photo, voice or file back to them, by the id Telegram gave it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Message
from telegram.ext import ExtBot

from bot.chat.scene import LONGEST_CAPTION
from bot.library.render import utf16_length
from bot.storage.reflections import Reflection

WITHOUT_CAPTION = ("video_note", "sticker")

Send = Callable[..., Awaitable[Message]]


def can_send(kept: Reflection) -> bool:
    """Whether what is kept comes with a file of a kind that can be sent back."""
    return kept.file_id is not None and kept.kind in _METHODS


async def send(bot: ExtBot[None], chat_id: int, kept: Reflection, **how: Any) -> Message:
    """Send the file, and below it what was written with it; `how` as for any message.

    Raises what the library raises, such as BadRequest for the id of a file that is gone.
    """
    how[kept.kind] = kept.file_id
    if kept.text and kept.kind not in WITHOUT_CAPTION:
        how["caption"] = _cut(kept.text)
    return await _METHODS[kept.kind](bot)(chat_id, **how)


def _cut(text: str) -> str:
    if utf16_length(text) <= LONGEST_CAPTION:
        return text
    units = text.encode("utf-16-le")[: 2 * (LONGEST_CAPTION - 1)]
    return units.decode("utf-16-le", "ignore") + "…"


_METHODS: Mapping[str, Callable[[ExtBot[None]], Send]] = {
    "photo": lambda bot: bot.send_photo,
    "voice": lambda bot: bot.send_voice,
    "video": lambda bot: bot.send_video,
    "video_note": lambda bot: bot.send_video_note,
    "animation": lambda bot: bot.send_animation,
    "audio": lambda bot: bot.send_audio,
    "document": lambda bot: bot.send_document,
}
