"""`[Send it now]`: today's challenge at once, for somebody who would rather not wait."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import program, schedule
from bot.library.model import Pack
from bot.storage import deliveries, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import hours, notices, planning
from bot.usecases.card import Card
from bot.usecases.course import begin_today, course_of
from bot.usecases.person import Person, habit_of
from bot.usecases.series import Series


async def day_for_now(tx: Tx, now: datetime, person: Subscriber, pack: Pack) -> int | None:
    """The day that could come at once.

    None where today has had its challenge or one is on its way, where the run has not begun or has
    nothing left, and for anyone who is not to be written to.
    """
    if person.state != "active" or person.run_id is None or person.zone is None:
        return None
    today = schedule.local_date(ZoneInfo(person.zone), now)
    taken = await hours.last_taken(tx, person)
    if (taken is not None and today <= taken) or await deliveries.pending(tx, [person.id]):
        return None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    return course_of(pack, person, run).day_on(today)


async def press(tx: Tx, now: datetime, who: Person, series: Series) -> Card | None:
    """Send it. Returns what the pressed card becomes, which says when the next one comes; None if
    `day_for_now` has none.

    It is the person's own wish, so it may follow the last one within eight hours; the next one then
    keeps its eight hours from this (behavior of the daily challenge, T16 to T18).
    """
    person = await subscribers.by_user(tx, who.user_id)
    day = await day_for_now(tx, now, person, series.pack) if person else None
    if person is None or day is None or person.run_id is None:
        return None
    habit = habit_of(person)
    today = schedule.local_date(habit.zone, now)
    until = schedule.late_until(habit.zone, now, today)
    notes = await notices.for_challenge(tx, now, person.id)
    await planning.send(tx, now, series.pack, [planning.Due(person, day, today, now, until, notes)])
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    await begin_today(tx, series.pack, run, today)
    then = program.after_sending(habit, now, today, run.stride)
    await subscribers.change(tx, person.id, next_due_at=then.at, next_due_date=then.date)
    ahead = course_of(series.pack, replace(person, position=day), run)
    params = {
        "zone": person.zone,
        "next": then.at.isoformat() if then.at else None,
        "day": ahead.day_on(then.date) if then.date else None,
    }
    return Card("begun", params, clock12=person.clock12, notice="press.on_its_way")


async def press_or_why_not(tx: Tx, now: datetime, who: Person, series: Series) -> Card | str:
    """A press: what its card becomes, or the key of the line that says why nothing comes."""
    return await press(tx, now, who, series) or await _why_not(tx, now, who)


async def _why_not(tx: Tx, now: datetime, who: Person) -> str:
    """The key of the line that answers a press which sends nothing."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None and person.state == "active" and person.zone is not None:
        today = schedule.local_date(ZoneInfo(person.zone), now)
        if await deliveries.on_date(tx, person.id, today):
            return "press.one_a_day"
    return "press.nothing_now"
