"""A reminder of a challenge on its first evening, for those who want one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain import nudge, streak
from bot.domain.challenge import Challenge
from bot.domain.nudge import Silence
from bot.domain.streak import Day, Verdict
from bot.domain.window import LEAST
from bot.storage import outbox, questions, streaks, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import facts, silence, unasked
from bot.usecases.card import Card
from bot.usecases.facts import Facts
from bot.usecases.person import Person

QUESTION = "nudge_ask"
NUDGE = "nudge"

WORTH_NAMING = 3
"""The shortest streak that a reminder names."""


async def may_ask(tx: Tx, now: datetime, person: Subscriber, latest: Delivery | None) -> bool:
    """Whether to ask if they want reminders: once, after Day 1 was answered or on its evening."""
    if person.nudge is not None or latest is None or latest.at is None:
        return False
    if nudge.is_open(unasked.evening_of(person, latest), now):
        return True
    kept = await streaks.of(tx, person.id)
    return kept is not None and kept.answered > 0 and nudge.is_open(person.look_at, now)


async def ask(tx: Tx, now: datetime, person: Subscriber) -> None:
    """`[Yes, at 20:00]` `[Another time]` `[No]`; without an answer none come."""
    params = {"minute": unasked.nudge_minute(person)}
    await unasked.say(tx, now, person, QUESTION, params)
    await subscribers.change(tx, person.id, nudge=False)


async def is_wanted(tx: Tx, now: datetime, person: Subscriber, delivery: Delivery | None) -> bool:
    """Whether a challenge is to be reminded of: it is the latest, it is still open, and they want
    reminders and have not let several go by.
    """
    if not person.nudge or delivery is None or delivery.delivered_at is None:
        return False
    if delivery.state != "delivered" or now < delivery.delivered_at + nudge.LEAST_AGE:
        return False
    if await outbox.said_about(tx, delivery.id, NUDGE):
        return False
    known = await facts.gather(tx, person.id)
    return not await _hushed(tx, now, person, known) and _is_open(known, now, delivery.id)


async def remind(tx: Tx, now: datetime, person: Subscriber, delivery: Delivery) -> None:
    """Send it, as a reply to the challenge."""
    known = await facts.gather(tx, person.id)
    params = {
        "day": delivery.day,
        "delivery": delivery.id,
        "streak": _streak_at_stake(known, now, delivery.id),
    }
    owner = {"delivery_id": delivery.id, "reply_to": delivery.message_id}
    await unasked.say(tx, now, person, NUDGE, params, **owner)


async def still_wanted(tx: Tx, now: datetime, subscriber_id: int, delivery_id: int) -> bool:
    """The same once more, right before it goes out."""
    person = await subscribers.by_id(tx, subscriber_id)
    latest = await unasked.latest(tx, person)
    if not person.nudge or latest is None or latest.id != delivery_id:
        return False
    return _is_open(await facts.gather(tx, person.id), now, delivery_id)


async def choose(tx: Tx, now: datetime, person: Subscriber, minute: int | None) -> Card:
    """Reminders at this minute of the day, or none."""
    await subscribers.change(tx, person.id, nudge=minute is not None)
    await questions.close(tx, person.id)
    if minute is None:
        return Card("nudge_off")
    await subscribers.change(tx, person.id, nudge_minute=minute, hushed_at=None)
    await unasked.arrange(tx, now, await subscribers.by_id(tx, person.id))
    return Card("nudge_on", {"minute": minute}, clock12=person.clock12)


async def press(tx: Tx, now: datetime, who: Person, minute: int | None) -> Card | None:
    """The same, for a press. None: nobody we know."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.zone is None or person.minute is None:
        return None
    return await choose(tx, now, person, minute)


async def _hushed(tx: Tx, now: datetime, person: Subscriber, known: Facts) -> bool:
    """Whether three went by in silence, and no answer has come since."""
    if person.hushed_at is not None:
        answered = max(_answers(known), default=None)
        if answered is None or answered <= person.hushed_at:
            return True
    if await silence.of(tx, now, person) < Silence.NO_NUDGES:
        return False
    await subscribers.change(tx, person.id, hushed_at=now)
    return True


def _answers(known: Facts) -> Iterator[datetime]:
    for challenge in known.sequence:
        yield from (reply.at for reply in challenge.replies)
        yield from (press.at for press in challenge.done)
        followed = challenge.follow_up
        if followed is not None and followed.went and followed.ended_at is not None:
            yield followed.ended_at


def _is_open(known: Facts, now: datetime, delivery_id: int) -> bool:
    """Unanswered, not set aside, and not put off."""
    day = known.fold(now).of(delivery_id)
    if day is None or day.answered or not day.is_open:
        return False
    followed = day.challenge.follow_up
    set_aside = any(press.undone_at is None for press in day.challenge.not_today)
    return not set_aside and (followed is None or followed.ended_at is not None)


def _streak_at_stake(known: Facts, now: datetime, delivery_id: int) -> int | None:
    """The streak that leaving this day would end, if it is worth naming: the fold is asked."""
    shown = known.fold(now).shown
    if shown < WORTH_NAMING:
        return None
    came = known.sequence[-1].delivered_at
    following = [Challenge(-ahead, 0, max(came, now) + ahead * LEAST) for ahead in (1, 2)]
    later = following[-1].delivered_at + 2 * LEAST + timedelta(seconds=1)
    folded = streak.fold(
        [*known.sequence, *following], later, pauses=known.pauses, outages=known.outages
    )
    return shown if _ends_there(folded.days, delivery_id) else None


def _ends_there(days: tuple[Day, ...], delivery_id: int) -> bool:
    before = 0
    for day in days:
        if day.challenge.id == delivery_id:
            return day.verdict is Verdict.MISSED and before >= WORTH_NAMING
        before = day.current
    return False
