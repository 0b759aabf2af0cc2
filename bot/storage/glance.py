"""A look into the database of a bot that is running, from another process."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STORED = "%Y-%m-%d %H:%M:%S.%f"
"""How an instant is written in the database, in UTC."""

_STIRRING = (
    "SELECT next_due_at AS at FROM subscribers"
    " UNION ALL SELECT look_at FROM subscribers"
    " UNION ALL SELECT due_at FROM follow_ups"
    " UNION ALL SELECT not_before FROM outbox WHERE settled_at IS NULL"
)
"""When the bot has something to do: a challenge, an evening's look, a follow-up, a message."""


def next_due(database: Path) -> datetime | None:
    """When anyone's next challenge is due, None if nobody's is. Reads only; blocks."""
    return _instant(_look(database, "SELECT min(next_due_at) FROM subscribers"))


def next_stir(database: Path, now: datetime) -> datetime | None:
    """When the bot next has anything to do after `now`, None if never. Reads only; blocks."""
    query = f"SELECT min(at) FROM ({_STIRRING}) WHERE at > ?"  # noqa: S608
    return _instant(_look(database, query, _stored(now)))


def is_busy(database: Path, now: datetime) -> bool:
    """Whether there is anything to do by `now` that is not done. Reads only; blocks."""
    query = f"SELECT count(*) FROM ({_STIRRING}) WHERE at <= ?"  # noqa: S608
    return bool(_look(database, query, _stored(now)))


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STORED)


def _instant(found: str | None) -> datetime | None:
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None


def _look(database: Path, query: str, *values: str) -> Any:
    """The first value of the first row; None without a database that has its tables."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute(query, values).fetchone()[0]
        except sqlite3.OperationalError:  # the bot is just about to make its tables
            return None
