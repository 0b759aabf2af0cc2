"""A local Telegram on a loopback port, and bots in processes of their own that come and go."""

import asyncio
import contextlib
import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn

from bot.demo.clock import SharedClock
from bot.demo.state import LocalTelegram
from bot.probe import Point
from bot.settings import Settings
from tests.faults.child import Birth, live
from tests.world import MONDAY, TOKEN, World

_processes = multiprocessing.get_context("forkserver")

SOON = timedelta(minutes=6)
"""A retry this near is not waited for: the shared clock is moved to it."""

_LEFT_TO_DO = (
    "SELECT count(*) FROM inbox WHERE state = 'new'",
    "SELECT count(*) FROM outbox WHERE state IN ('claimed', 'sending')",
    "SELECT count(*) FROM outbox WHERE state = 'queued' AND not_before <= :now",
    "SELECT count(*) FROM subscribers WHERE next_due_at <= :now",
)


class Child:
    """One bot's process."""

    def __init__(self, process: BaseProcess, diary: Path, since: int) -> None:
        self._process = process
        self._diary = diary
        self.since = since
        """How many requests Telegram had seen when it was born."""
        process.start()
        assert process.pid is not None
        self.pid = process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, minus 9 for SIGKILL; None while it lives."""
        return self._process.exitcode

    async def ended(self, within: float = 20.0) -> int:
        """Wait for its end, and return how it ended."""
        until = asyncio.get_running_loop().time() + within
        while (code := self.code) is None:
            assert asyncio.get_running_loop().time() < until, f"still alive\n{self.diary()}"
            await asyncio.sleep(0.01)
        return code

    async def stopped(self) -> None:
        """Ask it to stop, as a supervisor does, and wait until it has."""
        self.signal(signal.SIGTERM)
        code = await self.ended()
        assert code == 0, f"ended with {code}\n{self.diary()}"

    async def killed(self) -> None:
        """End it at this very instant."""
        self.signal(signal.SIGKILL)
        assert await self.ended() == -signal.SIGKILL

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        if self.code is None:
            os.kill(self.pid, number)

    def diary(self) -> str:
        """What all children of this stage have logged."""
        return self._diary.read_text(encoding="utf-8") if self._diary.exists() else ""


@dataclass
class Stage(World):
    """A world whose clock runs and is shared by processes. `running` still works, in process."""

    server: str = ""
    children: list[Child] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.home / "kindreds.db"

    @property
    def diary(self) -> str:
        """All that the children have logged."""
        path = self.home / "diary.log"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @contextlib.asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        """Telegram on a port; whoever still lives at the end of the block is ended."""
        config = uvicorn.Config(
            self.telegram.app, host="127.0.0.1", port=0, log_level="error", lifespan="off"
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        [listener] = server.servers
        self.server = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        try:
            yield
        finally:
            for child in self.children:
                child.signal(signal.SIGKILL)
                await child.ended()
            self.telegram.close()
            server.should_exit = True
            await serving

    def start(
        self,
        point: Point | None = None,
        passing: int = 1,
        *,
        home: Path | None = None,
        clock: Path | None = None,
    ) -> Child:
        """A new process: the bot, which dies at the `passing`-th passing of `point`, if named."""
        folder = home or self.home
        settings = self.settings.model_copy(
            update={
                "telegram_api_url": self.server,
                "database_url": f"sqlite+aiosqlite:///{folder / 'kindreds.db'}",
            }
        )
        birth = Birth(
            Settings.model_construct(**dict(settings)),
            clock or self.home / "clock",
            folder / "diary.log",
            point,
            passing,
        )
        child = Child(
            _processes.Process(target=live, args=(birth,), daemon=True),
            birth.diary,
            len(self.telegram.calls),
        )
        self.children.append(child)
        return child

    async def quiet_or_dead(self, child: Child, within: float = 30.0) -> bool:
        """Wait until nothing is left to do; False if the child has died before."""
        until = self.clock.monotonic() + within
        quiet = 0
        while quiet < 2:
            if child.code is not None:
                return False
            assert self.clock.monotonic() < until, f"{self.left()}\n{self.diary}"
            await asyncio.sleep(0.02)
            quiet = 0 if self.left() or not self._polls(child) else quiet + 1
            if quiet:
                quiet = 0 if self._skip_the_wait() else quiet
        return True

    async def quiet(self, child: Child, within: float = 30.0) -> None:
        """Wait until nothing is left to do, without anybody dying over it."""
        assert await self.quiet_or_dead(child, within), f"{child.code}\n{self.diary}"

    def _polls(self, child: Child) -> bool:
        """Whether it has begun to poll, and so is all there."""
        return any(call.method == "getUpdates" for call in self.telegram.calls[child.since :])

    def left(self) -> list[int]:
        """What is left to do at this instant; empty if nothing is."""
        try:
            with self.reading() as database:
                counts = [
                    database.execute(query, {"now": _text(self.clock.now())}).fetchone()[0]
                    for query in _LEFT_TO_DO
                ]
        except sqlite3.OperationalError:  # not there yet
            return [-1]
        counts.append(len(self.telegram.pending))
        return counts if any(counts) else []

    def _skip_the_wait(self) -> bool:
        with self.reading() as database:
            query = "SELECT min(not_before) FROM outbox WHERE state = 'queued'"
            [found] = database.execute(query).fetchone()
        if found is None:
            return False
        at = datetime.fromisoformat(found).replace(tzinfo=UTC)
        if at - self.clock.now() > SOON:
            return False
        self.clock.set(at + timedelta(milliseconds=1))
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The bot's file, read from this process."""
        with contextlib.closing(
            sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)
        ) as database:
            yield database

    def planned(self, state: str) -> int:
        """How many challenges are in a state, while the bot runs."""
        with self.reading() as database:
            query = "SELECT count(*) FROM deliveries WHERE state = ?"
            return int(database.execute(query, (state,)).fetchone()[0])

    def kept(self) -> int:
        """How many reflections there are, while the bot runs."""
        with self.reading() as database:
            return int(database.execute("SELECT count(*) FROM reflections").fetchone()[0])

    def found(self, query: str) -> list[tuple[object, ...]]:
        """What a query finds in the file that the dead have left, which stays as it is."""
        copy = self.home / "autopsy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for name in ("kindreds.db", "kindreds.db-wal"):
            if (self.home / name).exists():
                shutil.copy(self.home / name, copy)
        with contextlib.closing(sqlite3.connect(copy / "kindreds.db")) as database:
            return database.execute(query).fetchall()


def new_stage(home: Path, start: datetime = MONDAY, **settings: object) -> Stage:
    """A stage at `start`, with nobody on it."""
    _processes.set_forkserver_preload(["tests.faults.child"])
    clock = SharedClock(home / "clock")
    clock.set(start)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    telegram.poller.repeat_at_once = 0  # a start soon after a death would get one at a time
    return Stage(home=home, clock=clock, telegram=telegram, settings_=settings)  # type: ignore[arg-type]


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
