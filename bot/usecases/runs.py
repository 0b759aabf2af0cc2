"""Going through the series again, from its beginning, or from another place in it."""

from datetime import datetime
from enum import StrEnum

from bot.storage import deliveries, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, hours, streaks
from bot.usecases.card import Card, deal
from bot.usecases.person import Person
from bot.usecases.series import Series


class How(StrEnum):
    """What a further run consists of."""

    ALL = "all"
    MISSED = "missed"
    WEEKLY = "weekly"


WEEK = 7
"""Dates from one challenge to the next for those who want one a week."""

AT_OWN_PACE = ("active", "paused", "finished")
"""States in which somebody can choose another place in the series."""


async def again(tx: Tx, now: datetime, who: Person, how: How, series: Series) -> Card | None:
    """A finished person goes on: all of it, only the days they missed, or one a week.

    None: they are in a run already, or nobody we know; the button is of another time.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state != "finished" or person.run_id is None:
        return None
    if how is not How.ALL and series.first_date is not None:
        return Card("by_the_calendar")
    before = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    days = await _missed(tx, now, person, before) if how is How.MISSED else None
    if days == []:
        return Card("nothing_missed", notice="press.nothing_missed")
    await _begin(tx, now, person, series, days, WEEK if how is How.WEEKLY else 1)
    return await _begun(tx, await subscribers.by_id(tx, person.id), series)


async def enough(tx: Tx, now: datetime, who: Person) -> Card | None:
    """`[Stop]` under a summary: nothing more comes by itself, and nothing is deleted."""
    person = await subscribers.by_user(tx, who.user_id)
    return Card("enough") if person is not None and person.state == "finished" else None


async def ask_restart(tx: Tx, now: datetime, who: Person) -> None:
    """`/restart`: say what it does, before it is done."""
    person = await _chooser(tx, now, who)
    if person is not None:
        await deal(tx, now, person, _restart_card(person))


async def offer_restart(tx: Tx, now: datetime, who: Person) -> Card | None:
    """The same for a press. None: the place in the series is not theirs to choose."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in AT_OWN_PACE:
        return None
    if not await hours.at_own_pace(tx, person):
        return Card("by_the_calendar")
    return _restart_card(person)


def _restart_card(person: Subscriber) -> Card:
    return Card("restart_ask", {"position": person.position, "run": person.run_id})


async def restart(tx: Tx, now: datetime, who: Person, run_id: int, series: Series) -> Card | None:
    """Leave this run as it is and begin the next from Day 1.

    None: there is no run to leave. A button that speaks of an earlier run changes nothing.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state not in AT_OWN_PACE or person.run_id is None:
        return None
    if run_id != person.run_id:
        return Card("run_under_way")
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    if run.numbering != course.OWN_PACE.kind:
        return None
    if run.ended_at is None:
        await deliveries.withdraw(tx, await outbox.cancel_unasked(tx, person.id, now))
        await runs.end(tx, run.id, now, "restart")
    await _begin(tx, now, person, series)
    return await _begun(tx, await subscribers.by_id(tx, person.id), series)


async def jump(tx: Tx, now: datetime, who: Person, day: int | None, series: Series) -> None:
    """`/jump 100`: have Day 100 come next. What is passed over is neither missed nor lost."""
    person = await _chooser(tx, now, who)
    if person is None:
        return
    content = series.pack.day(day) if day is not None else None
    if content is None or content.number > series.pack.last or not await _in_run(tx, person, day):
        await deal(tx, now, person, Card("jump_where", {"last": series.pack.last}))
        return
    if person.state == "finished":
        await _begin(tx, now, person, series)
    elif not await _nothing_on_its_way(tx, now, person):
        await deal(tx, now, person, Card("jump_wait"))
        return
    await subscribers.change(tx, person.id, position=content.number - 1)
    await _keep_hour(tx, now, await subscribers.by_id(tx, person.id))
    await deal(tx, now, person, await _begun(tx, await subscribers.by_id(tx, person.id), series))


async def _in_run(tx: Tx, person: Subscriber, day: int | None) -> bool:
    """Whether a day is one of the run's, where the run has only the missed ones."""
    assert person.run_id is not None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    return run.ended_at is not None or run.days is None or day in run.days


async def _nothing_on_its_way(tx: Tx, now: datetime, person: Subscriber) -> bool:
    """Take back what was planned; False if a challenge may arrive all the same."""
    await deliveries.withdraw(tx, await outbox.cancel_unasked(tx, person.id, now))
    return not await deliveries.pending(tx, [person.id])


async def _chooser(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    """The person, if the place in the series is theirs to choose; else they are told why not."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.run_id is None or person.state not in AT_OWN_PACE:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    if run.numbering != course.OWN_PACE.kind:
        await deal(tx, now, person, Card("by_the_calendar"))
        return None
    return person


async def _missed(tx: Tx, now: datetime, person: Subscriber, run: runs.Run) -> list[int]:
    """The days of a run that came and were never answered, in their order."""
    folded = await streaks.fold(tx, now, person.id)
    in_run = [day for day in folded.days if day.challenge.run == run.number]
    answered = {day.challenge.day for day in in_run if day.answered}
    return sorted({day.challenge.day for day in in_run} - answered)


async def _begin(
    tx: Tx,
    now: datetime,
    person: Subscriber,
    series: Series,
    days: list[int] | None = None,
    stride: int = 1,
) -> None:
    """Open the next run, from its first day on. A pause goes on; nothing is sent by itself."""
    numbered = course.numbering(series, await hours.first_date(tx, now, person))
    run_id = await runs.begin(
        tx,
        person.id,
        now,
        numbered.kind,
        numbered.first_date,
        ends_on=numbered.ends_on,
        days=days,
        stride=stride,
    )
    state = "active" if person.state == "finished" else person.state
    await subscribers.change(tx, person.id, state=state, run_id=run_id, position=0)
    await _keep_hour(tx, now, await subscribers.by_id(tx, person.id))
    await streaks.refold(tx, now, person.id)


async def _keep_hour(tx: Tx, now: datetime, person: Subscriber) -> None:
    """The next hour on a free date; in a pause, the hour that ends it stays."""
    if person.state == "paused" or await pauses.current(tx, person.id) is not None:
        return
    then = await hours.next_hour(tx, now, person)
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)


async def _begun(tx: Tx, person: Subscriber, series: Series) -> Card:
    """What comes next and when; in a pause that knows no end, only what."""
    due = person.next_due_at
    params = {
        "zone": person.zone,
        "next": due.isoformat() if due else None,
        "day": await _next_number(tx, person, series),
        "paused": person.state == "paused",
    }
    return Card("run_begun", params, clock12=person.clock12)


async def _next_number(tx: Tx, person: Subscriber, series: Series) -> int | None:
    if person.next_due_date is not None:
        return await course.next_day(tx, series.pack, person)
    assert person.run_id is not None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    return None if run.first_date else course.course_of(series.pack, person, run).upcoming
