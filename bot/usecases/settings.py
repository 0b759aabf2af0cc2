"""What people can set: their hours, their weekdays, their place, how messages come.

A changed hour or zone never sends by itself: the next challenge comes at the first hour to come, on
a local date that has had none.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import program, schedule
from bot.domain.hour import parse_hour
from bot.storage import deliveries, pauses, questions, subscribers
from bot.storage.engine import Tx
from bot.storage.questions import Question
from bot.storage.subscribers import Subscriber
from bot.usecases import hours, nudging, places, sending_now, unasked
from bot.usecases.card import Card, deal
from bot.usecases.person import habit_of, weekdays
from bot.usecases.questions import HOUR, NUDGE, PLACE, WEEKEND
from bot.usecases.series import Series

ALL_WEEKDAYS = 0b111_1111


async def card(
    tx: Tx,
    now: datetime,
    person: Subscriber,
    series: Series,
    before: Subscriber | None = None,
    kind: str = "settings",
) -> Card:
    """Everything that is set; after a change, `before` is how the person's row was.

    Then the card says when the next challenge would have come and when it comes now, why not
    sooner, and offers today's if today brought none.
    """
    params: dict[str, Any] = {
        "state": person.state,
        "zone": person.zone,
        "minute": person.minute,
        "weekend": person.weekend_minute,
        "rest": sorted(weekdays(person.rest_weekdays)),
        "silent": person.silent,
        "nudge": unasked.nudge_minute(person) if person.nudge else None,
        "recap": person.recap,
        "memories": person.memories,
        "dark": person.dark_pictures,
        "next": _iso(person.next_due_at),
    }
    if before is not None:
        params["old"] = {"zone": before.zone, "next": _iso(before.next_due_at)}
        params["had"] = await _had_already(tx, now, person)
        params["moved"] = _moved(person)
        params["today"] = await sending_now.day_for_now(tx, now, person, series.pack) is not None
    return Card(kind, params, clock12=person.clock12)


async def turn_to(
    tx: Tx, now: datetime, person: Subscriber, page: str, series: Series
) -> Card | None:
    """A card of the settings; one that asks opens its question. None: there is no such card."""
    match page:
        case "settings":
            await questions.close(tx, person.id)
            return await card(tx, now, person, series)
        case "rest":
            return await card(tx, now, person, series, kind="rest_days")
        case "place" | "hour" | "weekend" | "nudge":
            await questions.ask(tx, now, person.id, page, None)
            return _asking(person, page)
        case "other_hour" | "other_weekend":
            asked = page.removeprefix("other_")
            await questions.ask(tx, now, person.id, asked, None)
            return Card("type_hour", {"back": asked})
        case _:
            return None


def _asking(person: Subscriber, question: str) -> Card:
    kinds = {PLACE: "ask_city", HOUR: "ask_hour", WEEKEND: "ask_weekend", NUDGE: "ask_nudge"}
    params = {"zone": person.zone, "minute": person.minute, "back": "settings"}
    return Card(kinds[question], params, clock12=person.clock12)


async def ask(tx: Tx, now: datetime, person: Subscriber, question: str) -> None:
    """Open a question with a new card."""
    await questions.ask(tx, now, person.id, question, None)
    await deal(tx, now, person, _asking(person, question))


async def answer(
    tx: Tx, now: datetime, person: Subscriber, question: Question, text: str, series: Series
) -> None:
    """Take a typed line as the answer to the question that is open; a new card follows it.

    A line that answers nothing leaves the question open, as if it had been asked just now.
    """
    if question.kind == PLACE:
        await answer_place(tx, now, person, text, series)
        return
    minute = parse_hour(text)
    if minute is None:
        await questions.ask(tx, now, person.id, question.kind, None)
        await deal(tx, now, person, Card("hour_unclear"))
        return
    if question.kind == NUDGE:
        await deal(tx, now, person, await nudging.choose(tx, now, person, minute))
        return
    column = "minute" if question.kind == HOUR else "weekend_minute"
    await deal(tx, now, person, await apply(tx, now, person, series, {column: minute}))


async def answer_place(
    tx: Tx, now: datetime, person: Subscriber, text: str, series: Series
) -> None:
    """Take a typed line as the place where they are now."""
    found = places.look_up(text)
    if isinstance(found, places.Found):
        await deal(tx, now, person, await take_place(tx, now, person, found.zone, series))
    else:
        await questions.ask(tx, now, person.id, PLACE, None)
        await deal(tx, now, person, found)


async def take_place(tx: Tx, now: datetime, person: Subscriber, zone: str, series: Series) -> Card:
    """They are there now."""
    await places.put_keys_away(tx, now, person, zone)
    return await apply(tx, now, person, series, {"zone": zone})


async def rest_on(
    tx: Tx, now: datetime, person: Subscriber, weekday: int, rest: bool, series: Series
) -> Card:
    """Switch a weekday off or on; the last one stays, and that is said."""
    bit = 1 << weekday
    bits = person.rest_weekdays | bit if rest else person.rest_weekdays & ~bit
    if bits == ALL_WEEKDAYS:
        kept = await card(tx, now, person, series, kind="rest_days")
        return Card(kept.kind, kept.params, kept.clock12, notice="press.one_must_remain")
    return await apply(tx, now, person, series, {"rest_weekdays": bits}, "rest_days")


async def look(tx: Tx, now: datetime, person: Subscriber, series: Series, **values: bool) -> Card:
    """Change how messages come, which moves none of them."""
    await subscribers.change(tx, person.id, **values)
    return await card(tx, now, await subscribers.by_id(tx, person.id), series)


async def apply(
    tx: Tx,
    now: datetime,
    person: Subscriber,
    series: Series,
    values: Mapping[str, Any],
    kind: str = "settings",
) -> Card:
    """Change what decides about their hour, and work out the next one. No streak is touched."""
    await subscribers.change(tx, person.id, **values)
    await _look_again(tx, now, await subscribers.by_id(tx, person.id), person)
    await questions.close(tx, person.id)
    changed = await subscribers.by_id(tx, person.id)
    return await card(tx, now, changed, series, before=person, kind=kind)


async def _look_again(tx: Tx, now: datetime, person: Subscriber, before: Subscriber) -> None:
    """In a pause with an end, that date stays and its hour moves; without one nothing is due."""
    if person.state == "active":
        then = await hours.next_hour(tx, now, person, before)
    elif person.state == "paused" and (until := await _until(tx, person)) is not None:
        habit = habit_of(person)
        then = program.following(habit, now, until - timedelta(days=1))
        then = program.spaced(habit, then, person.last_delivered_at)
    else:
        return
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)
    await unasked.arrange(tx, now, person)


async def _until(tx: Tx, person: Subscriber) -> date | None:
    running = await pauses.current(tx, person.id)
    return running.until_date if running else None


async def _had_already(tx: Tx, now: datetime, person: Subscriber) -> int | None:
    """The weekday that was passed over because it has had its challenge (T9); None: none was."""
    taken = await deliveries.last_date(tx, person.id)
    if person.state != "active" or taken is None:
        return None
    free = program.following(habit_of(person), now, None)
    return taken.weekday() if free.date is not None and free.date <= taken else None


def _moved(person: Subscriber) -> bool:
    """Whether the eight hours between two challenges have moved the next one (T10)."""
    at, on = person.next_due_at, person.next_due_date
    if person.state != "active" or at is None or on is None:
        return False
    habit = habit_of(person)
    return at != schedule.occurrence(habit.zone, on, habit.minute_on(on))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
