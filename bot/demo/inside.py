"""What the bot told of itself, kept for the page: the latest lines, in order."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.clock import Clock

MOST_LINES = 500
"""Lines kept; a page that comes later begins with these."""

BUNDLING = 0.05
"""Seconds within which lines go to the page together."""


class Inside:
    """The latest lines. `last` is the number of the newest; `ring` is called when there are some.

    They stand in memory only: people's words are among them, and the demo forgets everything.
    """

    def __init__(self, clock: Clock, ring: Callable[[], None]) -> None:
        self.last = 0
        self._clock = clock
        self._ring = ring
        self._lines: deque[dict[str, Any]] = deque(maxlen=MOST_LINES)
        self._ringing = False

    def hear(self, told: bytes) -> None:
        """Take what the bot's process wrote; what is no line of a narrator's is passed over."""
        try:
            line = json.loads(told)
        except ValueError:
            return
        if isinstance(line, dict) and "kind" in line:
            self.add(**line)

    def add(self, **line: Any) -> None:
        """Keep one line; one without a time happened now."""
        self.last += 1
        now = self._clock.now().timestamp()
        self._lines.append({"at": now, "group": None, **line, "n": self.last})
        if not self._ringing:
            self._ringing = True
            asyncio.get_running_loop().call_later(BUNDLING, self._tell)

    def since(self, number: int) -> list[dict[str, Any]]:
        """Every line after that number which is still there."""
        news = min(self.last - number, len(self._lines))
        return list(islice(self._lines, len(self._lines) - news, None))

    def _tell(self) -> None:
        self._ringing = False
        self._ring()
