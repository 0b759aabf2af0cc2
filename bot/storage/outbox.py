"""What is to be said: a row first, a call to Telegram second."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.domain.outbox import ANSWER_LIFE, Lane
from bot.storage.engine import Tx, after_commit
from bot.storage.models import outbox, subscribers
from bot.storage.schema import words


@dataclass(frozen=True)
class Row:
    """A message on its way."""

    id: int
    subscriber_id: int | None
    chat_id: int
    lane: Lane
    kind: str
    params: Mapping[str, Any]
    delivery_id: int | None
    reply_to: int | None
    copies: int
    failures: int
    not_before: datetime
    expires_at: datetime
    sending_at: datetime | None
    subscriber_state: str | None
    silent: bool | None
    clock12: bool | None
    dark_pictures: bool | None


_COLUMNS = [outbox.c[name] for name in Row.__dataclass_fields__ if name in outbox.c]
_PERSON = tuple(subscribers.c[name] for name in ("state", "silent", "clock12", "dark_pictures"))
_ROWS = select(*_COLUMNS, *_PERSON).select_from(
    outbox.outerjoin(subscribers, outbox.c.subscriber_id == subscribers.c.id)
)


def _row(values: Sequence[Any]) -> Row:
    fields = dict(zip(Row.__dataclass_fields__, values, strict=True))
    return Row(**fields | {"lane": Lane(fields["lane"]), "params": json.loads(fields["params"])})


@dataclass(frozen=True)
class Message:
    """Something to be said. Without `expires_at` it lives as long as an answer does."""

    chat_id: int
    kind: str
    params: Mapping[str, Any]
    subscriber_id: int | None = None
    lane: Lane = Lane.ANSWER
    delivery_id: int | None = None
    reply_to: int | None = None
    expires_at: datetime | None = None


_ADD = insert(outbox)


async def add(
    tx: Tx,
    now: datetime,
    chat_id: int,
    kind: str,
    params: Mapping[str, Any] | None = None,
    **more: Any,
) -> None:
    """Have `kind` said to `chat_id` after this unit of work commits; `more` as in `Message`."""
    await add_all(tx, now, [Message(chat_id, kind, params or {}, **more)])


async def add_all(tx: Tx, now: datetime, messages: Sequence[Message]) -> None:
    """The same for many messages at once."""
    if not messages:
        return
    rows = [
        {
            "subscriber_id": message.subscriber_id,
            "chat_id": message.chat_id,
            "lane": int(message.lane),
            "kind": message.kind,
            "params": json.dumps(message.params, separators=(",", ":")),
            "delivery_id": message.delivery_id,
            "reply_to": message.reply_to,
            "state": "queued",
            "not_before": now,
            "expires_at": message.expires_at or now + ANSWER_LIFE,
            "created_at": now,
        }
        for message in messages
    ]
    await tx.execute(_ADD, rows)
    wake(tx)


def wake(tx: Tx) -> None:
    """Let the sender look as soon as this unit of work has committed."""
    after_commit(tx, "outbox")


async def ready(
    tx: Tx, now: datetime, lanes: Collection[Lane], *, limit: int, but_chats: Collection[int] = ()
) -> list[Row]:
    """Queued messages of these lanes whose time has come: by lane, then first in, first out."""
    query = (
        _ROWS.where(outbox.c.state == "queued", outbox.c.lane.in_([int(lane) for lane in lanes]))
        .where(outbox.c.not_before <= now)
        .where(outbox.c.chat_id.not_in(but_chats))
        .order_by(outbox.c.lane, outbox.c.id)
        .limit(limit)
    )
    return [_row(row) for row in await tx.execute(query)]


async def in_hand(tx: Tx, state: str) -> list[Row]:
    """Every message in `claimed` or `sending`."""
    in_hand_states = outbox.c.state.in_(("claimed", "sending"))
    rows = await tx.execute(
        _ROWS.where(in_hand_states, outbox.c.state == state).order_by(outbox.c.id)
    )
    return [_row(row) for row in rows]


async def unsettled(tx: Tx) -> list[Row]:
    """Everything that is on its way, in whatever state."""
    rows = await tx.execute(_ROWS.where(outbox.c.settled_at.is_(None)).order_by(outbox.c.id))
    return [_row(row) for row in rows]


async def move(tx: Tx, ids: Sequence[int], *, source: str, **values: Any) -> set[int]:
    """Change those of `ids` that are still in state `source`; returns which they were."""
    if not ids:
        return set()
    moved = await tx.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == source)
        .values(**values)
        .returning(outbox.c.id)
    )
    return set(moved.scalars())


async def settle(tx: Tx, row_id: int, now: datetime, state: str, **values: Any) -> None:
    """Write how a message ended (`sent`, `unknown`, `failed`, …), or that it is `queued` again."""
    await tx.execute(
        update(outbox).where(outbox.c.id == row_id).values(state=state, settled_at=now, **values)
    )


async def park(tx: Tx, chat_id: int, until: datetime) -> None:
    """Leave everything for a chat alone until an instant."""
    await tx.execute(
        update(outbox)
        .where(outbox.c.chat_id == chat_id, outbox.c.state.in_(("queued", "claimed")))
        .where(outbox.c.not_before < until)
        .values(not_before=until)
    )


async def cancel_unasked(tx: Tx, subscriber_id: int, now: datetime) -> list[int]:
    """Take back what nobody asked for and nobody can have seen; returns the challenges among it.

    A message that may already have arrived once stays: its day is known to them.
    """
    taken_back = await tx.execute(
        update(outbox)
        .where(outbox.c.subscriber_id == subscriber_id, outbox.c.lane >= int(Lane.CHALLENGE))
        .where(outbox.c.state.in_(("queued", "claimed")), outbox.c.copies == 0)
        .values(state="cancelled", settled_at=now)
        .returning(outbox.c.lane, outbox.c.delivery_id)
    )
    return [row[1] for row in taken_back if row[0] == int(Lane.CHALLENGE) and row[1] is not None]


_CROSSING = select(func.min(outbox.c.sending_at)).where(
    outbox.c.chat_id == bindparam("chat"),
    outbox.c.state == "sending",
    outbox.c.state.in_(words("claimed", "sending")),
    outbox.c.delivery_id.is_not(None),
    outbox.c.lane == int(Lane.CHALLENGE),
)


async def crossing(tx: Tx, chat_id: int) -> datetime | None:
    """Since when a challenge to this chat is on the wire, if one is."""
    found: datetime | None = await tx.scalar(_CROSSING, {"chat": chat_id})
    return found


async def said_since(tx: Tx, chat_id: int, kind: str, since: datetime) -> bool:
    """Whether a chat was told `kind` since an instant."""
    query = select(outbox.c.id).where(
        outbox.c.chat_id == chat_id, outbox.c.kind == kind, outbox.c.created_at >= since
    )
    return await tx.scalar(query.limit(1)) is not None


async def params_since(tx: Tx, chat_id: int, kind: str, since: datetime) -> list[Mapping[str, Any]]:
    """What went into each `kind` that was said to a chat since an instant, as far as is known."""
    query = select(outbox.c.params).where(
        outbox.c.chat_id == chat_id, outbox.c.kind == kind, outbox.c.created_at >= since
    )
    return [json.loads(params) for params in (await tx.execute(query)).scalars()]


async def say_again(tx: Tx, now: datetime, subscriber_id: int, kind: str) -> None:
    """Have the latest `kind` said after all that could not be: refused, taken back, or too late."""
    unsaid = outbox.c.state.in_(("failed", "cancelled", "expired"))
    query = select(func.max(outbox.c.id)).where(
        outbox.c.subscriber_id == subscriber_id, outbox.c.kind == kind
    )
    again = {"state": "queued", "not_before": now, "expires_at": now + ANSWER_LIFE, "failures": 0}
    await tx.execute(
        update(outbox).where(outbox.c.id == query.scalar_subquery(), unsaid).values(**again)
    )
    wake(tx)


async def said_about(tx: Tx, delivery_id: int, kind: str) -> bool:
    """Whether a message of this kind about a challenge was ever written down to be said."""
    query = select(outbox.c.id).where(outbox.c.delivery_id == delivery_id, outbox.c.kind == kind)
    return await tx.scalar(query.limit(1)) is not None


async def said_at(tx: Tx, chat_id: int, message_id: int) -> datetime | None:
    """When one of the bot's own messages was written down to be said: its question's time."""
    query = select(outbox.c.created_at).where(
        outbox.c.chat_id == chat_id, outbox.c.message_id == message_id
    )
    found: datetime | None = await tx.scalar(query)
    return found


async def params_of(tx: Tx, chat_id: int, message_id: int) -> Mapping[str, Any] | None:
    """What one of the bot's own messages was made of; None where that is not known any more."""
    query = select(outbox.c.params).where(
        outbox.c.chat_id == chat_id, outbox.c.message_id == message_id
    )
    found: str | None = await tx.scalar(query)
    return json.loads(found) if found else None


_DELIVERY_OF = select(outbox.c.delivery_id).where(
    outbox.c.chat_id == bindparam("chat"), outbox.c.message_id == bindparam("message")
)


async def delivery_of(tx: Tx, chat_id: int, message_id: int) -> int | None:
    """The delivery that one of the bot's own messages was about."""
    found: int | None = await tx.scalar(_DELIVERY_OF, {"chat": chat_id, "message": message_id})
    return found


async def follow_chat(tx: Tx, old: int, new: int) -> None:
    """A group became a supergroup: everything for it goes to its new id (fault 34)."""
    await tx.execute(update(outbox).where(outbox.c.chat_id == old).values(chat_id=new))
    await tx.execute(update(subscribers).where(subscribers.c.chat_id == old).values(chat_id=new))


async def count(tx: Tx) -> Mapping[str, int]:
    """How many messages are in each state."""
    rows = await tx.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    return {row[0]: row[1] for row in rows}


async def unsaid(tx: Tx, chat_id: int, *, but: str) -> int:
    """How many messages to a chat are still to be said, those of the kind `but` left out."""
    query = select(func.count()).where(
        outbox.c.chat_id == chat_id,
        outbox.c.kind != but,
        outbox.c.message_id.is_(None),
        outbox.c.state.in_(("queued", "claimed", "sending")),
    )
    return await tx.scalar(query) or 0


async def forget(tx: Tx, *, settled_before: datetime) -> int:
    """Drop messages that came to their end long ago; returns how many."""
    ended = outbox.c.state.in_(("sent", "unknown", "failed", "expired", "cancelled"))
    result = await tx.execute(delete(outbox).where(ended, outbox.c.settled_at < settled_before))
    return result.rowcount
