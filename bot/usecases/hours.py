"""When a person is next to hear from us."""

from datetime import date, datetime, timedelta

from bot.domain import program
from bot.storage import deliveries, runs
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.person import habit_of


async def next_hour(tx: Tx, now: datetime, person: Subscriber) -> program.Next:
    """The first hour after `now` on a free date, and not before the series begins."""
    return program.following(habit_of(person), now, await last_taken(tx, person))


async def last_taken(tx: Tx, person: Subscriber) -> date | None:
    """The latest local date that can have no further challenge; None when every date can."""
    last = await deliveries.last_date(tx, person.id)
    their_runs = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    first = next((run.first_date for run in their_runs.values() if run.first_date), None)
    before = first - timedelta(days=1) if first else None
    return max((day for day in (last, before) if day is not None), default=None)
