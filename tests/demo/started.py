"""The demo as `kindreds demo` puts it together, with the real bot in a process of its own."""

import asyncio
import contextlib
import re
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bot.demo.beside import Beside
from bot.demo.clock import SharedClock
from bot.demo.inside import Inside
from bot.demo.keeper import Keeper
from bot.demo.launch import TOKEN, environment
from bot.demo.page import with_page
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from bot.demo.travel import AgendaOf, Travel
from bot.demo.trouble import Trouble
from tests.demo.client import served

PATIENCE = 20.0


@dataclass
class Started:
    """A running demo: its Telegram, what its bot tells, and the page that troubles it."""

    root: str
    telegram: LocalTelegram
    inside: Inside
    trouble: Trouble
    keeper: Keeper
    travel: Travel
    ines: Person
    database: Path

    def lines(self, kind: str, **facts: Any) -> list[dict[str, Any]]:
        told = self.inside.since(0)
        return [
            line
            for line in told
            if line["kind"] == kind and all(line.get(name) == fact for name, fact in facts.items())
        ]

    async def until(self, holds: Callable[[], object], what: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not holds():
                    await asyncio.sleep(0.01)
        assert holds(), f"{what}\n{self.ines.transcript()}\n{self.inside.since(0)[-20:]}"

    async def hears(self, words: str, times: int = 1) -> None:
        def heard() -> bool:
            said = [each for each in self.ines.chat if each.by_bot]
            return sum(words in each.words for each in said) >= times

        await self.until(heard, f"Ines did not hear {words!r}")

    async def joins(self) -> None:
        """Ines joins for eight o'clock, and Day 1 comes."""
        await self.ines.sends("/start")
        await self.hears("Once a day")
        await self.ines.presses(self.ines.last, "I'm in")
        await self.hears("Where are you?")
        await self.ines.sends("Europe/Lisbon")
        await self.hears("At what hour")
        await self.ines.presses(self.ines.last, "08:00")
        await self.hears("Day 1 arrives")
        await self.travel.go("next", "UTC")
        await self.hears("Day 1: Look up")

    async def causes(self, what: str, **asked: Any) -> int:
        """Press for trouble on the page; the answer's status."""
        async with httpx.AsyncClient(base_url=self.root, trust_env=False, timeout=20) as http:
            token = re.search(r'name="demo-token" content="([^"]+)"', (await http.get("/")).text)
            assert token is not None
            asked = {"what": what, "person": self.ines.id, **asked}
            headers = {"x-demo-token": token[1]}
            return (await http.post("/demo/trouble", json=asked, headers=headers)).status_code


@contextlib.asynccontextmanager
async def started(home: Path) -> AsyncIterator[Started]:
    """Run a demo until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clock = SharedClock(home / "clock")
    telegram = LocalTelegram(clock, TOKEN, "kindreds_demo_bot")
    ines = telegram.person("Ines", language="pt", zone="Europe/Lisbon")
    telegram.person("Kenji", language="ja", zone="Asia/Tokyo")
    database = home / "kindreds.db"
    inside = Inside(clock, telegram.bell.ring)
    keeper = Keeper(home / "clock", environment(home, port), inside.hear)
    trouble = Trouble(telegram, clock, inside, keeper, database)

    agenda = AgendaOf(database)
    page = with_page(telegram, clock=clock, agenda=agenda, beside=Beside(telegram, inside, trouble))
    async with served(telegram, page, port) as root:
        keeping = asyncio.create_task(keeper.keep())
        demo = Started(
            root,
            telegram,
            inside,
            trouble,
            keeper,
            Travel(clock, agenda),
            ines,
            database,
        )
        try:
            await demo.until(lambda: demo.lines("call", method="setMyCommands"), "no bot")
            yield demo
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
