"""Who is due, and what they get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import program
from bot.domain.outbox import Lane
from bot.library.model import Pack
from bot.storage import deliveries, outbox, runs, streaks, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import ending, half_way, memories, notices, pausing, silence
from bot.usecases.course import course_of
from bot.usecases.person import habit_of

PLAN_AGAIN = timedelta(minutes=1)
"""How long to leave somebody whose last challenge is still on its way."""

AFTER_A_FAILURE = timedelta(minutes=5)
"""How far someone whose turn raised is pushed ahead, so that nobody waits behind them (P8)."""


@dataclass(frozen=True)
class Due:
    """A challenge that goes out: whose, which day, for which local date, worth sending until, and
    what else there is to tell with it.
    """

    person: Subscriber
    day: int
    local_date: date
    due_at: datetime
    until: datetime
    notes: Sequence[notices.Note] = ()


async def plan_due(tx: Tx, now: datetime, pack: Pack, limit: int) -> int:
    """Plan for up to `limit` people whose hour has come; returns how many there were.

    A morning's crowd is planned in a handful of statements; whoever needs more than a challenge
    and a next hour is looked at alone.
    """
    found = await subscribers.due(tx, now, limit)
    people = await _joined(tx, now, found)
    busy = await deliveries.pending(tx, [person.id for person in people])
    news = await streaks.with_news(tx, [person.id for person in people])
    silent = await silence.have_fallen(tx, [person.id for person in people])
    their_runs = await runs.by_ids(tx, {person.run_id for person in people if person.run_id})
    going: list[Due] = []
    next_hours = []
    for person in people:
        turn = _turn(pack, person, their_runs)
        decision = program.decide(turn, now)
        plain = person.state == "active" and person.id not in busy | news | silent
        if plain and isinstance(decision, program.Send):
            going.append(Due(person, decision.day, turn.due_date, turn.due_at, decision.until))
            next_hours.append((person.id, decision.then.at, decision.then.date))
        else:
            await _plan(tx, now, pack, person, turn, busy=person.id in busy)
    await send(tx, now, pack, going)
    await subscribers.look_again(tx, next_hours)
    return len(found)


async def plan_one(tx: Tx, now: datetime, pack: Pack, subscriber_id: int) -> None:
    """Plan for one person, if their hour has come."""
    found = await subscribers.by_id(tx, subscriber_id)
    if found.next_due_at is None or found.next_due_at > now:
        return
    for person in await _joined(tx, now, [found]):
        busy = await deliveries.pending(tx, [person.id])
        turn = await turn_at(tx, pack, person, found.next_due_at, found.next_due_date)
        await _plan(tx, now, pack, person, turn, busy=bool(busy))


async def _joined(tx: Tx, now: datetime, people: Sequence[Subscriber]) -> list[Subscriber]:
    """Those who have a run; the others are in the middle of joining, and due a reminder."""
    ready = []
    for person in people:
        if person.state != "joining":
            ready.append(person)
        elif (arranged := await half_way.overdue(tx, now, person)) is not None:
            ready.append(arranged)
    return ready


async def is_anyone_due(tx: Tx, now: datetime) -> bool:
    """Whether somebody's hour has come."""
    at = await subscribers.next_due(tx)
    return at is not None and at <= now


async def who_is_due(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The row ids of up to `limit` people whose hour has come."""
    return [person.id for person in await subscribers.due(tx, now, limit)]


async def postpone(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Look at a person again in five minutes: their turn raised, and others are waiting."""
    await subscribers.change(tx, subscriber_id, next_due_at=now + AFTER_A_FAILURE)


async def turn_at(
    tx: Tx, pack: Pack, person: Subscriber, at: datetime, day: date | None
) -> program.Turn:
    """How a person stands when `at`, on their local date `day`, is their hour."""
    their_run = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    return _turn(pack, replace(person, next_due_at=at, next_due_date=day), their_run)


def _turn(pack: Pack, person: Subscriber, their_runs: Mapping[int, runs.Run]) -> program.Turn:
    at, day = person.next_due_at, person.next_due_date
    assert person.run_id is not None and at is not None and day is not None
    run = their_runs[person.run_id]
    return program.Turn(
        habit=habit_of(person),
        due_at=at,
        due_date=day,
        last_delivered_at=person.last_delivered_at,
        course=course_of(pack, person, run),
    )


async def _plan(
    tx: Tx, now: datetime, pack: Pack, person: Subscriber, turn: program.Turn, *, busy: bool
) -> None:
    if busy:
        await subscribers.change(tx, person.id, next_due_at=now + PLAN_AGAIN)
        return
    decision = program.decide(turn, now)
    if person.state == "paused":
        if isinstance(decision, program.Skip | program.Later):
            await pausing.move_end(tx, person, decision.then)
            return
        person = await pausing.end_timed(tx, now, person)
    match decision:
        case program.Send() if await silence.have_fallen(tx, [person.id]):
            await silence.pause(tx, now, person)
        case program.Send(day, until, then):
            notes = await notices.for_challenge(tx, now, person.id)
            await send(tx, now, pack, [Due(person, day, turn.due_date, turn.due_at, until, notes)])
            await _look_again(tx, person, then)
        case program.Skip(day, then):
            skipped = Due(person, day, turn.due_date, turn.due_at, turn.due_at)
            await _write_down(tx, pack, [skipped], "skipped")
            await _look_again(tx, person, then)
        case program.Later(then):
            await _look_again(tx, person, then)
        case program.End(complete):
            await _finish(tx, now, pack, person, complete)


async def send(tx: Tx, now: datetime, pack: Pack, going: Sequence[Due]) -> None:
    """Write challenges and the messages that carry them, where the date has none already."""
    planned = await _write_down(tx, pack, going, "planned")
    messages = [
        outbox.Message(
            due.person.chat_id,
            "challenge",
            {
                "day": due.day,
                "delivery": planned[due.person.id],
                "notes": due.notes,
                **memories.params_for(now, due.person, due.local_date),
            },
            subscriber_id=due.person.id,
            lane=Lane.CHALLENGE,
            delivery_id=planned[due.person.id],
            expires_at=due.until,
        )
        for due in going
        if due.person.id in planned
    ]
    await outbox.add_all(tx, now, messages)


async def _write_down(tx: Tx, pack: Pack, going: Sequence[Due], state: str) -> dict[int, int]:
    days = {due.day for due in going}
    hashes = {day: content.hash for day in days if (content := pack.day(day))}
    rows = [
        {
            "subscriber_id": due.person.id,
            "run_id": due.person.run_id,
            "day": due.day,
            "local_date": due.local_date,
            "due_at": due.due_at,
            "text_hash": hashes[due.day],
            "state": state,
        }
        for due in going
    ]
    return await deliveries.plan(tx, rows)


async def _look_again(tx: Tx, person: Subscriber, then: program.Next) -> None:
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)


async def _finish(tx: Tx, now: datetime, pack: Pack, person: Subscriber, complete: bool) -> None:
    """In place of a next challenge: the run is archived, and its summary goes out."""
    assert person.run_id is not None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    await runs.end(tx, run.id, now, "complete" if complete else "gap")
    await subscribers.change(tx, person.id, state="finished", next_due_at=None, next_due_date=None)
    await ending.sum_up(tx, now, pack, person, run, complete)
