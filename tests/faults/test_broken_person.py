"""One person's spoiled rows are their own trouble and nobody else's (promise P8)."""

import sqlite3
from datetime import timedelta

from sqlalchemy import text

from bot.storage.engine import Tx
from tests.faults.crowd import column
from tests.faults.invariants import assert_streaks_are_what_the_rows_say
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


async def test_a_challenge_given_up_is_in_the_streak_at_once(world: World) -> None:
    """Promise P8: the outcome cannot be written down whole, and the streak knows of the day."""
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        bot.services.holds.add("a test")
        world.clock.set(world.clock.now() + timedelta(days=1))
        await bot.tick()
        await bot.services.db.write(_move_nowhere, ana.id)
        world.clock.set(world.clock.now() + timedelta(hours=1))
        bot.services.holds.lift("a test")
        await world.settle()
        assert "Day 2: " in ana.last["text"]
        assert column(world, "SELECT state FROM deliveries") == ["delivered", "unknown"]
        assert column(world, "SELECT folded_at FROM streaks") == ["2026-11-24 10:00:00.000000"]
        await assert_streaks_are_what_the_rows_say(world)


async def _move_nowhere(tx: Tx, user_id: int) -> None:
    nowhere = "UPDATE subscribers SET zone = 'Nowhere/At_All' WHERE user_id = :user_id"
    await tx.execute(text(nowhere), {"user_id": user_id})


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
