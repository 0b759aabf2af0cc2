"""What a silence means: reminders rest, then a question, then a pause. Nobody is ever excluded."""

from collections.abc import Collection
from datetime import datetime

from bot.domain import nudge
from bot.domain.nudge import Silence
from bot.domain.outbox import Lane
from bot.library.model import Pack
from bot.storage import deliveries, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, streaks, unasked
from bot.usecases.card import Card
from bot.usecases.person import Person

QUESTION = "quiet"
PAUSED = "auto_paused"

DAILY, ALTERNATE = 1, 2
"""Dates from one challenge to the next: every day, every other day."""


async def of(tx: Tx, now: datetime, person: Subscriber) -> Silence:
    """What their silence means: challenges in a row without an answer, a press or a command."""
    if person.active_at is None:
        return Silence.NONE
    delivered = await deliveries.since(tx, person.id, person.active_at)
    return nudge.meaning(nudge.gone_by(delivered, now))


async def may_ask(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Whether to ask how to go on: once in a silence."""
    if person.active_at is None:
        return False
    if person.asked_at is not None and person.asked_at > person.active_at:
        return False
    return await of(tx, now, person) >= Silence.ASK


async def ask(tx: Tx, now: datetime, person: Subscriber) -> None:
    """`[Keep coming]` `[Every other day]` `[Pause]`"""
    stride = await _stride(tx, person)
    await unasked.say(tx, now, person, QUESTION, {"alternate": stride == DAILY})
    await subscribers.change(tx, person.id, asked_at=now)


async def have_fallen(tx: Tx, subscriber_ids: Collection[int]) -> set[int]:
    """Those of these people, due a challenge now, who let the last fourteen go by in silence."""
    return await deliveries.unheeded(tx, subscriber_ids, int(Silence.PAUSE))


async def pause(tx: Tx, now: datetime, person: Subscriber) -> None:
    """In place of one more challenge: rest until they return, and say so once."""
    await deliveries.withdraw(tx, await outbox.cancel_unasked(tx, person.id, now))
    await pauses.begin(tx, person.id, now, "silence")
    rest = {"state": "paused", "next_due_at": None, "next_due_date": None, "look_at": None}
    await subscribers.change(tx, person.id, **rest)
    await streaks.refold(tx, now, person.id)
    await outbox.add(tx, now, person.chat_id, PAUSED, subscriber_id=person.id, lane=Lane.REMINDER)


async def keep_coming(tx: Tx, now: datetime, who: Person, pack: Pack) -> Card | None:
    """`[Keep coming]`: nothing changes. None: the button is of another time."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "active":
        return None
    return Card("keep_coming", await _when(tx, person, pack), clock12=person.clock12)


async def every(tx: Tx, now: datetime, who: Person, stride: int, pack: Pack) -> Card | None:
    """Have the challenges of this run come every day, or every other day."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in ("active", "paused") or person.run_id is None:
        return None
    await runs.change(tx, person.run_id, stride=stride)
    if person.state == "active":
        then = await hours.next_hour(tx, now, person)
        await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)
        person = await subscribers.by_id(tx, person.id)
    kind = "every_day" if stride == DAILY else "every_other_day"
    return Card(kind, await _when(tx, person, pack), clock12=person.clock12)


async def _stride(tx: Tx, person: Subscriber) -> int:
    run = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    return next((each.stride for each in run.values()), DAILY)


async def _when(tx: Tx, person: Subscriber, pack: Pack) -> dict[str, str | bool | None]:
    due = person.next_due_at
    ends = await course.ends_next(tx, pack, person)
    return {"zone": person.zone, "next": due.isoformat() if due else None, "ends": ends}
