"""`[Done]` and `[Not today]` under a challenge, and taking either back."""

from dataclasses import replace
from datetime import datetime

from bot.domain.streak import Day
from bot.storage import marks
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.usecases import follow_ups, one_line, presses, streaks
from bot.usecases.person import Person
from bot.usecases.presses import NotYours, Told
from bot.usecases.presses import Pressed as Pressed


async def done(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Told | NotYours:
    """Mark a challenge done, at any age, as often as it is pressed."""
    found = await presses.on_day(tx, who, delivery_id, pressed)
    return await note_done(tx, now, *found) if found is not None else NotYours()


async def note_done(tx: Tx, now: datetime, delivery: Delivery, at: datetime) -> Told:
    """The same for a challenge that is theirs, done at `at`; the first time, ask how it went."""
    before = await presses.day_of(tx, now, delivery)
    news = await marks.put(tx, delivery.id, marks.DONE, at)
    await follow_ups.rest(tx, delivery.id)
    first = presses.is_first_answer(before)
    folded = await streaks.refold(
        tx, now, delivery.subscriber_id, answered=delivery.day if first else None
    )
    if presses.may_ask_for_a_line(before):
        await one_line.ask(tx, now, delivery)
    notice = "press.done" if news else "press.done_already"
    values = {"day": delivery.day, "streak": folded.shown}
    return Told(delivery.id, notice, values, ("undo",))


async def undo(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Told | NotYours:
    """Take `[Done]` back. What was settled by it stays so."""
    found = await presses.on_day(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at = found
    await marks.take_back(tx, delivery.id, marks.DONE, at)
    waits = await follow_ups.take_up(tx, now, delivery, at)
    await one_line.withdraw(tx, delivery)
    told = await _taken_back(tx, now, delivery)
    return told if waits else replace(told, notice="press.undone_let_go")


async def not_today(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Told | NotYours:
    """Set a day aside until its grace ends, and say whether that excuses it (T22)."""
    found = await presses.on_day(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at = found
    day = await presses.day_of(tx, now, delivery)
    if not day.window.deadline.admits(at):
        return _told(day, now, "press.too_old")
    if day.answered:
        return _told(day, now, "press.answered")
    await marks.put(tx, delivery.id, marks.NOT_TODAY, at)
    day = await _refolded(tx, now, delivery)
    return _told(day, now, "press.set_aside" if day.excuse else "press.set_aside_only")


async def today_after_all(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Told | NotYours:
    """Take `[Not today]` back, which returns the allowance; until the day's grace ends, too."""
    found = await presses.on_day(tx, who, delivery_id, pressed)
    if found is None:
        return NotYours()
    delivery, at = found
    day = await presses.day_of(tx, now, delivery)
    if not day.window.deadline.admits(at):
        return _told(day, now, "press.too_old")
    await marks.take_back(tx, delivery.id, marks.NOT_TODAY, at)
    return await _taken_back(tx, now, delivery)


async def _taken_back(tx: Tx, now: datetime, delivery: Delivery) -> Told:
    day = await _refolded(tx, now, delivery)
    if day.is_open:
        return _told(day, now, "press.undone")
    return _told(day, now, "press.undone_counts" if day.answered else "press.undone_after")


async def _refolded(tx: Tx, now: datetime, delivery: Delivery) -> Day:
    day = (await streaks.refold(tx, now, delivery.subscriber_id)).of(delivery.id)
    assert day is not None
    return day


def _told(day: Day, now: datetime, notice: str) -> Told:
    challenge = day.challenge
    return Told(challenge.id, notice, {"day": challenge.day}, presses.verbs(day, now))
