"""Going on after a backup was put back: what it knows ends where it was made, and now is later."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage import follow_ups, meta, pauses, streaks, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import hours, sending, unasked

PAGE = 500


@dataclass(frozen=True)
class WentOn:
    """The gap from the backup to now, which is an outage, and how much is not made up for.

    `since` is None for a backup of a bot that had never heard anything.
    """

    since: datetime | None
    messages: int
    challenges: int


async def go_on(tx: Tx, now: datetime) -> WentOn | None:
    """Send nothing that was due before `now`, and count the gap against nobody. At every start.

    What people wrote in it went to the database that is not here any more, and Telegram has
    forgotten it: it is an outage, however short. None: no backup was put back.
    """
    if not await meta.get(tx, meta.RESTORED):
        return None
    await meta.put(tx, meta.RESTORED, "")
    since = await meta.last_poll(tx)
    if since is not None and since < now:
        await pauses.note_outage(tx, since, now)
        await streaks.expect_news(tx)
    await meta.note_poll(tx, now)
    messages = await sending.drop_all(tx, now)
    challenges = await _look_ahead(tx, now)
    for each in await follow_ups.due(tx, now, None):
        person = await subscribers.by_id(tx, each.subscriber_id)
        await follow_ups.change(tx, each.id, due_at=(await hours.next_hour(tx, now, person)).at)
    return WentOn(since, messages, challenges)


async def _look_ahead(tx: Tx, now: datetime) -> int:
    """Let the next hour of everybody be one to come; returns for how many it was past."""
    past, last_id = 0, 0
    while page := await subscribers.waiting_after(tx, last_id, PAGE):
        for person in page:
            last_id = person.id
            past += await _put_off(tx, now, person)
    return past


async def _put_off(tx: Tx, now: datetime, person: Subscriber) -> bool:
    late = person.next_due_at is not None and person.next_due_at <= now
    if late:
        then = await hours.next_hour(tx, now, person)
        await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)
    await unasked.arrange(tx, now, await subscribers.by_id(tx, person.id))
    return late
