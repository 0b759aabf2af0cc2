"""People in the middle of joining: where they stand, and the one reminder if they stop there."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.outbox import Lane
from bot.storage import outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.card import Card

REMIND_AFTER = timedelta(hours=24)
"""How long after somebody's last step they are reminded, once."""

REMINDER = "joining_reminder"

AS_FAR_BACK = timedelta(days=60)
"""The outbox remembers what it said about this long; nobody is reminded twice within it."""


def card_of(person: Subscriber) -> Card:
    """The card that asks for the step they are at."""
    match person.step:
        case "zone":
            return Card("ask_city", {"back": "ready" if person.run_id else "welcome"})
        case "hour" if person.zone:
            return Card("ask_hour", {"zone": person.zone, "back": "place"}, person.clock12)
        case _:
            return Card("welcome")


async def stand(tx: Tx, now: datetime, person: Subscriber, step: str) -> Subscriber:
    """Note the step somebody is at: they are reminded of it a day later.

    Who had everything arranged and is changing it keeps the hour of their Day 1 instead.
    """
    values = {"state": "joining", "step": step}
    await outbox.cancel_unasked(tx, person.id, now)  # a reminder that has not gone out
    await subscribers.change(tx, person.id, **values)
    if person.run_id is None:
        due = {"next_due_at": now + REMIND_AFTER, "next_due_date": None}
        await subscribers.change(tx, person.id, **due)
    return await subscribers.by_id(tx, person.id)


async def overdue(tx: Tx, now: datetime, person: Subscriber) -> Subscriber | None:
    """A day has passed since the last step: remind them, if that was not done yet, and be silent.

    If they had everything arranged and were only changing it, the hour of their Day 1 has come:
    it stays as it was arranged, and they are returned as one of those who are due.
    """
    if person.run_id is not None and person.minute is not None:
        await subscribers.change(tx, person.id, state="active", step=None)
        return replace(person, state="active", step=None)
    await subscribers.change(tx, person.id, next_due_at=None, next_due_date=None)
    if not await outbox.said_since(tx, person.chat_id, REMINDER, now - AS_FAR_BACK):
        card = card_of(person)
        params = {"card": card.kind, "params": card.params}
        owner = {"subscriber_id": person.id, "lane": Lane.REMINDER}
        await outbox.add(tx, now, person.chat_id, REMINDER, params, **owner)
    return None
