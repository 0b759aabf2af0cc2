"""A question about a day that was put off is put until it has reached them, and then no more."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.storage.engine import Tx
from bot.usecases import asking
from tests.faults.crowd import column
from tests.journeys.steps import join, joined
from tests.world import World

THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)
NIGHT = THURSDAY.replace(hour=22)


async def _ended(tx: Tx, state: str) -> None:
    await tx.execute(
        text("UPDATE outbox SET state = :state WHERE kind = 'follow_up'"), {"state": state}
    )


async def put_off(world: World) -> Any:
    """Someone who put Day 1 off on Monday."""
    ana = await joined(world, "Ana")
    await ana.presses(ana.last, "Remind me")
    await world.settle()
    return ana


DUE_AT = "SELECT due_at FROM follow_ups"


@pytest.mark.parametrize("state", ["queued", "claimed", "cancelled", "expired", "failed"])
async def test_a_question_that_never_went_out_is_put_again_at_the_next_hour(
    world: World, state: str
) -> None:
    async with world.running() as bot:
        await put_off(world)
        bot.services.holds.add("a test")
        assert await bot.services.db.write(asking.ask_due, THURSDAY, 10) == 1
        assert column(world, DUE_AT) == [f"{NIGHT:%F %T}.000000"]
        assert await bot.services.db.write(asking.ask_due, THURSDAY, 10) == 0, "once"
        await bot.services.db.write(_ended, state)
        assert await bot.services.db.write(asking.ask_due, NIGHT, 10) == 1
        assert column(world, DUE_AT) == [f"{THURSDAY + timedelta(days=1):%F %T}.000000"]
        assert await bot.services.db.write(asking.ask_due, NIGHT, 10) == 0


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
async def test_a_question_that_reached_them_or_may_have_is_not_put_again(
    world: World, state: str
) -> None:
    async with world.running() as bot:
        await put_off(world)
        bot.services.holds.add("a test")
        await bot.services.db.write(asking.ask_due, THURSDAY, 10)
        await bot.services.db.write(_ended, state)
        assert await bot.services.db.write(asking.ask_due, NIGHT, 10) == 1
        assert column(world, DUE_AT) == [None]
        await bot.services.db.write(_ended, "sent")


async def test_a_pause_takes_a_question_back_and_no_challenge_with_it(world: World) -> None:
    async with world.running() as bot:
        ana = await put_off(world)
        await world.at(THURSDAY - timedelta(hours=1))
        bot.services.holds.add("a test")
        await bot.services.db.write(asking.ask_due, THURSDAY, 10)
        await ana.sends("/pause")
        await ana.press_data("1:pause:1", dict(ana.heard[-1]), wait=False)
        async with asyncio.timeout(10):
            while column(world, "SELECT count(*) FROM pauses") == [0]:
                await asyncio.sleep(0.01)
        bot.services.holds.lift("a test")
        await world.settle()
    assert column(world, "SELECT state FROM outbox WHERE kind = 'follow_up'") == ["cancelled"]
    assert column(world, "SELECT until_date FROM pauses") == ["2026-11-27"]


async def test_a_question_is_worth_asking_until_midnight_and_no_longer(world: World) -> None:
    """Past it, it would be the one unasked message of the next date."""
    async with world.running() as bot:
        ana = await join(world, "Ana", "Europe/Lisbon", "23:30")
        await world.at(THURSDAY - timedelta(days=3) + timedelta(hours=14, minutes=30))
        await ana.presses(ana.last, "Remind me")
        await world.settle()
        bot.services.holds.add("a test")
        half_past = THURSDAY + timedelta(hours=14, minutes=30)
        assert await bot.services.db.write(asking.ask_due, half_past, 10) == 1
        assert column(world, DUE_AT) == ["2026-11-27 00:00:00.000000"]
        expiry = "SELECT expires_at FROM outbox WHERE kind = 'follow_up'"
        assert column(world, expiry) == ["2026-11-27 00:00:00.000000"]
        await bot.services.db.write(_ended, "sent")


async def test_someone_who_has_had_the_last_day_is_still_asked(world: World) -> None:
    async with world.running() as bot:
        ana = await put_off(world)
        finish = "UPDATE subscribers SET state = 'finished', next_due_at = NULL"

        async def finished(tx: Tx) -> None:
            await tx.execute(text(finish))

        await bot.services.db.write(finished)
        await world.at(THURSDAY)
        assert "did you go?" in ana.last["text"]


async def test_nothing_is_due_before_its_hour(world: World) -> None:
    async with world.running() as bot:
        await put_off(world)
        assert not await bot.services.db.read(asking.is_any_due, THURSDAY - timedelta(minutes=1))
        assert await bot.services.db.read(asking.is_any_due, THURSDAY)
