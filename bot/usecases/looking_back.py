"""Lists of days: all that came, those without an answer, those with a bookmark.

A list carries days and what became of them; the first words of each are read when it is shown.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.streak import Day, Verdict
from bot.storage import bookmarks, deliveries, reflections, runs
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber
from bot.usecases import days, standing, streaks
from bot.usecases.card import Card, deal
from bot.usecases.person import Person

A_PAGE = 7
"""Days on a page."""


@dataclass(frozen=True)
class Entry:
    """One day of a list. `state` is a verdict's name in small letters, as views know it."""

    day: int
    delivery: int
    state: str


async def show(tx: Tx, now: datetime, who: Person, name: str) -> None:
    """`/history`, `/missed` or `/bookmarks`, whichever is named: its first page."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    if not await deliveries.latest(tx, person.id):
        await days.nothing_yet(tx, now, person)
        return
    await deal(tx, now, person, await _page(tx, now, person, name, 0))


async def turn(tx: Tx, now: datetime, who: Person, name: str, page: int) -> Card | None:
    """Another page, counted from 0. None: they have no such list any more."""
    person = await standing.known(tx, now, who)
    return await _page(tx, now, person, name, page) if person is not None else None


async def of_page(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """Of each day on a page, the first message that was written about it."""
    listed = [delivery for _, delivery, _ in params["days"]]
    firsts: dict[int, Reflection] = {}
    for kept in await reflections.of_deliveries(tx, subscriber_id, listed):
        firsts.setdefault(kept.delivery_id, kept)
    return list(firsts.values())


async def _page(tx: Tx, now: datetime, person: Subscriber, name: str, page: int) -> Card:
    entries = await _LISTS[name](tx, now, person)
    pages = max(-(-len(entries) // A_PAGE), 1)
    page = min(page, pages - 1)
    shown = entries[page * A_PAGE :][:A_PAGE]
    listed = [[each.day, each.delivery, each.state] for each in shown]
    return Card(name, {"page": page, "pages": pages, "days": listed}, clock12=person.clock12)


async def _history(tx: Tx, now: datetime, person: Subscriber) -> list[Entry]:
    """Everything that came, the newest first."""
    folded = await streaks.fold(tx, now, person.id)
    return [_entry(day) for day in reversed(folded.days)]


async def _missed(tx: Tx, now: datetime, person: Subscriber) -> list[Entry]:
    """What came in this run and has no answer, the oldest first. A day that came twice and was
    answered once is answered.
    """
    run = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    numbers = {each.number for each in run.values()}
    folded = await streaks.fold(tx, now, person.id)
    of_run = [day for day in folded.days if day.challenge.run in numbers]
    answered = {day.challenge.day for day in of_run if day.answered}
    missing = {day.challenge.day: day for day in of_run if day.challenge.day not in answered}
    return [_entry(day) for day in missing.values()]


async def _bookmarked(tx: Tx, now: datetime, person: Subscriber) -> list[Entry]:
    """What they marked, the newest bookmark first, each as it last came."""
    folded = await streaks.fold(tx, now, person.id)
    last = {day.challenge.day: day for day in folded.days}
    marked = await bookmarks.days(tx, person.id)
    return [_entry(last[number]) for number in marked if number in last]


def _entry(day: Day) -> Entry:
    verdict = Verdict.OPEN if day.is_open else day.verdict
    return Entry(day.challenge.day, day.challenge.id, verdict.name.casefold())


_LISTS: Mapping[str, Callable[[Tx, datetime, Subscriber], Awaitable[Sequence[Entry]]]] = {
    "history": _history,
    "missed": _missed,
    "bookmarks": _bookmarked,
}
