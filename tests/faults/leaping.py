"""A world in which waiting takes no time: the wall clock and the monotonic one leap together."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.demo.clock import HandClock
from bot.demo.state import LocalTelegram
from tests.world import MONDAY, PACK, TOKEN, World


class LeapClock(HandClock):
    """Held by hand, the monotonic clock too. `slept` are the waits that were asked of it."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.slept: list[float] = []
        self.shortest = 1.0
        self._leapt = 0.0

    def monotonic(self) -> float:
        """The machine's, and all leaps."""
        return super().monotonic() + self._leapt

    def leap(self, seconds: float) -> None:
        """Let so much time have passed, by every clock."""
        self._leapt += seconds
        self.forward(timedelta(seconds=seconds))

    async def sleep(self, seconds: float) -> None:
        """Wait a part of it only, as `shortest` says, and remember what was asked."""
        self.slept.append(seconds)
        await super().sleep(seconds * self.shortest)


def leaping_world(home: Path, **settings: object) -> World:
    """A world by such a clock."""
    clock = LeapClock(MONDAY)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    return World(
        home=home, clock=clock, telegram=telegram, settings_={"content_dir": PACK, **settings}
    )
