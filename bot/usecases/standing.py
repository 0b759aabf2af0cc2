"""Where somebody stands: `/status` and `/streak`."""

from datetime import datetime
from typing import Any

from bot.domain.streak import Streak
from bot.library.model import Pack
from bot.pictures.stretches import packed
from bot.storage import follow_ups, outbox, pauses, runs, subscribers
from bot.storage.engine import Tx
from bot.storage.runs import Run
from bot.storage.subscribers import Subscriber
from bot.usecases import course, grid, half_way, notices, presses, reachability, streaks
from bot.usecases.card import deal
from bot.usecases.person import Person

STREAK = "streak"


async def status(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """What is open, and until when at least; what comes next, and when."""
    await _say(tx, now, who, "status", pack)


async def streak(tx: Tx, now: datetime, who: Person, pack: Pack) -> None:
    """The streak: progress first, then the streak, then the best, and every day of the run."""
    await _say(tx, now, who, STREAK, pack)


async def known(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    """The person, if they have joined; else they are told how. Whoever was lost is back by this."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return None
    if person.state == "joining":
        await deal(tx, now, person, half_way.card_of(person))
        return None
    return await reachability.resume(tx, now, person) or person


async def _say(tx: Tx, now: datetime, who: Person, kind: str, pack: Pack) -> None:
    person = await known(tx, now, who)
    if person is None:
        return
    folded = await streaks.refold(tx, now, person.id)
    run = (await runs.by_ids(tx, [person.run_id] if person.run_id else [])).get(person.run_id or 0)
    params = {
        **_numbers(folded, run),
        **await _place(tx, person, pack, run),
        "waiting": await _waiting(tx, person, folded),
        "notes": await _notes(tx, now, person),
    }
    if kind == STREAK and run is not None:
        params["grid"] = packed(grid.of_run_under_way(folded, run, pack))
    await outbox.add(tx, now, person.chat_id, kind, params, subscriber_id=person.id)


def _numbers(folded: Streak, run: Run | None) -> dict[str, Any]:
    number = run.number if run is not None else None
    answered = (day for day in folded.days if day.answered and day.challenge.run == number)
    return {
        "run": number,
        "streak": folded.shown,
        "settled": folded.current,
        "best": folded.best,
        "freezes": folded.freezes,
        "answered": len({day.challenge.day for day in answered}),
        "open": [[day.day, _iso(day.until)] for day in folded.open],
        "latest": folded.days[-1].challenge.day if folded.days else None,
    }


async def _place(tx: Tx, person: Subscriber, pack: Pack, run: Run | None) -> dict[str, Any]:
    days = run.days if run is not None else None
    return {
        "state": person.state,
        "zone": person.zone,
        "minute": person.minute,
        "weekend": person.weekend_minute,
        "next": _iso(person.next_due_at),
        "next_day": await course.next_day(tx, pack, person),
        "own_pace": run is None or run.numbering == course.OWN_PACE.kind,
        "length": pack.length if days is None else len(days),
        "paused": await pauses.current(tx, person.id) is not None,
    }


async def _waiting(tx: Tx, person: Subscriber, folded: Streak) -> list[int]:
    """The days that are put off; what is done by now waits for nothing."""
    open_ones = await follow_ups.open_of(tx, person.id)
    days = ((each.day, folded.of(each.delivery_id)) for each in open_ones)
    return [number for number, day in days if day is not None and not presses.is_done(day)]


async def _notes(tx: Tx, now: datetime, person: Subscriber) -> list[notices.Note]:
    """What a challenge would tell them, where none is to come soon."""
    return [] if person.state == "active" else await notices.outstanding(tx, now, person.id)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
