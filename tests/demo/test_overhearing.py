"""Listening at the bot's line: it hears everything and changes nothing."""

from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bot.clock import SystemClock
from bot.demo.faults import CutBefore, TooManyRequests
from bot.demo.overhearing import Answer, Overheard, Request, read
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN


class Ear:
    """Remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[Request, Answer]] = []

    def asked(self, request: Request) -> str:
        return request.method

    def answered(self, request: Request, token: Any, answer: Answer) -> None:
        assert token == request.method
        self.heard.append((request, answer))


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def overheard(telegram: LocalTelegram, ear: Ear) -> Bot:
    line = Overheard(httpx.ASGITransport(app=telegram.app), ear, SystemClock())
    requests = [HTTPXRequest(httpx_kwargs={"transport": line}) for _ in range(2)]
    root = "http://telegram.test/bot"
    return Bot(TOKEN, base_url=root, request=requests[0], get_updates_request=requests[1])


async def test_calls_and_files_go_through_unchanged_and_are_heard(
    overheard: Bot, ear: Ear, ana: Person
) -> None:
    await ana.sends("/start")
    async with overheard:
        said = await overheard.send_message(ana.id, "Hello & good day")
        await overheard.send_document(ana.id, b"a file", filename="log.txt")
    assert [each.words for each in ana.chat[1:]] == ["Hello & good day", ""]
    _, message, document = ear.heard
    assert message[0] == Request("sendMessage", ana.id, "Hello & good day")
    assert message[1].code == 200
    assert message[1].body["result"]["message_id"] == said.message_id
    assert (document[0].method, document[0].chat_id) == ("sendDocument", ana.id)
    assert TOKEN not in repr(ear.heard)


async def test_a_reaction_is_heard_as_what_it_shows(overheard: Bot, ear: Ear, ana: Person) -> None:
    message = await ana.sends("A line for the log")
    async with overheard:
        await overheard.set_message_reaction(ana.id, message.id, "✍")
        await overheard.set_message_reaction(ana.id, message.id, [])
    assert [request.words for request, _ in ear.heard[1:]] == ["✍", ""]


@pytest.mark.parametrize("said", [b"reaction=12", b"reaction=%5B3%5D", b"reaction=%7B", b""])
def test_what_is_no_reaction_says_nothing(said: bytes) -> None:
    assert read("/bottoken/setMessageReaction", said).words == ""


async def test_trouble_reaches_the_bot_and_is_heard_as_it_is(
    overheard: Bot, ear: Ear, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    async with overheard:
        telegram.faults.add(TooManyRequests(3), method="sendMessage")
        with pytest.raises(RetryAfter):
            await overheard.send_message(ana.id, "one")
        telegram.faults.add(CutBefore(), method="sendMessage")
        with pytest.raises(NetworkError):
            await overheard.send_message(ana.id, "two")
    refused, cut = [answer for _, answer in ear.heard[1:]]
    assert (refused.code, refused.body["parameters"]) == (429, {"retry_after": 3})
    assert (cut.code, cut.trouble) == (None, "RemoteProtocolError")
