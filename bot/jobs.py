"""The timetable: a few fixed jobs in memory. Who is due is a question to the database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery import planner
from bot.services import Services
from bot.storage import backup
from bot.usecases import upkeep

log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(hours=1)

Job = Callable[[Services], Awaitable[None]]


class Timetable:
    """APScheduler as a ticker, with a watchdog: it stops ticking when the clock is set back.

    `beat` is the monotonic second of the last of so many `ticks`; after `patience` seconds without
    one, the ticker is armed again.
    """

    def __init__(self, services: Services, tick_seconds: float) -> None:
        self.beat = services.clock.monotonic()
        self._services = services
        self._tick_seconds = tick_seconds
        self.ticks = 0
        self.patience = max(3 * tick_seconds, 5.0)
        self.scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    async def run(self) -> None:
        """Tick for ever; arm the ticker again whenever it has fallen silent."""
        self.scheduler.start()
        try:
            self._arm()
            while True:
                await asyncio.sleep(self.patience / 3)
                if self._services.clock.monotonic() - self.beat > self.patience:
                    log.warning("the ticker fell silent (was the clock set back?): armed again")
                    self._arm()
        finally:
            self.scheduler.shutdown(wait=False)

    def _arm(self) -> None:
        self.beat = self._services.clock.monotonic()
        self._every(timedelta(seconds=self._tick_seconds), "tick", self._tick)
        self._every(SWEEP_EVERY, "sweep", self._sweep)

    def _every(self, interval: timedelta, name: str, job: Callable[[], Awaitable[None]]) -> None:
        seconds = interval.total_seconds()
        self.scheduler.add_job(job, "interval", seconds=seconds, id=name, replace_existing=True)

    async def _tick(self) -> None:
        self.beat = self._services.clock.monotonic()
        self.ticks += 1
        await self._guarded("tick", planner.tick)

    async def _sweep(self) -> None:
        await self._guarded("sweep", _sweep)

    async def _guarded(self, name: str, job: Job) -> None:
        try:
            await job(self._services)
        except asyncio.CancelledError:  # the program stops; its transaction ends by itself
            log.debug("the %s was cut short", name)
        except Exception:  # the next tick is the retry
            log.exception("the %s failed; it runs again at its time", name)


async def _sweep(services: Services) -> None:
    now = services.clock.now()
    await services.db.write(upkeep.sweep, now)
    await services.db.empty_log()
    await asyncio.to_thread(backup.drop_old, services.backups, now)
