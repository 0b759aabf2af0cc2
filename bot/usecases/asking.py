"""Asking "Did you go?" about the days that were put off, when their hour has come.

A question that was put keeps the end of its life as its `due_at`. If it has not reached them by
then, for whatever reason, it is put again at their next usual hour; if it has, nobody asks again.
"""

from datetime import datetime

from bot.domain import follow_up
from bot.domain.challenge import Span
from bot.domain.outbox import Lane
from bot.domain.program import Next, following
from bot.domain.schedule import Habit
from bot.storage import deliveries, follow_ups, outbox, pauses, subscribers
from bot.storage.engine import Tx
from bot.storage.follow_ups import FollowUp
from bot.storage.subscribers import Subscriber
from bot.usecases import silence, unasked
from bot.usecases.person import habit_of
from bot.usecases.planning import AFTER_A_FAILURE

QUESTION = "follow_up"
"""The kind of message that asks."""

_REACHED = ("sending", "sent", "unknown")


async def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether there is a question to look at."""
    return bool(await follow_ups.due(tx, now, 1))


async def ask_due(tx: Tx, now: datetime, limit: int) -> int:
    """Look at up to `limit` questions whose hour has come; returns how many there were."""
    found = await follow_ups.due(tx, now, limit)
    for each in found:
        await _look_at(tx, now, each)
    return len(found)


async def who_is_due(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The row ids of up to `limit` such questions."""
    return [each.id for each in await follow_ups.due(tx, now, limit)]


async def ask_one(tx: Tx, now: datetime, follow_up_id: int) -> None:
    """Look at one of them, if its hour has come."""
    found = await follow_ups.by_id(tx, follow_up_id)
    if found is not None and found.due_at is not None and found.due_at <= now:
        await _look_at(tx, now, found)


async def postpone(tx: Tx, now: datetime, follow_up_id: int) -> None:
    """Look at one again in five minutes: it raised, and others are waiting (P8)."""
    await follow_ups.change(tx, follow_up_id, due_at=now + AFTER_A_FAILURE)


async def _look_at(tx: Tx, now: datetime, one: FollowUp) -> None:
    person = await subscribers.by_id(tx, one.subscriber_id)
    assert one.due_at is not None
    habit = habit_of(person)
    put = await follow_ups.state_of_question(tx, QUESTION, one)
    if put in _REACHED:
        await follow_ups.change(tx, one.id, due_at=None)
        return
    hour = following(habit, now, None) if put else await _hour(tx, now, person, habit, one.due_at)
    if hour.at is not None and hour.at <= now and await _has_to_wait(tx, now, person):
        hour = following(habit, now, hour.date)
    if hour.at is None or hour.at > now:
        await follow_ups.change(tx, one.id, due_at=hour.at)
        return
    until = unasked.within_today(person, now, follow_up.lasts_until(habit, hour))
    await _ask(tx, now, person, one, until)
    await follow_ups.change(tx, one.id, due_at=until)


async def _hour(tx: Tx, now: datetime, person: Subscriber, habit: Habit, due_at: datetime) -> Next:
    """The hour that has come, or the one to wait for: what came due in a pause waits for the next
    usual hour after it.
    """
    for rest in reversed(await pauses.all_of(tx, person.id)):
        if rest.ended_at is not None and rest.started_at <= due_at < rest.ended_at:
            away = Span(rest.started_at, rest.ended_at)
            return follow_up.hour_to_ask(habit, due_at, now, away=away, back=rest.until_date)
    return follow_up.hour_to_ask(habit, due_at, now)


async def _has_to_wait(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Whether this date has had its one message, or keeps it for a question in its evening."""
    if unasked.has_had_one(person, unasked.local_today(person, now)):
        return True
    return person.state == "active" and await silence.may_ask(tx, now, person)


async def _ask(tx: Tx, now: datetime, person: Subscriber, one: FollowUp, until: datetime) -> None:
    delivery = await deliveries.by_id(tx, one.delivery_id)
    assert delivery is not None
    await outbox.add(
        tx,
        now,
        person.chat_id,
        QUESTION,
        {"day": one.day, "delivery": one.delivery_id},
        subscriber_id=person.id,
        lane=Lane.REMINDER,
        delivery_id=one.delivery_id,
        reply_to=delivery.message_id,
        expires_at=until,
    )
    await subscribers.change(tx, person.id, unasked_on=unasked.local_today(person, now))
