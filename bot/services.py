"""What handlers, loops and jobs are handed: everything outside, built once by `bot.app`."""

import asyncio
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.probe import Probe
from bot.storage.engine import Database
from bot.texts.catalogue import Texts
from bot.usecases.series import Series


class Holds:
    """Reasons for which nothing may be sent just now, such as a second poller on our token."""

    def __init__(self) -> None:
        self._reasons: set[str] = set()
        self._free = asyncio.Event()
        self._free.set()

    def add(self, reason: str) -> None:
        """Hold every send until `reason` is lifted."""
        self._reasons.add(reason)
        self._free.clear()

    def lift(self, reason: str) -> None:
        """Let sends go on, if this was the only reason against it."""
        self._reasons.discard(reason)
        if not self._reasons:
            self._free.set()

    @property
    def reasons(self) -> frozenset[str]:
        """Why sends are held; empty when they are not."""
        return frozenset(self._reasons)

    async def until_free(self) -> None:
        """Wait until nothing holds sends."""
        await self._free.wait()


@dataclass(frozen=True)
class Services:
    """One bot's parts. Frozen: what changes lives in the database or in the parts themselves."""

    bot_id: int
    bot_name: str
    db: Database
    clock: Clock
    series: Series
    texts: Texts
    probe: Probe
    holds: Holds = field(default_factory=Holds)
    operator_contact: str = ""
    help_line: str = ""
