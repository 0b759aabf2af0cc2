"""Telegram's patience: how fast a bot may go, and who went on when told to wait."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.refusals import too_many

EARLY_TOLERANCE = 0.05
"""Seconds by which a timer may go off early without counting as impatience."""

UNCOUNTED = frozenset({"getupdates", "answercallbackquery"})
"""Methods that no wait applies to: fetching, and the acknowledgement of a press."""


@dataclass(frozen=True)
class Violation:
    """A request made `early` seconds before its chat's wait was over; chat None: everyone's."""

    method: str
    chat_id: int | None
    early: float


class Limits:
    """Waits that were ordered, and rates if they are to be kept.

    Rates are off until `enforce`. The guidance bots work by is one message a second to a chat,
    about 30 a second overall, and 20 a minute to a group (`telegram.constants.FloodLimit`).
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.violations: list[Violation] = []
        self.too_fast = 0
        self._monotonic = monotonic
        self._until: dict[int | None, float] = {}
        self._rates: tuple[int, int, int] | None = None
        self._sent: dict[int | None, deque[float]] = {}

    def enforce(self, per_chat: int = 1, overall: int = 30, per_group_minute: int = 20) -> None:
        """Answer 429 from now on to whoever sends more than this a second (a minute)."""
        self._rates = (per_chat, overall, per_group_minute)

    def relax(self) -> None:
        """Let everything pass again."""
        self._rates = None

    def order_wait(self, chat_id: int | None, seconds: float) -> None:
        """Remember that a chat, or everyone, was told to wait."""
        until = self._monotonic() + seconds
        self._until[chat_id] = max(until, self._until.get(chat_id, 0.0))

    def note(self, method: str, chat_id: int | None) -> None:
        """Look at one request as it comes in, and count it if it should not have come yet."""
        if method.lower() in UNCOUNTED:
            return
        for whose in {None, chat_id}:
            early = self._until.get(whose, 0.0) - self._monotonic()
            if early > EARLY_TOLERANCE:
                self.violations.append(Violation(method, whose, early))

    def spend(self, chat_id: int) -> None:
        """Count a message to `chat_id`. Raises RefusedError (429) if that is one too many."""
        if self._rates is None:
            return
        per_chat, overall, per_group = self._rates
        windows = [(chat_id, per_chat, 1.0), (None, overall, 1.0)]
        if chat_id < 0:
            windows[0] = (chat_id, per_group, 60.0)
        for whose, most, seconds in windows:
            self._check(whose, most, seconds)
        for whose, _, _ in windows:
            self._sent[whose].append(self._monotonic())

    def _check(self, whose: int | None, most: int, seconds: float) -> None:
        sent = self._sent.setdefault(whose, deque())
        while sent and sent[0] <= self._monotonic() - seconds:
            sent.popleft()
        if len(sent) >= most:
            self.too_fast += 1
            wait = math.ceil(sent[0] + seconds - self._monotonic())
            self.order_wait(whose, wait)
            raise too_many(wait)
