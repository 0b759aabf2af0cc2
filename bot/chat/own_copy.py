"""Making somebody's file at the moment it is sent, and sending it from memory."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import InputFile, Message
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.services import Services
from bot.storage.outbox import Row
from bot.usecases import copies, exporting
from bot.usecases.copies import Form

LARGEST = 50_000_000
"""Bytes that a bot may send as a file (Bot API, "Sending files": 50 MB)."""

PATIENCE = 60.0
"""Seconds that the largest file may take on its way."""

Send = Callable[..., Awaitable[Message]]


async def sending(bot: ExtBot[None], services: Services, row: Row, caption: str) -> Send | None:
    """The call that sends a file; None where Telegram would not take one so large.

    Raises LookupError where there is nobody any more to make it for.
    """
    if row.subscriber_id is None:
        raise LookupError("a file for nobody")
    form, now = Form(row.params["form"]), services.clock.now()
    pack, texts = services.series.pack, services.texts
    found = await services.db.read(
        exporting.gather, now, row.subscriber_id, form, pack, texts.language
    )
    file = await asyncio.to_thread(copies.make, found, form, now, exporting.made_by(), texts.say)
    if len(file.content) > LARGEST:
        return None
    document = InputFile(file.content, filename=file.name)
    how: dict[str, Any] = {"caption": caption, "parse_mode": ParseMode.HTML}
    how |= {"disable_content_type_detection": True, "write_timeout": PATIENCE}
    return partial(bot.send_document, row.chat_id, document, **how)
