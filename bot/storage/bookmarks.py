"""Days that somebody wants to find again."""

from datetime import datetime

from sqlalchemy import delete, select

from bot.storage.engine import Tx
from bot.storage.models import bookmarks
from bot.storage.upsert import insert


async def put(tx: Tx, now: datetime, subscriber_id: int, day: int) -> None:
    """Bookmark a day; one that is bookmarked stays as it is."""
    row = insert(tx, bookmarks).values(subscriber_id=subscriber_id, day=day, at=now)
    await tx.execute(row.on_conflict_do_nothing())


async def take_out(tx: Tx, subscriber_id: int, day: int) -> None:
    """Take a bookmark out, if there is one."""
    theirs = bookmarks.c.subscriber_id == subscriber_id
    await tx.execute(delete(bookmarks).where(theirs, bookmarks.c.day == day))


async def days(tx: Tx, subscriber_id: int) -> list[int]:
    """The days a person bookmarked, the newest bookmark first."""
    query = select(bookmarks.c.day).where(bookmarks.c.subscriber_id == subscriber_id)
    query = query.order_by(bookmarks.c.at.desc(), bookmarks.c.day)
    return list((await tx.execute(query)).scalars())
