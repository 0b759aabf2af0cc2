"""The fold's result, kept so that it need not be folded again to be shown."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select, update

from bot.storage.engine import Tx
from bot.storage.models import streaks, subscribers
from bot.storage.upsert import into


@dataclass(frozen=True)
class Kept:
    """A person's streak as it stood when it was last folded."""

    current: int
    best: int
    shown: int
    freezes: int
    answered: int
    settled: int
    news: bool


_OF = select(*(streaks.c[name] for name in Kept.__dataclass_fields__)).where(
    streaks.c.subscriber_id == bindparam("person")
)


@cache
def _put(dialect: str) -> Any:
    row = into(dialect, streaks)
    changed = {name: row.excluded[name] for name in (*Kept.__dataclass_fields__, "folded_at")}
    return row.on_conflict_do_update(index_elements=["subscriber_id"], set_=changed)


async def keep(tx: Tx, subscriber_id: int, now: datetime, streak: Kept) -> None:
    """Write a person's streak over the one that stood there."""
    values = asdict(streak) | {"subscriber_id": subscriber_id, "folded_at": now}
    await tx.execute(_put(tx.dialect.name), values)


async def with_news(tx: Tx, subscriber_ids: Collection[int]) -> set[int]:
    """Those of these people for whom the next challenge may have something to tell."""
    query = select(streaks.c.subscriber_id).where(
        streaks.c.subscriber_id.in_(subscriber_ids), streaks.c.news
    )
    return set((await tx.execute(query)).scalars())


async def expect_news(tx: Tx) -> None:
    """Have everybody's days looked at before their next challenge: an outage may touch them."""
    await tx.execute(update(streaks).values(news=True))


async def of(tx: Tx, subscriber_id: int) -> Kept | None:
    """A person's streak as it was last kept."""
    row = (await tx.execute(_OF, {"person": subscriber_id})).first()
    return Kept(*row) if row else None


@dataclass(frozen=True)
class Stored:
    """One person's row, whole: what is kept, and when it was folded. None: they have no row."""

    subscriber_id: int
    kept: Kept | None
    folded_at: datetime | None


async def after(tx: Tx, last_id: int, limit: int) -> list[Stored]:
    """A page of everybody in order of their row ids, with the streak that is kept of each."""
    columns = (streaks.c[name] for name in Kept.__dataclass_fields__)
    query = (
        select(subscribers.c.id, streaks.c.folded_at, *columns)
        .outerjoin(streaks, streaks.c.subscriber_id == subscribers.c.id)
        .where(subscribers.c.id > last_id)
        .order_by(subscribers.c.id)
        .limit(limit)
    )
    rows = (await tx.execute(query)).all()
    return [Stored(row[0], Kept(*row[2:]) if row[1] else None, row[1]) for row in rows]


async def how_many(tx: Tx) -> int:
    """How many people there are to go through."""
    return await tx.scalar(select(func.count()).select_from(subscribers)) or 0
