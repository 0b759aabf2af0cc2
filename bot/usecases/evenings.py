"""Looking at people beside their challenge: what an evening brings them, if anything."""

from datetime import datetime

from bot.domain import nudge
from bot.domain.nudge import Unasked
from bot.storage import follow_ups, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import nudging, pausing, reachability, recaps, silence, unasked
from bot.usecases.planning import AFTER_A_FAILURE


async def is_any_due(tx: Tx, now: datetime) -> bool:
    """Whether there is somebody to look at."""
    return bool(await subscribers.to_look_at(tx, now, 1))


async def look_due(tx: Tx, now: datetime, limit: int) -> int:
    """Look at up to `limit` people; returns how many there were."""
    found = await subscribers.to_look_at(tx, now, limit)
    for person in found:
        await _look_at(tx, now, person)
    return len(found)


async def who_is_due(tx: Tx, now: datetime, limit: int) -> list[int]:
    """The row ids of up to `limit` of them."""
    return [person.id for person in await subscribers.to_look_at(tx, now, limit)]


async def look_one(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Look at one of them, if it is time."""
    person = await subscribers.by_id(tx, subscriber_id)
    if person.look_at is not None and person.look_at <= now:
        await _look_at(tx, now, person)


async def postpone(tx: Tx, now: datetime, subscriber_id: int) -> None:
    """Look at one again in five minutes: it raised, and others are waiting (P8)."""
    await subscribers.change(tx, subscriber_id, look_at=now + AFTER_A_FAILURE)


async def _look_at(tx: Tx, now: datetime, person: Subscriber) -> None:
    match person.state:
        case "active":
            await _say_one(tx, now, person)
            await unasked.arrange(tx, now, await subscribers.by_id(tx, person.id))
        case "paused":
            await pausing.say_still_paused(tx, now, person)
        case "unreachable" | "joining":
            await reachability.purge(tx, now, person)
        case _:
            await subscribers.change(tx, person.id, look_at=None)


async def _say_one(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Say what goes first of all that is due; the rest waits or lapses."""
    today = unasked.local_today(person, now)
    if unasked.has_had_one(person, today):
        return
    latest = await unasked.latest(tx, person)
    evening = nudge.is_open(unasked.evening_of(person, latest), now)
    waiting = set()
    about_nudges = await nudging.may_ask(tx, now, person, latest)
    if about_nudges or (evening and await silence.may_ask(tx, now, person)):
        waiting.add(Unasked.QUESTION)
    if await _has_follow_up(tx, now, person):
        waiting.add(Unasked.FOLLOW_UP)
    if await recaps.is_wanted(tx, now, person):
        waiting.add(Unasked.RECAP)
    if evening and await nudging.is_wanted(tx, now, person, latest):
        waiting.add(Unasked.NUDGE)
    match nudge.goes_first(waiting, today, person.unasked_on):
        case Unasked.QUESTION if about_nudges:
            await nudging.ask(tx, now, person)
        case Unasked.QUESTION:
            await silence.ask(tx, now, person)
        case Unasked.RECAP:
            await recaps.sum_up(tx, now, person)
        case Unasked.NUDGE if latest is not None:
            await nudging.remind(tx, now, person, latest)


async def _has_follow_up(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Whether a day that was put off is to be asked about on this date, by its own round."""
    today = unasked.local_today(person, now)
    due = (each.due_at for each in await follow_ups.open_of(tx, person.id))
    return any(at is not None and unasked.local_today(person, at) <= today for at in due)
