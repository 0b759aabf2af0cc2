"""A whole bot beside a local Telegram, for journeys and faults: nothing in it is faked but the
network's edge and the hands of the clock.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr
from sqlalchemy import bindparam, text

from bot import app
from bot.demo.clock import HandClock
from bot.demo.state import LocalTelegram
from bot.probe import Probe, silent
from bot.settings import Settings
from bot.storage import inbox, outbox
from bot.storage.engine import Tx
from bot.storage.instant import Instant

TOKEN = "12345:a-token-for-tests-only-and-for-nothing-else"
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
PACK = Path(__file__).parent / "packs" / "small"


@dataclass
class World:
    """One Telegram, one clock, one database file; the bot comes and goes."""

    home: Path
    clock: HandClock
    telegram: LocalTelegram
    bot: app.App | None = None
    chat_interval: float = 0.001
    settings_: dict[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        values: dict[str, object] = {
            "bot_token": SecretStr(self.telegram.token),
            "telegram_api_url": "http://telegram.test",
            "database_url": f"sqlite+aiosqlite:///{self.home / 'kindreds.db'}",
            "tick_seconds": 0.05,
            "send_rate": 1000.0,
        }
        return Settings.model_construct(**{**_defaults(), **values, **self.settings_})

    @contextlib.asynccontextmanager
    async def running(
        self,
        probe: Probe = silent,
        transport: httpx.AsyncBaseTransport | None = None,
        poll_patience: float = app.POLL_PATIENCE,
    ) -> AsyncIterator[app.App]:
        """The bot, running, for as long as the block lasts."""
        line = transport or httpx.ASGITransport(app=self.telegram.app)
        outside = app.Outside(
            self.clock, line, probe, self.chat_interval, poll_patience=poll_patience
        )
        stop = asyncio.Event()
        async with app.build(self.settings, outside) as bot:
            self.bot = bot
            running = asyncio.create_task(bot.run(stop))
            try:
                yield bot
            finally:
                stop.set()
                await running
                self.bot = None

    async def settle(self, within: float = 60.0) -> None:
        """Wait until nothing is left to do at this instant."""
        assert self.bot is not None
        quiet = 0
        deadline = self.clock.monotonic() + within
        while quiet < 2:
            assert self.clock.monotonic() < deadline, await self._left()
            await asyncio.sleep(0.005)
            quiet = quiet + 1 if not await self._busy() else 0

    async def at(self, moment: datetime) -> None:
        """Let everything of this instant end, set the clock, and wait for what follows from it.

        Telegram forgets what nobody fetched for 24 hours, so a leap must not leave anything behind.
        """
        assert self.bot is not None
        await self.settle()
        self.clock.set(moment)
        await self.bot.tick()
        await self.settle()

    async def later(self, **units: float) -> None:
        """The same, by so much."""
        await self.at(self.clock.now() + timedelta(**units))

    async def _busy(self) -> bool:
        assert self.bot is not None
        if self.telegram.pending:
            return True
        return await self.bot.services.db.read(_work_left, self.clock.now())

    async def _left(self) -> str:
        assert self.bot is not None
        counts = await self.bot.services.db.read(_counts)
        return f"the bot is still busy: {counts}, pending {len(self.telegram.pending)}"


_LEFT = text(
    "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new')"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('claimed', 'sending'))"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND not_before <= :now)"
)


async def _work_left(tx: Tx, now: datetime) -> bool:
    return bool(await tx.scalar(_LEFT.bindparams(bindparam("now", now, Instant))))


async def _counts(tx: Tx) -> tuple[object, object]:
    return await inbox.count(tx), await outbox.count(tx)


def _defaults() -> dict[str, object]:
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
    }


def new_world(home: Path, start: datetime = MONDAY, **settings: object) -> World:
    """A world at `start`, with nobody in it."""
    clock = HandClock(start)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    return World(home=home, clock=clock, telegram=telegram, settings_=settings)
