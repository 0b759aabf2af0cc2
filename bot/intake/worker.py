"""Handling what the inbox holds: in order within a chat, chats side by side."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from bot.domain.retry import UPDATE_TRIES
from bot.services import Services
from bot.storage import inbox
from bot.storage.inbox import Waiting
from bot.storage.trouble import DatabaseUnavailableError
from bot.usecases import upkeep
from bot.usecases.reflections import CrossingChallengeError

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Chats served at the same moment."""

TAKEN = 200
"""Updates looked at in one go."""

CROSSING_PAUSE = 0.1
CROSSING_PATIENCE = 90.0
"""Seconds to wait for the outcome of a challenge that crosses a reply; sends end before that."""


class UnreadableUpdateError(Exception):
    """Nothing can be made of the update, now or later: no second try will read it better."""


class Handled:
    """The effect of an update is committed, and with it the mark that it had one."""


Handle = Callable[[Waiting], Awaitable[Handled | BaseException | None]]
"""Gives one update its effect; returns what went wrong, if something did."""


class Worker:
    """The loop that empties the inbox."""

    def __init__(self, services: Services, handle: Handle) -> None:
        self._services = services
        self._handle = handle
        self._places = asyncio.Semaphore(AT_ONCE)
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._look = asyncio.Event()

    def wake(self) -> None:
        """Look into the inbox now."""
        self._look.set()

    async def run(self) -> None:
        """Serve chats for ever."""
        try:
            while True:
                self._look.clear()
                if not await self._serve_waiting():
                    await self._sleep()
        finally:
            await self._stop()

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(5.0):  # a second look, should a wake-up ever be missed
                await self._look.wait()
        except TimeoutError:
            return

    async def _serve_waiting(self) -> bool:
        services = self._services
        if len(self._serving) >= 4 * AT_ONCE:
            return False
        found = await services.db.read(
            inbox.waiting, services.bot_id, limit=TAKEN, but_chats=list(self._serving)
        )
        for chat_id, updates in _by_chat(found).items():
            task = asyncio.create_task(self._serve(chat_id, updates))
            self._serving[chat_id] = task
            # Not in the task itself: one that is canceled before its first step never runs.
            task.add_done_callback(partial(self._free, chat_id))
        return bool(found)

    async def _serve(self, chat_id: int, updates: Iterable[Waiting]) -> None:
        try:
            for update in updates:
                await self._settle(update)
        except DatabaseUnavailableError as error:
            log.warning("an update waits until the database takes it: %s", error.trouble)
            await self._services.clock.sleep(1.0)
        except Exception:  # one chat's trouble is not the others' (P8); the inbox still has it
            log.exception("serving a chat failed; its updates are looked at again")
            await self._services.clock.sleep(1.0)

    def _free(self, chat_id: int, _served: asyncio.Task[None]) -> None:
        self._serving.pop(chat_id, None)
        self.wake()

    async def _settle(self, update: Waiting) -> None:
        """Three tries, holding only this chat; then the update is set aside.

        Raises DatabaseUnavailableError where the file would not have the effect: that is no fault
        of the update's, so it is not counted against it (fault 39).
        """
        trouble: BaseException | None = None
        for pause in UPDATE_TRIES[update.attempts :]:
            await self._services.clock.sleep(pause)
            trouble = await self._try(update)
            if trouble is None:
                return
            if isinstance(trouble, DatabaseUnavailableError):
                raise trouble
            if isinstance(trouble, UnreadableUpdateError):
                break
            await self._services.db.write(
                inbox.note_failure, update.bot_id, update.update_id, type(trouble).__name__
            )
        name = type(trouble).__name__ if trouble else "too many attempts"
        log.error("update %s set aside after %s", update.update_id, name)
        readable = not isinstance(trouble, UnreadableUpdateError)
        now = self._services.clock.now()
        await self._services.db.write(upkeep.set_aside, now, update, apologize=readable)

    async def _try(self, update: Waiting) -> BaseException | None:
        services = self._services
        until = services.clock.monotonic() + CROSSING_PATIENCE
        while True:
            async with self._places:
                trouble = await self._handle(update)
                if isinstance(trouble, Handled):
                    return None
                still_there = await services.db.read(
                    inbox.is_waiting, update.bot_id, update.update_id
                )
            if not still_there:
                return None
            crossing = isinstance(trouble, CrossingChallengeError)
            if not crossing or services.clock.monotonic() > until:
                return trouble or RuntimeError("no handler took the update")
            await services.clock.sleep(CROSSING_PAUSE)

    async def _stop(self) -> None:
        serving = list(self._serving.values())
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


def _by_chat(updates: Iterable[Waiting]) -> dict[int, list[Waiting]]:
    chats: dict[int, list[Waiting]] = defaultdict(list)
    for update in updates:
        chats[update.chat_id].append(update)
    return chats
