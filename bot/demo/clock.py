"""Clocks that can be moved: one held in the hand of a test, one shared by two processes."""

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock


class HandClock(SystemClock):
    """A wall clock that stands still until it is moved; waiting stays real."""

    def __init__(self, start: datetime) -> None:
        """Show `start`, which must be aware. Raises ValueError if it is not."""
        self._now = _in_utc(start)

    def now(self) -> datetime:
        """The instant it was last set to, in UTC."""
        return self._now

    def set(self, instant: datetime) -> None:
        """Show `instant`, earlier or later. Raises ValueError if it is not aware."""
        self._now = _in_utc(instant)

    def forward(self, by: timedelta) -> None:
        """Move on by `by`, or back if it is negative."""
        self._now += by


class SharedClock(SystemClock):
    """The machine's clock plus an offset in seconds, kept in a small file.

    The demo's bot and its local Telegram are two processes that must agree on the time when
    somebody moves it. Reading costs one `stat` as long as nobody does.
    """

    def __init__(self, path: Path) -> None:
        """Follow the offset in `path`; without such a file there is none."""
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._offset = timedelta()

    def now(self) -> datetime:
        """The shared instant, in UTC. Raises ValueError if the file holds no number."""
        return super().now() + self.offset

    @property
    def offset(self) -> timedelta:
        """How far the shared time is ahead of the machine's."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            self._seen = None
            return timedelta()
        # A new file takes the old one's name at every move, so its number tells moves apart even
        # where two fall into one tick of the file system's own clock.
        mark = (stat.st_ino, stat.st_mtime_ns)
        if mark != self._seen:
            self._offset = timedelta(seconds=float(self._path.read_text(encoding="ascii")))
            self._seen = mark
        return self._offset

    def set(self, instant: datetime) -> None:
        """Make it `instant` for every process that reads the file."""
        self._write(_in_utc(instant) - super().now())

    def forward(self, by: timedelta) -> None:
        """Move on by `by`, or back if it is negative."""
        self._write(self.offset + by)

    def _write(self, offset: timedelta) -> None:
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(repr(offset.total_seconds()))
        Path(name).replace(self._path)


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a clock is set to an aware instant")
    return instant.astimezone(UTC)
