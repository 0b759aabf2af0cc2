"""Keeping a message in the homework log, within bounds, and saying where it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.streak import Day, Streak
from bot.domain.window import Timing
from bot.storage import outbox, reflections
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber
from bot.usecases import milestones, presses, streaks
from bot.usecases.flood import WARN_EVERY
from bot.usecases.person import Person
from bot.usecases.routing import Heard

LONGEST_TEXT = 16_384
"""Bytes of UTF-8 kept from one message; more is refused, and said."""

MOST_A_DAY = 50
"""Messages kept from one person in 24 hours; more are refused, and said once."""

SAME_BREATH = timedelta(minutes=10)
"""After one message was said to be the day before's, the next one may well be, too."""


@dataclass(frozen=True)
class Saved:
    """Kept under a day. `first`: it is the day's first, and gets words in place of a reaction.

    `params` are those of the message that says so. `lived_before`: the day came in an earlier run.
    """

    first: bool
    delivery_id: int
    params: dict[str, Any]
    lived_before: bool


async def keep(
    tx: Tx, now: datetime, who: Person, person: Subscriber, delivery: Delivery, heard: Heard
) -> Saved | None:
    """File a message under a challenge. None: it is there already, or it is too much, and said.

    Its time is Telegram's, but never ahead of ours.
    """
    if is_too_long(heard.text):
        await warn(tx, now, person, "too_long")
        return None
    so_far = await reflections.how_many(tx, delivery, since=now - timedelta(days=1))
    if so_far.lately >= MOST_A_DAY:
        await _say_full(tx, now, person)
        return None
    first = not so_far.of_day
    news = first and await is_news(tx, now, delivery)
    kept = await reflections.save(
        tx,
        now,
        delivery,
        chat_id=who.chat_id,
        message_id=heard.message_id,
        kind=heard.kind,
        text=storable(heard.text),
        file_id=heard.file_id,
        written_at=min(heard.written_at, now),
    )
    if kept is None:
        return None
    folded = await streaks.refold(tx, now, person.id, answered=delivery.day if news else None)
    params = receipt(now, person, kept, folded)
    if not so_far.ever:
        params["hint"] = True
    return Saved(first, kept.delivery_id, params, lived_before=_lived_before(folded, kept))


async def say_saved(tx: Tx, now: datetime, person: Subscriber, saved: Saved, heard: Heard) -> None:
    """Say where the first message of a day went, in answer to it."""
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "saved",
        saved.params,
        subscriber_id=person.id,
        delivery_id=saved.delivery_id,
        reply_to=heard.message_id,
    )


def receipt(now: datetime, person: Subscriber, kept: Reflection, folded: Streak) -> dict[str, Any]:
    """What there is to say about something in the log, and to do about it.

    `was` is the day before, and its delivery, where the words may belong there.
    """
    ids = [each.challenge.id for each in folded.days]
    place = ids.index(kept.delivery_id) if kept.delivery_id in ids else None
    day = folded.days[place] if place is not None else None
    previous = folded.days[place - 1] if place else None
    was = None
    if day is not None and previous is not None and _may_belong(now, kept, day, previous):
        was = [previous.challenge.day, previous.challenge.id]
    return {
        "reflection": kept.id,
        "day": kept.day,
        "streak": folded.shown,
        "answered": _progress(folded, day) if day is not None and _came_later(day) else None,
        "was": was,
        "paused": person.state == "paused",
    }


async def is_news(tx: Tx, now: datetime, delivery: Delivery) -> bool:
    """Whether an answer that comes now is the first of a day that is worth a word (a fold saved
    for every other one).
    """
    if delivery.day not in milestones.DAYS:
        return False
    before = (await streaks.fold(tx, now, delivery.subscriber_id)).of(delivery.id)
    return before is not None and presses.is_first_answer(before)


async def warn(tx: Tx, now: datetime, person: Subscriber, kind: str) -> None:
    """Say why something was not kept, unless that was said a moment ago."""
    if not await outbox.said_since(tx, person.chat_id, kind, now - WARN_EVERY):
        await outbox.add(tx, now, person.chat_id, kind, subscriber_id=person.id)


def is_too_long(text: str | None) -> bool:
    """Whether a text is more than is kept of one message."""
    return text is not None and len(text.encode("utf-8", "replace")) > LONGEST_TEXT


def storable(text: str | None) -> str | None:
    """Without what SQLite cannot hold or would stop at: lone surrogates and NUL (fault 64)."""
    return text and text.replace("\0", "").encode("utf-8", "replace").decode()


async def _say_full(tx: Tx, now: datetime, person: Subscriber) -> None:
    if not await outbox.said_since(tx, person.chat_id, "too_many", now - timedelta(days=1)):
        await outbox.add(tx, now, person.chat_id, "too_many", subscriber_id=person.id)


def _may_belong(now: datetime, kept: Reflection, day: Day, previous: Day) -> bool:
    """Whether a message may be about the day before: that was open when it was written, or has only
    a `[Done]`, or has just been given another one from here.
    """
    if not previous.answered:
        return previous.window.deadline.admits(kept.written_at, kept.message_id)
    replies = previous.challenge.replies
    if not any(previous.window.reply_stands(reply) for reply in replies):
        return True
    moved = (reply.withdrawn_at for reply in day.challenge.replies)
    return any(at is not None and now - at <= SAME_BREATH for at in moved)


def _lived_before(folded: Streak, kept: Reflection) -> bool:
    return any(
        day.challenge.day == kept.day and day.challenge.id != kept.delivery_id
        for day in folded.days
    )


def _came_later(day: Day) -> bool:
    return day.answer is not None and day.answer.timing is Timing.LATER


def _progress(folded: Streak, day: Day) -> int:
    """How many days of its run are answered."""
    run = day.challenge.run
    of_run = (each for each in folded.days if each.challenge.run == run and each.answered)
    return len({each.challenge.day for each in of_run})
