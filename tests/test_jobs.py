"""The ticker, and the watchdog that keeps it ticking."""

import asyncio
import contextlib
from datetime import UTC, datetime

from bot.jobs import Timetable
from tests.world import World


async def test_a_ticker_that_fell_silent_is_armed_again(world: World) -> None:
    """APScheduler waits for a wall time: set the clock back, and it waits for a long time."""
    async with world.running() as bot:
        timetable = Timetable(bot.services, 0.05)
        timetable.patience = 0.3
        running = asyncio.create_task(timetable.run())
        try:
            await _until(lambda: timetable.ticks > 2)
            job = timetable.scheduler.get_job("tick")
            job.modify(next_run_time=datetime(2100, 1, 1, tzinfo=UTC))
            before = timetable.ticks
            await _until(lambda: timetable.ticks > before + 3)
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def _until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)
