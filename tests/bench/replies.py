"""Replies through the whole path: from Telegram into the inbox, to the day they belong to, into the
log and the streak, to the row that acknowledges them; and a backlog that is caught up with.
"""

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import func, select

from bot import app
from bot.clock import SystemClock, use_packaged_zones
from bot.settings import Settings
from bot.storage import inbox, models
from bot.storage.engine import Tx
from tests.bench import counting, crowd
from tests.bench.measure import Measure
from tests.bench.sink import TOKEN, Sink

PEOPLE = 1_000
REPLIES = 2
"""Of each, about different days, so that each is the first of its day and is acknowledged."""

BACKLOG = 10
"""Of each; after the first about a day a reaction is all that is said, straight over the line."""

SETTLED = timedelta(minutes=5)


def measures() -> list[Measure]:
    """G13: replies a second, and how long 10,000 that waited take."""
    use_packaged_zones()
    work, made = asyncio.run(_replies())
    count = PEOPLE * REPLIES
    begun = sum(times for statement, times in made.items() if statement.startswith("BEGIN"))
    caught_up = asyncio.run(_catch_up())
    return [
        Measure("replies through the whole path", count / work.seconds, "a second", 300, 150),
        Measure("  processor time for one", work.processor / count * 1000, "ms"),
        Measure("  statements for one", made.total() / count, "a reply"),
        Measure("  transactions for one, reads included", begun / count, "a reply"),
        Measure("  commits for one, reads included", made["COMMIT"] / count, "a reply"),
        Measure(f"{PEOPLE * BACKLOG:,} updates caught up with", caught_up, "s", 40, 90, most=True),
    ]


@dataclass(frozen=True)
class Work:
    """How long something took, by the wall and by the processor, in seconds."""

    seconds: float
    processor: float


async def _replies() -> tuple[Work, Counter[str]]:
    """Everything but the sender, whose limits are Telegram's: it is measured for itself."""
    sink = Sink()
    async with _bot(sink) as bot:
        sink.expect(crowd.texts(PEOPLE, REPLIES, bot.services.clock.now() - SETTLED))
        with counting.statements() as made:
            began, busy = time.perf_counter(), time.process_time()
            loops = [asyncio.create_task(loop.run()) for loop in (bot.poll, bot.worker)]
            await _handled(bot, PEOPLE * REPLIES)
            work = Work(time.perf_counter() - began, time.process_time() - busy)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        said = await bot.services.db.read(_acknowledged)
        assert said == PEOPLE * REPLIES, f"{said} were acknowledged"
    return work, made


async def _catch_up() -> float:
    """The whole bot after an outage: polling, handling and saying so, all at once."""
    sink, stop = Sink(), asyncio.Event()
    async with _bot(sink) as bot:
        sink.expect(crowd.texts(PEOPLE, BACKLOG, bot.services.clock.now() - SETTLED))
        began = time.perf_counter()
        running = asyncio.create_task(bot.run(stop))
        await _handled(bot, PEOPLE * BACKLOG)
        seconds = time.perf_counter() - began
        stop.set()
        await running
        kept = await bot.services.db.read(_kept)
        assert kept == PEOPLE * BACKLOG, f"{kept} were kept"
    return seconds


@contextlib.asynccontextmanager
async def _bot(sink: Sink) -> AsyncIterator[app.App]:
    """A bot with a thousand people, on a file of its own."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.model_construct(
            **{
                name: field.get_default(call_default_factory=True)
                for name, field in Settings.model_fields.items()
            }
            | {
                "bot_token": SecretStr(TOKEN),
                "telegram_api_url": "http://telegram.test",
                "database_url": f"sqlite+aiosqlite:///{Path(home) / 'kindreds.db'}",
                "send_rate": 1000.0,
            }
        )
        outside = app.Outside(SystemClock(), sink, chat_interval=0.001)
        async with app.build(settings, outside) as bot:
            await bot.services.db.write(crowd.settle_in, PEOPLE, bot.services.clock.now())
            yield bot


async def _handled(bot: app.App, count: int) -> None:
    async def all_handled(tx: Tx) -> bool:
        return (await inbox.count(tx)).get("done", 0) == count

    async with asyncio.timeout(600):
        while not await bot.services.db.read(all_handled):
            await asyncio.sleep(0.2)


async def _acknowledged(tx: Tx) -> Any:
    return await tx.scalar(
        select(func.count()).select_from(models.outbox).where(models.outbox.c.kind == "saved")
    )


async def _kept(tx: Tx) -> Any:
    return await tx.scalar(select(func.count()).select_from(models.reflections))
