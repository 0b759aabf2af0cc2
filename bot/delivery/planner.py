"""The delivery tick: who is due is a question to the database, never a timer a person."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.probe import Point
from bot.services import Services
from bot.storage.engine import Tx
from bot.storage.trouble import DatabaseUnavailableError
from bot.usecases import asking, evenings, planning

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Rows looked at in one transaction."""

MOST_ROUNDS = 500
"""Transactions of one tick; what is due beyond them waits for the next one."""


@dataclass(frozen=True)
class Round:
    """A kind of work that falls due: many rows at once or, where one of them is broken, singly.

    `batch` returns how many rows there were, `who` their ids; `postpone` pushes one ahead.
    """

    name: str
    batch: Callable[[Tx, Services, datetime], Awaitable[int]]
    who: Callable[[Tx, datetime, int], Awaitable[list[int]]]
    one: Callable[[Tx, Services, datetime, int], Awaitable[None]]
    postpone: Callable[[Tx, datetime, int], Awaitable[None]]


async def tick(services: Services) -> None:
    """Do what has fallen due: first challenges, then questions about days that were put off, then
    what an evening brings.

    When nothing has, that costs one read. Whoever missed an hour may be due again at once.
    """
    for _ in range(MOST_ROUNDS):
        due = await services.db.read(_what_is_due, services.clock.now())
        if not due:
            break
        for work in due:
            await _some(services, work)


async def _what_is_due(tx: Tx, now: datetime) -> list[Round]:
    due = [
        (CHALLENGES, planning.is_anyone_due),
        (QUESTIONS, asking.is_any_due),
        (EVENINGS, evenings.is_any_due),
    ]
    return [work for work, is_due in due if await is_due(tx, now)]


async def _some(services: Services, work: Round) -> None:
    """One transaction's worth."""
    try:
        await services.db.write(_batch, services, work)
    except DatabaseUnavailableError:  # nobody's fault, so nobody is pushed ahead for it (fault 39)
        raise
    except Exception:  # somebody in the batch is broken: go one by one, so that nobody waits (P8)
        log.exception("planning a batch of %s failed; going one by one", work.name)
        await _one_by_one(services, work)


async def _batch(tx: Tx, services: Services, work: Round) -> None:
    if await work.batch(tx, services, services.clock.now()):
        services.probe(Point.PLANNING)


async def _one_by_one(services: Services, work: Round) -> None:
    now = services.clock.now()
    rows = await services.db.read(work.who, now, AT_ONCE)
    for row in rows:
        try:
            await services.db.write(work.one, services, now, row)
        except DatabaseUnavailableError:
            raise
        except Exception:  # this one waits; the others do not
            log.exception("planning row %s of %s failed; pushed ahead", row, work.name)
            await services.db.write(work.postpone, now, row)


async def _plan(tx: Tx, services: Services, now: datetime) -> int:
    return await planning.plan_due(tx, now, services.series.pack, AT_ONCE)


async def _plan_one(tx: Tx, services: Services, now: datetime, row: int) -> None:
    await planning.plan_one(tx, now, services.series.pack, row)


async def _ask(tx: Tx, services: Services, now: datetime) -> int:
    return await asking.ask_due(tx, now, AT_ONCE)


async def _ask_one(tx: Tx, services: Services, now: datetime, row: int) -> None:
    await asking.ask_one(tx, now, row)


async def _look(tx: Tx, services: Services, now: datetime) -> int:
    return await evenings.look_due(tx, now, AT_ONCE)


async def _look_one(tx: Tx, services: Services, now: datetime, row: int) -> None:
    await evenings.look_one(tx, now, row)


CHALLENGES = Round("challenges", _plan, planning.who_is_due, _plan_one, planning.postpone)
QUESTIONS = Round("follow-ups", _ask, asking.who_is_due, _ask_one, asking.postpone)
EVENINGS = Round("evenings", _look, evenings.who_is_due, _look_one, evenings.postpone)
