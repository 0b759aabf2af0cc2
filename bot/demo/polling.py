"""getUpdates: the wait for the next update, by one poller at a time."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.demo.params import Params
from bot.demo.refusals import (
    OTHER_POLLER,
    WEBHOOK_ACTIVE,
    Refusal,
    RefusedError,
)
from bot.demo.updates import UpdateQueue

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

LONGEST_POLL = 50
"""Seconds that one request is held at most (Bot API server, LONG_POLL_MAX_TIMEOUT)."""

MOST_UPDATES = 100


class Poller:
    """Who waits for updates, and since when.

    The three waits are the Bot API server's own, in seconds of real time: the same offset again
    within `repeat_window` is held for `repeat_hold`, within `repeat_at_once` it gets one update;
    conflicts closer together than `conflict_pause` are answered that much later.
    """

    repeat_window = 3.0
    repeat_hold = 3.0
    repeat_at_once = 0.5
    conflict_pause = 3.0

    def __init__(self, queue: UpdateQueue, monotonic: Callable[[], float]) -> None:
        self._queue = queue
        self._monotonic = monotonic
        self._turn = 0
        self._ended_by: Refusal | None = OTHER_POLLER
        self._last: tuple[int, float] = (0, -100.0)
        self._next_conflict = 0.0
        self._closing = False

    async def get(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """One getUpdates.

        Raises RefusedError (409) when another one takes its place, ConnectionAbortedError when
        the server restarts under it.
        """
        limit, timeout = self._held_back(offset, limit, timeout)
        if offset < 0:
            self._queue.keep_last(-offset)
        elif offset > 0:
            self._queue.confirm_below(offset)
        ready = self._queue.head(limit)
        if ready or timeout <= 0 or self._closing:
            return ready
        return await self._wait(limit, self._monotonic() + timeout)

    def _held_back(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        now, (last, at) = self._monotonic(), self._last
        self._last = (offset, now)
        if offset == last and timeout < self.repeat_window and now < at + self.repeat_window:
            timeout = self.repeat_hold
        if offset == last and now < at + self.repeat_at_once:
            limit = 1
        return limit, timeout

    async def _wait(self, limit: int, until: float) -> list[dict[str, Any]]:
        self.end(OTHER_POLLER)
        mine = self._turn
        while True:
            heard = await self._queue.bell.heard(max(until - self._monotonic(), 0.0))
            if self._turn != mine:
                await self._refuse()
            ready = self._queue.head(limit)
            if ready or not heard or self._closing:
                return ready

    def end(self, reason: Refusal | None) -> None:
        """Send away whoever waits; without a reason, as a server does that goes down."""
        self._turn += 1
        self._ended_by = reason
        self._queue.bell.ring()

    def close(self) -> None:
        """Answer whoever waits, and from now on everyone at once."""
        self._closing = True
        self._queue.bell.ring()

    async def _refuse(self) -> None:
        reason = self._ended_by
        if reason is None:
            raise ConnectionAbortedError
        now = self._monotonic()
        if now < self._next_conflict:
            await self._pause(self.conflict_pause)
        else:
            self._next_conflict = now + self.conflict_pause
        raise RefusedError(reason)

    async def _pause(self, seconds: float) -> None:
        until = self._monotonic() + seconds
        while not self._closing and self._monotonic() < until:
            await self._queue.bell.heard(until - self._monotonic())


async def get_updates(telegram: "LocalTelegram", params: Params) -> list[dict[str, Any]]:
    """getUpdates."""
    if telegram.webhook.url:
        raise RefusedError(WEBHOOK_ACTIVE)
    note_allowed(telegram, params)
    return await telegram.poller.get(
        params.integer("offset"),
        params.integer("limit", MOST_UPDATES, 1, MOST_UPDATES),
        params.integer("timeout", 0, 0, LONGEST_POLL),
    )


def note_allowed(telegram: "LocalTelegram", params: Params) -> None:
    """Remember `allowed_updates` if it was given; what cannot be read changes nothing."""
    try:
        asked = params.json("allowed_updates")
    except ValueError:
        return
    if isinstance(asked, list):
        telegram.updates.allowed = frozenset(str(kind).lower() for kind in asked)
