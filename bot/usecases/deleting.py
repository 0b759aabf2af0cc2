"""Taking words and files out of the log. That something was written, and when, stays on record."""

from datetime import datetime

from bot.storage import deliveries, marks, outbox, reflections, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import follow_ups, one_line, streaks
from bot.usecases.card import Card, deal
from bot.usecases.person import Person
from bot.usecases.presses import Pressed


async def ask(tx: Tx, now: datetime, who: Person, reflection_id: int) -> Card | None:
    """`[Delete]`: ask first. None: it is not theirs, or is deleted."""
    person = await subscribers.by_user(tx, who.user_id)
    kept = await reflections.owned(tx, reflection_id, person.id) if person is not None else None
    if kept is None:
        return None
    return Card("delete_ask", {"reflection": kept.id, "day": kept.day})


async def delete(tx: Tx, now: datetime, who: Person, reflection_id: int) -> Card | None:
    """Delete one message of the log. None: it is not theirs, or is deleted already."""
    person = await subscribers.by_user(tx, who.user_id)
    kept = await reflections.owned(tx, reflection_id, person.id) if person is not None else None
    if person is None or kept is None:
        return None
    await reflections.delete(tx, now, [kept.id])
    return await _deleted(tx, now, person, kept.day, kept.delivery_id)


async def ask_day(tx: Tx, now: datetime, who: Person, day: int | None, last: int) -> None:
    """`/delete 175`: ask first, and say how much there is. `last` is the last day of the series."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.run_id is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return
    if day is None:
        await deal(tx, now, person, Card("delete_which", {"last": last}))
        return
    written = await reflections.of_day(tx, person.id, day)
    kind = "delete_day_ask" if written else "nothing_to_delete"
    await deal(tx, now, person, Card(kind, {"day": day, "count": len(written)}))


async def delete_day(tx: Tx, now: datetime, who: Person, day: int) -> Card | None:
    """Delete everything that they wrote about a day, in whichever run. None: there is nothing."""
    person = await subscribers.by_user(tx, who.user_id)
    written = await reflections.of_day(tx, person.id, day) if person is not None else []
    if person is None or not written:
        return None
    await reflections.delete(tx, now, [kept.id for kept in written])
    return await _deleted(tx, now, person, day, written[-1].delivery_id)


async def reopen(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Card | None:
    """`[It wasn't answered after all]`, as long as that can still be said. None: not theirs."""
    person = await subscribers.by_user(tx, who.user_id)
    delivery = await deliveries.owned(tx, delivery_id, who.user_id)
    if person is None or delivery is None:
        return None
    params = {"day": delivery.day, "delivery": delivery.id, "reopen": False}
    at = pressed.on(delivery)
    if not await _can_reopen(tx, at, person, delivery.id):
        return Card("deleted", params, notice="press.stays_answered")
    await reflections.withdraw(tx, at, delivery.id)
    await marks.take_back(tx, delivery.id, marks.DONE, at)
    await follow_ups.take_up(tx, now, delivery, at)
    await one_line.withdraw(tx, delivery)
    await streaks.refold(tx, now, person.id)
    return Card("reopened", {"day": delivery.day})


async def _deleted(tx: Tx, now: datetime, person: Subscriber, day: int, delivery_id: int) -> Card:
    reopen = await _can_reopen(tx, now, person, delivery_id)
    return Card("deleted", {"day": day, "delivery": delivery_id, "reopen": reopen})


async def _can_reopen(tx: Tx, now: datetime, person: Subscriber, delivery_id: int) -> bool:
    """Whether nothing of a day is left, and its time is not over: then it can be open again."""
    if await reflections.of_delivery(tx, delivery_id):
        return False
    day = (await streaks.fold(tx, now, person.id)).of(delivery_id)
    if day is None or not day.answered or day.window.deadline.passed(now):
        return False
    followed = day.challenge.follow_up
    return followed is None or not followed.went
