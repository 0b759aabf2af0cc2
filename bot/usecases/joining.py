"""From `/start` to the first challenge. Where somebody stands is in their row, so that a restart
resumes it and no question ever expires.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import program, schedule
from bot.domain.hour import parse_hour
from bot.places import search, zones
from bot.storage import deliveries, outbox, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import days, planning, reachability
from bot.usecases.person import Person, habit_of
from bot.usecases.series import Series

PLACES_OFFERED = 5

_QUESTIONS = {"invited": "welcome", "zone": "ask_city", "hour": "ask_hour"}


async def start(tx: Tx, now: datetime, who: Person, payload: str | None) -> None:
    """Welcome a newcomer; for anyone known, show where they stand, never a reset."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await subscribers.welcome(tx, now, who.user_id, who.chat_id, who.language, payload)
        await outbox.add(tx, now, who.chat_id, "welcome")
    elif person.state == "joining":
        await _ask(tx, now, person)
    elif not await reachability.come_back(tx, now, who):
        await days.status(tx, now, who)


async def explain(tx: Tx, now: datetime, who: Person) -> None:
    """Answer `[What is this?]`."""
    await outbox.add(tx, now, who.chat_id, "what_is_this")


async def accept(tx: Tx, now: datetime, who: Person) -> None:
    """`[I'm in]`: ask where they are, unless they told us already."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await start(tx, now, who, None)
    elif person.step == "invited":
        await _step(tx, now, person, "zone", "ask_city")
    elif person.state == "joining":
        await _ask(tx, now, person)


async def answer(tx: Tx, now: datetime, person: Subscriber, text: str, series: Series) -> None:
    """Take a typed line as the answer to the question that is open."""
    match person.step:
        case "zone":
            await _find_place(tx, now, person, text)
        case "hour":
            minute = parse_hour(text)
            if minute is None:
                await outbox.add(tx, now, person.chat_id, "hour_unclear", subscriber_id=person.id)
            else:
                await _set_hour(tx, now, person, minute, series)
        case _:
            await _ask(tx, now, person)


async def choose_zone(tx: Tx, now: datetime, who: Person, zone: str) -> None:
    """A place was pressed, which confirms it; ask for the hour."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "joining" or zone not in zones.zone_names():
        await start(tx, now, who, None)
        return
    await _set_zone(tx, now, person, zone)


async def choose_hour(tx: Tx, now: datetime, who: Person, minute: int, series: Series) -> None:
    """An hour was pressed."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "joining" or person.zone is None:
        await start(tx, now, who, None)
    elif 0 <= minute < schedule.MINUTES_A_DAY:
        await _set_hour(tx, now, person, minute, series)


async def begin_now(tx: Tx, now: datetime, who: Person, series: Series) -> bool:
    """`[Send Day 1 now]`. False when today has brought one already, or there is nothing to send."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "active" or person.next_due_at is None:
        return False
    habit = habit_of(person)
    today = schedule.local_date(habit.zone, now)
    if await deliveries.on_date(tx, person.id, today) or await deliveries.pending(tx, [person.id]):
        return False
    turn = await planning.turn_at(tx, series.pack, person, now, today)
    day = turn.course.day_on(today)
    if day is None or person.position:
        return False
    until = schedule.late_until(habit.zone, now, today)
    due = planning.Due(person, day, today, now, until)
    await planning.send(tx, now, series.pack, [due])
    then = program.after_sending(habit, now, today)
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)
    params = {"zone": person.zone, "next": then.at.isoformat() if then.at else None, "day": day + 1}
    await outbox.add(tx, now, person.chat_id, "begun", params, subscriber_id=person.id)
    return True


async def change(tx: Tx, now: datetime, who: Person) -> None:
    """`[Change]`: ask for the city again, as long as no challenge has come."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await start(tx, now, who, None)
    elif person.position == 0 and not await deliveries.pending(tx, [person.id]):
        await subscribers.change(
            tx, person.id, state="joining", next_due_at=None, next_due_date=None
        )
        await _step(tx, now, person, "zone", "ask_city")
    else:
        await days.status(tx, now, who)


async def _ask(tx: Tx, now: datetime, person: Subscriber) -> None:
    question = _QUESTIONS[person.step or "invited"]
    await outbox.add(
        tx, now, person.chat_id, question, {"zone": person.zone}, subscriber_id=person.id
    )


async def _step(
    tx: Tx,
    now: datetime,
    person: Subscriber,
    step: str,
    question: str,
    params: dict[str, str] | None = None,
) -> None:
    await subscribers.change(tx, person.id, step=step)
    await outbox.add(tx, now, person.chat_id, question, params, subscriber_id=person.id)


async def _find_place(tx: Tx, now: datetime, person: Subscriber, text: str) -> None:
    """A zone's name is taken at once; anything else is offered back with the time there."""
    found: list[tuple[str, str]] = []
    match zones.find_zone(text):
        case zones.Zone(name) if "/" in text:
            await _set_zone(tx, now, person, name)
            return
        case zones.Zone(name):
            found = [(name, name)]
        case zones.Suggestions(names) if "/" in text:
            found = [(name, name) for name in names]
    cities = [(city.label, city.zone) for city in search.find_cities(text)]
    places = (cities or found)[:PLACES_OFFERED]
    kind = "which_place" if places else "place_unknown"
    await outbox.add(tx, now, person.chat_id, kind, {"places": places}, subscriber_id=person.id)


async def _set_zone(tx: Tx, now: datetime, person: Subscriber, zone: str) -> None:
    await subscribers.change(tx, person.id, zone=zone)
    await _step(tx, now, person, "hour", "ask_hour", {"zone": zone})


async def _set_hour(tx: Tx, now: datetime, person: Subscriber, minute: int, series: Series) -> None:
    """The last answer: the run begins, and the first challenge gets its hour."""
    assert person.zone is not None
    habit = schedule.Habit(zone=ZoneInfo(person.zone), minute=minute)
    first = series.first_date
    then = program.following(habit, now, first - timedelta(days=1) if first else None)
    run_id = person.run_id or await runs.begin(
        tx, person.id, now, "calendar" if first else "own", first
    )
    await subscribers.change(
        tx,
        person.id,
        minute=minute,
        state="active",
        step=None,
        run_id=run_id,
        next_due_at=then.at,
        next_due_date=then.date,
    )
    today = schedule.local_date(habit.zone, now)
    params = {
        "zone": person.zone,
        "next": then.at.isoformat() if then.at else None,
        "day": _number(series, then.date or today),
        "now": _number(series, today) if first is None or first <= today else None,
    }
    await outbox.add(tx, now, person.chat_id, "ready", params, subscriber_id=person.id)


def _number(series: Series, day: date) -> int:
    """The day that a newcomer gets on a date: Day 1, or the date's own number."""
    return (day - series.first_date).days + 1 if series.first_date else 1
