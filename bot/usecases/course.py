"""Which day comes next for somebody: one answer for all who ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.program import Course, calendar_day
from bot.library.model import Pack
from bot.storage import runs
from bot.storage.engine import Tx
from bot.storage.runs import Run
from bot.storage.subscribers import Subscriber
from bot.usecases.series import Series


@dataclass(frozen=True)
class Numbering:
    """How a run counts its days, fixed when it begins."""

    kind: str
    first_date: date | None = None
    ends_on: date | None = None


OWN_PACE = Numbering("own")


def course_of(pack: Pack, person: Subscriber, run: Run) -> Course:
    """The way of a person's run through the series."""
    return Course(
        position=person.position,
        last_day=pack.last,
        length=pack.length,
        days=run.days,
        stride=run.stride,
        first_date=run.first_date,
        ends_on=run.ends_on,
    )


async def next_day(tx: Tx, pack: Pack, person: Subscriber) -> int | None:
    """The day that their next hour brings; None when nothing more comes by itself."""
    if person.run_id is None or person.next_due_date is None:
        return None
    run = (await runs.by_ids(tx, [person.run_id]))[person.run_id]
    return course_of(pack, person, run).day_on(person.next_due_date)


async def ends_next(tx: Tx, pack: Pack, person: Subscriber) -> bool:
    """Whether their next hour brings the summary, since the run has no further day for it."""
    return person.next_due_date is not None and await next_day(tx, pack, person) is None


def numbering(series: Series, begins: date) -> Numbering:
    """How a run counts its days whose first hour is on the local date `begins`.

    By the calendar it lasts as many dates as the series has days, from that date's own number on.
    Where the date has no text, being past the first gap of the pack, it waits for the next Day 1.
    """
    first = series.first_date
    if first is None:
        return OWN_PACE
    length = series.pack.length
    if first <= begins:
        number = calendar_day(first, length, begins)
        first = begins - timedelta(days=number - 1)
        if number > series.pack.last:
            first += timedelta(days=length)
    return Numbering("calendar", first, max(first, begins) + timedelta(days=length))


async def begin_today(tx: Tx, pack: Pack, run: Run, today: date) -> None:
    """Their own wish made today the first date of a run: it lasts no longer for that."""
    full = today + timedelta(days=pack.length)
    if run.ends_on is not None and full < run.ends_on:
        await runs.change(tx, run.id, ends_on=full)
