"""People who have joined long ago: written down in one go, since how they joined is not the matter.

`tests/faults/crowd.py` has the same crowd come in through the conversation.
"""

from datetime import datetime
from typing import Any

from bot.storage import runs, subscribers
from bot.storage.engine import Tx
from tests.world import World

_ZONE = "Europe/Lisbon"  # in winter its clocks show UTC


async def settled(
    world: World, size: int, name: str = "Person", hour: int = 12 * 60, *, begun: bool = True
) -> list[Any]:
    """So many people of Lisbon whose days come at `hour`, in minutes; with Day 1, if `begun`."""
    people = [world.telegram.person(f"{name} {number}") for number in range(size)]
    for person in people:
        person.room.started = True
    assert world.bot is not None
    now = world.clock.now()
    due = now if begun else now.replace(hour=hour // 60, minute=hour % 60, second=0, microsecond=0)
    await world.bot.services.db.write(_settle, now, [each.id for each in people], hour, due)
    await world.bot.tick()
    await world.settle()
    for person in people:
        assert len(person.heard) == begun, person.transcript()
    return people


async def _settle(tx: Tx, now: datetime, ids: list[int], minute: int, due: datetime) -> None:
    for user_id in ids:
        await subscribers.welcome(tx, now, user_id, user_id, "en", None)
        person = await subscribers.by_user(tx, user_id)
        assert person is not None
        run_id = await runs.begin(tx, person.id, now, "own", None)
        await subscribers.change(
            tx,
            person.id,
            state="active",
            step=None,
            zone=_ZONE,
            minute=minute,
            run_id=run_id,
            next_due_at=due,
            next_due_date=due.date(),
        )
