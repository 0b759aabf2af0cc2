"""What handlers, loops and jobs are handed: everything outside, built once by `bot.app`."""

from dataclasses import dataclass, field
from pathlib import Path

from bot.clock import Clock
from bot.probe import Probe
from bot.storage.engine import Database
from bot.storage.tombstones import Tombstones
from bot.texts.catalogue import Texts
from bot.usecases.series import Series


class Holds:
    """Reasons for which nothing may be sent just now, such as a second poller on our token."""

    def __init__(self) -> None:
        self._reasons: set[str] = set()
        self._resting: dict[int, float] = {}

    def add(self, reason: str) -> None:
        """Hold every send until `reason` is lifted."""
        self._reasons.add(reason)

    def lift(self, reason: str) -> None:
        """Let sends go on, if this was the only reason against it."""
        self._reasons.discard(reason)

    @property
    def reasons(self) -> frozenset[str]:
        """Why sends are held; empty when they are not."""
        return frozenset(self._reasons)

    def rest(self, chat_id: int, until: float, at: float) -> None:
        """Make no request to a chat before the monotonic second `until`; it is `at` now."""
        self._resting = {chat: end for chat, end in self._resting.items() if end > at}
        self._resting[chat_id] = max(until, self._resting.get(chat_id, until))

    def rests_for(self, chat_id: int, at: float) -> float:
        """Seconds until a chat may be spoken to again; 0.0 if it may be now."""
        return max(self._resting.get(chat_id, at) - at, 0.0)


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
    tombstones: Tombstones
    backups: Path
    holds: Holds = field(default_factory=Holds)
    operator_contact: str = ""
    help_line: str = ""
    show_ahead: bool = False
    admin_ids: frozenset[int] = frozenset()
