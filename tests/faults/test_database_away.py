"""A database that does not take anything for a while, in the middle of the bot's life."""

import asyncio
import contextlib
import functools
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import app
from bot.storage.engine import Database
from tests.faults.crowd import column
from tests.faults.invariants import (
    assert_promises_hold,
    assert_streaks_are_what_the_rows_say,
    copies_by_delivery,
)
from tests.faults.leaping import leaping_world
from tests.journeys.steps import joined, texts_of
from tests.world import World

LOCKER = Path(__file__).with_name("locker.py")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


@contextlib.asynccontextmanager
async def locked(world: World) -> AsyncIterator[None]:
    """Another process holds the write lock for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(LOCKER),
        str(world.home / "kindreds.db"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    assert await process.stdout.readline() == b"locked\n"
    try:
        yield
    finally:
        process.stdin.write(b"let go\n")
        await process.communicate()


@pytest.mark.parametrize(
    ("patience", "held"), [pytest.param(5.0, 3.0, id="3 s"), pytest.param(0.1, 3.0, id="60 s")]
)
async def test_a_lock_by_another_process_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, patience: float, held: float
) -> None:
    """Fault 39: within SQLite's patience it waits; beyond it (scaled: 0.1 s for 5) it pauses."""
    opened = functools.partial(Database.open, busy_seconds=patience)
    monkeypatch.setattr(app.Database, "open", opened)
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        ben = world.telegram.person("Ben")
        written = [await ana.sends("Before the lock")]
        await world.later(hours=23, minutes=59)
        async with locked(world):
            confirmed = len(world.telegram.confirmed)
            written += [await ana.sends(f"While it is locked {number}") for number in range(3)]
            await ana.presses(challenge, "Done", wait=False)
            await ben.sends("/start")
            world.clock.forward(timedelta(minutes=1))
            await asyncio.sleep(held)
            assert len(world.telegram.confirmed) == confirmed, "confirmed, and not written down"
        await world.settle(within=15)
        await world.bot.tick()
        await world.settle(within=15)
        assert any("Day 2: " in text for text in texts_of(ana)), ana.transcript()
        await ben.hears("Once a day")
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") == [0]
    assert column(world, "SELECT count(*) FROM marks") == [1]
    assert set(copies_by_delivery(world).values()) == {1}
    assert_promises_hold(world, written=written)


async def test_a_lock_while_messages_are_on_the_wire_doubles_none(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 39: what Telegram answered meanwhile is written down when the lock is gone."""
    from bot.demo.faults import SlowAnswer

    opened = functools.partial(Database.open, busy_seconds=0.1)
    monkeypatch.setattr(app.Database, "open", opened)
    async with world.running():
        ana = await joined(world, "Ana")
        slow = world.telegram.faults.add(SlowAnswer(0.5), method="sendMessage", times=1)
        world.clock.forward(timedelta(days=1))
        await world.bot.tick()
        while not slow.struck:
            await asyncio.sleep(0.01)
        async with locked(world):
            note = await ana.sends("Written while nobody could write it down")
            await asyncio.sleep(2.5)
        await world.settle(within=15)
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        assert sum("Day 3: " in text for text in texts_of(ana)) == 1
    assert set(copies_by_delivery(world).values()) == {1}
    assert column(world, "SELECT DISTINCT state FROM deliveries") == ["delivered"]
    assert_promises_hold(world, written=[note])


async def test_a_file_that_turns_read_only_keeps_no_half_rows_and_comes_back(
    world: World,
) -> None:
    """Fault 41: at run time; nothing is confirmed until it can be kept, then all of it is."""
    async with world.running():
        ana = await joined(world, "Ana")
        await world.later(hours=23, minutes=59)
        await _read_only(world, "ON")
        confirmed = len(world.telegram.confirmed)
        written = [await ana.sends("Into a read-only file"), await ana.sends("And once more")]
        world.clock.forward(timedelta(minutes=1))
        await asyncio.sleep(2.0)
        assert column(world, "SELECT count(*) FROM reflections") == [0]
        assert len(world.telegram.confirmed) == confirmed
        assert not any("Saved" in text for text in texts_of(ana)), "said to be saved, and is not"
        await _read_only(world, "OFF")
        await world.settle(within=15)
        await world.bot.tick()
        await world.settle(within=15)
        assert any("Day 2: " in text for text in texts_of(ana))
    assert column(world, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") == [0]
    assert set(copies_by_delivery(world).values()) == {1}
    assert_promises_hold(world, written=written)


async def _read_only(world: World, switch: str) -> None:
    assert world.bot is not None
    database = world.bot.services.db
    # Below the transactions, which a file that is read-only would refuse to begin.
    async with database._turn, database._writer.connect() as connection:
        below = await connection.get_raw_connection()
        await below.driver_connection.execute(f"PRAGMA query_only={switch}")
