"""A look into the database of a bot that is running, from another process."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

STORED = "%Y-%m-%d %H:%M:%S.%f"
"""How an instant is written in the database, in UTC."""


def next_due(database: Path) -> datetime | None:
    """When anyone's next challenge is due, None if nobody's is. Reads only; blocks."""
    found = _look(database, "SELECT min(next_due_at) FROM subscribers")
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None


def on_its_way(database: Path, now: datetime) -> bool:
    """Whether anything that may be sent by `now` has not been. Reads only; blocks."""
    waiting = "SELECT count(*) FROM outbox WHERE settled_at IS NULL AND not_before <= ?"
    return bool(_look(database, waiting, now.astimezone(UTC).strftime(STORED)))


def _look(database: Path, query: str, *values: str) -> Any:
    """The first value of the first row; None without a database that has its tables."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute(query, values).fetchone()[0]
        except sqlite3.OperationalError:  # the bot is just about to make its tables
            return None
