"""Binding the yearbook: each answered day with its challenge and with what was written about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.streak import Day, Streak, Verdict
from bot.library import model
from bot.library.model import Pack
from bot.library.render import plain
from bot.storage import everything, marks, runs
from bot.storage.engine import Tx
from bot.storage.rows import Rows
from bot.storage.runs import Run
from bot.storage.subscribers import Subscriber
from bot.usecases import streaks
from bot.yearbook.book import Book, Challenge, Chapter, Page, Part, Words

_FILES = ("text", "photo", "voice", "video", "video_note", "animation", "audio", "document")


@dataclass(frozen=True)
class _Leaves:
    """What the pages are made from: by delivery, its row, its words, and whether it was done."""

    rows: Mapping[int, Mapping[str, Any]]
    words: Mapping[int, tuple[Words, ...]]
    done: frozenset[int]


async def bind(tx: Tx, now: datetime, person: Subscriber, pack: Pack, language: str) -> Book:
    """A person's book as of `now`, in their own time zone."""
    found = await everything.read(tx, person.id)
    folded = await streaks.fold(tx, now, person.id)
    zone = ZoneInfo(person.zone or "Etc/UTC")
    leaves = _leaves(found, zone)
    pages = count(1)
    their_runs = sorted((await runs.all_of(tx, person.id)).values(), key=lambda run: run.number)
    dates = [row["local_date"] for row in _arrived(folded, leaves)]
    return Book(
        title=pack.title,
        author=pack.author,
        license=pack.license,
        language=language,
        made_on=now.astimezone(zone).date(),
        first=min(dates, default=None),
        last=max(dates, default=None),
        best=folded.best,
        clock12=person.clock12,
        chapters=tuple(_chapter(run, folded, leaves, pack, pages) for run in their_runs),
    )


def _chapter(run: Run, folded: Streak, leaves: _Leaves, pack: Pack, pages: "count[int]") -> Chapter:
    came = [day for day in folded.days if day.challenge.run == run.number]
    days: dict[int, Verdict | None] = {}
    if came:
        days = dict.fromkeys(run.days or range(1, pack.length + 1))
        days |= {day.challenge.day: day.verdict for day in came}
    answered = (day for day in came if day.answered)
    bound = tuple(_page(next(pages), day, leaves, pack) for day in answered)
    return Chapter(run.number, dict(sorted(days.items())), bound)


def _page(place: int, day: Day, leaves: _Leaves, pack: Pack) -> Page:
    delivery = day.challenge.id
    row = leaves.rows[delivery]
    content = pack.day(day.challenge.day)
    return Page(
        place=place,
        day=day.challenge.day,
        came=row["local_date"],
        verdict=day.verdict,
        challenge=None if content is None else _challenge(content),
        reworded=content is not None and row["text_hash"] not in (None, content.hash),
        done=delivery in leaves.done,
        words=leaves.words.get(delivery, ()),
    )


def _challenge(content: model.Day) -> Challenge:
    parts = {name: Part(part.html, plain(part.html)) for name, part in content.parts.items()}
    return Challenge(
        content.title,
        content.minutes,
        reflection=parts["reflection"],
        homework=parts["homework"],
        small=parts["small"],
        larger=parts["larger"],
    )


def _leaves(found: Rows, zone: ZoneInfo) -> _Leaves:
    words: dict[int, list[Words]] = defaultdict(list)
    kept = (row for row in found["reflections"] if row["deleted_at"] is None)
    for row in sorted(kept, key=lambda row: (row["written_at"], row["message_id"])):
        kind = row["kind"] if row["kind"] in _FILES else "document"
        at = row["written_at"].astimezone(zone)
        words[row["delivery_id"]].append(Words(at, kind, row["text"] or ""))
    standing = (row for row in found["marks"] if row["undone_at"] is None)
    done = {row["delivery_id"] for row in standing if row["kind"] == marks.DONE}
    done |= {row["delivery_id"] for row in found["follow_ups"] if row["went"]}
    return _Leaves(
        rows={row["id"]: row for row in found["deliveries"]},
        words={delivery: tuple(theirs) for delivery, theirs in words.items()},
        done=frozenset(done),
    )


def _arrived(folded: Streak, leaves: _Leaves) -> Iterable[Mapping[str, Any]]:
    return (leaves.rows[day.challenge.id] for day in folded.days)
