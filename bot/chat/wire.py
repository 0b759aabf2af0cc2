"""The library's bot, its two connections, and raw polling over one of them."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.chat.application import ALLOWED_UPDATES
from bot.chat.errors import outcome_of
from bot.delivery.outcome import Conflict, Slowed, Unauthorized
from bot.intake.poll import (
    LONG_POLL,
    Batch,
    Fetched,
    LineTrouble,
    SecondPoller,
    TokenRefusedError,
)

log = logging.getLogger(__name__)

SENDERS = 32
"""Connections for sending: more than there are calls at once, so that none waits for one."""


def build_bot(token: str, server: str, transport: httpx.AsyncBaseTransport | None) -> ExtBot[None]:
    """The library's bot for `server`, the root of a Bot API; `transport` replaces the network.

    Polling has a connection pool of its own, so that slow sends never starve it (fault 37).
    """
    root = server.rstrip("/")
    own: dict[str, Any] = {"transport": transport} if transport else {}
    sending = HTTPXRequest(
        connection_pool_size=SENDERS,
        connect_timeout=5.0,
        read_timeout=15.0,
        write_timeout=10.0,
        pool_timeout=30.0,
        httpx_kwargs=own,
    )
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=sending,
        get_updates_request=build_polling(transport),
    )


def build_polling(transport: httpx.AsyncBaseTransport | None) -> HTTPXRequest:
    """The connection for getUpdates; it must outlast the time Telegram holds an empty answer."""
    return HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=5.0,
        read_timeout=LONG_POLL + 10.0,
        pool_timeout=30.0,
        httpx_kwargs={"transport": transport} if transport else {},
    )


class Fetcher:
    """getUpdates with its answer as it came: one update that the library cannot read must not
    keep the others from being stored (fault 17).
    """

    def __init__(self, bot: ExtBot[None], request: HTTPXRequest) -> None:
        self._url = f"{bot.base_url}/getUpdates"
        self._request = request

    async def __call__(self, offset: int | None, seconds: int) -> Fetched:
        """Ask once. Raises TokenRefusedError if the token is wrong or was revoked."""
        asked: dict[str, object] = {
            "timeout": seconds,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if offset is not None:
            asked["offset"] = offset
        try:
            answer = await self._request.post(f"{self._url}?{urlencode(asked)}")
        except Exception as error:  # an answer may also be JSON of a form nobody foresaw
            return _trouble(error)
        if not isinstance(answer, list):
            return LineTrouble("the answer holds no list of updates")
        return Batch([update for update in answer if isinstance(update, Mapping)])


def _trouble(error: Exception) -> LineTrouble | SecondPoller:
    """What stood in the way. A gateway's own 404 or 409 is a bad line, not Telegram's word."""
    match outcome_of(error):
        case Unauthorized():
            raise TokenRefusedError from None
        case Conflict():
            return SecondPoller()
        case Slowed(retry_after):
            return LineTrouble("too many requests", retry_after)
        case _:
            cause = error.__cause__ or error
            return LineTrouble(type(cause).__name__)
