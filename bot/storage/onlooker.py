"""What a database says to somebody who looks on from outside, while a bot is writing it.

A connection of its own, which can only read: it sees what was committed to the file and no more,
so that a claim about the bot is not checked with the bot's own eyes.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class DayRecord:
    """What is on record of one day of one person: the newest delivery of it, and what they did."""

    state: str
    local_date: date
    delivered_at: datetime | None
    words: tuple[str, ...]
    marks: frozenset[str]
    waits: bool
    went: bool


@dataclass(frozen=True)
class StreakRecord:
    """The streak that is kept of one person."""

    shown: int
    best: int
    freezes: int
    answered: int


class Onlooker:
    """Reads one database file. Blocks for as long as a lookup by a key takes."""

    def __init__(self, database: Path) -> None:
        """Open it. Raises sqlite3.OperationalError where there is none yet."""
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def is_busy(self, now: datetime) -> bool:
        """Whether anything that came in, or that is to go out by now, is not dealt with yet."""
        return bool(self._one(_BUSY, [_stored(now)])[0])

    def next_moment(self, now: datetime) -> datetime | None:
        """The first instant after `now` at which something falls due for anyone; None: nothing."""
        found = self._one(_NEXT_MOMENT, {"now": _stored(now)})[0]
        return _instant(found)

    def state(self, user_id: int) -> str | None:
        """In what state a person is; None: there is no such person."""
        found = self._all("SELECT state FROM subscribers WHERE user_id = ?", [user_id])
        return str(found[0][0]) if found else None

    def zone_and_minute(self, user_id: int) -> tuple[str | None, int | None]:
        """Their time zone, and the minute of the day of their challenge."""
        row = self._one("SELECT zone, minute FROM subscribers WHERE user_id = ?", [user_id])
        return row[0], row[1]

    def nudges(self, user_id: int) -> bool | None:
        """Whether they want a reminder in the evening; None: they were not asked yet."""
        found = self._one("SELECT nudge FROM subscribers WHERE user_id = ?", [user_id])[0]
        return None if found is None else bool(found)

    def exported(self, user_id: int) -> bool:
        """Whether they were ever given an export."""
        found = self._one("SELECT exported_at FROM subscribers WHERE user_id = ?", [user_id])[0]
        return found is not None

    def day(self, user_id: int, day: int) -> DayRecord | None:
        """What is on record of Day `day`; None: it was never planned for them."""
        found = self._all(_DAY, [user_id, day])
        if not found:
            return None
        delivery, state, on, at = found[0]
        words = self._all(_WORDS, [delivery])
        marks = self._all(_MARKS, [delivery])
        put_off = self._all(_PUT_OFF, [delivery])
        return DayRecord(
            state=state,
            local_date=date.fromisoformat(on),
            delivered_at=_instant(at),
            words=tuple(row[0] for row in words),
            marks=frozenset(row[0] for row in marks),
            waits=any(ended is None for ended, _ in put_off),
            went=any(went for _, went in put_off),
        )

    def delivered(self, user_id: int) -> list[tuple[int, date]]:
        """The days that reached a person, with the local date of each, in order."""
        rows = self._all(_DELIVERED, [user_id])
        return [(row[0], date.fromisoformat(row[1])) for row in rows]

    def streak(self, user_id: int) -> StreakRecord | None:
        """The streak that is kept of a person; None: none was worked out yet."""
        found = self._all(_STREAK, [user_id])
        return StreakRecord(*found[0]) if found else None

    def pause(self, user_id: int) -> date | None:
        """The date on which the pause that is open ends; None: none is open, or it has no end."""
        found = self._all(_PAUSE, [user_id])
        return date.fromisoformat(found[0][0]) if found and found[0][0] else None

    def replies(self) -> int:
        """How many messages are kept in everybody's logs together."""
        return int(self._one("SELECT count(*) FROM reflections WHERE deleted_at IS NULL")[0])

    def _one(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        return self._all(query, values)[0]

    def _all(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        return self._connection.execute(query, values).fetchall()


_BUSY = (
    "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new')"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('claimed', 'sending'))"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND not_before <= ?)"
)
_NEXT_MOMENT = (
    "SELECT min(at) FROM (SELECT min(next_due_at) AS at FROM subscribers WHERE next_due_at > :now"
    " UNION ALL SELECT min(look_at) FROM subscribers WHERE look_at > :now"
    " UNION ALL SELECT min(due_at) FROM follow_ups WHERE due_at > :now)"
)
_DAY = (
    "SELECT deliveries.id, deliveries.state, local_date, delivered_at FROM deliveries"
    " JOIN subscribers ON subscribers.id = subscriber_id"
    " WHERE user_id = ? AND day = ? ORDER BY deliveries.id DESC LIMIT 1"
)
_DELIVERED = (
    "SELECT day, local_date FROM deliveries"
    " JOIN subscribers ON subscribers.id = subscriber_id"
    " WHERE user_id = ? AND deliveries.state = 'delivered' ORDER BY delivered_at, deliveries.id"
)
_STREAK = (
    "SELECT shown, best, freezes, answered FROM streaks"
    " JOIN subscribers ON subscribers.id = subscriber_id WHERE user_id = ?"
)
_PAUSE = (
    "SELECT until_date FROM pauses"
    " JOIN subscribers ON subscribers.id = subscriber_id WHERE user_id = ? AND ended_at IS NULL"
)
_WORDS = (
    "SELECT text FROM reflections WHERE delivery_id = ? AND text IS NOT NULL"
    " AND deleted_at IS NULL ORDER BY written_at, message_id"
)
_MARKS = "SELECT kind FROM marks WHERE delivery_id = ? AND undone_at IS NULL"
_PUT_OFF = "SELECT ended_at, went FROM follow_ups WHERE delivery_id = ?"


def _stored(instant: datetime) -> str:
    """As SQLAlchemy writes it into SQLite, so that texts compare as instants do."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if stored else None
