"""A day that has come, shown again: its challenge, what was written about it, and the ways on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.library.model import Pack
from bot.storage import bookmarks, deliveries, outbox, questions, reflections
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import days, own_files, presses, standing
from bot.usecases.card import Card
from bot.usecases.person import Person
from bot.usecases.questions import LINE


async def numbered(
    tx: Tx, now: datetime, who: Person, day: int | None, pack: Pack, *, ahead: bool = False
) -> None:
    """`/day 175`: a day that came, with what they wrote; of one to come, its title only.

    `ahead`: the operator lets people see the whole of it.
    """
    person = await standing.known(tx, now, who)
    if person is None:
        return
    content = pack.day(day) if day is not None else None
    if content is None:
        params = {"last": pack.last}
        await outbox.add(tx, now, person.chat_id, "which_day", params, subscriber_id=person.id)
        return
    delivery = await deliveries.of_day(tx, person.id, content.number)
    if delivery is not None:
        await _show(tx, now, person, delivery, pack)
        return
    params = {"day": content.number, "whole": ahead}
    await outbox.add(tx, now, person.chat_id, "day_ahead", params, subscriber_id=person.id)


async def yesterday(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """`/yesterday`: the challenge before the latest."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    newest = await deliveries.latest(tx, person.id, limit=2)
    if not newest:
        await days.nothing_yet(tx, now, person)
    elif len(newest) < 2 or pack.day(newest[1].day) is None:
        await outbox.add(tx, now, person.chat_id, "no_yesterday", subscriber_id=person.id)
    else:
        await _show(tx, now, person, newest[1], pack)


async def open_day(tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack) -> bool:
    """A day's button in a list: it comes as a new message. False: it is not theirs, or gone."""
    found = await theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return False
    await _show(tx, now, *found, pack)
    return True


async def turn_to(tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack) -> Card | None:
    """The day before or after, in the place of the one that is shown. None: as above."""
    found = await theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return None
    person, delivery = found
    await own_files.show(tx, now, person, await reflections.of_day(tx, person.id, delivery.day))
    return await card_of(tx, now, person, delivery, pack)


async def read_on(
    tx: Tx, now: datetime, who: Person, delivery_id: int, part: int, pack: Pack
) -> Card | None:
    """Another page of what they wrote about the day, counted from 1. None: as above."""
    found = await theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return None
    card = await card_of(tx, now, *found, pack)
    return replace(card, params={**card.params, "part": part})


async def ask_for_words(tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack) -> bool:
    """`[Reply to this day]`: what they write next goes there. False: as above."""
    found = await theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return False
    person, delivery = found
    await questions.ask(tx, now, person.id, LINE, delivery.id)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        "reply_ask",
        {"day": delivery.day},
        subscriber_id=person.id,
        delivery_id=delivery.id,
    )
    return True


async def theirs(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack
) -> tuple[Subscriber, Delivery] | None:
    """The person and a challenge that reached them, if it is theirs and its text is there."""
    delivery = await deliveries.owned(tx, delivery_id, who.user_id)
    arrived = delivery is not None and delivery.at and delivery.state in deliveries.ON_A_DATE
    if delivery is None or not arrived or pack.day(delivery.day) is None:
        return None
    person = await standing.known(tx, now, who)
    return (person, delivery) if person is not None else None


async def card_of(
    tx: Tx, now: datetime, person: Subscriber, delivery: Delivery, pack: Pack
) -> Card:
    """A day that came, as a card."""
    came = await deliveries.arrived(tx, person.id)
    place = [one.id for one in came].index(delivery.id)
    params = {
        "day": delivery.day,
        "delivery": delivery.id,
        "verbs": await presses.offered(tx, now, delivery),
        "bookmarked": delivery.day in await bookmarks.days(tx, person.id),
        "before": _first(reversed(came[:place]), pack),
        "after": _first(came[place + 1 :], pack),
    }
    return Card("past_day", params, clock12=person.clock12)


def _first(came: Iterable[Delivery], pack: Pack) -> list[int] | None:
    """The first of these whose text is there, as its day and its delivery."""
    return next(([one.day, one.id] for one in came if pack.day(one.day) is not None), None)


async def _show(tx: Tx, now: datetime, person: Subscriber, delivery: Delivery, pack: Pack) -> None:
    card = await card_of(tx, now, person, delivery, pack)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        card.kind,
        card.params,
        subscriber_id=person.id,
        delivery_id=delivery.id,
    )
    await own_files.show(tx, now, person, await reflections.of_day(tx, person.id, delivery.day))
