"""The latest challenge once more, and help."""

from datetime import datetime

from bot.library.model import Pack
from bot.storage import deliveries, outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, presses, standing
from bot.usecases.person import Person


async def today(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """The latest challenge again, and when the next one comes, or the summary in its place."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    newest = await deliveries.latest(tx, person.id)
    if not newest:
        await nothing_yet(tx, now, person)
        return
    params = {
        "day": newest[0].day,
        "delivery": newest[0].id,
        "zone": person.zone,
        "next": person.next_due_at.isoformat() if person.next_due_at else None,
        "ends": await course.ends_next(tx, pack, person),
        "verbs": await presses.offered(tx, now, newest[0]),
    }
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "today",
        params,
        subscriber_id=person.id,
        delivery_id=newest[0].id,
    )


async def nothing_yet(tx: Tx, now: datetime, person: Subscriber) -> None:
    """There is no day to look at before the first challenge: say when that comes."""
    due = person.next_due_at
    params = {"zone": person.zone, "next": due.isoformat() if due else None}
    await outbox.add(tx, now, person.chat_id, "nothing_yet", params, subscriber_id=person.id)


async def help_card(tx: Tx, now: datetime, who: Person) -> None:
    """What the bot can do. By the calendar, a place in the series is nobody's to choose."""
    person = await subscribers.by_user(tx, who.user_id)
    own_pace = person is None or person.run_id is None or await hours.at_own_pace(tx, person)
    await outbox.add(tx, now, who.chat_id, "help", {"own_pace": own_pace})
