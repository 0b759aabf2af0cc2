"""Who is due, and what they get."""

from datetime import date, datetime, timedelta

from bot.domain import program
from bot.domain.outbox import Lane
from bot.library.model import Pack
from bot.storage import deliveries, outbox, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import pausing
from bot.usecases.person import habit_of

PLAN_AGAIN = timedelta(minutes=1)
"""How long to leave somebody whose last challenge is still on its way."""

AFTER_A_FAILURE = timedelta(minutes=5)
"""How far someone whose turn raised is pushed ahead, so that nobody waits behind them (P8)."""


async def plan_due(tx: Tx, now: datetime, pack: Pack, limit: int) -> int:
    """Plan for up to `limit` people whose hour has come; returns how many there were."""
    people = await subscribers.due(tx, now, limit)
    for person in people:
        await _plan(tx, now, pack, person)
    return len(people)


async def plan_one(tx: Tx, now: datetime, pack: Pack, subscriber_id: int) -> None:
    """Plan for one person, if their hour has come."""
    person = await subscribers.by_id(tx, subscriber_id)
    if person.next_due_at is not None and person.next_due_at <= now:
        await _plan(tx, now, pack, person)


async def who_is_due(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The row ids of up to `limit` people whose hour has come."""
    return [person.id for person in await subscribers.due(tx, now, limit)]


async def postpone(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Look at a person again in five minutes: their turn raised, and others are waiting."""
    await subscribers.change(tx, subscriber_id, next_due_at=now + AFTER_A_FAILURE)


async def turn_of(tx: Tx, pack: Pack, person: Subscriber, at: datetime, day: date) -> program.Turn:
    """How a person stands when `at`, on their local date `day`, is their hour."""
    assert person.run_id is not None
    run = await runs.by_id(tx, person.run_id)
    return program.Turn(
        habit=habit_of(person),
        due_at=at,
        due_date=day,
        last_delivered_at=person.last_delivered_at,
        position=person.position,
        last_day=pack.last,
        length=pack.length,
        first_date=run.first_date if run.numbering == "calendar" else None,
    )


async def _plan(tx: Tx, now: datetime, pack: Pack, person: Subscriber) -> None:
    due_at, due_date = person.next_due_at, person.next_due_date
    assert due_at is not None and due_date is not None
    if await deliveries.pending(tx, person.id) is not None:
        await subscribers.change(tx, person.id, next_due_at=now + PLAN_AGAIN)
        return
    if person.state == "paused":
        person = await pausing.end_timed(tx, now, person)
    turn = await turn_of(tx, pack, person, due_at, due_date)
    match program.decide(turn, now):
        case program.Send(day, until, then):
            await send(tx, now, pack, person, day, turn.due_date, turn.due_at, until)
            await _look_again(tx, person, then)
        case program.Skip(then):
            await _skip(tx, pack, person, turn)
            await _look_again(tx, person, then)
        case program.Later(then):
            await _look_again(tx, person, then)
        case program.End(complete):
            await _finish(tx, now, pack, person, complete)


async def send(
    tx: Tx,
    now: datetime,
    pack: Pack,
    person: Subscriber,
    day: int,
    local_date: date,
    due_at: datetime,
    until: datetime,
) -> bool:
    """Write a challenge and the message that carries it. False: that date has one already."""
    assert person.run_id is not None
    content = pack.day(day)
    assert content is not None
    delivery_id = await deliveries.plan(
        tx,
        subscriber_id=person.id,
        run_id=person.run_id,
        day=day,
        local_date=local_date,
        due_at=due_at,
        text_hash=content.hash,
    )
    if delivery_id is None:
        return False
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "challenge",
        {"day": day, "delivery": delivery_id},
        subscriber_id=person.id,
        lane=Lane.CHALLENGE,
        delivery_id=delivery_id,
        expires_at=until,
    )
    return True


async def _look_again(tx: Tx, person: Subscriber, then: program.Next) -> None:
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)


async def _skip(tx: Tx, pack: Pack, person: Subscriber, turn: program.Turn) -> None:
    content = pack.day(program.day_of(turn))
    assert person.run_id is not None and content is not None
    await deliveries.plan(
        tx,
        subscriber_id=person.id,
        run_id=person.run_id,
        day=content.number,
        local_date=turn.due_date,
        due_at=turn.due_at,
        text_hash=content.hash,
        state="skipped",
    )


async def _finish(tx: Tx, now: datetime, pack: Pack, person: Subscriber, complete: bool) -> None:
    assert person.run_id is not None
    await runs.end(tx, person.run_id, now)
    await subscribers.change(tx, person.id, state="finished", next_due_at=None, next_due_date=None)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "series_complete" if complete else "series_so_far",
        {"last": pack.last},
        subscriber_id=person.id,
        lane=Lane.CHALLENGE,
    )
