"""Raw updates, committed before Telegram is told that they arrived."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update

from bot.storage.engine import Tx, after_commit
from bot.storage.models import inbox
from bot.storage.upsert import insert

LARGEST_UPDATE = 1_048_576
"""Characters of JSON; Telegram's own updates stay far below (fault 22)."""


@dataclass(frozen=True)
class Waiting:
    """An update that is still to be handled."""

    bot_id: int
    update_id: int
    chat_id: int
    raw: str
    received_at: datetime
    heard_before: datetime | None
    attempts: int


def _is(bot_id: Any, update_id: Any) -> Any:
    return and_(inbox.c.bot_id == bot_id, inbox.c.update_id == update_id)


@dataclass(frozen=True)
class Arrived:
    """An update as it came. `message_id` is that of a new message, and of nothing else."""

    update_id: int
    chat_id: int
    raw: str
    message_id: int | None = None


async def put(
    tx: Tx,
    bot_id: int,
    now: datetime,
    updates: Iterable[Arrived],
    heard_before: datetime | None = None,
) -> int:
    """Keep each update; one that is known already changes nothing.

    `heard_before`: the last poll before a gap in which they may have waited. Returns how many were
    news. One that is too large to be anybody's message is set aside at once,
    without its text.
    """
    rows = []
    for each in updates:
        raw = each.raw
        fits = len(raw) <= LARGEST_UPDATE
        row: dict[str, Any] = asdict(each)
        row |= {"bot_id": bot_id, "received_at": now, "heard_before": heard_before}
        row |= {"raw": raw if fits else None, "state": "new" if fits else "quarantined"}
        row |= {"trouble": None if fits else "too large", "settled_at": None if fits else now}
        rows.append(row)
    if not rows:
        return 0
    result = await tx.execute(insert(tx, inbox).on_conflict_do_nothing(), rows)
    return result.rowcount


async def waiting(
    tx: Tx, bot_id: int, *, limit: int, but_chats: Sequence[int] = ()
) -> list[Waiting]:
    """The oldest updates still to be handled, leaving out chats that are being served."""
    columns = (inbox.c[name] for name in Waiting.__dataclass_fields__)
    query = (
        select(*columns)
        .where(inbox.c.state == "new", inbox.c.bot_id == bot_id)
        .where(inbox.c.chat_id.not_in(but_chats))
        .order_by(inbox.c.update_id)
        .limit(limit)
    )
    return [Waiting(*row) for row in await tx.execute(query)]


_MARK = (
    update(inbox)
    .where(_is(bindparam("bot"), bindparam("number")), inbox.c.state == "new")
    .values(state="done", raw=None, settled_at=bindparam("at"))
)


async def mark_handled(tx: Tx, bot_id: int, update_id: int, now: datetime) -> bool:
    """Note that the update had its effect and forget its text. False: it had it before."""
    result = await tx.execute(_MARK, {"bot": bot_id, "number": update_id, "at": now})
    return result.rowcount == 1


async def is_waiting(tx: Tx, bot_id: int, update_id: int) -> bool:
    """Whether the update is still to be handled."""
    state = await tx.scalar(select(inbox.c.state).where(_is(bot_id, update_id)))
    return state == "new"


async def was_heard(tx: Tx, bot_id: int, chat_id: int, message_id: int) -> bool:
    """Whether a message came before, whatever was made of it; remembered for a week."""
    query = select(inbox.c.update_id).where(
        inbox.c.bot_id == bot_id, inbox.c.chat_id == chat_id, inbox.c.message_id == message_id
    )
    return await tx.scalar(query.limit(1)) is not None


async def note_failure(tx: Tx, bot_id: int, update_id: int, trouble: str) -> None:
    """Count an attempt that raised; `trouble` is the exception's class, never its words."""
    await tx.execute(
        update(inbox)
        .where(_is(bot_id, update_id))
        .values(attempts=inbox.c.attempts + 1, trouble=trouble)
    )


async def quarantine(tx: Tx, bot_id: int, update_id: int, now: datetime) -> None:
    """Set the update aside so that those behind it go on; its text is kept for an operator."""
    await tx.execute(
        update(inbox)
        .where(_is(bot_id, update_id), inbox.c.state == "new")
        .values(state="quarantined", settled_at=now)
    )


async def count(tx: Tx) -> Mapping[str, int]:
    """How many updates are in each state."""
    rows = await tx.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
    return {row[0]: row[1] for row in rows}


async def forget(tx: Tx, *, handled_before: datetime, quarantined_before: datetime) -> int:
    """Drop rows that no repeat can reach any more; returns how many."""
    result = await tx.execute(
        delete(inbox).where(
            ((inbox.c.state == "done") & (inbox.c.settled_at < handled_before))
            | ((inbox.c.state == "quarantined") & (inbox.c.settled_at < quarantined_before))
        )
    )
    return result.rowcount


def as_raw(update_as_it_came: Mapping[str, Any]) -> str:
    """The update as text for the inbox. Lone surrogates stay escaped, so SQLite takes them."""
    return json.dumps(update_as_it_came, ensure_ascii=True, separators=(",", ":"))


def wake(tx: Tx) -> None:
    """Let the worker look as soon as this unit of work has committed."""
    after_commit(tx, "inbox")
