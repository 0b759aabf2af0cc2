"""What somebody wrote once, shown again: under a challenge now and then, and in a later run after
the new reply. The outbox carries row ids; the words are read when they are sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain import memory
from bot.storage import deliveries, outbox, reflections, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber
from bot.usecases import presses
from bot.usecases.card import Card
from bot.usecases.person import Person

LAST_TIME = "last_time"


@dataclass(frozen=True)
class Hidden:
    """Whether something is hidden now, and what is `left` of the message it stood in."""

    done: bool
    left: Card | None = None


def params_for(now: datetime, person: Subscriber, on: date) -> dict[str, Any]:
    """What a challenge for a local date has to know to bring something back; empty on most dates.

    It costs no statement, since a morning's crowd is planned with it.
    """
    turn = memory.turn_on(person.id, on) if person.memories else None
    if turn is None:
        return {}
    before = (now - memory.OLD_ENOUGH).isoformat()
    return {"memory": {"turn": turn, "before": before, "zone": person.zone}}


async def of_turn(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """What a challenge brings back, if there is something and they still want it."""
    person = await subscribers.by_id(tx, subscriber_id)
    if not person.memories:
        return []
    turn, before = params["memory"]["turn"], datetime.fromisoformat(params["memory"]["before"])
    texts = await reflections.memorable(tx, subscriber_id, before, params["day"])
    found = memory.chosen(turn, texts)
    kept = await reflections.owned(tx, found, subscriber_id) if found is not None else None
    return [kept] if kept is not None else []


async def hide(
    tx: Tx,
    now: datetime,
    who: Person,
    reflection_id: int,
    delivery_id: int | None,
    message_id: int | None,
) -> Hidden:
    """`[Don't show this one]`. `delivery_id` and `message_id` are of the challenge above it."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or not await reflections.hide(tx, person.id, reflection_id):
        return Hidden(done=False)
    delivery = await deliveries.owned(tx, delivery_id or 0, who.user_id)
    if delivery is None or delivery.at is None:
        return Hidden(done=True)
    said = await outbox.params_of(tx, person.chat_id, message_id or 0) or {}
    params = {
        "day": delivery.day,
        "delivery": delivery.id,
        "notes": said.get("notes", ()),
        "verbs": await presses.offered(tx, now, delivery),
    }
    return Hidden(done=True, left=Card("challenge", params, clock12=person.clock12))


async def tell_last_time(tx: Tx, now: datetime, person: Subscriber, delivery: Delivery) -> None:
    """After the first words about a day: what they wrote about it in the run before, if any."""
    before = await reflections.last_written_in_another_run(
        tx, person.id, delivery.day, delivery.run_id
    )
    if before is not None:
        params = {"day": delivery.day, "before": before, "zone": person.zone}
        await outbox.add(
            tx,
            now,
            person.chat_id,
            LAST_TIME,
            params,
            subscriber_id=person.id,
            delivery_id=delivery.id,
        )


async def of_last_time(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """What they wrote about that day then."""
    return await reflections.may_be_shown(tx, subscriber_id, params["before"])
