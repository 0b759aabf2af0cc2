"""Stopping for a while, and coming back."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import program, schedule
from bot.storage import deliveries, outbox, pauses, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import hours, reachability, returning, streaks
from bot.usecases.person import Person, habit_of

PAUSE_DAYS = (1, 3, 7, 14)


async def ask(tx: Tx, now: datetime, who: Person) -> None:
    """Offer the lengths a pause can have."""
    await reachability.come_back(tx, now, who)
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state in ("joining", "finished"):
        await _nothing(tx, now, who, person)
        return
    await outbox.add(tx, now, who.chat_id, "pause_for", {}, subscriber_id=person.id)


async def pause(tx: Tx, now: datetime, who: Person, days: int | None) -> None:
    """Hold everything unasked: the next `days` due challenges, or until they return.

    Pausing while paused replaces the end. What was planned and cannot have been seen is taken
    back; streak, position and freezes hold.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in ("active", "paused"):
        await _nothing(tx, now, who, person)
        return
    taken_back = await outbox.cancel_unasked(tx, person.id, now)
    await deliveries.withdraw(tx, taken_back)
    to_come = days - bool(taken_back) if days is not None else None
    back = await _first_after(tx, person, now, to_come) if to_come is not None else None
    running = await pauses.current(tx, person.id)
    until = back.date if back else None
    if running is None:
        await pauses.begin(tx, person.id, now, "asked", until)
    else:
        await pauses.change(tx, running.id, until_date=until)
    await subscribers.change(
        tx,
        person.id,
        state="paused",
        next_due_at=back.at if back else None,
        next_due_date=until,
    )
    await streaks.refold(tx, now, person.id)
    params = {"zone": person.zone, "back": back.at.isoformat() if back and back.at else None}
    await outbox.add(tx, now, who.chat_id, "paused", params, subscriber_id=person.id)


async def _nothing(tx: Tx, now: datetime, who: Person, person: Subscriber | None) -> None:
    over = person is not None and person.state == "finished"
    await outbox.add(tx, now, who.chat_id, "nothing_comes" if over else "nothing_to_pause")


async def resume(tx: Tx, now: datetime, who: Person) -> None:
    """Go on at the usual hour, with the next unseen day and never a backlog."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in ("paused", "unreachable"):
        await outbox.add(tx, now, who.chat_id, "not_paused")
        return
    await _end_running(tx, now, person)
    await returning.go_on(tx, now, person)


async def end_timed(tx: Tx, now: datetime, person: Subscriber) -> Subscriber:
    """A timed pause has run out: welcome the person back, just before their challenge."""
    length = await _end_running(tx, now, person)
    await subscribers.change(tx, person.id, state="active")
    streak = await streaks.refold(tx, now, person.id)
    params = {"days": length.days, "streak": streak.shown}
    await outbox.add(tx, now, person.chat_id, "welcome_back", params, subscriber_id=person.id)
    return replace(person, state="active")


async def _end_running(tx: Tx, now: datetime, person: Subscriber) -> timedelta:
    running = await pauses.current(tx, person.id)
    if running is None:
        return timedelta(0)
    await pauses.change(tx, running.id, ended_at=now)
    return now - running.started_at


async def _first_after(tx: Tx, person: Subscriber, now: datetime, days: int) -> program.Next:
    """The hour that follows the next `days` due challenges."""
    habit = habit_of(person)
    last = await hours.last_taken(tx, person)
    today = schedule.local_date(ZoneInfo(str(person.zone)), now)
    stride = await hours.stride_of(tx, person)
    upcoming = program.following(habit, now, last, stride)
    for _ in range(days):
        upcoming = program.following(habit, upcoming.at or now, upcoming.date or today, stride)
    return upcoming
