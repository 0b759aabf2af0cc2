"""All that a person's streak is folded from, in three statements: it is read with every reply."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Boolean,
    String,
    bindparam,
    func,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)

from bot.storage.deliveries import ARRIVED, ARRIVED_AT, Delivery
from bot.storage.engine import Tx
from bot.storage.instant import Instant
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
_WORDS = reflections.c
_STANDING = (
    select(
        _REPLY.label("what"),
        _WORDS.delivery_id,
        func.min(_WORDS.written_at),
        type_coerce(null(), Instant),
        func.min(_WORDS.message_id),
        _NO,
        func.min(_WORDS.id).label("number"),
        func.max(_WORDS.written_at),
        func.max(_WORDS.message_id),
    )
    .where(_WORDS.subscriber_id == _PERSON, _WORDS.withdrawn_at.is_(None))
    .group_by(_WORDS.delivery_id)
)
_WRITTEN = (_WORDS.message_id, _NO, _WORDS.id, null(), null())
_DEEDS = union_all(
    _STANDING,
    select(_REPLY, _WORDS.delivery_id, _WORDS.written_at, _WORDS.withdrawn_at, *_WRITTEN).where(
        _WORDS.subscriber_id == _PERSON, _WORDS.withdrawn_at.is_not(None)
    ),
    select(_REPLY, moves.c.delivery_id, _WORDS.written_at, moves.c.at, *_WRITTEN)
    .join(deliveries, deliveries.c.id == moves.c.delivery_id)
    .join(reflections, _WORDS.id == moves.c.reflection_id)
    .where(deliveries.c.subscriber_id == _PERSON),
    select(
        marks.c.kind,
        marks.c.delivery_id,
        marks.c.at,
        marks.c.undone_at,
        null(),
        _NO,
        marks.c.id,
        null(),
        null(),
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
        null(),
        null(),
    ).where(follow_ups.c.subscriber_id == _PERSON),
).order_by("number")

# No index leads from a run to its challenges; the person's own does. Without naming them twice,
# SQLite looks through the challenges of everybody.
_OF_RUN = [runs.c[name] for name in Stretch.__dataclass_fields__]
_CAME_IN_IT = (
    (deliveries.c.subscriber_id == runs.c.subscriber_id)
    & (deliveries.c.run_id == runs.c.id)
    & ARRIVED
)
_COURSE = (
    select(*_OF_RUN, *(deliveries.c[name] for name in Delivery.__dataclass_fields__))
    .select_from(runs.outerjoin(deliveries, _CAME_IN_IT))
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
    """What a person ever did about a day, of each kind in the order they did it.

    Of all the replies that stand under a challenge, the first and the last: no rule asks for those
    between, and of somebody who writes a diary they would be thousands. Where the order of message
    ids is not that of time, the smallest id goes with the first: the person's benefit.
    """
    found = []
    rows = await tx.execute(_DEEDS, {"person": subscriber_id})
    for *deed, _, last_at, last_id in rows.all():
        found.append(Deed(*deed))
        if last_at is not None and last_id != found[-1].message_id:
            what, delivery_id, *_ = deed
            found.append(Deed(what, delivery_id, last_at, None, last_id, False))
    return found


async def course(tx: Tx, subscriber_id: int) -> Course:
    """Their runs, and what came in them, in order."""
    found = Course({}, [])
    width = len(_OF_RUN)
    for row in (await tx.execute(_COURSE, {"person": subscriber_id})).all():
        if row[0] not in found.runs:
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
