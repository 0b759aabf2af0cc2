"""A look into the database of a bot that is running, from another process."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path


def next_due(database: Path) -> datetime | None:
    """When anyone's next challenge is due, None if nobody's is. Reads only; blocks."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            found = connection.execute("SELECT min(next_due_at) FROM subscribers").fetchone()[0]
        except sqlite3.OperationalError:  # the bot is just about to make its tables
            return None
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None
