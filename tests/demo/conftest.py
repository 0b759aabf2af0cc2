"""A local Telegram, somebody who uses it, and the library's own bot as its client."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
import pytest_asyncio
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.demo.clock import HandClock
from bot.demo.page import with_page
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN, Api, served

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def telegram(clock: HandClock) -> LocalTelegram:
    return LocalTelegram(clock, TOKEN, "kindreds_bot", first_update_id=100, first_message_id=1)


@pytest.fixture
def ana(telegram: LocalTelegram) -> Person:
    return telegram.person("Ana", language="es")


@pytest_asyncio.fixture
async def api(telegram: LocalTelegram) -> AsyncIterator[Api]:
    client = Api(telegram)
    async with client.http:
        yield client


@pytest_asyncio.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """python-telegram-bot itself, in process."""
    transport = httpx.ASGITransport(app=telegram.app)
    requests = [HTTPXRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
    client = Bot(
        TOKEN,
        base_url="http://telegram.test/bot",
        base_file_url="http://telegram.test/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    async with client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator["Browser"]:
    """The browser that all these tests share."""
    from tests.demo.browsing import chromium_running

    async with chromium_running(tmp_path_factory.mktemp("chromium") / "profile") as browser:
        yield browser


class InThreeHours:
    """A bot whose next challenge is always three hours away."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock

    async def next_due(self) -> datetime:
        return self._clock.now() + timedelta(hours=3)

    async def next_stir(self, now: datetime) -> None:
        return None

    async def is_busy(self, now: datetime) -> bool:
        return False


@pytest_asyncio.fixture(loop_scope="session")
async def page(
    telegram: LocalTelegram, clock: HandClock, ana: Person, chromium: "Browser"
) -> AsyncIterator["Page"]:
    """The chat page as Ana sees it, with Ben beside her and a challenge due in three hours."""
    from tests.demo.browsing import page_at

    telegram.person("Ben", zone="Asia/Tokyo")

    app = with_page(telegram, clock=clock, agenda=InThreeHours(clock))
    async with served(telegram, app) as root, page_at(chromium, root) as shown:
        yield shown
