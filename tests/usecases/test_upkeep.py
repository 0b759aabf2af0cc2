"""Forgetting what has served its time, and following the time zone data."""

from datetime import timedelta

from sqlalchemy import text

from bot.storage import meta
from bot.storage.engine import Tx
from bot.usecases import upkeep
from tests.journeys.steps import join, joined
from tests.world import World


async def _next_due(tx: Tx) -> str:
    return str(await tx.scalar(text("SELECT next_due_at FROM subscribers")))


async def _move_hour(tx: Tx, to: str) -> None:
    await tx.execute(text("UPDATE subscribers SET next_due_at = :to"), {"to": to})


async def _count(tx: Tx, table: str) -> int:
    return int(await tx.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_new_zone_data_moves_hours_to_come_and_is_done_once(world: World) -> None:
    async with world.running() as bot:
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        db = bot.services.db
        right = await db.read(_next_due)
        await db.write(_move_hour, "2026-11-23 10:00:00.000000")
        now = world.clock.now()
        assert await db.write(upkeep.follow_zone_data, now, "2099z") == 1
        assert await db.read(_next_due) == right
        assert await db.write(upkeep.follow_zone_data, now, "2099z") == 0


async def test_an_hour_that_has_passed_unsent_keeps_its_date(world: World) -> None:
    async with world.running() as bot:
        await join(world, "Ana", "Europe/Lisbon", "09:00")
        db = bot.services.db
        due = await db.read(_next_due)
        later = world.clock.now() + timedelta(hours=5)
        assert await db.write(upkeep.follow_zone_data, later, "2099z") == 0
        assert await db.read(_next_due) == due


async def test_the_start_remembers_which_zone_data_it_planned_with(world: World) -> None:
    async with world.running() as bot:
        assert await bot.services.db.read(meta.get, meta.ZONE_DATA)


async def test_the_sweep_forgets_handled_updates_after_a_week_and_keeps_the_log(
    world: World,
) -> None:
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        await ana.sends("kept for good")
        await world.settle()
        db = bot.services.db
        await db.write(upkeep.sweep, world.clock.now() + timedelta(days=6))
        assert await db.read(_count, "inbox") > 0
        await db.write(upkeep.sweep, world.clock.now() + timedelta(days=61))
        assert await db.read(_count, "inbox") == 0
        assert await db.read(_count, "outbox") == 0
        assert await db.read(_count, "reflections") == 1
        assert await db.read(_count, "deliveries") == 1
