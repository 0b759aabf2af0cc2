"""The only reader of the wall clock.

Everything else takes `now` as a parameter or holds a `Clock` handed to it by `bot.app`.
"""

import asyncio
import time
import zoneinfo
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the program needs to know of time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that no one can set; only differences mean anything."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait, by the monotonic clock."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def use_packaged_zones() -> None:
    """Read time zones from the pinned `tzdata` package, never from the machine's own files.

    The standard library prefers the system's files, which on a long-lived machine may be a year
    behind; both `run` and the tests call this first, so that zones are the same everywhere.
    """
    zoneinfo.reset_tzpath(to=())
    zoneinfo.ZoneInfo.clear_cache()
