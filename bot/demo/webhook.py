"""setWebhook and its kin, and the posting of updates to where the bot asked for them."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from bot.demo.params import Params
from bot.demo.polling import note_allowed
from bot.demo.refusals import (
    POLL_ENDED_BY_WEBHOOK,
    SECRET_TOO_LONG,
    SECRET_UNALLOWED,
    WEBHOOK_NEEDS_HTTPS,
    WEBHOOK_URL_INVALID,
    RefusedError,
)

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram
    from bot.demo.updates import UpdateQueue

LONGEST_SECRET = 256
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts that need no TLS: the local Telegram never posts anywhere else."""


@dataclass(frozen=True)
class Described:
    """A result that comes with a sentence about it."""

    result: Any
    description: str


class Webhook:
    """Where updates are posted, and the task that posts them, one after the other."""

    retry_pause = 1.0
    """Seconds between tries of the same update, real time."""

    def __init__(self, queue: "UpdateQueue", unix: Callable[[], int]) -> None:
        self.url = ""
        self.secret = ""
        self.transport: httpx.AsyncBaseTransport | None = None
        self.last_error: tuple[int, str] | None = None
        self._queue = queue
        self._unix = unix
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str) -> None:
        """Post to `url` from now on; an empty one stops it."""
        self.close()
        self.url, self.secret, self.last_error = url, secret, None
        if url:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def close(self) -> None:
        """Post nothing more; what waits keeps waiting."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _run(self) -> None:
        async with httpx.AsyncClient(transport=self.transport, trust_env=False) as client:
            while True:
                waiting = self._queue.head(1)
                if not waiting:
                    await self._queue.bell.heard()
                elif await self._post(client, waiting[0]):
                    self._queue.take_first(waiting[0])
                else:
                    await asyncio.sleep(self.retry_pause)

    async def _post(self, client: httpx.AsyncClient, update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            response = await client.post(self.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            self.last_error = (self._unix(), str(error) or type(error).__name__)
            return False
        if response.is_success:
            return True
        reason = f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
        self.last_error = (self._unix(), reason)
        return False


def set_webhook(telegram: "LocalTelegram", params: Params) -> Described:
    """setWebhook; an empty URL deletes it. Over plain HTTP only to this machine."""
    url, secret = params.text("url"), params.text("secret_token")
    hook = telegram.webhook
    if not url:
        return delete_webhook(telegram, params)
    drops = params.flag("drop_pending_updates")
    if (url, secret) == (hook.url, hook.secret) and not drops:
        note_allowed(telegram, params)
        return Described(True, "Webhook is already set")
    _check(url, secret)
    telegram.poller.end(POLL_ENDED_BY_WEBHOOK)
    note_allowed(telegram, params)
    if drops:
        telegram.updates.drop_all()
    hook.set(url, secret)
    return Described(True, "Webhook was set")


def _check(url: str, secret: str) -> None:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedError(WEBHOOK_URL_INVALID)
    if len(secret) > LONGEST_SECRET:
        raise RefusedError(SECRET_TOO_LONG)
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise RefusedError(SECRET_UNALLOWED)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise RefusedError(WEBHOOK_NEEDS_HTTPS)


def delete_webhook(telegram: "LocalTelegram", params: Params) -> Described:
    """deleteWebhook."""
    drops, was_set = params.flag("drop_pending_updates"), bool(telegram.webhook.url)
    if drops:
        telegram.updates.drop_all()
    if not was_set and not drops:
        return Described(True, "Webhook is already deleted")
    telegram.webhook.set("", "")
    return Described(True, "Webhook was deleted")


def get_webhook_info(telegram: "LocalTelegram", params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    hook = telegram.webhook
    info: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(telegram.updates),
    }
    if hook.last_error is not None:
        info["last_error_date"], info["last_error_message"] = hook.last_error
    if telegram.updates.allowed:
        info["allowed_updates"] = sorted(telegram.updates.allowed)
    return info
