"""Drawing a message's picture at the moment it is sent, and sending it from memory."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import InputFile
from telegram import Message as Sent
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.chat.scene import LONGEST_CAPTION, Message, markup_of
from bot.library.render import visible_length
from bot.pictures.drawing import draw
from bot.pictures.palette import Theme
from bot.storage.outbox import Row

log = logging.getLogger(__name__)

Send = Callable[..., Awaitable[Sent]]


async def sending(bot: ExtBot[None], row: Row, view: Message) -> Send | None:
    """The call that sends a message's picture with its words as the caption.

    None where the words have to go alone: there is no picture, they are too long to stand below
    one, or it cannot be drawn.
    """
    if view.picture is None or visible_length(view.html) > LONGEST_CAPTION:
        return None
    theme = Theme.DARK if row.dark_pictures else Theme.LIGHT
    try:
        content = await asyncio.to_thread(draw, view.picture, theme)
    except Exception:  # a font that is gone, no memory: nobody goes without the words for it
        log.exception("the picture of message %d (%s) could not be drawn", row.id, row.kind)
        return None
    return partial(
        bot.send_photo,
        row.chat_id,
        InputFile(content, filename=f"{row.kind}.png"),
        caption=view.html,
        parse_mode=ParseMode.HTML,
        reply_markup=markup_of(view),
    )
