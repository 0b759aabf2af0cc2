"""Fetching updates: written down first, confirmed to Telegram second (promise P1)."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.retry import line_pause
from bot.probe import Point
from bot.services import Services
from bot.storage import inbox, meta
from bot.storage.engine import Tx
from bot.usecases import upkeep

log = logging.getLogger(__name__)

LONG_POLL = 25
"""Seconds that Telegram may hold an empty answer; below the watchdog's patience."""

FEWEST_SECONDS_BETWEEN_EMPTY = 0.25
"""A server that answers "nothing" at once, for ever, is asked no more than four times a second."""

NOTE_POLL_EVERY = 30.0
"""Seconds between notes of the last successful poll, while nothing comes in."""

GAP = timedelta(seconds=90)
"""A poll noted longer ago than this was not the one before: something kept us from asking."""

FULL = 100
"""Updates in an answer when there may be more (Bot API, getUpdates, `limit`)."""

LONGEST_SLEEP = 10.0
"""Seconds asleep at most between two signs of life; below the watchdog's patience."""

CONFLICT_PAUSE = 5.0
CONFLICT_LOG_EVERY = 60.0


@dataclass(frozen=True)
class Batch:
    """Updates as they came."""

    updates: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class LineTrouble:
    """Telegram could not be reached, or answered nonsense; `wait` seconds if it said how long."""

    reason: str
    wait: float | None = None


@dataclass(frozen=True)
class SecondPoller:
    """409: another process polls with our token."""


class TokenRefusedError(Exception):
    """Telegram does not know the token (401, 404): nothing can be done without the operator."""


Fetched = Batch | LineTrouble | SecondPoller
Fetch = Callable[[int | None, int], Awaitable[Fetched]]
"""`fetch(offset, seconds)`: one getUpdates. Raises TokenRefusedError."""


class Poll:
    """The loop that fills the inbox. `beat` is the monotonic second of its last sign of life."""

    def __init__(self, services: Services, fetch: Fetch) -> None:
        self.beat = services.clock.monotonic()
        self._services = services
        self._fetch = fetch
        self._offset: int | None = None
        self._troubles = 0
        self._news = False
        self._heard_before: datetime | None = None
        self._answered: float | None = None
        self._noted: float | None = None
        self._complained: float | None = None

    async def run(self) -> None:
        """Poll for ever. Raises TokenRefusedError, and nothing else on purpose."""
        while True:
            self.beat = self._services.clock.monotonic()
            await self.once()

    async def once(self) -> None:
        """One request and what follows from it."""
        clock = self._services.clock
        asked = clock.monotonic()
        confirming = self._offset is not None
        match await self._fetch(self._offset, 0 if confirming else LONG_POLL):
            case Batch(updates):
                self._troubles = 0
                self._services.holds.lift("another poller")
                # Some servers repeat themselves, as if nothing had been confirmed.
                repeated = updates or not confirming
                if await self._take(updates) and repeated and not self._news:
                    quick = FEWEST_SECONDS_BETWEEN_EMPTY - (clock.monotonic() - asked)
                    await clock.sleep(max(quick, 0.0))
            case LineTrouble(reason, wait):
                await self._rest(reason, wait)
            case SecondPoller():
                await self._yield_to_the_other()

    async def _take(self, updates: Sequence[Mapping[str, Any]]) -> bool:
        """Commit a batch, then move the offset. False: the database would not have it."""
        services = self._services
        if updates:
            services.probe(Point.UPDATES_RECEIVED)
        try:
            self._news = False
            if updates or self._is_time_to_note():
                self._news = await services.db.write(self._keep, updates) > 0
        except Exception as error:  # the loop outlives a locked or full database
            await self._rest(f"inbox: {type(error).__name__}", None)
            return False
        self._answered = services.clock.monotonic()
        if updates:
            services.probe(Point.INBOX_COMMITTED)
        elif self._offset is not None:
            services.probe(Point.OFFSET_CONFIRMED)
        # Once all is confirmed we ask without an offset: after a quiet week Telegram's ids may
        # start anywhere, even below the ones we know (fault 16).
        self._offset = max(_update_id(update) for update in updates) + 1 if updates else None
        return True

    async def _keep(self, tx: Tx, updates: Sequence[Mapping[str, Any]]) -> int:
        """Keep what came and note the poll; returns how many updates were news."""
        services = self._services
        now = services.clock.now()
        before = await meta.last_poll(tx)
        if self._was_away(upkeep.OUTAGE) and (gap := await upkeep.note_gap(tx, now)):
            log.warning("no poll succeeded for %s: messages may have been dropped", gap)
        await meta.note_poll(tx, now)
        self._noted = services.clock.monotonic()
        if before is not None and now - before >= GAP and self._was_away(GAP):
            self._heard_before = before
        rows = [
            inbox.Arrived(
                _update_id(update), _chat_of(update), inbox.as_raw(update), _message_id(update)
            )
            for update in updates
        ]
        news = await inbox.put(tx, services.bot_id, now, rows, self._heard_before)
        if len(updates) < FULL:  # what waited in the gap has come
            self._heard_before = None
        if news:
            inbox.wake(tx)
        return news

    def _was_away(self, gap: timedelta) -> bool:
        """Whether a gap was real: a wall clock that somebody moved is none."""
        if self._answered is None:
            return True
        return self._services.clock.monotonic() - self._answered >= gap.total_seconds()

    def _is_time_to_note(self) -> bool:
        noted = self._noted
        return noted is None or self._services.clock.monotonic() - noted >= NOTE_POLL_EVERY

    async def _rest(self, reason: str, wait: float | None) -> None:
        self._troubles += 1
        pause = wait if wait is not None else line_pause(self._troubles, random.random())  # noqa: S311
        log.warning("no updates (%s); trying again in %.1f s", reason, pause)
        while pause > 0:  # Telegram may ask for an hour, and waiting as told is a sign of life
            await self._services.clock.sleep(min(pause, LONGEST_SLEEP))
            self.beat = self._services.clock.monotonic()
            pause -= LONGEST_SLEEP

    async def _yield_to_the_other(self) -> None:
        services = self._services
        services.holds.add("another poller")
        at = services.clock.monotonic()
        if self._complained is None or at - self._complained >= CONFLICT_LOG_EVERY:
            self._complained = at
            log.error("another process polls with this bot's token: sending is held until it stops")
        await services.clock.sleep(CONFLICT_PAUSE)


def _message_id(update: Mapping[str, Any]) -> int | None:
    message = update.get("message")
    return _number(message.get("message_id")) if isinstance(message, Mapping) else None


def _update_id(update: Mapping[str, Any]) -> int:
    return _number(update.get("update_id")) or 0


def _chat_of(update: Mapping[str, Any]) -> int:
    """The chat whose order the update belongs to; 0 for one that names none."""
    for content in update.values():
        if not isinstance(content, Mapping):
            continue
        message = content.get("message")
        for holder in (content, message if isinstance(message, Mapping) else {}):
            chat = holder.get("chat")
            if isinstance(chat, Mapping):
                return _number(chat.get("id")) or 0
        sender = content.get("from")
        number = _number(sender.get("id")) if isinstance(sender, Mapping) else None
        if number is not None:
            return number
    return 0


def _number(value: object) -> int | None:
    """An integer that SQLite can hold; one update with a larger one must not stop the others."""
    return value if isinstance(value, int) and abs(value) < 2**63 else None


async def watch(poll: Poll, services: Services, patience: float = 60.0) -> None:
    """Return when `poll` has shown no sign of life for `patience` seconds."""
    while services.clock.monotonic() - poll.beat < patience:  # noqa: ASYNC110 - no event to await
        await asyncio.sleep(patience / 12)
