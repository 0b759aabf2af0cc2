"""Moving the demo's time on, without jumping over what should happen on the way."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.demo.clock import HandClock, SharedClock
from bot.storage import glance

MOST_STOPS = 400
"""Instants that one move stops at."""

PATIENCE = 3.0
"""Seconds of real time that the bot has at each of them to do what there is to do."""

GLANCE = 0.05
"""Seconds between looks at whether it has."""


class Agenda(Protocol):
    """What a bot has to do, and when."""

    async def next_due(self) -> datetime | None:
        """When anyone's next challenge is due; None if nobody's is."""
        ...

    async def next_stir(self, now: datetime) -> datetime | None:
        """When there is anything to do after `now`: a challenge, a reminder, a recap."""
        ...

    async def is_busy(self, now: datetime) -> bool:
        """Whether anything that there is to do by `now` has not been done."""
        ...


class AgendaOf:
    """What the bot with this database has to do."""

    def __init__(self, database: Path) -> None:
        self._database = database

    async def next_due(self) -> datetime | None:
        """As `Agenda` says."""
        return await asyncio.to_thread(glance.next_due, self._database)

    async def next_stir(self, now: datetime) -> datetime | None:
        """As `Agenda` says."""
        return await asyncio.to_thread(glance.next_stir, self._database, now)

    async def is_busy(self, now: datetime) -> bool:
        """As `Agenda` says."""
        return await asyncio.to_thread(glance.is_busy, self._database, now)


class Travel:
    """The hands of the clock, as the page's buttons move them. `agenda`: None if unknown."""

    def __init__(self, clock: SharedClock | HandClock, agenda: Agenda | None) -> None:
        self._clock = clock
        self._agenda = agenda
        self._one_at_a_time = asyncio.Lock()

    @property
    def knows_the_next(self) -> bool:
        """Whether there is a next challenge to be gone to, now or later."""
        return self._agenda is not None

    async def go(self, to: str, zone: str) -> bool:
        """Go on by an "hour" or a "week", to "tomorrow" in `zone`, or to the "next" challenge.

        Whatever falls due on the way is stopped at, so that it comes at its own hour as it would
        have with time itself, and what is on its way comes first. False if there is nowhere to go.
        """
        async with self._one_at_a_time:
            target = await self._target(to, zone)
            if target is None:
                return False
            await self._go_to(target)
            return True

    async def _target(self, to: str, zone: str) -> datetime | None:
        now = self._clock.now()
        match to:
            case "hour":
                return now + timedelta(hours=1)
            case "week":
                return a_week_on(now, zone)
            case "tomorrow":
                return next_midnight(now, zone)
            case "next" if self._agenda is not None:
                await self._until_done()  # what is due already is not the next one
                return await self._agenda.next_due()
        return None

    async def _go_to(self, target: datetime) -> None:
        for _ in range(MOST_STOPS):
            await self._until_done()
            stop = await self._next_stop()
            if stop is None or stop >= target:
                break
            self._clock.set(stop)
        self._clock.set(max(target, self._clock.now()))

    async def _next_stop(self) -> datetime | None:
        return None if self._agenda is None else await self._agenda.next_stir(self._clock.now())

    async def _until_done(self) -> None:
        """Wait until the bot has done what there is to do, as long as there is patience."""
        until = self._clock.monotonic() + PATIENCE
        while self._agenda is not None and await self._agenda.is_busy(self._clock.now()):
            if self._clock.monotonic() >= until:
                return
            await self._clock.sleep(GLANCE)


def a_week_on(now: datetime, zone: str) -> datetime:
    """The same time of day seven dates later in `zone`."""
    return (now.astimezone(ZoneInfo(zone)) + timedelta(days=7)).astimezone(UTC)


def next_midnight(now: datetime, zone: str) -> datetime:
    """The start of the next date in `zone`; where midnight does not exist, the first instant."""
    here = ZoneInfo(zone)
    tomorrow = now.astimezone(here).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=here)
