"""A pipe that whoever writes into it never waits for: what it has no room for is given up."""

import asyncio
import json
import os
from collections import deque
from typing import Any

MOST_WAITING = 2000
"""Lines held until the reader takes them; more than a demo shows at once by far."""


class Pipe:
    """Lines of JSON for another process, from within the running loop."""

    def __init__(self, descriptor: int, most_waiting: int = MOST_WAITING) -> None:
        """Write to `descriptor`, which is set not to block from now on."""
        self._descriptor = descriptor
        self._most = most_waiting
        self._lines: deque[bytes] = deque()
        self._rest = b""
        self._given_up = 0
        self._full = False
        self._gone = False
        os.set_blocking(descriptor, False)

    def say(self, line: dict[str, Any]) -> None:
        """Hand over one line, now or as soon as there is room. The oldest give way to new ones."""
        if self._gone:
            return
        if len(self._lines) >= self._most:
            self._lines.popleft()
            self._given_up += 1
        self._lines.append(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        if not self._full:
            self._write()

    def _write(self) -> None:
        try:
            while self._rest or self._next():
                written = os.write(self._descriptor, self._rest)
                self._rest = self._rest[written:]
        except BlockingIOError:
            self._wait(full=True)
        except OSError:  # nobody reads any more
            self._gone = True
            self._lines.clear()
            self._wait(full=False)
        else:
            self._wait(full=False)

    def _next(self) -> bool:
        if self._given_up:
            self._rest = b'{"kind":"gap","count":%d}\n' % self._given_up
            self._given_up = 0
        elif self._lines:
            self._rest = self._lines.popleft()
        return bool(self._rest)

    def _wait(self, *, full: bool) -> None:
        """Be told when there is room again, or need not be told any more."""
        if full == self._full:
            return
        self._full = full
        loop = asyncio.get_running_loop()
        if full:
            loop.add_writer(self._descriptor, self._write)
        else:
            loop.remove_writer(self._descriptor)
