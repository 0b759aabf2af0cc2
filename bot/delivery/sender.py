"""Draining the outbox: answers before challenges, one message at a time to a chat.

What is `claimed` was surely not sent; `sending` is committed for at most `AT_ONCE` messages right
before their calls, so a kill leaves no more than those in doubt (promise P3).
"""

import asyncio
import logging
import random
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from bot.delivery import outcome
from bot.delivery.lanes import Lanes
from bot.delivery.outcome import Outcome
from bot.delivery.record import Broken, Result, record
from bot.domain.outbox import Lane
from bot.domain.retry import line_pause
from bot.probe import Point
from bot.services import Services
from bot.storage import outbox
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.storage.trouble import DatabaseUnavailableError
from bot.usecases import sending

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Calls under way at the same moment; what a kill can leave in doubt."""

FOR_ANSWERS = 4
"""Of these, places that only answers may take, so that no slow bulk makes a person wait."""

CLAIMED = 100
"""Messages of each kind held ready in memory."""

ANSWERS = (Lane.ANSWER,)
BULK = (Lane.CHALLENGE, Lane.REMINDER, Lane.BROADCAST)

LOOK_AGAIN = 1.0
"""Seconds until the outbox is looked at without having been woken."""

LAST_CALLS = 4.0
"""Seconds that calls under way get at a stop, before they are left in doubt."""


class Sender(Protocol):
    """Says one message to Telegram; what Telegram or the line does is in the answer."""

    async def send(self, row: Row) -> Outcome:
        """Render and send. Raises only where the message itself cannot be made."""
        ...


class TokenRefusedError(Exception):
    """Telegram does not know the token: nothing can be sent without the operator."""


class Delivery:
    """The loop between the outbox and Telegram. `beat` is its last sign of life (monotonic s)."""

    def __init__(self, services: Services, sender: Sender, lanes: Lanes) -> None:
        self.beat = services.clock.monotonic()
        self._services = services
        self._sender = sender
        self._lanes = lanes
        self._held: dict[tuple[Lane, ...], list[Row]] = {ANSWERS: [], BULK: []}
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._look = asyncio.Event()
        self._line_troubles = 0
        self._line_back_at = 0.0

    def wake(self) -> None:
        """Look into the outbox now."""
        self._look.set()

    async def recover(self) -> None:
        """Sort out what a stop, or a failure of the loop itself, left in hand."""
        services = self._services
        back, doubtful = await services.db.write(
            sending.recover, services.clock.now(), services.probe
        )
        if back or doubtful:
            log.info("recovered the outbox: %d not sent, %d in doubt", back, doubtful)

    async def run(self) -> None:
        """Send for ever, whatever was left in hand first.

        Raises TokenRefusedError when Telegram no longer knows the token.
        """
        await self.recover()
        try:
            while True:
                self.beat = self._services.clock.monotonic()
                self._look.clear()
                await self._record()
                if self._services.holds.reasons:
                    await self._sleep(LOOK_AGAIN)
                    continue
                await self._claim()
                await self._sleep(await self._begin())
        finally:
            await self._stop()

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            async with asyncio.timeout(min(seconds, LOOK_AGAIN)):
                await self._look.wait()
        except TimeoutError:
            return

    async def _claim(self) -> None:
        """Keep both queues filled, answers apart, so that bulk never hides them."""
        services = self._services
        for lanes, held in self._held.items():
            if len(held) > CLAIMED // 2:
                continue
            now = services.clock.now()
            chats = list({row.chat_id for row in held})
            if await services.db.read(outbox.ready, now, lanes, limit=1, but_chats=chats):
                held += await services.db.write(sending.claim, now, lanes, CLAIMED, chats)

    async def _begin(self) -> float:
        """Start every call that may start; returns the seconds until another look is due."""
        services = self._services
        at = services.clock.monotonic()
        if at < self._line_back_at:
            return self._line_back_at - at
        chosen, wait = self._choose(at)
        if not chosen:
            return wait
        begun = await services.db.write(sending.begin, services.clock.now(), chosen)
        services.probe(Point.SENDING_COMMITTED)
        for row in chosen:
            if row.id in begun:
                self._calls[row.chat_id] = asyncio.create_task(self._call(row))
        return 0.0

    def _choose(self, at: float) -> tuple[list[Row], float]:
        """Which of the held messages go now, and how long the others must wait at least."""
        chosen: list[Row] = []
        wait = LOOK_AGAIN
        waiting = set(self._calls)
        for lanes, held in self._held.items():
            places = AT_ONCE - len(self._calls) - len(chosen)
            places -= FOR_ANSWERS if lanes is BULK else 0
            left: list[Row] = []
            for row in held:
                pause = self._lanes.wait(row.lane, row.chat_id, at)
                if row.chat_id in waiting or places <= 0 or pause > 0:
                    left.append(row)
                    wait = min(wait, pause or LOOK_AGAIN)
                else:
                    self._lanes.spend(row.lane, row.chat_id, at)
                    chosen.append(row)
                    places -= 1
                waiting.add(row.chat_id)
            self._held[lanes] = left
        return chosen, wait

    async def _call(self, row: Row) -> None:
        try:
            fate: Outcome | Broken = await self._sender.send(row)
            self._services.probe(Point.REQUEST_ANSWERED)
        except Exception as error:  # our own fault: this message waits, the others go on (P8)
            log.exception("message %d (%s) could not be made", row.id, row.kind)
            fate = Broken(type(error).__name__)
        self._results.append(Result(row, fate, self._learn(row, fate)))
        self.wake()

    def _learn(self, row: Row, fate: Outcome | Broken) -> timedelta:
        """What an answer says of the line and the limits; returns how long to leave the message."""
        at = self._services.clock.monotonic()
        match fate:
            case outcome.Slowed(retry_after, asked=False):
                return timedelta(seconds=retry_after)
            case outcome.Slowed(retry_after):
                self._lanes.refused(row.chat_id, retry_after, at)
                return timedelta(seconds=self._lanes.wait(row.lane, row.chat_id, at))
            case outcome.NotSent():
                self._line_troubles += 1
                pause = line_pause(self._line_troubles, random.random())  # noqa: S311
                self._line_back_at = at + pause
                return timedelta(seconds=pause)
            case outcome.Ambiguous():
                return timedelta(0)
        self._line_troubles = 0
        return timedelta(0)

    async def _record(self) -> None:
        """Write down every answer that came in, in one transaction; then free those chats."""
        results, self._results = self._results, []
        if not results:
            return
        try:
            await self._write_down(results)
        except DatabaseUnavailableError:  # kept, and written down as soon as it goes
            log.exception("%d outcomes not written down yet", len(results))
            self._results = results + self._results
            await self._services.clock.sleep(LOOK_AGAIN)
            return
        for result in results:
            self._calls.pop(result.row.chat_id, None)
        if any(isinstance(result.fate, outcome.Unauthorized) for result in results):
            raise TokenRefusedError
        await self._set_down(result.row.chat_id for result in results if result.wait)

    async def _write_down(self, results: Sequence[Result]) -> None:
        """All at once, or else one by one, so that a broken person holds up nobody (P8)."""
        try:
            await self._services.db.write(self._record_all, results)
        except DatabaseUnavailableError:
            raise
        except Exception:  # somebody's rows are broken: whose, is found out one by one
            log.exception("writing down %d outcomes failed; going one by one", len(results))
            for result in results:
                await self._write_down_one(result)

    async def _write_down_one(self, result: Result) -> None:
        try:
            await self._services.db.write(self._record_all, [result])
        except DatabaseUnavailableError:
            raise
        except Exception:  # at least the message's own end is noted; its day stays as it was
            log.exception("the outcome of message %d could not be written down", result.row.id)
            await self._give_up(result)

    async def _give_up(self, result: Result) -> None:
        now = self._services.clock.now()
        try:
            await self._services.db.write(sending.give_up_and_fold, now, result.row)
        except DatabaseUnavailableError:
            raise
        except Exception:  # it was the fold that could not be done
            log.exception("the streak behind message %d could not be folded", result.row.id)
            await self._services.db.write(sending.give_up, now, result.row)

    async def _record_all(self, tx: Tx, results: Sequence[Result]) -> None:
        now = self._services.clock.now()
        for result in results:
            await record(tx, now, result)

    async def _set_down(self, chats: Iterable[int]) -> None:
        """Give back what is held for chats that must wait, so that others take its place."""
        waiting = set(chats)
        back = [row for held in self._held.values() for row in held if row.chat_id in waiting]
        for lanes, held in self._held.items():
            self._held[lanes] = [row for row in held if row.chat_id not in waiting]
        if back:
            await self._services.db.write(sending.put_back, back)

    async def _stop(self) -> None:
        """Let calls under way end if they are quick; what stays in doubt is sorted out at start.

        Nothing stays in memory: if the loop runs again, the outbox alone says how things stand.
        """
        if self._calls:
            await asyncio.wait(self._calls.values(), timeout=LAST_CALLS)
        for task in self._calls.values():
            task.cancel()
        results, held = self._results, [row for rows in self._held.values() for row in rows]
        self._results, self._calls = [], {}
        self._held = {lanes: [] for lanes in self._held}
        if results:
            await self._write_down(results)
        if held:
            await self._services.db.write(sending.put_back, held)
