"""Going on after a pause or a block: at the usual hour, with the next unseen day, no backlog."""

from datetime import datetime

from bot.library.model import Pack
from bot.storage import outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, streaks, unasked
from bot.usecases.card import Card, deal


async def go_on(tx: Tx, now: datetime, person: Subscriber, pack: Pack) -> None:
    """Make someone active again, whose pause has ended, and say when the next challenge comes."""
    back = await reactivate(tx, now, person)
    await deal(tx, now, person, await card(tx, now, back, pack))


async def reactivate(tx: Tx, now: datetime, person: Subscriber) -> Subscriber:
    """The same, and say nothing."""
    then = await hours.next_hour(tx, now, person)
    await subscribers.change(
        tx, person.id, state="active", next_due_at=then.at, next_due_date=then.date
    )
    await streaks.refold(tx, now, person.id)
    back = await subscribers.by_id(tx, person.id)
    await unasked.arrange(tx, now, back)
    return back


async def card(tx: Tx, now: datetime, person: Subscriber, pack: Pack) -> Card:
    """`[At the usual hour]`, and `[Now]` if today has brought none.

    Before a run begins, nothing can come now; nor after its last day, when the summary comes.
    """
    due = person.next_due_at
    streak = await streaks.fold(tx, now, person.id)
    taken = await hours.last_taken(tx, person)
    free = taken is None or taken < unasked.local_today(person, now)
    ends = await course.ends_next(tx, pack, person)
    params = {
        "zone": person.zone,
        "next": due.isoformat() if due else None,
        "streak": streak.shown,
        "ends": ends,
        "now": free and not ends,
    }
    return Card("resumed", params, clock12=person.clock12)


async def say_where(tx: Tx, now: datetime, person: Subscriber, pack: Pack) -> None:
    """For somebody who was away without a word: where they stopped, and how it can go on."""
    latest = await unasked.latest(tx, person)
    due = person.next_due_at
    params = {
        "day": latest.day if latest else None,
        "zone": person.zone,
        "next": due.isoformat() if due else None,
        "ends": await course.ends_next(tx, pack, person),
        "streak": (await streaks.fold(tx, now, person.id)).shown,
        "own_pace": await hours.at_own_pace(tx, person),
    }
    await outbox.add(tx, now, person.chat_id, "came_back", params, subscriber_id=person.id)
