"""What the next challenge has to tell: a freeze that was spent, a day nobody knows about.

Said once, in a line above the challenge; `deliveries.told` remembers it once that has gone out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from bot.domain.challenge import Challenge
from bot.domain.streak import Day, Verdict
from bot.domain.verdict import Excuse
from bot.storage import deliveries, outbox
from bot.storage.engine import Tx
from bot.usecases import facts

FROZEN, UNKNOWN, LOST = "frozen", "unknown", "lost"

Note: TypeAlias = tuple[str, int, int]
"""What became of a day, the day, and its delivery: plain values, as the outbox keeps them."""


def of_day(day: Day, told: Mapping[int, str | None]) -> str | None:
    """What there is to tell of a day that they were not told yet.

    A freeze is gone, whether they answered the day afterward or not; what may have been lost is no
    matter once there is an answer.
    """
    if told.get(day.challenge.id) is not None:
        return None
    if day.spent:
        return FROZEN
    if day.answered:
        return None
    match day.excuse:
        case Excuse.UNKNOWN:
            return UNKNOWN
        case Excuse.OUTAGE:
            return LOST
        case _:
            return None


def may_come(day: Day, told: Mapping[int, str | None]) -> bool:
    """Whether the next challenge may have something to tell of this day.

    Its grace may be over by then if its window has its end by now, be that still ahead: a
    challenge that comes earlier than the day before leaves two windows open.
    """
    at_risk = day.is_open and day.window.end.final and day.excuse is None
    return of_day(day, told) is not None or (at_risk and day.freezes > 0 and day.current > 0)


async def for_challenge(tx: Tx, now: datetime, subscriber_id: int) -> list[Note]:
    """What a challenge that goes out now has to tell, as things stand once it has arrived."""
    return await outstanding(tx, now, subscriber_id, Challenge(id=0, day=0, delivered_at=now))


async def outstanding(
    tx: Tx, now: datetime, subscriber_id: int, upcoming: Challenge | None = None
) -> list[Note]:
    """What they were not told yet, with `upcoming` as things stand once that has arrived."""
    known = await facts.gather(tx, subscriber_id)
    folded = known.fold(now, upcoming=upcoming)
    notes = ((of_day(day, known.told), day.challenge) for day in folded.days)
    return [(kind, one.day, one.id) for kind, one in notes if kind is not None and one.id]


async def note_told(tx: Tx, notes: Sequence[Note]) -> None:
    """Remember what a message told that has gone out."""
    for kind, _, delivery_id in notes:
        await deliveries.change(tx, delivery_id, told=kind)


async def give_back(
    tx: Tx, now: datetime, chat_id: int, subscriber_id: int, days: Sequence[Day]
) -> None:
    """What crossed a challenge was in time after all: the freeze is theirs again."""
    for day in days:
        await deliveries.change(tx, day.challenge.id, told=None)
        params = {"day": day.challenge.day, "answered": day.verdict is not Verdict.NEUTRAL}
        await outbox.add(tx, now, chat_id, "freeze_back", params, subscriber_id=subscriber_id)


def given_back(days: Sequence[Day], told: Mapping[int, str | None]) -> list[Day]:
    """Days for which a freeze was said to be spent, and which turn out to need none."""
    need_none = (Verdict.ON_TIME, Verdict.IN_GRACE, Verdict.NEUTRAL)
    return [
        day
        for day in days
        if told.get(day.challenge.id) == FROZEN and day.settled and day.verdict in need_none
    ]
