"""From `/start` to the first challenge. Where somebody stands is in their row, so that a restart
resumes it and no question ever expires.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import schedule
from bot.domain.hour import parse_hour
from bot.storage import deliveries, outbox, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, places, reachability, sending_now, standing
from bot.usecases.card import Card, deal
from bot.usecases.half_way import card_of, stand
from bot.usecases.person import Person
from bot.usecases.series import Series


async def start(tx: Tx, now: datetime, who: Person, payload: str | None, series: Series) -> None:
    """Welcome a newcomer; for anyone known, show where they stand, never a reset."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await deal(tx, now, await _meet(tx, now, who, payload), Card("welcome"))
    elif person.state == "joining":
        if payload is not None and person.payload is None:
            await subscribers.change(tx, person.id, payload=payload)
        await ask_again(tx, now, person)
    elif not await reachability.is_just_back(tx, now, person):
        await standing.status(tx, now, who, series.pack)


async def explain(tx: Tx, now: datetime) -> Card:
    """`[What is this?]`"""
    return Card("what_is_this")


async def accept(tx: Tx, now: datetime, who: Person) -> Card | None:
    """`[I'm in]`: ask where they are, unless they told us already. None: they are in."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        person = await _meet(tx, now, who, None)
    if person.state != "joining":
        return None
    if person.step not in ("zone", "hour"):
        person = await stand(tx, now, person, "zone")
    return card_of(person)


async def turn_to(
    tx: Tx, now: datetime, person: Subscriber, page: str, series: Series
) -> Card | None:
    """`[Back]` to a card of joining, or on to one. None: there is no such card for them."""
    match page:
        case "welcome":
            return card_of(await stand(tx, now, person, "invited"))
        case "place":
            return card_of(await stand(tx, now, person, "zone"))
        case "hour" if person.zone:
            return card_of(await stand(tx, now, person, "hour"))
        case "other_hour" if person.zone:
            await stand(tx, now, person, "hour")
            return Card("type_hour", {"back": "hour"})
        case "ready" if person.zone and person.minute is not None:
            return await _arrange(tx, now, person, series)
        case _:
            return None


async def take_place(tx: Tx, now: datetime, person: Subscriber, zone: str) -> Card:
    """They are there; ask for the hour."""
    await subscribers.change(tx, person.id, zone=zone)
    if person.run_id is not None and person.minute is not None:
        await _keep_hour(tx, now, await subscribers.by_id(tx, person.id))
    return card_of(await stand(tx, now, await subscribers.by_id(tx, person.id), "hour"))


async def take_hour(tx: Tx, now: datetime, person: Subscriber, minute: int, series: Series) -> Card:
    """The last answer: the run begins, and the first challenge gets its hour."""
    if person.zone is None:
        return card_of(await stand(tx, now, person, "zone"))
    await subscribers.change(tx, person.id, minute=minute)
    return await _arrange(tx, now, await subscribers.by_id(tx, person.id), series)


async def answer(tx: Tx, now: datetime, person: Subscriber, text: str, series: Series) -> None:
    """Take a typed line as the answer to the question that is open; a new card follows it."""
    match person.step:
        case "zone":
            await answer_place(tx, now, person, text)
        case "hour":
            minute = parse_hour(text)
            if minute is None:
                await stand(tx, now, person, "hour")
                await deal(tx, now, person, Card("hour_unclear"))
            else:
                await deal(tx, now, person, await take_hour(tx, now, person, minute, series))
        case _:
            await ask_again(tx, now, person)


async def answer_place(tx: Tx, now: datetime, person: Subscriber, text: str) -> None:
    """Take a typed line as the place where they are."""
    found = places.look_up(text)
    if isinstance(found, places.Found):
        await places.put_keys_away(tx, now, person, found.zone)
        await deal(tx, now, person, await take_place(tx, now, person, found.zone))
    else:
        await stand(tx, now, person, "zone")
        await deal(tx, now, person, found)


async def ask_again(tx: Tx, now: datetime, person: Subscriber) -> None:
    """The question they are at, as a new card."""
    await deal(tx, now, person, card_of(await stand(tx, now, person, person.step or "invited")))


async def change(tx: Tx, now: datetime, who: Person, page: str, series: Series) -> Card | None:
    """`[Change]` and `[Back]` under what was arranged, as long as no challenge has come.

    None: one has, or is on its way; from then on there are settings.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in ("active", "joining") or person.position:
        return None
    if await deliveries.latest(tx, person.id) or await deliveries.pending(tx, [person.id]):
        return None
    return await turn_to(tx, now, person, page, series)


async def _meet(tx: Tx, now: datetime, who: Person, payload: str | None) -> Subscriber:
    await subscribers.welcome(tx, now, who.user_id, who.chat_id, who.language, payload)
    person = await subscribers.by_user(tx, who.user_id)
    assert person is not None
    return await stand(tx, now, person, "invited")


async def _arrange(tx: Tx, now: datetime, person: Subscriber, series: Series) -> Card:
    """Everything is known: the run begins, or is counted anew, since nothing of it has come."""
    numbered = course.numbering(series, await hours.first_date(tx, now, person))
    kind, first, ends_on = numbered.kind, numbered.first_date, numbered.ends_on
    run_id = person.run_id
    if run_id is None:
        run_id = await runs.begin(tx, person.id, now, kind, first, ends_on=ends_on)
    else:
        await runs.change(tx, run_id, numbering=kind, first_date=first, ends_on=ends_on)
    await outbox.cancel_unasked(tx, person.id, now)  # a reminder that has not gone out
    await subscribers.change(tx, person.id, state="active", step=None, run_id=run_id)
    await _keep_hour(tx, now, await subscribers.by_id(tx, person.id))
    return await _ready(tx, now, await subscribers.by_id(tx, person.id), series)


async def _keep_hour(tx: Tx, now: datetime, person: Subscriber) -> None:
    then = await hours.next_hour(tx, now, person)
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)


async def _ready(tx: Tx, now: datetime, person: Subscriber, series: Series) -> Card:
    """When the first challenge comes; by the calendar it may be a while until the series begins."""
    today = schedule.local_date(ZoneInfo(str(person.zone)), now)
    due = person.next_due_at
    params = {
        "zone": person.zone,
        "next": due.isoformat() if due else None,
        "day": await course.next_day(tx, series.pack, person),
        "now": await sending_now.day_for_now(tx, now, person, series.pack),
        "ahead": series.first_date is not None and series.first_date > today,
    }
    return Card("ready", params, clock12=person.clock12)
