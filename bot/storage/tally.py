"""What a database holds of what people wrote and were told, counted from another process."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[int, int]
"""A message: its chat and its id there."""

IN_HAND = frozenset({"queued", "claimed", "sending"})
"""States of the outbox from which a message still goes on."""


@dataclass(frozen=True)
class Tally:
    """`replies` are the log's, `known` the messages that the inbox remembers, `waiting` the updates
    in it that are not handled yet, `said` the outbox: state and copies in doubt of each row.
    """

    chats: frozenset[int] = frozenset()
    replies: frozenset[Key] = frozenset()
    known: frozenset[Key] = frozenset()
    updates: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()
    said: Mapping[int, tuple[str, int]] = field(default_factory=dict)

    @property
    def unsaid(self) -> frozenset[int]:
        """Messages that are still to be said, or to be heard of."""
        return frozenset(row for row, (state, _) in self.said.items() if state in IN_HAND)


def tally(database: Path) -> Tally:
    """Count, in one view of the database. Reads only; blocks. Empty while it has no tables.

    Raises sqlite3.OperationalError if the file cannot be read.
    """
    if not database.exists():
        return Tally()
    address = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN")
            return _count(connection)
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return Tally()  # a bot is just about to make its tables


def _count(connection: sqlite3.Connection) -> Tally:
    inbox = connection.execute("SELECT update_id, chat_id, message_id, state FROM inbox").fetchall()
    outbox = connection.execute("SELECT id, state, copies FROM outbox")
    return Tally(
        chats=frozenset(row[0] for row in connection.execute("SELECT chat_id FROM subscribers")),
        replies=frozenset(connection.execute("SELECT chat_id, message_id FROM reflections")),
        known=frozenset((row[1], row[2]) for row in inbox if row[2] is not None),
        updates=frozenset(row[0] for row in inbox),
        waiting=frozenset(row[0] for row in inbox if row[3] == "new"),
        said={row[0]: (row[1], row[2]) for row in outbox},
    )
