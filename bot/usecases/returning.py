"""Going on after a pause or a block: at the usual hour, with the next unseen day, no backlog."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import schedule
from bot.storage import deliveries, outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import hours, streaks


async def go_on(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Make someone active again, whose pause has ended, and say when the next challenge comes.

    `[Now]` is offered if today has brought none.
    """
    then = await hours.next_hour(tx, now, person)
    await subscribers.change(
        tx, person.id, state="active", next_due_at=then.at, next_due_date=then.date
    )
    streak = await streaks.refold(tx, now, person.id)
    today = schedule.local_date(ZoneInfo(str(person.zone)), now)
    params = {
        "zone": person.zone,
        "next": then.at.isoformat() if then.at else None,
        "streak": streak.shown,
        "now": await deliveries.on_date(tx, person.id, today) is None,
    }
    await outbox.add(tx, now, person.chat_id, "resumed", params, subscriber_id=person.id)
