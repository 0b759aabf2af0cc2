"""`[Remind me in 3 days]`: many of these tasks take days. What the buttons about it do."""

from datetime import datetime

from bot.domain import follow_up
from bot.domain.streak import Day
from bot.storage import follow_ups, marks, outbox, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.follow_ups import FollowUp
from bot.storage.subscribers import Subscriber
from bot.usecases import one_line, presses, streaks
from bot.usecases.card import Card
from bot.usecases.person import Person, habit_of
from bot.usecases.presses import NotYours, Pressed, Told

MOST_OPEN = 3
"""Days that can wait at a time; a fourth press names them."""


async def later(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Told | NotYours:
    """Put a day off, once: it is neutral meanwhile, if its grace was not over.

    The three days begin when the press reached us: it may have waited, and nobody knows how long.
    """
    found = await presses.on_day(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at = found
    person = await subscribers.by_id(tx, delivery.subscriber_id)
    day = await presses.day_of(tx, now, delivery)
    if (refusal := await _refusal(tx, day)) is not None:
        return _told(day, now, refusal)
    waiting = await _waiting(tx, person.id)
    if len(waiting) >= MOST_OPEN:
        await _name(tx, now, person, delivery, waiting)
        return _told(day, now, "press.later_full")
    due_at = follow_up.first_hour(habit_of(person), pressed.received_at, now)
    await follow_ups.begin(tx, person.id, delivery.id, at, due_at)
    folded = (await streaks.refold(tx, now, person.id)).of(delivery.id)
    assert folded is not None
    if person.state == "paused":
        return _told(folded, now, "press.later_away")
    notice = "press.later" if folded.excuse is not None else "press.later_only"
    return _told(folded, now, notice, due_at, person)


async def went(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Card | NotYours:
    """`[Went]` counts as in grace (T25). On a follow-up that has ended it changes nothing."""
    found = await _about(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at, followed = found
    if followed.ended_at is None:
        before = await presses.day_of(tx, now, delivery)
        ended_at = max(at, followed.opened_at)
        await follow_ups.change(tx, followed.id, ended_at=ended_at, went=True, due_at=None)
        answered = delivery.day if presses.is_first_answer(before) else None
        await streaks.refold(tx, now, followed.subscriber_id, answered=answered)
        if presses.may_ask_for_a_line(before):
            await one_line.ask(tx, now, delivery)
    return await _as_it_is(tx, now, delivery)


async def not_yet(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Card | NotYours:
    """Ask again, three days from the press."""
    found = await _about(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, _, followed = found
    if followed.ended_at is None and not await _is_done(tx, delivery.id):
        person = await subscribers.by_id(tx, followed.subscriber_id)
        due_at = follow_up.first_hour(habit_of(person), pressed.received_at, now)
        await follow_ups.change(tx, followed.id, due_at=due_at)
    return await _as_it_is(tx, now, delivery)


async def drop(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Card | NotYours:
    """Let a day go: it stays neutral, and nobody asks about it any more."""
    found = await _about(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at, followed = found
    if followed.ended_at is None:
        ended_at = max(at, followed.opened_at)
        await follow_ups.change(tx, followed.id, ended_at=ended_at, due_at=None)
        await streaks.refold(tx, now, followed.subscriber_id)
    return await _as_it_is(tx, now, delivery)


async def rest(tx: Tx, delivery_id: int) -> None:
    """The day is done: there is nothing to ask. It stays open, so that `[Undo]` undoes this too."""
    followed = await follow_ups.of_delivery(tx, delivery_id)
    if followed is not None and followed.ended_at is None:
        await follow_ups.change(tx, followed.id, due_at=None)


async def take_up(tx: Tx, now: datetime, delivery: Delivery, at: datetime) -> bool:
    """It is not done after all: ask at the hour that was meant, or at the next one.

    False: as many days as can wait were put off meanwhile, so this one is let go at `at`.
    """
    followed = await follow_ups.of_delivery(tx, delivery.id)
    if followed is None or followed.ended_at is not None or followed.due_at is not None:
        return True
    if len(await _waiting(tx, followed.subscriber_id)) > MOST_OPEN:
        await follow_ups.change(tx, followed.id, ended_at=max(at, followed.opened_at))
        return False
    person = await subscribers.by_id(tx, delivery.subscriber_id)
    due_at = follow_up.first_hour(habit_of(person), followed.opened_at, now)
    await follow_ups.change(tx, followed.id, due_at=due_at)
    return True


async def _about(
    tx: Tx, who: Person, delivery_id: int, pressed: Pressed
) -> tuple[Delivery, datetime, FollowUp] | None:
    found = await presses.on_day(tx, who, delivery_id, pressed)
    followed = await follow_ups.of_delivery(tx, delivery_id) if found is not None else None
    return (*found, followed) if found is not None and followed is not None else None


async def _refusal(tx: Tx, day: Day) -> str | None:
    """Why a day cannot be put off, in a key of the catalogue."""
    if presses.is_done(day):
        return "press.later_done"
    followed = day.challenge.follow_up
    if followed is None:
        return None
    return "press.later_over" if followed.ended_at is not None else "press.later_already"


async def _waiting(tx: Tx, subscriber_id: int) -> list[FollowUp]:
    """The days they still mean to come back to: one that is done is not among them."""
    found = await follow_ups.open_of(tx, subscriber_id)
    return [each for each in found if not await _is_done(tx, each.delivery_id)]


async def _is_done(tx: Tx, delivery_id: int) -> bool:
    return marks.DONE in await marks.standing(tx, delivery_id)


async def _name(
    tx: Tx, now: datetime, person: Subscriber, wanted: Delivery, waiting: list[FollowUp]
) -> None:
    params = {
        "day": wanted.day,
        "waiting": [[each.day, each.delivery_id] for each in waiting],
    }
    await outbox.add(tx, now, person.chat_id, "three_waiting", params, subscriber_id=person.id)


async def _as_it_is(tx: Tx, now: datetime, delivery: Delivery) -> Card:
    """What the question about a day now says, whichever copy of it was pressed."""
    followed = await follow_ups.of_delivery(tx, delivery.id)
    assert followed is not None
    person = await subscribers.by_id(tx, delivery.subscriber_id)
    folded = await streaks.fold(tx, now, person.id)
    day = folded.of(delivery.id)
    assert day is not None
    params = {"day": delivery.day, "delivery": delivery.id}
    if followed.went or presses.is_done(day):
        return Card("went", {**params, "streak": folded.shown})
    if followed.ended_at is not None:
        return Card("dropped", {**params, "excused": day.excuse is not None})
    asks_at = followed.due_at if person.state != "paused" else None
    when = {"zone": person.zone, "next": asks_at.isoformat() if asks_at else None}
    return Card("not_yet", {**params, **when}, clock12=person.clock12)


def _told(
    day: Day,
    now: datetime,
    notice: str,
    asks_at: datetime | None = None,
    person: Subscriber | None = None,
) -> Told:
    return Told(
        day.challenge.id,
        notice,
        {"day": day.challenge.day},
        presses.verbs(day, now),
        asks_at,
        person.zone if person else None,
        person.clock12 if person else False,
    )
