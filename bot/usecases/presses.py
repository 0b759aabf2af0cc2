"""Presses of the buttons about a day: whose day it is, when a press counts, what it may offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.domain.streak import Day
from bot.domain.window import press_time
from bot.storage import deliveries, outbox
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.usecases import streaks
from bot.usecases.person import Person


@dataclass(frozen=True)
class Pressed:
    """When a button press reached us; `heard_before` is the last poll before a gap it may have
    waited in. It carries no time of its own (T26).
    """

    received_at: datetime
    heard_before: datetime | None = None

    def on(self, delivery: Delivery) -> datetime:
        """When it counts: never before the message that it sits on."""
        return press_time(self.received_at, delivery.at or self.received_at, self.heard_before)


@dataclass(frozen=True)
class NotYours:
    """The button belongs to someone else, or to nothing."""


@dataclass(frozen=True)
class Told:
    """How a press under a challenge is answered: a key of the catalogue and what goes into it.

    `verbs` are what the buttons under that challenge can do from here on. `asks_at` is the instant
    that the words speak of, if they speak of one.
    """

    delivery_id: int
    notice: str
    values: Mapping[str, Any]
    verbs: tuple[str, ...]
    asks_at: datetime | None = None
    zone: str | None = None
    clock12: bool = field(default=False)


async def on_day(
    tx: Tx, who: Person, delivery_id: int, pressed: Pressed
) -> tuple[Delivery, datetime] | None:
    """The challenge that a button speaks of, and when the press counts. None: it is not theirs.

    A press proves that a challenge arrived whose sending nobody has heard back from yet; on one
    that was not sent at all, no button can have been pressed.
    """
    delivery = await deliveries.owned(tx, delivery_id, who.user_id)
    if delivery is None or delivery.state not in deliveries.ON_A_DATE:
        return None
    if delivery.at is None:
        since = await outbox.crossing(tx, who.chat_id)
        if since is None:
            return None
        await deliveries.change(tx, delivery.id, seen_from=since)
        delivery = replace(delivery, seen_from=since)
    return delivery, pressed.on(delivery)


async def day_of(tx: Tx, now: datetime, delivery: Delivery) -> Day:
    """What has become of a challenge that arrived."""
    day = (await streaks.fold(tx, now, delivery.subscriber_id)).of(delivery.id)
    assert day is not None
    return day


async def offered(tx: Tx, now: datetime, delivery: Delivery) -> tuple[str, ...]:
    """What the buttons under a challenge can do at this instant."""
    return verbs(await day_of(tx, now, delivery), now)


def verbs(day: Day, now: datetime) -> tuple[str, ...]:
    """What the buttons under a day can do: what was pressed can be undone, for as long as it can.

    A day is put off once, and set aside while that can still excuse it.
    """
    if is_done(day):
        return ("undo",)
    offers = ["done"]
    if day.challenge.follow_up is None:
        offers.append("later")
    if not day.window.deadline.passed(now):
        if any(press.undone_at is None for press in day.challenge.not_today):
            offers.append("unskip")
        elif not day.answered:
            offers.append("skip")
    return tuple(offers)


def is_done(day: Day) -> bool:
    """Whether `[Done]` stands."""
    return any(press.undone_at is None for press in day.challenge.done)


def is_first_answer(before: Day) -> bool:
    """Whether an answer that comes now is the first the day has ever had."""
    return not before.challenge.replies and _never_done(before)


def may_ask_for_a_line(before: Day) -> bool:
    """Whether to ask how it went: once, and not about a day that has words already."""
    written = any(reply.withdrawn_at is None for reply in before.challenge.replies)
    return not written and _never_done(before)


def _never_done(day: Day) -> bool:
    followed = day.challenge.follow_up
    return not day.challenge.done and (followed is None or not followed.went)
