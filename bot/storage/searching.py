"""Finding what holds something that somebody looks for. There is no index: one person's log is read
through, which takes a few milliseconds and leaves nothing behind.
"""

from sqlalchemy import func, select

from bot.storage.deliveries import ON_A_DATE
from bot.storage.engine import Tx
from bot.storage.models import deliveries, reflections

_ESCAPE = "\\"


async def holding(tx: Tx, subscriber_id: int, sought: str) -> dict[int, int]:
    """By delivery, the row id of the newest message about it that holds a folded word."""
    words = func.coalesce(reflections.c.folded, reflections.c.text)
    query = (
        select(reflections.c.delivery_id, func.max(reflections.c.id))
        .where(reflections.c.subscriber_id == subscriber_id, reflections.c.deleted_at.is_(None))
        .where(words.like(_within(sought), escape=_ESCAPE))
        .group_by(reflections.c.delivery_id)
    )
    return {row[0]: row[1] for row in await tx.execute(query)}


async def arrived(tx: Tx, subscriber_id: int) -> list[tuple[int, int]]:
    """`(delivery id, day)` of every challenge that reached a person, the newest first."""
    at = func.coalesce(deliveries.c.delivered_at, deliveries.c.seen_from)
    query = (
        select(deliveries.c.id, deliveries.c.day)
        .where(deliveries.c.subscriber_id == subscriber_id, deliveries.c.state.in_(ON_A_DATE))
        .where(at.is_not(None))
        .order_by(at.desc(), deliveries.c.id.desc())
    )
    return [(row[0], row[1]) for row in await tx.execute(query)]


def _within(sought: str) -> str:
    """A pattern for texts that hold a word, no sign of which means anything but itself."""
    for sign in (_ESCAPE, "%", "_"):
        sought = sought.replace(sign, _ESCAPE + sign)
    return f"%{sought}%"
