"""What each message's fate means for the people and their days.

The delivery row is the fact and the outbox row the transport; one transaction moves both.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.outbox import MAX_COPIES, Lane
from bot.domain.retry import SEND_FAILURES, after_ambiguity, after_failure
from bot.probe import Point, Probe
from bot.storage import deliveries, outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.usecases import (
    ending,
    half_way,
    milestones,
    notices,
    reachability,
    streaks,
    unasked,
    wanted,
)

MOST_OF_A_CHAT = 3
"""Messages of one chat taken in hand at a time, so that its queue is in nobody's way."""

TRUSTED_SKEW = timedelta(minutes=5)
"""Telegram's date of a sent message is taken for D(n) if it is this near our clock."""


async def claim(
    tx: Tx, now: datetime, lanes: Collection[Lane], limit: int, but_chats: Collection[int] = ()
) -> list[Row]:
    """Take messages in hand: surely not sent yet, and still worth sending."""
    rows = await outbox.ready(tx, now, lanes, limit=limit, but_chats=but_chats)
    wanted: list[Row] = []
    in_chat: Counter[int] = Counter()
    for row in rows:
        in_chat[row.chat_id] += 1
        if in_chat[row.chat_id] > MOST_OF_A_CHAT:
            continue
        if row.expires_at <= now:
            await _expire(tx, now, row)
        elif row.lane is not Lane.ANSWER and not await _may_hear(tx, now, row):
            await _take_back(tx, now, row)
        else:
            wanted.append(row)
    claimed = await outbox.move(tx, [row.id for row in wanted], source="queued", state="claimed")
    return [row for row in wanted if row.id in claimed]


async def begin(tx: Tx, now: datetime, rows: Sequence[Row]) -> set[int]:
    """Commit right before the calls: from here on nobody can know whether they went out."""
    for row in rows:
        if row.expires_at <= now:  # it was held for too long: by a second poller, or a suspension
            await _expire(tx, now, row)
    ids = [row.id for row in rows if row.expires_at > now]
    return await outbox.move(tx, ids, source="claimed", state="sending", sending_at=now)


async def put_back(tx: Tx, rows: Sequence[Row]) -> None:
    """Return what was claimed and not begun."""
    await outbox.move(tx, [row.id for row in rows], source="claimed", state="queued")


async def sent(tx: Tx, now: datetime, row: Row, message_id: int, date: datetime) -> None:
    """Telegram has the message."""
    await outbox.settle(tx, row.id, now, "sent", message_id=message_id)
    at = date if abs(date - now) <= TRUSTED_SKEW else now
    await notices.note_told(tx, row.params.get("notes", ()))
    if row.kind == ending.SUMMARY:
        await ending.arrived(tx, now, row, at, message_id)
    delivery = await _delivery(tx, row)
    if delivery is None:
        return
    await deliveries.change(
        tx, delivery.id, state="delivered", delivered_at=at, message_id=message_id
    )
    await _advance(tx, now, delivery, at)


async def ambiguous(
    tx: Tx, now: datetime, row: Row, reason: str, since: datetime | None = None
) -> None:
    """Nobody can know whether the message went out: try again, up to `MAX_COPIES` in all."""
    copies = row.copies + 1
    delivery = await _delivery(tx, row)
    seen_from = since or row.sending_at or now
    if delivery is not None and delivery.seen_from is None:
        await deliveries.change(tx, delivery.id, seen_from=seen_from)
        await streaks.refold(tx, now, delivery.subscriber_id)
    if copies < MAX_COPIES:
        wait = after_ambiguity(copies, awaited=row.lane is Lane.ANSWER)
        await _again(tx, now, row, wait, reason, copies=copies)
        return
    await outbox.settle(tx, row.id, now, "unknown", copies=copies, trouble=reason[:200])
    if delivery is not None:
        await _leave_unknown(tx, now, delivery)


async def not_sent(tx: Tx, now: datetime, row: Row, wait: timedelta, reason: str) -> None:
    """Surely not sent, and no fault of the message: try again after `wait`, uncounted."""
    await _again(tx, now, row, wait, reason)


async def slowed(tx: Tx, now: datetime, row: Row, wait: timedelta) -> None:
    """Refused for sending too fast: everything for that chat waits, and nothing is counted."""
    await _again(tx, now, row, wait, "slowed")
    await outbox.park(tx, row.chat_id, now + wait)


async def broke(tx: Tx, now: datetime, row: Row, reason: str) -> None:
    """We could not even make the call: push it ahead, and give up after a few times."""
    failures = row.failures + 1
    if failures < SEND_FAILURES:
        await _again(tx, now, row, after_failure(failures), reason, failures=failures)
    else:
        await refused(tx, now, row, reason)


async def refused(tx: Tx, now: datetime, row: Row, reason: str) -> None:
    """Telegram will never take this message: the day advances nothing and is neutral."""
    await outbox.settle(tx, row.id, now, "failed", trouble=reason[:200])
    await _give_up(tx, now, row)


async def unreachable(tx: Tx, now: datetime, row: Row, reason: str) -> None:
    """The person cannot be written to: stop at once, keep all (promise P9)."""
    await refused(tx, now, row, reason)
    if row.subscriber_id is not None:
        await reachability.lose(tx, now, row.subscriber_id)


async def moved(tx: Tx, now: datetime, row: Row, chat_id: int) -> None:
    """The chat has a new id: follow it, and send there. Where that leads in a circle, give up."""
    failures = row.failures + 1
    if chat_id == row.chat_id or failures >= SEND_FAILURES:
        await refused(tx, now, row, "chat migrated in a circle")
        return
    await outbox.follow_chat(tx, row.chat_id, chat_id)
    await _again(tx, now, row, timedelta(0), "chat migrated", failures=failures)


async def give_up(tx: Tx, now: datetime, row: Row) -> None:
    """Its outcome could not be written down whole: end the message and its day, and no more."""
    await outbox.settle(tx, row.id, now, "failed", trouble="its outcome could not be recorded")
    if row.delivery_id is not None and row.lane is Lane.CHALLENGE:
        await deliveries.change(tx, row.delivery_id, state="unknown", delivered_at=now)


async def give_up_and_fold(tx: Tx, now: datetime, row: Row) -> None:
    """The same, and fold the streak with a day that nobody knows about.

    Raises what folding raises, if that is what kept the outcome from being written down.
    """
    await give_up(tx, now, row)
    if row.subscriber_id is not None and row.delivery_id is not None:
        await streaks.refold(tx, now, row.subscriber_id)


async def recover(tx: Tx, now: datetime, probe: Probe) -> tuple[int, int]:
    """After a restart: what was claimed was surely not sent; what was sending, nobody knows."""
    claimed = await outbox.in_hand(tx, "claimed")
    await put_back(tx, claimed)
    sending = await outbox.in_hand(tx, "sending")
    for row in sending:
        await ambiguous(tx, now, row, "stopped while sending")
        probe(Point.RECOVERING)
    return len(claimed), len(sending)


async def drop_all(tx: Tx, now: datetime) -> int:
    """Send nothing of what is waiting, now or ever; returns how many messages that were.

    A challenge that may have arrived is left as one that nobody knows of.
    """
    waiting = await outbox.unsettled(tx)
    for row in waiting:
        crossed = row.sending_at is not None or row.copies > 0
        await _take_back(tx, now, replace(row, copies=int(crossed)))
    return len(waiting)


async def _may_hear(tx: Tx, now: datetime, row: Row) -> bool:
    if row.kind == half_way.REMINDER:
        return row.subscriber_state == "joining"
    if row.kind == milestones.KIND:  # it belongs to an answer, which a pause does not hold back
        return row.subscriber_state in ("active", "paused", "finished")
    if row.kind in wanted.SAID_IN_A_PAUSE:
        return row.subscriber_state == "paused"
    if row.subscriber_state == "active" and not await wanted.is_still(tx, now, row):
        return False
    is_challenge = row.lane is Lane.CHALLENGE and row.delivery_id is not None
    states = ("active",) if is_challenge else ("active", "finished")
    return row.subscriber_state in states


async def _delivery(tx: Tx, row: Row) -> deliveries.Delivery | None:
    if row.lane is not Lane.CHALLENGE or row.delivery_id is None:
        return None
    return await deliveries.by_id(tx, row.delivery_id)


async def _advance(tx: Tx, now: datetime, delivery: deliveries.Delivery, at: datetime) -> None:
    person = await subscribers.by_id(tx, delivery.subscriber_id)
    here = {"position": delivery.day} if person.run_id == delivery.run_id else {}
    await subscribers.change(tx, person.id, last_delivered_at=at, **here)
    await unasked.arrange(tx, now, person)
    await streaks.refold(tx, now, delivery.subscriber_id)


async def _leave_unknown(tx: Tx, now: datetime, delivery: deliveries.Delivery) -> None:
    seen = await deliveries.by_id(tx, delivery.id)
    at = seen.seen_from if seen and seen.seen_from else now
    await deliveries.change(tx, delivery.id, state="unknown", delivered_at=at)
    await _advance(tx, now, delivery, at)


async def _give_up(tx: Tx, now: datetime, row: Row) -> None:
    delivery = await _delivery(tx, row)
    if delivery is None:
        return
    if row.copies:
        await _leave_unknown(tx, now, delivery)
    else:
        await deliveries.change(tx, delivery.id, state="failed")


async def _expire(tx: Tx, now: datetime, row: Row) -> None:
    await outbox.settle(tx, row.id, now, "unknown" if row.copies else "expired")
    await _give_up(tx, now, row)


async def _take_back(tx: Tx, now: datetime, row: Row) -> None:
    await outbox.settle(tx, row.id, now, "cancelled")
    delivery = await _delivery(tx, row)
    if delivery is None:
        return
    if row.copies:
        await _leave_unknown(tx, now, delivery)
    else:
        await deliveries.withdraw(tx, [delivery.id])


async def _again(
    tx: Tx, now: datetime, row: Row, wait: timedelta, reason: str, **counted: int
) -> None:
    await outbox.settle(
        tx, row.id, now, "queued", not_before=now + wait, trouble=reason[:200], **counted
    )
    outbox.wake(tx)
