"""A person's rows away from any database: numbered by themselves, and checked when they come back.

What comes back was in other hands, so that every value is looked at before it is written.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

from bot.domain.bounds import LARGEST, YEARS
from bot.storage.instant import Instant
from bot.storage.models import metadata, subscribers

Rows = dict[str, list[dict[str, Any]]]
"""By table, the rows of one person."""

UNTOLD = frozenset({"exported_at", "folded"})
"""What a copy says nothing of: that it was made, and what follows from the words themselves."""

_CHOICES: Mapping[tuple[str, str], frozenset[str]] = {
    ("subscribers", "state"): frozenset({"joining", "active", "paused", "unreachable", "finished"}),
    ("subscribers", "step"): frozenset({"invited", "zone", "hour", "ready"}),
    ("runs", "numbering"): frozenset({"own", "calendar"}),
    ("runs", "ended_by"): frozenset({"complete", "gap", "restart"}),
    ("deliveries", "state"): frozenset({"delivered", "unknown", "failed", "skipped"}),
    ("marks", "kind"): frozenset({"done", "not_today"}),
}
_BETWEEN: Mapping[str, tuple[int, int]] = {
    "minute": (0, 1439),
    "weekend_minute": (0, 1439),
    "nudge_minute": (0, 1439),
    "rest_weekdays": (0, 126),
    "stride": (1, 366),
    "day": (1, 99_999),
    "position": (0, 99_999),
    "number": (1, 99_999),
}


class UnfitRowsError(ValueError):
    """Rows that cannot be written here; `str()` of it says what is wrong with them."""


def portable(rows: Rows, references: Mapping[str, Mapping[str, str]]) -> Rows:
    """The rows as a copy has them: numbered from 1 in each table, and without what is not set.

    A challenge on its way counts as one that nobody can know of, if a copy may have been seen;
    else it never was.
    """
    came = [_settled(row) for row in rows["deliveries"]]
    rows = {**rows, "deliveries": [row for row in came if row is not None]}
    numbers = {
        name: {row["id"]: at for at, row in enumerate(theirs, 1) if "id" in row}
        for name, theirs in rows.items()
    }
    referred_to = {target for columns in references.values() for target in columns.values()}
    return {
        name: [
            {
                column: numbers[_target(references, name, column)][value]
                if column in references[name] or column == "id"
                else value
                for column, value in row.items()
                if value is not None
                and column != "subscriber_id"
                and column not in UNTOLD
                and (column != "id" or name in referred_to)
            }
            for row in theirs
        ]
        for name, theirs in rows.items()
    }


def typed(found: Mapping[str, Sequence[Mapping[str, object]]], tables: Collection[str]) -> Rows:
    """The same rows from a copy, each value of its column's kind; `tables` are those it may name.

    Raises UnfitRowsError.
    """
    rows: Rows = {}
    for name, theirs in found.items():
        if name not in tables:
            raise UnfitRowsError(f"it has rows of a kind nobody knows here: {name[:40]}")
        rows[name] = [_typed_row(metadata.tables[name], row) for row in theirs]
    if len(rows.get(subscribers.name, ())) != 1:
        raise UnfitRowsError("it is not about one person")
    chat = rows[subscribers.name][0]["chat_id"]
    if any(row["chat_id"] != chat for row in rows.get("reflections", ())):
        raise UnfitRowsError("some of its messages are from another chat")
    return rows


def _settled(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["state"] != "planned":
        return row
    if row["seen_from"] is None:
        return None
    return {**row, "state": "unknown", "delivered_at": row["seen_from"]}


def _target(references: Mapping[str, Mapping[str, str]], name: str, column: str) -> str:
    return references[name].get(column, name)


def _typed_row(table: Table, row: Mapping[str, object]) -> dict[str, Any]:
    made = {}
    for name, value in row.items():
        column = table.c.get(name)
        if column is None or name in UNTOLD or name == "subscriber_id":
            raise UnfitRowsError(f"{table.name} has no {name[:40]} here")
        made[name] = _typed(table.name, column, value)
    for column in table.c:
        given = column.name in made or column.nullable or column.server_default is not None
        if not given and column.name not in ("id", "subscriber_id"):
            raise UnfitRowsError(f"{table.name} lacks {column.name}")
    return made


def _typed(table: str, column: Column[Any], value: object) -> object:
    try:
        made = _of_kind(column, value)
    except (TypeError, ValueError, OverflowError):
        raise UnfitRowsError(f"{table}.{column.name} is not what it should be") from None
    choices = _CHOICES.get((table, column.name))
    low, high = _BETWEEN.get(column.name, (-LARGEST, LARGEST))
    wrong = (
        (choices is not None and made not in choices)
        or (isinstance(made, int) and not low <= made <= high)
        or (isinstance(made, date) and made.year not in YEARS)
        or (column.name == "zone" and made not in available_timezones())
        or ((table, column.name) == ("runs", "days") and not _are_days(str(made)))
    )
    if wrong:
        raise UnfitRowsError(f"{table}.{column.name} is not what it should be")
    return made


def _are_days(text: str) -> bool:
    """Whether a run's own list of days can be read."""
    try:
        days = json.loads(text)
    except (ValueError, RecursionError):
        return False
    low, high = _BETWEEN["day"]
    return isinstance(days, list) and all(type(day) is int and low <= day <= high for day in days)


def _of_kind(column: Column[Any], value: object) -> object:
    """Raises TypeError or ValueError for a value of another kind than the column's."""
    match column.type, value:
        case Instant(), str():
            at = datetime.fromisoformat(value)
            if at.tzinfo is None:
                raise ValueError(column.name)
            return at.astimezone(ZoneInfo("UTC"))
        case Date(), str():
            return date.fromisoformat(value)
        case Boolean(), bool():
            return value
        case Integer(), int() if not isinstance(value, bool):
            return value
        case String() as kind, str():
            value.encode()  # a lone surrogate has no place in the file
            if kind.length is not None and len(value) > kind.length:
                raise ValueError(column.name)
            return value
    raise TypeError(column.name)
