"""The real bot in a process of its own, over real HTTP, that may be told to die at an instant.

It is forked from a server that has imported everything, so that a start costs a tenth of a second
and a test can afford many deaths.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot import app, logs
from bot.clock import use_packaged_zones
from bot.delivery import sender
from bot.demo.clock import SharedClock
from bot.probe import Point
from bot.settings import Settings


@dataclass(frozen=True)
class Birth:
    """What a child is told: its settings, its clock, and when to die, if at all."""

    settings: Settings
    clock: Path
    diary: Path
    point: Point | None = None
    passing: int = 1


def mortal(point: Point | None, passing: int) -> Callable[[Point], None]:
    """A probe that ends the process for good at the `passing`-th passing of `point`."""
    left = passing

    def watch(passed: Point) -> None:
        nonlocal left
        left -= passed is point
        if left == 0 and passed is point:
            os.kill(os.getpid(), signal.SIGKILL)

    return watch


def live(birth: Birth) -> None:
    """Be the bot until SIGTERM, or until the probe's time has come."""
    diary = os.open(birth.diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(diary, 1)
    os.dup2(diary, 2)
    use_packaged_zones()
    sender.LOOK_AGAIN = 0.1  # the shared clock leaps over waits, and nothing wakes the sender then
    token = birth.settings.bot_token.get_secret_value()
    logs.configure(birth.settings.log_level, birth.settings.log_format, token)
    asyncio.run(_run(birth))


async def _run(birth: Birth) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch_loop(loop)
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    probe = mortal(birth.point, birth.passing)
    outside = app.Outside(SharedClock(birth.clock), probe=probe, chat_interval=0.001)
    async with app.build(birth.settings, outside) as bot:
        await bot.run(stop)
