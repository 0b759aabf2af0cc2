"""Counting what reaches the database."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements() -> Iterator[Counter[str]]:
    """How often each statement is made while the block lasts, whichever connection makes it.

    The way out of a transaction, which is no statement to SQLAlchemy, counts as COMMIT or ROLLBACK.
    """
    made: Counter[str] = Counter()

    def executed(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        made[statement] += 1

    def committed(_c: Any) -> None:
        made["COMMIT"] += 1

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield made
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)
