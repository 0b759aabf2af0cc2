"""The queue of updates that wait for the bot, kept as Telegram keeps it."""

import itertools
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.demo.bell import Bell

Json = dict[str, Any]

KEPT = timedelta(hours=24)
"""How long an update waits to be fetched (documentation of getUpdates)."""

ONLY_WHEN_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that never come unless `allowed_updates` names them (documentation of getUpdates)."""

FAR_AHEAD = 10
"""An offset this far beyond the queue's end is taken for a mistake: nothing is forgotten, and the
answer starts at the head (TDLib, TQueue)."""


@dataclass(frozen=True)
class Waiting:
    """An update nobody has confirmed yet."""

    update: Json
    until: datetime

    @property
    def id(self) -> int:
        """Its `update_id`; 0 for a broken one without."""
        number = self.update.get("update_id")
        return number if isinstance(number, int) else 0


class UpdateQueue:
    """Updates in the order in which they came. No step costs more than it forgets or returns."""

    def __init__(
        self, first_id: int, now: Callable[[], datetime], taken: Bell | None = None
    ) -> None:
        """`taken` is rung whenever the bot has confirmed something."""
        self.taken = taken or Bell()
        self.next_id = first_id
        self.confirmed: list[int] = []
        self.allowed: frozenset[str] = frozenset()
        self.bell = Bell()
        self._now = now
        self._waiting: deque[Waiting] = deque()
        self._highest = first_id - 1
        self._in_order = True

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def pending(self) -> list[Json]:
        """Every update that waits, oldest first."""
        return [waiting.update for waiting in self._waiting]

    @property
    def oldest_id(self) -> int:
        """The id of the update that waits longest; the bot has taken every one before it."""
        return self._waiting[0].id if self._waiting else self.next_id

    def wants(self, kind: str) -> bool:
        """Whether an update of this kind is queued at all; an empty list means the default."""
        return kind in self.allowed if self.allowed else kind not in ONLY_WHEN_NAMED

    def put(self, kind: str, content: Json) -> int | None:
        """Queue one; its id, or None if the bot does not want the kind."""
        if not self.wants(kind):
            return None
        update_id = self.next_id
        self.inject({"update_id": update_id, kind: content})
        return update_id

    def inject(self, update: Json) -> None:
        """Queue `update` as it is, however broken, whatever its id."""
        self._add(Waiting(update, self._now() + KEPT))
        self.bell.ring()

    def _add(self, waiting: Waiting) -> None:
        if not self._waiting:
            self._in_order, self._highest = True, waiting.id
        elif waiting.id < self._waiting[-1].id:
            self._in_order = False
        self._highest = max(self._highest, waiting.id)
        self.next_id = max(self.next_id, waiting.id + 1)
        self._waiting.append(waiting)

    def jump_to(self, update_id: int) -> None:
        """Let the next id be `update_id`, as after a quiet week (documentation of Update)."""
        self.next_id = update_id

    def confirm_below(self, offset: int) -> None:
        """Forget every update whose id is below `offset`."""
        if offset > self._highest + 1 + FAR_AHEAD:
            return
        if self._in_order:
            before = len(self.confirmed)
            while self._waiting and self._waiting[0].id < offset:
                self.confirmed.append(self._waiting.popleft().id)
            if len(self.confirmed) > before:
                self.taken.ring()
            return
        self.confirmed.extend(waiting.id for waiting in self._waiting if waiting.id < offset)
        self._keep(waiting for waiting in self._waiting if waiting.id >= offset)
        self.taken.ring()

    def take_first(self, update: Json) -> None:
        """Confirm `update` if it is still the oldest, as a webhook does with each it took."""
        if self._waiting and self._waiting[0].update is update:
            self.confirmed.append(self._waiting.popleft().id)
            self.taken.ring()

    def keep_last(self, count: int) -> None:
        """Forget all but the newest `count`."""
        while len(self._waiting) > count:
            self.confirmed.append(self._waiting.popleft().id)

    def drop_all(self) -> None:
        """Forget everything that waits, without its having been confirmed."""
        self._waiting.clear()

    def head(self, limit: int) -> list[Json]:
        """The oldest `limit` updates that are not older than a day; they stay queued."""
        now = self._now()
        while self._waiting and self._waiting[0].until <= now:
            self._waiting.popleft()
        return [waiting.update for waiting in itertools.islice(self._waiting, limit)]

    def _keep(self, left: Iterable[Waiting]) -> None:
        self._waiting = deque(left)
        ids = [waiting.id for waiting in self._waiting]
        self._in_order = ids == sorted(ids)

    def export(self) -> Json:
        """Everything worth keeping over a restart."""
        return {
            "next_id": self.next_id,
            "allowed": sorted(self.allowed),
            "waiting": [[each.update, each.until.isoformat()] for each in self._waiting],
        }

    def restore(self, kept: Json) -> None:
        """Take up what `export` gave."""
        self.allowed = frozenset(kept["allowed"])
        for update, until in kept["waiting"]:
            self._add(Waiting(update, datetime.fromisoformat(until)))
        self.next_id = kept["next_id"]
