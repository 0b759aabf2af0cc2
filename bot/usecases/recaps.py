"""The week in a few lines, on its last evening, for those who answered in it at all."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import nudge
from bot.domain.streak import Streak
from bot.storage import deliveries, follow_ups, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import streaks, unasked
from bot.usecases.card import Card
from bot.usecases.person import Person

RECAP = "recap"

NOTHING = "nothing"
"""What a date came to on which no challenge came."""


async def is_wanted(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Whether their week is to be summed up: it is its last evening, and they answered in it."""
    today = unasked.local_today(person, now)
    if not person.recap or today != nudge.week_of(today)[1]:
        return False
    if not nudge.is_open(unasked.recap_hour(person, today), now):
        return False
    week = await _week(tx, now, person, today)
    return bool(week["answered"])


async def sum_up(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Seven marks, what was answered, the streak, and what waits; a line of theirs is read when
    it is sent.
    """
    today = unasked.local_today(person, now)
    await unasked.say(tx, now, person, RECAP, await _week(tx, now, person, today))


async def still_wanted(tx: Tx, subscriber_id: int) -> bool:
    """Whether they have not thought better of it."""
    return (await subscribers.by_id(tx, subscriber_id)).recap


async def switch(tx: Tx, now: datetime, who: Person, on: bool) -> Card | None:
    """`[No weekly recap]` under one. None: nobody we know."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state == "joining":
        return None
    await subscribers.change(tx, person.id, recap=on)
    await unasked.arrange(tx, now, await subscribers.by_id(tx, person.id))
    return Card("recap_off")


async def _week(tx: Tx, now: datetime, person: Subscriber, today: date) -> dict[str, Any]:
    monday, sunday = nudge.week_of(today)
    folded = await streaks.fold(tx, now, person.id)
    came = {
        one.local_date: one.id
        for one in await deliveries.arrived(tx, person.id)
        if monday <= one.local_date <= sunday
    }
    marks = [_mark(folded, came.get(monday + timedelta(days=ahead))) for ahead in range(7)]
    answered = [day for each in came.values() if (day := folded.of(each)) and day.answered]
    put_off = await follow_ups.open_of(tx, person.id)
    waiting = [
        each for each in put_off if (day := folded.of(each.delivery_id)) and not day.answered
    ]
    return {
        "marks": marks,
        "answered": len(answered),
        "of": len(came),
        "streak": folded.shown,
        "settled": folded.current,
        "waiting": [each.day for each in waiting],
        "first": monday.isoformat(),
        "last": sunday.isoformat(),
    }


def _mark(folded: Streak, delivery_id: int | None) -> str:
    day = folded.of(delivery_id) if delivery_id is not None else None
    if day is None:
        return NOTHING
    return "open" if day.is_open else day.verdict.name.casefold()
