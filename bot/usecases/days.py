"""Looking at a day again."""

from datetime import datetime

from bot.library.model import Pack
from bot.storage import deliveries, outbox, reflections
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import own_files, presses, standing
from bot.usecases.person import Person


async def today(tx: Tx, now: datetime, who: Person) -> None:
    """The latest challenge again, and when the next one comes."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    newest = await deliveries.latest(tx, person.id)
    if not newest:
        await _nothing_yet(tx, now, person)
        return
    params = {
        "day": newest[0].day,
        "delivery": newest[0].id,
        "zone": person.zone,
        "next": person.next_due_at.isoformat() if person.next_due_at else None,
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


async def past(tx: Tx, now: datetime, who: Person, day: int | None, pack: Pack) -> None:
    """A day that was delivered, with what they wrote; of one to come, its title only."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    content = pack.day(day) if day is not None else None
    if content is None:
        params = {"last": pack.last}
        await outbox.add(tx, now, person.chat_id, "which_day", params, subscriber_id=person.id)
        return
    delivery = await deliveries.of_day(tx, person.id, content.number)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "past_day" if delivery else "day_ahead",
        {
            "day": content.number,
            "delivery": delivery.id if delivery else None,
            "verbs": await presses.offered(tx, now, delivery) if delivery else (),
        },
        subscriber_id=person.id,
        delivery_id=delivery.id if delivery else None,
    )
    await own_files.show(tx, now, person, await reflections.of_day(tx, person.id, content.number))


async def _nothing_yet(tx: Tx, now: datetime, person: Subscriber) -> None:
    due = person.next_due_at
    params = {"zone": person.zone, "next": due.isoformat() if due else None}
    await outbox.add(tx, now, person.chat_id, "nothing_yet", params, subscriber_id=person.id)


async def help_card(tx: Tx, now: datetime, who: Person) -> None:
    """What the bot can do."""
    await outbox.add(tx, now, who.chat_id, "help")
