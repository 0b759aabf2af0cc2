"""One person's spoiled rows are their own trouble and nobody else's (promise P8)."""

import sqlite3
from datetime import timedelta

from sqlalchemy import text

from bot.storage.engine import Tx
from tests.journeys.steps import joined
from tests.world import World


async def _spoil(tx: Tx, user_id: int) -> None:
    await tx.execute(
        text(
            "UPDATE reflections SET written_at = 'no time at all' WHERE subscriber_id = "
            "(SELECT id FROM subscribers WHERE user_id = :user_id)"
        ),
        {"user_id": user_id},
    )


async def test_an_outcome_that_cannot_be_recorded_holds_up_nobody_else(world: World) -> None:
    """Promise P8: the spoiled person's challenge ends; everyone else's goes on, days on end."""
    async with world.running() as bot:
        broken = await joined(world, "Bea")
        await broken.sends("a reply whose row will be spoiled")
        await world.settle()
        await bot.services.db.write(_spoil, broken.id)
        world.clock.set(world.clock.now() + timedelta(hours=21))
        whole = await joined(world, "Ana")
        await whole.sends("an answer")
        await world.settle()
        assert "Saved to Day 1" in whole.last["text"]
        await world.later(days=1)
        assert "Day 2: " in whole.last["text"]
    with sqlite3.connect(world.home / "kindreds.db") as database:
        in_hand = "SELECT count(*) FROM outbox WHERE state IN ('claimed', 'sending', 'queued')"
        assert database.execute(in_hand).fetchone() == (0,)
