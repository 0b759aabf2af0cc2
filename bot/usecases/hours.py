"""When a person is next to hear from us."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain import program, schedule
from bot.storage import deliveries, runs
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.person import habit_of


async def next_hour(
    tx: Tx, now: datetime, person: Subscriber, before: Subscriber | None = None
) -> program.Next:
    """The first hour after `now` on a free date, eight hours after the last challenge at least,
    and not before their run begins. `before`: how their row was, where they changed their hour.
    """
    last, stride = await last_taken(tx, person), await stride_of(tx, person)
    was = habit_of(before) if before is not None else None
    return program.upcoming(habit_of(person), now, last, stride, person.last_delivered_at, was)


async def first_date(tx: Tx, now: datetime, person: Subscriber) -> date:
    """The local date that brings the first challenge of a run which begins now."""
    then = await next_hour(tx, now, replace(person, run_id=None))
    return then.date or schedule.local_date(habit_of(person).zone, now)


async def last_taken(tx: Tx, person: Subscriber) -> date | None:
    """The latest local date that can have no further challenge; None when every date can."""
    last = await deliveries.last_date(tx, person.id)
    run = await _run(tx, person)
    before = run.first_date - timedelta(days=1) if run and run.first_date else None
    return max((day for day in (last, before) if day is not None), default=None)


async def _run(tx: Tx, person: Subscriber) -> runs.Run | None:
    found = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    return next(iter(found.values()), None)


async def stride_of(tx: Tx, person: Subscriber) -> int:
    """How many dates lie from one of their challenges to the next."""
    run = await _run(tx, person)
    return run.stride if run is not None and person.position else 1


async def at_own_pace(tx: Tx, person: Subscriber) -> bool:
    """Whether their run is numbered by itself, and not by the calendar."""
    run = await _run(tx, person)
    return run is None or run.numbering == "own"
