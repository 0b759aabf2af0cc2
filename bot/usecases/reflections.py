"""Replies are the homework log: where a message goes, and what is said about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.program import following
from bot.storage import deliveries, outbox, reflections, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import joining, reachability, streaks
from bot.usecases.person import Person, habit_of
from bot.usecases.series import Series

LONGEST_TEXT = 16_384
"""Bytes of UTF-8 kept from one message; more is refused, and said."""

MOST_A_DAY = 50
"""Messages kept from one person in 24 hours; more are refused, and said once."""


class CrossingChallengeError(Exception):
    """A challenge to this person is on the wire: whose day the message is, is known in a moment."""


@dataclass(frozen=True)
class Heard:
    """A message as it came: in Telegram's time, with what it answers."""

    message_id: int
    written_at: datetime
    kind: str = "text"
    text: str | None = None
    file_id: str | None = None
    reply_to: int | None = None
    reply_to_delivery: int | None = None


@dataclass(frozen=True)
class Saved:
    """Kept under a day. `first`: it is the day's first, and gets words in place of a reaction."""

    first: bool


@dataclass(frozen=True)
class NotSaved:
    """Answered in some other way; nothing was kept."""


async def hear(
    tx: Tx, now: datetime, who: Person, heard: Heard, series: Series
) -> Saved | NotSaved:
    """Do the right thing with something a person wrote."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return NotSaved()
    if person.state == "joining":
        await joining.answer(tx, now, person, heard.text or "", series)
        return NotSaved()
    if person.state == "unreachable":
        await reachability.come_back(tx, now, who)
    delivery = await _day_of(tx, person, heard, heard.written_at)
    if delivery is None:
        await _nothing_yet(tx, now, who, person)
        return NotSaved()
    return await _keep(tx, now, who, person, delivery, heard, min(heard.written_at, now))


async def rewrite(tx: Tx, now: datetime, who: Person, message_id: int, text: str | None) -> bool:
    """Follow an edit in Telegram: new words, the same time, the same day."""
    logged = await reflections.of_message(tx, who.chat_id, message_id)
    if logged is None or logged.deleted_at is not None:
        return False
    if _is_too_long(text):
        await outbox.add(tx, now, who.chat_id, "edit_too_long")
        return False
    await reflections.rewrite(tx, now, logged.id, _storable(text))
    return True


async def _day_of(
    tx: Tx, person: Subscriber, heard: Heard, written_at: datetime
) -> Delivery | None:
    """The day of the message it answers, else the latest challenge delivered before it."""
    if heard.reply_to_delivery is not None:
        answered = await deliveries.owned(tx, heard.reply_to_delivery, person.user_id)
        if answered is not None:
            return await _seen(tx, answered, written_at)
    if heard.reply_to is not None:
        delivery_id = await outbox.delivery_of(tx, person.chat_id, heard.reply_to)
        if delivery_id is not None:
            return await deliveries.by_id(tx, delivery_id)
    on_the_wire = await outbox.crossing(tx, person.chat_id)
    if on_the_wire is not None and on_the_wire.replace(microsecond=0) <= written_at:
        raise CrossingChallengeError
    return await _latest_before(tx, person, heard.message_id, written_at)


async def _seen(tx: Tx, delivery: Delivery, written_at: datetime) -> Delivery:
    """Answering a challenge proves that it arrived, even if nobody told us."""
    if delivery.at is None:
        await deliveries.change(tx, delivery.id, seen_from=written_at)
    return delivery


async def _latest_before(
    tx: Tx, person: Subscriber, message_id: int, written_at: datetime
) -> Delivery | None:
    """Telegram numbers a chat in order, so the ids decide, whatever our clock says (fault 58).

    Where a copy may have arrived whose id nobody knows, the instant of its sending decides.
    """
    newest = await deliveries.latest(tx, person.id, limit=10)
    for delivery in newest:
        if delivery.message_id is not None and delivery.message_id < message_id:
            return delivery
        doubtful = delivery.seen_from or (None if delivery.message_id else delivery.at)
        if doubtful is not None and doubtful.replace(microsecond=0) <= written_at:
            return delivery
    # A database that was adopted by another bot holds ids that mean nothing in this chat.
    by_time = (each for each in newest if each.at is not None and each.at <= written_at)
    return next(by_time, None)


async def _keep(
    tx: Tx,
    now: datetime,
    who: Person,
    person: Subscriber,
    delivery: Delivery,
    heard: Heard,
    written_at: datetime,
) -> Saved | NotSaved:
    if _is_too_long(heard.text):
        await outbox.add(tx, now, who.chat_id, "too_long", subscriber_id=person.id)
        return NotSaved()
    yesterday = now - timedelta(days=1)
    if await reflections.saved_since(tx, person.id, yesterday) >= MOST_A_DAY:
        if not await outbox.said_since(tx, who.chat_id, "too_many", yesterday):
            await outbox.add(tx, now, who.chat_id, "too_many", subscriber_id=person.id)
        return NotSaved()
    first = not await reflections.of_delivery(tx, delivery.id)
    reflection_id = await reflections.save(
        tx,
        now,
        subscriber_id=person.id,
        delivery_id=delivery.id,
        chat_id=who.chat_id,
        message_id=heard.message_id,
        kind=heard.kind,
        text=_storable(heard.text),
        file_id=heard.file_id,
        written_at=written_at,
    )
    if reflection_id is None:
        return NotSaved()
    streak = await streaks.refold(tx, now, person.id, answered=delivery.day if first else None)
    if first:
        params = {"day": delivery.day, "streak": streak.shown}
        await outbox.add(
            tx,
            now,
            who.chat_id,
            "saved",
            params,
            subscriber_id=person.id,
            delivery_id=delivery.id,
            reply_to=heard.message_id,
        )
    return Saved(first)


def _is_too_long(text: str | None) -> bool:
    return text is not None and len(text.encode("utf-8", "replace")) > LONGEST_TEXT


def _storable(text: str | None) -> str | None:
    """Without what SQLite cannot hold or would stop at: lone surrogates and NUL (fault 64)."""
    return text and text.replace("\0", "").encode("utf-8", "replace").decode()


async def _nothing_yet(tx: Tx, now: datetime, who: Person, person: Subscriber) -> None:
    due = person.next_due_at
    if due is None and person.zone is not None and person.state == "active":
        due = following(habit_of(person), now, None).at
    params = {"zone": person.zone, "next": due.isoformat() if due else None}
    await outbox.add(tx, now, who.chat_id, "nothing_yet", params, subscriber_id=person.id)
