"""Stopping for a while, and what ends it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import nudge, program, until
from bot.library.model import Pack
from bot.storage import deliveries, outbox, pauses, subscribers
from bot.storage.engine import Tx
from bot.storage.pauses import Pause
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, reachability, returning, streaks, unasked
from bot.usecases.card import Card
from bot.usecases.person import Person, habit_of

PAUSE_DAYS = (1, 3, 7, 14)

STILL_PAUSED = "still_paused"


async def ask(tx: Tx, now: datetime, who: Person) -> None:
    """Offer the lengths a pause can have."""
    person = await _who_can_pause(tx, now, who)
    if person is not None:
        await outbox.add(tx, now, who.chat_id, "pause_for", {}, subscriber_id=person.id)


async def pause(tx: Tx, now: datetime, who: Person, days: int | None, pack: Pack) -> None:
    """Hold everything unasked: the next `days` due challenges, or until they return."""
    person = await _who_can_pause(tx, now, who)
    if person is None:
        return
    taken_back = await _take_back(tx, now, person)
    back = None
    if days is not None:
        back = await _first_after(tx, person, now, days - taken_back)
    await _hold(tx, now, person, back, await _says_end(tx, pack, person, back))


async def pause_as_written(tx: Tx, now: datetime, who: Person, text: str, pack: Pack) -> None:
    """`/pause until Friday`: Friday's comes. What cannot be read, or is past, is said kindly."""
    person = await _who_can_pause(tx, now, who)
    if person is None:
        return
    today = unasked.local_today(person, now)
    match until.read_length(text, today):
        case until.Days(count):
            await pause(tx, now, who, count, pack)
        case until.Open():
            await pause(tx, now, who, None, pack)
        case until.Until(day):
            await _take_back(tx, now, person)
            back = await _first_from(tx, person, now, day)
            await _hold(tx, now, person, back, await _says_end(tx, pack, person, back))
        case until.Past():
            await _say_unread(tx, now, person, "pause_past")
        case until.Unclear():
            await _say_unread(tx, now, person, "pause_unclear")


async def stop(tx: Tx, now: datetime, who: Person) -> None:
    """`/stop`: a pause without an end, which deletes nothing and says how to."""
    person = await _who_can_pause(tx, now, who, "stopped_already")
    if person is not None:
        await _take_back(tx, now, person)
        await _hold(tx, now, person, None, {}, "stopped")


async def resume(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """Go on at the usual hour, with the next unseen day and never a backlog."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None and await reachability.is_just_back(tx, now, person):
        return  # that they speak again ended it, and they are told where they stand
    if person is None or person.state not in ("paused", "unreachable"):
        await outbox.add(tx, now, who.chat_id, "not_paused")
        return
    await _end_running(tx, now, person)
    await returning.go_on(tx, now, person, pack)


async def carry_on(tx: Tx, now: datetime, who: Person, pack: Pack) -> Card | None:
    """`[Continue]`, for somebody who was away. None: there is nothing to go on with."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in ("active", "paused"):
        return None
    if person.state == "paused":
        await _end_running(tx, now, person)
        person = await returning.reactivate(tx, now, person)
    return await returning.card(tx, now, person, pack)


async def as_usual(tx: Tx, now: datetime, who: Person, pack: Pack) -> Card | None:
    """`[At the usual hour]`: as it is. None: the button is of another time."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "active" or person.next_due_at is None:
        return None
    ends = await course.ends_next(tx, pack, person)
    params = {"zone": person.zone, "next": person.next_due_at.isoformat(), "ends": ends}
    return Card("as_usual", params, clock12=person.clock12)


async def end_timed(tx: Tx, now: datetime, person: Subscriber) -> Subscriber:
    """A timed pause has run out: welcome the person back, just before their challenge."""
    running = await _end_running(tx, now, person)
    await subscribers.change(tx, person.id, state="active")
    streak = await streaks.refold(tx, now, person.id)
    days = _days_between(person, running.started_at, now) if running else 0
    params = {"days": days, "streak": streak.shown}
    await outbox.add(tx, now, person.chat_id, "welcome_back", params, subscriber_id=person.id)
    return replace(person, state="active")


async def move_end(tx: Tx, person: Subscriber, then: program.Next) -> None:
    """The hour at which a pause was to end passed while we were away: it ends with the next one."""
    running = await pauses.current(tx, person.id)
    if running is not None:
        await pauses.change(tx, running.id, until_date=then.date)
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)


async def say_still_paused(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Thirty days into a pause without an end: say once that all is kept, at their usual hour."""
    running = await pauses.current(tx, person.id)
    lapsed = person.look_at is not None and not nudge.is_open(person.look_at, now)
    if running is not None and lapsed:
        then = program.following(habit_of(person), now, None)
        await subscribers.change(tx, person.id, look_at=then.at)
        return
    await subscribers.change(tx, person.id, look_at=None)
    if running is not None and running.until_date is None and running.reason == reachability.ASKED:
        days = _days_between(person, running.started_at, now)
        await unasked.say(tx, now, person, STILL_PAUSED, {"days": days})


async def _who_can_pause(
    tx: Tx, now: datetime, who: Person, where_nothing_comes: str = "nothing_comes"
) -> Subscriber | None:
    """The person, if there is something to hold; else they are told that there is not."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None and person.state in ("active", "paused"):
        return person
    finished = person is not None and person.state == "finished"
    kind = where_nothing_comes if finished else "nothing_to_pause"
    await outbox.add(tx, now, who.chat_id, kind, subscriber_id=person.id if person else None)
    return None


async def _take_back(tx: Tx, now: datetime, person: Subscriber) -> int:
    """Take back what was planned and nobody can have seen; returns how many challenges that was."""
    taken_back = await outbox.cancel_unasked(tx, person.id, now)
    await deliveries.withdraw(tx, taken_back)
    return len(taken_back)


async def _hold(
    tx: Tx,
    now: datetime,
    person: Subscriber,
    back: program.Next | None,
    more: Mapping[str, Any],
    kind: str = "paused",
) -> None:
    """Begin a pause, or replace the end of the one that is running; `back`: when it ends."""
    on, at = (back.date, back.at) if back else (None, None)
    running = await pauses.current(tx, person.id)
    if running is None:
        await pauses.begin(tx, person.id, now, reachability.ASKED, on)
    else:
        await pauses.change(tx, running.id, until_date=on, reason=reachability.ASKED)
    look_at = None
    if back is None:
        started = running.started_at if running else now
        look_at = unasked.remembered_at(person, started, now)
    held = {"state": "paused", "next_due_at": at, "next_due_date": on, "look_at": look_at}
    await subscribers.change(tx, person.id, **held)
    await streaks.refold(tx, now, person.id)
    params = {"zone": person.zone, "back": _iso(at), **more, **_before(person, running)}
    await outbox.add(tx, now, person.chat_id, kind, params, subscriber_id=person.id)


def _before(person: Subscriber, running: Pause | None) -> dict[str, Any]:
    """The end that a pause had until now, if one was running."""
    return {} if running is None else {"was": _iso(person.next_due_at)}


async def _say_unread(tx: Tx, now: datetime, person: Subscriber, kind: str) -> None:
    example = unasked.local_today(person, now) + timedelta(days=14)
    params = {"example": example.isoformat()}
    await outbox.add(tx, now, person.chat_id, kind, params, subscriber_id=person.id)


async def _end_running(tx: Tx, now: datetime, person: Subscriber) -> Pause | None:
    running = await pauses.current(tx, person.id)
    if running is not None:
        await pauses.change(tx, running.id, ended_at=now)
    return running


def _days_between(person: Subscriber, start: datetime, end: datetime) -> int:
    """Whole days by the clocks on the wall, whatever they were changed by meanwhile."""
    zone = unasked.zone_of(person)
    walls = (each.astimezone(zone).replace(tzinfo=None) for each in (end, start))
    later, sooner = walls
    return (later - sooner).days


async def _first_after(tx: Tx, person: Subscriber, now: datetime, days: int) -> program.Next:
    """The hour that follows the next `days` due challenges."""
    habit = habit_of(person)
    today = unasked.local_today(person, now)
    stride = await hours.stride_of(tx, person)
    upcoming = await hours.next_hour(tx, now, person)
    for _ in range(days):
        upcoming = program.following(habit, upcoming.at or now, upcoming.date or today, stride)
    return upcoming


async def _first_from(tx: Tx, person: Subscriber, now: datetime, day: date) -> program.Next:
    """The hour of that local date, or the first after it; never sooner than without a pause."""
    upcoming = await hours.next_hour(tx, now, person)
    if upcoming.date is not None and upcoming.date < day:
        return program.following(habit_of(person), now, day - timedelta(days=1))
    return upcoming


async def _says_end(
    tx: Tx, pack: Pack, person: Subscriber, back: program.Next | None
) -> Mapping[str, Any]:
    """Whether it is the summary of their run that comes when the pause ends."""
    on = back.date if back is not None else None
    return {"ends": await course.ends_next(tx, pack, replace(person, next_due_date=on))}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
