"""The delivery tick: who is due is a question to the database, never a timer a person."""

import logging

from bot.probe import Point
from bot.services import Services
from bot.storage.engine import Tx
from bot.storage.trouble import DatabaseUnavailableError
from bot.usecases import planning

log = logging.getLogger(__name__)

AT_ONCE = 200
"""People planned for in one transaction."""


async def tick(services: Services) -> None:
    """Plan for everyone whose hour has come. When it is nobody's, that costs one read."""
    while await services.db.read(planning.is_anyone_due, services.clock.now()):
        if not await _plan_some(services):
            break


async def _plan_some(services: Services) -> bool:
    """One transaction's worth of people; True if there may be more."""
    try:
        planned = await services.db.write(_plan_batch, services)
    except DatabaseUnavailableError:  # nobody's fault, so nobody is pushed ahead for it (fault 39)
        raise
    except Exception:  # somebody in the batch is broken: go one by one, so that nobody waits (P8)
        log.exception("planning a batch failed; planning its people one by one")
        return await _one_by_one(services)
    return planned == AT_ONCE


async def _plan_batch(tx: Tx, services: Services) -> int:
    now = services.clock.now()
    planned = await planning.plan_due(tx, now, services.series.pack, AT_ONCE)
    if planned:
        services.probe(Point.PLANNING)
    return planned


async def _one_by_one(services: Services) -> bool:
    now = services.clock.now()
    people = await services.db.read(planning.who_is_due, now, AT_ONCE)
    for person in people:
        try:
            await services.db.write(planning.plan_one, now, services.series.pack, person)
        except DatabaseUnavailableError:
            raise
        except Exception:  # this one waits; the others do not
            log.exception("planning for subscriber row %s failed; pushed ahead", person)
            await services.db.write(planning.postpone, now, person)
    return len(people) == AT_ONCE
