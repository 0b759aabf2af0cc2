"""Where somebody stands: `/status`, `/streak`, and the words behind both, `/why`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.streak import Day, Streak, Verdict
from bot.library.model import Pack
from bot.storage import follow_ups, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import course, facts, half_way, reachability, streaks
from bot.usecases.card import deal
from bot.usecases.facts import Facts
from bot.usecases.person import Person

LOOKED_BACK = 14
"""Challenges that `/why` tells of."""

_ORDINARY = (Verdict.ON_TIME, Verdict.IN_GRACE)
"""Of these, several in a row share a line."""


async def status(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """What is open, and until when at least; what comes next, and when."""
    await _say(tx, now, who, "status", pack)


async def streak(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """The streak in words: progress first, then the streak, then the best."""
    await _say(tx, now, who, "streak", pack)


async def why(tx: Tx, now: datetime, who: Person) -> None:
    """What became of the last challenges, and what lay between them."""
    person = await known(tx, now, who)
    if person is None:
        return
    found = await facts.gather(tx, person.id)
    folded = found.fold(now)
    params = {
        "zone": person.zone,
        "lines": explained(folded.days[-LOOKED_BACK:], found, now),
        "streak": folded.shown,
        "best": folded.best,
        "freezes": folded.freezes,
    }
    await outbox.add(tx, now, person.chat_id, "why", params, subscriber_id=person.id)


async def known(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    """The person, if they have joined; else they are told how. Whoever was lost is back by this."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return None
    if person.state == "joining":
        await deal(tx, now, person, half_way.card_of(person))
        return None
    if await reachability.come_back(tx, now, who):
        return await subscribers.by_id(tx, person.id)
    return person


async def _say(tx: Tx, now: datetime, who: Person, kind: str, pack: Pack) -> None:
    person = await known(tx, now, who)
    if person is None:
        return
    folded = await streaks.refold(tx, now, person.id)
    params = {**_numbers(folded), **await _place(tx, person, pack)}
    await outbox.add(tx, now, person.chat_id, kind, params, subscriber_id=person.id)


def _numbers(folded: Streak) -> dict[str, Any]:
    return {
        "streak": folded.shown,
        "best": folded.best,
        "freezes": folded.freezes,
        "answered": folded.answered,
        "open": [[day.day, _iso(day.until)] for day in folded.open],
        "latest": folded.days[-1].challenge.day if folded.days else None,
    }


async def _place(tx: Tx, person: Subscriber, pack: Pack) -> dict[str, Any]:
    running = await pauses.current(tx, person.id)
    run = await runs.by_ids(tx, [person.run_id] if person.run_id else [])
    days = next((each.days for each in run.values()), None)
    return {
        "state": person.state,
        "zone": person.zone,
        "next": _iso(person.next_due_at),
        "next_day": await course.next_day(tx, pack, person),
        "own_pace": all(each.numbering == course.OWN_PACE.kind for each in run.values()),
        "length": pack.length if days is None else len(days),
        "paused": running is not None,
        "waiting": [each.day for each in await follow_ups.open_of(tx, person.id)],
    }


def explained(days: Sequence[Day], known_facts: Facts, now: datetime) -> list[list[Any]]:
    """What there is to tell of some days in a row, as plain values for a view.

    `["day", first, last, what, until, answered later, ended a streak]`, where `what` is a verdict
    or an excuse; `["pause", day before, day after, whole days]`; `["outage", from, until]`.
    """
    lines: list[list[Any]] = []
    before: Day | None = None
    for day in days:
        since = before.challenge.delivered_at if before else day.challenge.delivered_at
        lines += _between(known_facts, since, day.challenge.delivered_at, before, day)
        line = _line(day, before)
        if lines and _goes_on(lines[-1], line):
            lines[-1][2] = line[2]
        else:
            lines.append(line)
        before = day
    if before is not None:
        lines += _between(known_facts, before.challenge.delivered_at, now, before, None)
    return lines


def _line(day: Day, before: Day | None) -> list[Any]:
    number, what, until = day.challenge.day, day.verdict.name.casefold(), None
    if day.verdict is Verdict.NEUTRAL and day.excuse is not None:
        what = f"neutral_{day.excuse.name.casefold()}"
    if day.is_open:
        limit = day.window.deadline if day.verdict is Verdict.OPEN_IN_GRACE else day.window.end
        until = None if day.window.paused else _iso(limit.at)
    later = day.answered and day.verdict in (Verdict.FROZEN, Verdict.NEUTRAL)
    broke = day.verdict in (Verdict.MISSED, Verdict.LATER)
    ended = broke and before is not None and before.current > 0
    return ["day", number, number, what, until, later, ended]


def _goes_on(line: list[Any], following: list[Any]) -> bool:
    """Whether two lines are of the same ordinary kind and of neighboring days."""
    ordinary = {verdict.name.casefold() for verdict in _ORDINARY}
    return (
        line[0] == "day"
        and line[3] in ordinary
        and line[3] == following[3]
        and line[2] + 1 == following[1]
    )


def _between(
    known_facts: Facts, since: datetime, until: datetime, before: Day | None, after: Day | None
) -> list[list[Any]]:
    """The rests and the outages that began after one challenge and before the next."""
    first = before.challenge.day if before else None
    last = after.challenge.day if after else None
    lines: list[list[Any]] = []
    for rest in known_facts.pauses:
        if since <= rest.start < until and before is not None:
            length = (rest.end or until) - rest.start
            lines.append(["pause", first, last, max(round(length.total_seconds() / 86_400), 1)])
    for gap in known_facts.outages:
        if since <= gap.start < until and before is not None:
            lines.append(["outage", _iso(gap.start), _iso(gap.end)])
    return lines


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
