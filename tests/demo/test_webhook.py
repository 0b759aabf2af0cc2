"""Webhooks: set, refused, posted to with the secret, and posted to again."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api

HOOK = "http://127.0.0.1:8443/hook"


class Receiver:
    """A bot's end of a webhook, with the answers it is to give next."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answers: list[int | Exception] = []
        self.got = asyncio.Semaphore(0)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.got.release()
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer)

    async def next(self) -> httpx.Request:
        async with asyncio.timeout(5):
            await self.got.acquire()
        return self.requests[-1]


@pytest_asyncio.fixture
async def receiver(telegram: LocalTelegram) -> AsyncIterator[Receiver]:
    receiving = Receiver()
    telegram.webhook.transport = httpx.MockTransport(receiving)
    telegram.webhook.retry_pause = 0.01
    yield receiving
    telegram.close()


async def description(api: Api, method: str, **params: object) -> str:
    body = (await api.answer(method, **params)).json()
    assert body["ok"], body
    assert body["result"] is True
    return str(body["description"])


async def test_setting_and_deleting_are_described(api: Api, receiver: Receiver) -> None:
    assert await description(api, "deleteWebhook") == "Webhook is already deleted"
    assert await description(api, "setWebhook", url=HOOK) == "Webhook was set"
    assert await description(api, "setWebhook", url=HOOK) == "Webhook is already set"
    assert await description(api, "setWebhook", url=HOOK + "2") == "Webhook was set"
    assert await description(api, "setWebhook", url="") == "Webhook was deleted"
    assert await description(api, "setWebhook", url=HOOK) == "Webhook was set"
    assert await description(api, "deleteWebhook") == "Webhook was deleted"


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        (HOOK, "a" * 257, "secret token is too long"),
        (HOOK, "not allowed", "secret token contains unallowed characters"),
        (HOOK, "sécret", "secret token contains unallowed characters"),
        ("https://", "", "invalid webhook URL specified"),
        ("ftp://example.org", "", "invalid webhook URL specified"),
        (
            "http://example.org/hook",
            "",
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(
    api: Api, url: str, secret: str, reason: str
) -> None:
    refused = await api.refusal("setWebhook", url=url, secret_token=secret)
    assert refused == f"400 Bad Request: {reason}"


async def test_updates_are_posted_one_by_one_with_the_secret(
    api: Api, ana: Person, telegram: LocalTelegram, receiver: Receiver
) -> None:
    await ana.sends("one")
    await api("setWebhook", url=HOOK, secret_token="A-z_09")
    first = await receiver.next()
    await ana.sends("two")
    await receiver.next()
    assert str(first.url) == HOOK
    assert first.headers["X-Telegram-Bot-Api-Secret-Token"] == "A-z_09"
    assert [b'"one"' in receiver.requests[0].content, b'"two"' in receiver.requests[1].content] == [
        True,
        True,
    ]
    async with asyncio.timeout(5):
        while telegram.pending:
            await asyncio.sleep(0)
    assert telegram.confirmed == [100, 101]


async def test_what_is_not_taken_is_posted_again(
    api: Api, ana: Person, telegram: LocalTelegram, receiver: Receiver
) -> None:
    receiver.answers = [500, httpx.ConnectError("refused"), 200]
    await ana.sends("one")
    await api("setWebhook", url=HOOK)
    for _ in range(3):
        await receiver.next()
    assert len({request.content for request in receiver.requests}) == 1
    info = await api("getWebhookInfo")
    assert info["url"] == HOOK
    assert info["last_error_message"] == "refused"
    assert info["last_error_date"] == telegram.unix()


async def test_the_info_counts_what_waits(api: Api, ana: Person, receiver: Receiver) -> None:
    receiver.answers = [404] * 1000
    assert (await api("getWebhookInfo"))["url"] == ""
    await ana.sends("one")
    await api("setWebhook", url=HOOK, allowed_updates=["message"])
    await receiver.next()
    await receiver.next()
    info = await api("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["allowed_updates"] == ["message"]
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_what_waits_can_be_dropped(
    api: Api, ana: Person, telegram: LocalTelegram, receiver: Receiver
) -> None:
    await ana.sends("one")
    assert await description(api, "deleteWebhook", drop_pending_updates=True) == (
        "Webhook was deleted"
    )
    assert telegram.pending == []
    await ana.sends("two")
    await api("setWebhook", url=HOOK, drop_pending_updates=True)
    assert telegram.pending == []


async def test_setting_a_webhook_sends_a_poller_away(
    api: Api, telegram: LocalTelegram, receiver: Receiver
) -> None:
    poll = asyncio.create_task(api.refusal("getUpdates", timeout=30))
    for _ in range(50):
        await asyncio.sleep(0)
    await api("setWebhook", url=HOOK)
    assert await poll == "409 Conflict: terminated by setWebhook request"
