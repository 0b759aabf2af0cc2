"""Looking on from outside while a bot writes."""

import sqlite3
from datetime import date, timedelta

import pytest

from bot.storage.onlooker import Onlooker, StreakRecord
from tests.journeys.steps import joined
from tests.world import MONDAY, World


async def test_it_sees_what_was_committed_and_cannot_write(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        with Onlooker(world.home / "kindreds.db") as records:
            before = records.day(ana.id, 1)
            assert before is not None and before.state == "delivered" and before.words == ()
            await ana.sends("I waved")
            await ana.presses(ana.last, "Done")
            await world.settle()
            after = records.day(ana.id, 1)
            assert after is not None
            assert (after.words, after.marks) == (("I waved",), frozenset({"done"}))
            assert after.delivered_at == MONDAY + timedelta(hours=3)
            assert records.delivered(ana.id) == [(1, date(2026, 11, 23))]
            assert records.streak(ana.id) == StreakRecord(1, 1, 1, 1)
            assert records.replies() == 1
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                records._all("DELETE FROM reflections")


async def test_it_knows_when_something_falls_due_next_and_whether_all_is_done(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        with Onlooker(world.home / "kindreds.db") as records:
            now = world.clock.now()
            evening = records.next_moment(now)
            assert evening == MONDAY + timedelta(hours=14)
            assert records.next_moment(evening) == now + timedelta(days=1)
            assert not records.is_busy(now)
            world.bot.services.holds.add("a test")  # type: ignore[union-attr]
            await ana.sends("/today")
            while not records.is_busy(now):
                await world.clock.sleep(0.01)
            world.bot.services.holds.lift("a test")  # type: ignore[union-attr]
            await world.settle()
            assert not records.is_busy(now)


async def test_of_strangers_it_knows_nothing(world: World) -> None:
    async with world.running():
        with Onlooker(world.home / "kindreds.db") as records:
            assert records.state(1) is None
            assert records.day(1, 1) is None
            assert records.streak(1) is None
            assert records.pause(1) is None
            assert records.next_moment(world.clock.now()) is None
