"""Presses of inline buttons, from the tap to the bot's acknowledgement."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.params import Params
from bot.demo.refusals import CALLBACK_TEXT_TOO_LONG, QUERY_INVALID, RefusedError

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

QUERY_LIFE = timedelta(minutes=15)
"""How long a press can be acknowledged. Telegram names no figure; this one is ours."""

LONGEST_NOTICE = 200
"""Characters of an acknowledgement (documentation of answerCallbackQuery)."""


@dataclass(frozen=True)
class Press:
    """A press that the bot has not acknowledged yet."""

    until: datetime
    answer: asyncio.Future[dict[str, Any]]


def answer_callback_query(telegram: "LocalTelegram", params: Params) -> bool:
    """answerCallbackQuery: once for each press, while it is fresh."""
    if len(params.text("text")) > LONGEST_NOTICE:
        raise RefusedError(CALLBACK_TEXT_TOO_LONG)
    press = telegram.presses.pop(params.text("callback_query_id"), None)
    if press is None or press.until <= telegram.now():
        raise RefusedError(QUERY_INVALID)
    if not press.answer.done():
        press.answer.set_result(
            {
                "text": params.text("text"),
                "show_alert": params.flag("show_alert"),
                "url": params.text("url"),
            }
        )
    return True
