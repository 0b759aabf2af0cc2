"""Putting the log right: other words, another day, or nothing at all."""

import re
from datetime import datetime

from bot.storage import deliveries, outbox, questions, reflections, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.questions import Question
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber
from bot.usecases import keeping, streaks
from bot.usecases.card import Card, deal
from bot.usecases.person import Person
from bot.usecases.presses import Pressed
from bot.usecases.questions import EDIT, MOVE
from bot.usecases.routing import Heard

BEFORE, AFTER, MOST_OFFERED = 3, 2, 8
"""Neighbors of a day that `[Move]` offers; any other that has come can be typed."""

_DAY = re.compile(r"(?:\w{1,12}\s+|#\s*)?([0-9]{1,5})\W{0,3}")


async def card_of(tx: Tx, now: datetime, person: Subscriber, kept: Reflection) -> Card:
    """Where something is filed, as its receipt says it."""
    folded = await streaks.fold(tx, now, person.id)
    return Card("saved", keeping.receipt(now, person, kept, folded), clock12=person.clock12)


async def ask_words(tx: Tx, now: datetime, who: Person, reflection_id: int) -> bool:
    """`[Edit]`: ask for the new words. False: it is not theirs, or is deleted."""
    return await _ask(tx, now, who, reflection_id, EDIT)


async def ask_day(tx: Tx, now: datetime, who: Person, reflection_id: int) -> bool:
    """`[Move]`: ask which day it belongs to. False: it is not theirs, or is deleted."""
    return await _ask(tx, now, who, reflection_id, MOVE)


async def take_words(
    tx: Tx, now: datetime, person: Subscriber, question: Question, text: str
) -> bool:
    """New words for something in the log, which keeps its time. False: they were not taken."""
    kept = await reflections.owned(tx, question.about or 0, person.id)
    if kept is None:
        await deal(tx, now, person, Card("not_there"))
        return False
    if keeping.is_too_long(text):
        await questions.ask(tx, now, person.id, EDIT, kept.id)
        await keeping.warn(tx, now, person, "edit_too_long")
        return False
    await reflections.rewrite(tx, now, kept.id, keeping.storable(text))
    return True


async def take_day(
    tx: Tx, now: datetime, person: Subscriber, question: Question, heard: Heard
) -> None:
    """The number of a day, typed. Only a day that has come can have something moved to it."""
    kept = await reflections.owned(tx, question.about or 0, person.id)
    if kept is None:
        await deal(tx, now, person, Card("not_there"))
        return
    number = _DAY.fullmatch((heard.text or "").strip())
    target = await deliveries.of_day(tx, person.id, int(number[1])) if number else None
    if target is None:
        await _put(tx, now, person, kept, MOVE, "move_where")
        return
    at = min(heard.written_at, now)
    await deal(tx, now, person, await _moved(tx, now, person, kept, target, at))


async def move_to(
    tx: Tx, now: datetime, who: Person, reflection_id: int, delivery_id: int, pressed: Pressed
) -> Card | None:
    """One of the days that `[Move]` offered. None: something of it is not theirs, or gone."""
    found = await _both(tx, who, reflection_id, delivery_id)
    if found is None:
        return None
    person, kept, target = found
    question = await questions.current(tx, person.id)
    if question is not None and (question.kind, question.about) == (MOVE, kept.id):
        await questions.close(tx, person.id)
    return await _moved(tx, now, person, kept, target, pressed.on(target))


async def was_for(
    tx: Tx, now: datetime, who: Person, reflection_id: int, delivery_id: int, pressed: Pressed
) -> Card | None:
    """`[That was for Day 174]`. What else was written under the wrong day is offered to follow."""
    found = await _both(tx, who, reflection_id, delivery_id)
    if found is None:
        return None
    person, kept, target = found
    others = await reflections.of_delivery(tx, kept.delivery_id)
    card = await _moved(tx, now, person, kept, target, pressed.on(target))
    if kept.delivery_id == target.id or len(others) < 2:
        return card
    rest = {"rest": [kept.day, kept.delivery_id]}
    return Card(card.kind, {**card.params, **rest}, card.clock12, card.notice)


async def rest_too(
    tx: Tx, now: datetime, who: Person, reflection_id: int, delivery_id: int, pressed: Pressed
) -> Card | None:
    """Let everything that is left under a day follow what was moved away from it."""
    found = await _both(tx, who, reflection_id, delivery_id)
    if found is None:
        return None
    person, kept, source = found
    if source.id != kept.delivery_id:
        for other in await reflections.of_delivery(tx, source.id):
            await reflections.move(tx, pressed.on(source), other, kept.delivery_id)
        await streaks.refold(tx, now, person.id)
    return await card_of(tx, now, person, kept)


async def keep(tx: Tx, now: datetime, who: Person, reflection_id: int) -> Card | None:
    """`[Keep it]`: show again where it is."""
    found = await _theirs(tx, who, reflection_id)
    return await card_of(tx, now, *found) if found else None


async def _ask(tx: Tx, now: datetime, who: Person, reflection_id: int, kind: str) -> bool:
    found = await _theirs(tx, who, reflection_id)
    if found is None:
        return False
    await _put(tx, now, *found, kind, "edit_ask" if kind == EDIT else "move_ask")
    return True


async def _put(
    tx: Tx, now: datetime, person: Subscriber, kept: Reflection, kind: str, message: str
) -> None:
    """Open a question about something in the log, with the message that puts it."""
    await questions.ask(tx, now, person.id, kind, kept.id)
    params = {"reflection": kept.id, "day": kept.day, "days": await _offered(tx, now, person, kept)}
    await outbox.add(
        tx,
        now,
        person.chat_id,
        message,
        params,
        subscriber_id=person.id,
        delivery_id=kept.delivery_id,
        reply_to=kept.message_id if kept.message_id > 0 else None,
    )


async def _offered(
    tx: Tx, now: datetime, person: Subscriber, kept: Reflection
) -> list[tuple[int, int]]:
    """Days to choose from, each with its delivery: the neighbors, and those that are open."""
    folded = await streaks.fold(tx, now, person.id)
    ids = [each.challenge.id for each in folded.days]
    place = ids.index(kept.delivery_id) if kept.delivery_id in ids else len(ids)
    near = set(ids[max(place - BEFORE, 0) : place + AFTER + 1]) | {day.id for day in folded.open}
    chosen = [
        (each.challenge.day, each.challenge.id)
        for each in folded.days
        if each.challenge.id in near and each.challenge.id != kept.delivery_id
    ]
    return chosen[-MOST_OFFERED:]


async def _moved(
    tx: Tx, now: datetime, person: Subscriber, kept: Reflection, target: Delivery, at: datetime
) -> Card:
    """File something under another day; that day's own window says how it counts there.

    `at`: when they said so. The day it leaves stays answered if its grace was over by then.
    """
    if kept.delivery_id != target.id:
        news = await keeping.is_news(tx, now, target)
        await reflections.move(tx, at, kept, target.id)
        await streaks.refold(tx, now, person.id, answered=target.day if news else None)
    moved = await reflections.owned(tx, kept.id, person.id)
    assert moved is not None
    card = await card_of(tx, now, person, moved)
    return Card(card.kind, {**card.params, "moved": True}, card.clock12)


async def _theirs(tx: Tx, who: Person, reflection_id: int) -> tuple[Subscriber, Reflection] | None:
    person = await subscribers.by_user(tx, who.user_id)
    kept = await reflections.owned(tx, reflection_id, person.id) if person is not None else None
    return (person, kept) if person is not None and kept is not None else None


async def _both(
    tx: Tx, who: Person, reflection_id: int, delivery_id: int
) -> tuple[Subscriber, Reflection, Delivery] | None:
    found = await _theirs(tx, who, reflection_id)
    target = await deliveries.owned(tx, delivery_id, who.user_id)
    arrived = target is not None and target.at is not None
    return (*found, target) if found is not None and target is not None and arrived else None
