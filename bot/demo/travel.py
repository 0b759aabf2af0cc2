"""Moving the demo's time on, without jumping over what should happen on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.clock import HandClock, SharedClock

NextDue = Callable[[], Awaitable[datetime | None]]
"""When the next challenge is due for anyone; None if for nobody."""

OnItsWay = Callable[[], Awaitable[bool]]
"""Whether anything that the bot has to say is still on its way."""

MOST_STOPS = 200
"""Challenges that one move stops at."""

PATIENCE = 3.0
"""Seconds of real time that the bot has to notice each of them, and as many to send it."""

GLANCE = 0.05
"""Seconds between looks at whether it has."""


class Travel:
    """The hands of the clock, as the page's buttons move them."""

    def __init__(
        self,
        clock: SharedClock | HandClock,
        next_due: NextDue | None,
        on_its_way: OnItsWay | None = None,
    ) -> None:
        self._clock = clock
        self._next_due = next_due
        self._on_its_way = on_its_way
        self._one_at_a_time = asyncio.Lock()

    async def go(self, to: str, zone: str) -> bool:
        """Go on by an "hour" or a "week", to "tomorrow" in `zone`, or to the "next" challenge.

        A challenge that falls due on the way is stopped at, so that it comes at its own hour as it
        would have with time itself; what is still on its way comes first. False if there is
        nowhere to go.
        """
        async with self._one_at_a_time:
            return await self._go(to, zone)

    async def _go(self, to: str, zone: str) -> bool:
        now = self._clock.now()
        match to:
            case "hour":
                await self._go_to(now + timedelta(hours=1))
            case "week":
                await self._go_to(a_week_on(now, zone))
            case "tomorrow":
                await self._go_to(next_midnight(now, zone))
            case "next":
                due = await self._next_stop()
                if due is None:
                    return False
                self._clock.set(max(due, now))
            case _:
                return False
        return True

    async def _next_stop(self) -> datetime | None:
        """When the next challenge is due, once all that came before it has been sent."""
        due = await self._due()
        await self._until_sent()
        return due

    async def _due(self) -> datetime | None:
        return await self._next_due() if self._next_due is not None else None

    async def _go_to(self, target: datetime) -> None:
        for _ in range(MOST_STOPS):
            due = await self._next_stop()
            if due is None or not self._clock.now() < due < target:
                break
            self._clock.set(due)
            await self._until_noticed(due)
        self._clock.set(max(target, self._clock.now()))

    async def _until_noticed(self, due: datetime) -> None:
        until = self._clock.monotonic() + PATIENCE
        while self._clock.monotonic() < until and await self._due() == due:
            await self._clock.sleep(GLANCE)

    async def _until_sent(self) -> None:
        until = self._clock.monotonic() + PATIENCE
        while self._on_its_way is not None and await self._on_its_way():
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
