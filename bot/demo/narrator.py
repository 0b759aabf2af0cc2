"""What happens inside the demo's bot, told while it happens: one line an event, values and all.

It stands outside of the product's path: it listens at the line to Telegram and at the database's
commits, and works out from both which update, message or tick a thing belongs to.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.chat.context import HANDLING
from bot.clock import Clock
from bot.demo.lines import Json, fold_told, name_of, netted, row_told, short, update_told
from bot.demo.overhearing import Answer, Request
from bot.storage.engine import Database, DatabaseClosedError, Tx
from bot.storage.inbox import Waiting
from bot.storage.trouble import DatabaseUnavailableError
from bot.storage.witness import Unit, Written
from bot.usecases import facts

MOST_ROWS = 12
"""Rows that one line shows; it says how many more there are."""

REMEMBERED = 2000
"""Messages of which it is known where they came from."""

OWN_LINES = frozenset({"outbox", "streaks"})
"""Tables whose rows are told in a line of their own."""


class Narrator:
    """Listens, and says what it heard. A line's `group` is what it belongs to: `u12` an update,
    `o5` a message of unknown origin, `w…` a unit of work nobody asked for, `c…` a call.
    """

    def __init__(self, clock: Clock, say: Callable[[Json], None]) -> None:
        self._clock = clock
        self._say = say
        self._db: Database | None = None
        self._origins: dict[int, str] = {}
        self._sending: dict[int, int] = {}
        self._serial = 0
        self._folding: set[asyncio.Task[None]] = set()

    def reads(self, db: Database) -> None:
        """Where streaks are folded once more, for everyone to see what from."""
        self._db = db

    def wrote(self, unit: Unit) -> None:
        """A unit of work has committed."""
        if not unit.rows:
            return
        own = self._group_of_work()
        groups = self._groups(unit.rows, own)
        told = {"by": name_of(unit.work), "ms": _ms(unit.seconds)}
        rest: dict[tuple[str, int | None], list[Written]] = defaultdict(list)
        for row in unit.rows:
            if row.table == "inbox" and row.before is None and row.after is not None:
                self._tell("inbox", f"u{row.after['update_id']}", row.chat_id, _inbox(row), told)
            elif row.table not in OWN_LINES:
                chat = row.chat_id if row.chat_id is not None else _chat_handled()
                rest[groups.get(chat, own), chat].append(row)
        for (group, chat), rows in rest.items():
            self._tell_work(group, chat, rows, told)
        for row in unit.rows:
            if row.table == "outbox":
                self._tell_message(row, own, told)
            elif row.table == "streaks" and row.after is not None:
                self._fold_soon(groups.get(row.chat_id, own), row.chat_id, row.after)

    def _group_of_work(self) -> str:
        if (waiting := _handled()) is not None:
            return f"u{waiting.update_id}"
        return self._next("w")

    def _next(self, letter: str) -> str:
        """A name for a group, which no bot before this one or after it gives."""
        self._serial += 1
        return f"{letter}{os.getpid()}.{self._serial}"

    def _groups(self, rows: Iterable[Written], own: str) -> Mapping[int | None, str]:
        """By chat, what a unit of work that nobody asked for goes on with: a message's own."""
        if not own.startswith("w"):
            return {}
        known = [row for row in rows if row.table == "outbox" and row.before is not None]
        return {row.chat_id: self._origin((row.before or {})["id"]) for row in known}

    def _tell_work(self, group: str, chat: int | None, rows: list[Written], by: Json) -> None:
        told = [each for each in map(row_told, netted(rows)) if each is not None]
        if told:
            more = len(told) - MOST_ROWS
            self._tell("work", group, chat, {"rows": told[:MOST_ROWS], "more": max(more, 0)}, by)

    def _tell_message(self, row: Written, own: str, by: Json) -> None:
        """A row of the outbox: it came, or it moved from one state to the next, or it went."""
        was, now = row.before or {}, row.after or {}
        row_id = (now or was)["id"]
        if row.before is None:
            self._remember(row_id, own)
        if now.get("state") == "sending":
            self._sending[row.chat_id or 0] = row_id
        elif self._sending.get(row.chat_id or 0) == row_id:
            del self._sending[row.chat_id or 0]
        shown = row_told(row)
        if shown is not None:
            said = {"says": (now or was)["kind"], "lane": (now or was)["lane"]}
            moved = {"row": row_id, "was": was.get("state"), "now": now.get("state")}
            self._tell("outbox", self._origin(row_id), row.chat_id, said | moved, shown, by)

    def _remember(self, row_id: int, group: str) -> None:
        self._origins[row_id] = group
        while len(self._origins) > REMEMBERED:
            del self._origins[next(iter(self._origins))]

    def _origin(self, row_id: int) -> str:
        return self._origins.get(row_id, f"o{row_id}")

    def asked(self, request: Request) -> str | None:
        """A request is about to go out. Asking for updates is told only where it fails."""
        if request.method == "getUpdates":
            return None
        row_id = self._sending.get(request.chat_id or 0)
        if (waiting := _handled()) is not None:
            group, row_id = f"u{waiting.update_id}", None
        elif row_id is not None:
            group = self._origin(row_id)
        else:
            group = self._next("c")
        call = {"method": request.method, "row": row_id, "words": short(request.words)}
        self._tell("call", group, _about(request), call)
        return group

    def answered(self, request: Request, token: str | None, answer: Answer) -> None:
        """It was answered, or it never will be."""
        result = answer.body.get("result")
        ok = answer.body.get("ok") is True
        if token is None and ok:
            for update in result if isinstance(result, list) else ():
                came = update_told(update)
                self._tell("update", f"u{came['update']}", came["chat"], came)
            return
        if token is None and answer.trouble == "CancelledError":  # the bot itself stopped asking
            return
        shown: Json = {
            "method": request.method,
            "ok": ok,
            "ms": _ms(answer.seconds),
            "code": answer.code,
            "trouble": answer.trouble,
            "error": short(answer.body.get("description")),
            "wait": (answer.body.get("parameters") or {}).get("retry_after"),
            "message": result.get("message_id") if isinstance(result, Mapping) else None,
        }
        self._tell("answer", token or self._next("c"), _about(request), shown)

    def _fold_soon(self, group: str, chat: int | None, row: Mapping[str, Any]) -> None:
        folding = asyncio.create_task(self._fold(group, chat, row["subscriber_id"]))
        self._folding.add(folding)
        folding.add_done_callback(self._folding.discard)

    async def _fold(self, group: str, chat: int | None, subscriber_id: int) -> None:
        """The fold is pure and the rows are the truth, so it can be looked at by folding again."""
        if self._db is None:
            return
        now = self._clock.now()

        async def fold(tx: Tx) -> Json:
            known = await facts.gather(tx, subscriber_id)
            return fold_told(known, known.fold(now))

        try:
            told = await self._db.read(fold)
        except (DatabaseClosedError, DatabaseUnavailableError):  # the bot is stopping
            return
        self._tell("fold", group, chat, told)

    def _tell(self, kind: str, group: str, chat: int | None, *told: Json) -> None:
        line: Json = {"kind": kind, "at": self._clock.now().timestamp(), "group": group}
        for each in told:
            line |= each
        self._say(line | {"chat": chat})


def _handled() -> Waiting | None:
    """The update on whose behalf all this happens, if there is one."""
    handling = HANDLING.get(None)
    return None if handling is None else handling.waiting


def _chat_handled() -> int | None:
    waiting = _handled()
    return None if waiting is None else waiting.chat_id


def _about(request: Request) -> int | None:
    """Whose chat a call is about; a press is answered without naming one."""
    return _chat_handled() if request.chat_id is None else request.chat_id


def _inbox(row: Written) -> Json:
    assert row.after is not None
    stored = row.after
    return {
        "update": stored["update_id"],
        "state": stored["state"],
        "bytes": len(stored["raw"] or ""),
        "received_at": stored["received_at"],
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
