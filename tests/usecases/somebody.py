"""One person with a few days behind them, in a database without a bot around it."""

from datetime import UTC, date, datetime, timedelta

from bot.storage import deliveries, marks, runs, subscribers
from bot.storage.engine import Tx
from bot.usecases import streaks

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3, hours=1)
"""An hour after the fourth challenge."""


async def somebody(tx: Tx, user_id: int = 700) -> int:
    """A person who had four days and has done all but the second; their row id."""
    await subscribers.welcome(tx, MONDAY, user_id, user_id, "en", None)
    person = await subscribers.by_user(tx, user_id)
    assert person is not None
    run = await runs.begin(tx, person.id, MONDAY, "own", None)
    await subscribers.change(tx, person.id, state="active", run_id=run)
    for day in range(1, 5):
        at = MONDAY + timedelta(days=day - 1)
        row = {"subscriber_id": person.id, "run_id": run, "day": day, "due_at": at}
        row |= {"local_date": date(2026, 11, 22 + day), "text_hash": "", "state": "planned"}
        made = await deliveries.plan(tx, [row])
        await deliveries.change(
            tx, made[person.id], state="delivered", delivered_at=at, message_id=day
        )
        if day != 2:
            await marks.put(tx, made[person.id], marks.DONE, at)
    await streaks.refold(tx, THURSDAY, person.id)
    return person.id
