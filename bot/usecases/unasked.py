"""At most one message a local date that nobody asked for, and when to see whether one is due."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain import nudge, program, schedule
from bot.domain.outbox import Lane
from bot.storage import deliveries, outbox, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.person import habit_of

A_WEEK = timedelta(days=7)

REMEMBERED_AFTER = timedelta(days=30)
"""When somebody who paused without an end is told, once, that all is kept."""


async def arrange(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Work out when to look at an active person next: an evening, or the end of their week."""
    if person.state != "active" or person.zone is None or person.minute is None:
        return
    hours = [evening_of(person, await latest(tx, person))]
    if person.recap:
        today = local_today(person, now)
        hours += [recap_hour(person, day) for day in (today, today + A_WEEK)]
    ahead = [hour for hour in hours if hour is not None and hour > now]
    await subscribers.change(tx, person.id, look_at=min(ahead, default=None))


async def latest(tx: Tx, person: Subscriber) -> Delivery | None:
    """The last challenge that reached them, or may have."""
    return next(iter(await deliveries.latest(tx, person.id)), None)


def evening_of(person: Subscriber, delivery: Delivery | None) -> datetime | None:
    """When a challenge may be reminded of."""
    if delivery is None or delivery.at is None:
        return None
    return nudge.moment(zone_of(person), nudge_minute(person), delivery.at)


def recap_hour(person: Subscriber, day: date) -> datetime | None:
    """When the week of a local date is summed up."""
    minute = nudge.recap_minute(nudge_minute(person) if person.nudge else None)
    return nudge.recap_moment(zone_of(person), minute, day)


def nudge_minute(person: Subscriber) -> int:
    """The minute of the day for reminders: the one they chose, or the one proposed to them."""
    assert person.minute is not None
    chosen = person.nudge_minute
    return chosen if chosen is not None else nudge.proposed(person.minute)


def remembered_at(person: Subscriber, started: datetime, now: datetime) -> datetime | None:
    """When somebody whose pause has no end is told that it goes on: thirty days into it, or thirty
    days from `now` where it has lasted that long already.
    """
    since = started if started + REMEMBERED_AFTER > now else now
    return program.following(habit_of(person), since + REMEMBERED_AFTER, None).at


def zone_of(person: Subscriber) -> ZoneInfo:
    """Where they are. Only for people who have said so."""
    return ZoneInfo(str(person.zone))


def local_today(person: Subscriber, now: datetime) -> date:
    """The date on their calendar."""
    return schedule.local_date(zone_of(person), now)


async def say(
    tx: Tx, now: datetime, person: Subscriber, kind: str, params: dict[str, Any], **more: Any
) -> None:
    """Say it, as the one of this date."""
    today = local_today(person, now)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        kind,
        params,
        subscriber_id=person.id,
        lane=Lane.REMINDER,
        expires_at=within_today(person, now, now + nudge.WORTH),
        **more,
    )
    await subscribers.change(tx, person.id, unasked_on=today)


def within_today(person: Subscriber, now: datetime, until: datetime) -> datetime:
    """`until`, or their midnight if that is sooner: past it, it would be one of the next date."""
    midnight = schedule.occurrence(zone_of(person), local_today(person, now) + timedelta(days=1), 0)
    return until if midnight is None else min(until, midnight)


def has_had_one(person: Subscriber, today: date) -> bool:
    """Whether this local date has had its one message."""
    return person.unasked_on is not None and person.unasked_on >= today
