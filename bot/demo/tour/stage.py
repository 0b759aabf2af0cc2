"""Where a tour takes place: the real bot, a local Telegram, and a clock that is led by hand."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot import app
from bot.demo.clock import HandClock
from bot.demo.launch import TOKEN
from bot.demo.state import LocalTelegram
from bot.settings import Settings
from bot.storage.onlooker import Onlooker

DATABASE = "kindreds.db"

PATIENCE = 20.0
"""Seconds of real time in which the bot must have dealt with everything of one instant."""

BREATH = 0.003
"""Seconds between looks at whether it has."""

Line = Callable[[LocalTelegram], httpx.AsyncBaseTransport]
"""The bot's line to its Telegram."""


class StillBusyError(Exception):
    """The bot did not come to an end of what one instant asked of it."""


def in_process(telegram: LocalTelegram) -> httpx.AsyncBaseTransport:
    """A line without a socket: the Telegram is an application in this very process."""
    return httpx.ASGITransport(app=telegram.app)


@dataclass
class Stage:
    """A bot that is running, the Telegram it talks to, and what its database says.

    `watch` is called wherever the time stops, once all that followed from it is done.
    """

    bot: app.App
    telegram: LocalTelegram
    clock: HandClock
    records: Onlooker
    watch: Callable[[], None] = lambda: None

    async def settle(self) -> None:
        """Wait until nothing is left to do at this instant. Raises StillBusyError."""
        quiet, until = 0, self.clock.monotonic() + PATIENCE
        while True:
            busy = self.telegram.pending or self.records.is_busy(self.clock.now())
            quiet = 0 if busy else quiet + 1
            if quiet == 2:
                break
            if self.clock.monotonic() > until:
                raise StillBusyError(f"the bot was still busy after {PATIENCE:.0f} seconds")
            await self.clock.sleep(BREATH)

    async def change(self, version: int, within: float = 0.5) -> None:
        """Wait until something in a chat is another than at `version`, which a press leads to
        nearly always; the bot redraws a card straight out, so nothing else tells of it.
        """
        until = self.clock.monotonic() + within
        while self.telegram.version == version and self.clock.monotonic() < until:
            await self.clock.sleep(BREATH)

    async def go_to(self, moment: datetime) -> None:
        """Let the time pass until `moment`, stopping wherever something falls due for anyone.

        Call it on a stage that has settled. Raises StillBusyError.
        """
        while (due := self.records.next_moment(self.clock.now())) is not None and due <= moment:
            self.clock.set(due)
            await self.bot.tick()
            await self.settle()
            self.watch()
        self.clock.set(moment)


@contextlib.asynccontextmanager
async def open_stage(
    home: Path, start: datetime, *, content: Path | None = None, line: Line = in_process
) -> AsyncIterator[Stage]:
    """The bot, running at `start` by its own clock, with a fresh database in `home`.

    `content` is the folder of another series than the packaged one. Raises what `app.build` does.
    """
    clock = HandClock(start)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_demo_bot")
    outside = app.Outside(clock, line(telegram), chat_interval=0.001)
    stop = asyncio.Event()
    async with app.build(_settings(home, content), outside) as bot:
        running = asyncio.create_task(bot.run(stop))
        try:
            with Onlooker(home / DATABASE) as records:
                yield Stage(bot, telegram, clock, records)
        finally:
            stop.set()
            await running


def _settings(home: Path, content: Path | None) -> Settings:
    """The bot's own defaults and nothing of the environment, so that a tour is the same anywhere.

    The tour itself ticks wherever the clock is moved to, so the timetable hardly has to.
    """
    usual = {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
    }
    ours = {
        "bot_token": SecretStr(TOKEN),
        "telegram_api_url": "http://telegram.local",
        "database_url": f"sqlite+aiosqlite:///{home / DATABASE}",
        "content_dir": content,
        "tick_seconds": 60.0,
        "send_rate": 1000.0,
    }
    return Settings.model_construct(None, **{**usual, **ours})
