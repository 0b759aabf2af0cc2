"""`/why`: what became of the last challenges, and what lay between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.streak import Day, Streak, Verdict
from bot.storage import outbox, pauses
from bot.storage.engine import Tx
from bot.storage.pauses import Pause
from bot.usecases import facts, standing
from bot.usecases.person import Person

LOOKED_BACK = 14
"""Challenges told of."""

Line = list[Any]
"""Something there is to tell, as plain values, for a view.

`["day", first, last, what, until, remarks]`, where `what` is a verdict or an excuse;
`["paused" | "away", day before, day after, whole days]`, the last two None while it runs on;
`["run", number, its first day]`; `["outage", from, until]`.
"""

_FOLDED = (Verdict.ON_TIME, Verdict.IN_GRACE)
"""Of these, several in a row share a line."""


@dataclass(frozen=True)
class Past:
    """A person's past: the fold, and what happened besides."""

    folded: Streak
    pauses: Sequence[Pause]
    outages: Sequence[tuple[datetime, datetime]]


async def explain(tx: Tx, now: datetime, who: Person) -> None:
    """Tell of the last challenges, if they have joined; else how to."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    past = Past(
        (await facts.gather(tx, person.id)).fold(now),
        await pauses.all_of(tx, person.id),
        await pauses.all_outages(tx),
    )
    params = {
        "zone": person.zone,
        "lines": lines_of(past, LOOKED_BACK),
        "streak": past.folded.shown,
        "best": past.folded.best,
        "freezes": past.folded.freezes,
    }
    await outbox.add(tx, now, person.chat_id, "why", params, subscriber_id=person.id)


def lines_of(past: Past, most: int) -> list[Line]:
    """What there is to tell of the last `most` challenges."""
    days = past.folded.days
    first = max(len(days) - most, 0)
    until = {one.id: one.until for one in past.folded.open}
    lines: list[Line] = []
    for place in range(first, len(days)):
        day, before = days[place], days[place - 1] if place else None
        if before is not None and place > first:
            lines += _between(past, before, day)
        line = _of_day(day, before, until.get(day.challenge.id))
        if lines and _goes_on(lines[-1], line):
            lines[-1][2] = line[2]
        else:
            lines.append(line)
    if days:
        lines += _between(past, days[-1], None)
    return lines


def _of_day(day: Day, before: Day | None, until: datetime | None) -> Line:
    what, number = day.verdict.name.casefold(), day.challenge.day
    if day.verdict is Verdict.NEUTRAL and day.excuse is not None:
        what = f"neutral_{day.excuse.name.casefold()}"
    if day.case.went_at is not None:
        what = "went"
    until_iso = until.isoformat() if until is not None else None
    return ["day", number, number, what, until_iso, list(_remarks(day, before))]


def _remarks(day: Day, before: Day | None) -> Iterator[str]:
    """What else there is to say of a day."""
    if day.answered and day.verdict in (Verdict.FROZEN, Verdict.NEUTRAL):
        yield "answered_later"
    if not day.answered and any(reply.withdrawn_at for reply in day.challenge.replies):
        yield "taken_away"
    broke = day.verdict in (Verdict.MISSED, Verdict.LATER)
    if broke and before is not None and before.current > 0:
        yield "ended"


def _goes_on(line: Line, following: Line) -> bool:
    """Whether two lines are of the same ordinary kind and of neighboring days."""
    if line[0] != "day":
        return False
    ordinary = line[3] in {verdict.name.casefold() for verdict in _FOLDED}
    return ordinary and line[3:] == following[3:] and line[2] + 1 == following[1]


def _between(past: Past, before: Day, after: Day | None) -> Iterator[Line]:
    """What began after one challenge and before the next, in order."""
    since, day = before.challenge.delivered_at, before.challenge.day
    found: list[tuple[datetime, Line]] = []
    for rest in past.pauses:
        if since <= rest.started_at and _is_before(rest.started_at, after):
            what = "away" if rest.reason == "blocked" else "paused"
            length = (rest.ended_at - rest.started_at).days if rest.ended_at else None
            following = after.challenge.day if after is not None else None
            days = max(length, 1) if length is not None else None
            found.append((rest.started_at, [what, day, following, days]))
    for start, end in past.outages:
        if since <= start and _is_before(start, after):
            found.append((start, ["outage", start.isoformat(), end.isoformat()]))
    yield from (line for _, line in sorted(found, key=lambda one: one[0]))
    if after is not None and after.challenge.run != before.challenge.run:
        yield ["run", after.challenge.run, after.challenge.day]


def _is_before(at: datetime, day: Day | None) -> bool:
    return day is None or at < day.challenge.delivered_at
