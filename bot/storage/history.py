"""All that a person's streak is folded from, in three statements: it is read with every reply."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Boolean,
    String,
    bindparam,
    literal_column,
    null,
    select,
    union_all,
)

from bot.storage.deliveries import ARRIVED, ARRIVED_AT, Delivery
from bot.storage.engine import Tx
from bot.storage.models import (
    deliveries,
    follow_ups,
    marks,
    moves,
    outages,
    pauses,
    reflections,
    runs,
)

REPLY, FOLLOW_UP = "reply", "follow_up"


@dataclass(frozen=True)
class Deed:
    """Something a person did about a day. `what`: REPLY, FOLLOW_UP, or the kind of a mark.

    `ended_at`: when a reply was withdrawn or moved away, a mark taken back, a follow-up over.
    """

    what: str
    delivery_id: int
    at: datetime
    ended_at: datetime | None
    message_id: int | None
    went: bool


@dataclass(frozen=True)
class Stretch:
    """What the streak has to know of a run. `summary_at`: when what closed its last window came."""

    id: int
    number: int
    ended_at: datetime | None
    ended_by: str | None
    summary_at: datetime | None
    summary_id: int | None


@dataclass(frozen=True)
class Course:
    """A person's runs by row id, and the sequence: every challenge that may have reached them."""

    runs: dict[int, Stretch]
    arrived: list[Delivery]


_PERSON: BindParameter[int] = bindparam("person")
_NO = literal_column("0", Boolean)
_REPLY = literal_column(f"'{REPLY}'", String)
_WRITTEN = (reflections.c.message_id, _NO.label("went"), reflections.c.id.label("number"))
_DEEDS = union_all(
    select(
        _REPLY.label("what"),
        reflections.c.delivery_id,
        reflections.c.written_at,
        reflections.c.withdrawn_at,
        *_WRITTEN,
    ).where(reflections.c.subscriber_id == _PERSON),
    select(_REPLY, moves.c.delivery_id, reflections.c.written_at, moves.c.at, *_WRITTEN)
    .join(reflections, reflections.c.id == moves.c.reflection_id)
    .where(reflections.c.subscriber_id == _PERSON),
    select(
        marks.c.kind, marks.c.delivery_id, marks.c.at, marks.c.undone_at, null(), _NO, marks.c.id
    )
    .join(deliveries, deliveries.c.id == marks.c.delivery_id)
    .where(deliveries.c.subscriber_id == _PERSON),
    select(
        literal_column(f"'{FOLLOW_UP}'"),
        follow_ups.c.delivery_id,
        follow_ups.c.opened_at,
        follow_ups.c.ended_at,
        null(),
        follow_ups.c.went,
        follow_ups.c.id,
    ).where(follow_ups.c.subscriber_id == _PERSON),
).order_by("number")

_OF_RUN = [runs.c[name] for name in Stretch.__dataclass_fields__]
_COURSE = (
    select(*_OF_RUN, *(deliveries.c[name] for name in Delivery.__dataclass_fields__))
    .select_from(runs.outerjoin(deliveries, (deliveries.c.run_id == runs.c.id) & ARRIVED))
    .where(runs.c.subscriber_id == _PERSON)
    .order_by(ARRIVED_AT, deliveries.c.id)
)

_RESTS = union_all(
    select(
        pauses.c.started_at.label("began"), pauses.c.ended_at, literal_column("1", Boolean)
    ).where(pauses.c.subscriber_id == _PERSON),
    select(outages.c.started_at, outages.c.ended_at, _NO),
).order_by("began")


async def deeds(tx: Tx, subscriber_id: int) -> list[Deed]:
    """Everything a person ever did about a day, of each kind in the order they did it."""
    rows = await tx.execute(_DEEDS, {"person": subscriber_id})
    return [Deed(*row[:-1]) for row in rows]


async def course(tx: Tx, subscriber_id: int) -> Course:
    """Their runs, and what came in them, in order."""
    found = Course({}, [])
    width = len(_OF_RUN)
    for row in await tx.execute(_COURSE, {"person": subscriber_id}):
        found.runs[row[0]] = Stretch(*row[:width])
        if row[width] is not None:
            found.arrived.append(Delivery(*row[width:]))
    return found


@dataclass(frozen=True)
class Rest:
    """A pause of theirs; or, where it is not `theirs`, a span in which we could hear nobody."""

    began: datetime
    ended: datetime | None
    theirs: bool


async def rests(tx: Tx, subscriber_id: int) -> list[Rest]:
    """Their pauses, and the spans in which we could not hear anyone, in order."""
    return [Rest(*row) for row in await tx.execute(_RESTS, {"person": subscriber_id})]
