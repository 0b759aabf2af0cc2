"""The one question to a person that is open: what they write next may answer it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.storage.engine import Tx
from bot.storage.models import questions
from bot.storage.upsert import insert


@dataclass(frozen=True)
class Question:
    """A question, and the row it is about."""

    kind: str
    about: int | None
    asked_at: datetime


async def ask(tx: Tx, now: datetime, subscriber_id: int, kind: str, about: int | None) -> None:
    """Open a question, in place of any other."""
    values = {"kind": kind, "about": about, "asked_at": now}
    row = insert(tx, questions).values(subscriber_id=subscriber_id, **values)
    await tx.execute(row.on_conflict_do_update(index_elements=["subscriber_id"], set_=values))


_CURRENT = select(questions.c.kind, questions.c.about, questions.c.asked_at).where(
    questions.c.subscriber_id == bindparam("person")
)


async def current(tx: Tx, subscriber_id: int) -> Question | None:
    """The question that is open, if one is."""
    row = (await tx.execute(_CURRENT, {"person": subscriber_id})).first()
    return Question(*row) if row else None


async def close(tx: Tx, subscriber_id: int) -> bool:
    """It was answered, or they thought better of it. False: none was open."""
    result = await tx.execute(delete(questions).where(questions.c.subscriber_id == subscriber_id))
    return result.rowcount == 1
