"""Cancellations and crowds around the one writer, in the running bot (promises P1 and P2)."""

import asyncio
import gc
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.usecases import reflections
from bot.usecases.person import Person
from bot.usecases.routing import Answered, Heard
from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.faults.settled import settled
from tests.faults.stage import new_stage
from tests.world import World


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Without the garbage collector, which would free a lost connection by chance."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds_to_lock(world: World) -> float:
    """How long somebody outside waits for the write lock. Raises OperationalError after five."""
    start = time.monotonic()
    path = world.home / "kindreds.db"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        outside.execute("ROLLBACK")
    return time.monotonic() - start


@pytest.mark.usefixtures("no_collection")
async def test_a_storm_of_cancellations_leaves_no_lock_behind_and_loses_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 44: the tasks that serve chats are cut off at random, wherever they are just then."""
    chance = random.Random(44)
    written = []
    async with world.running() as bot:
        people = await settled(world, 6)
        for number in range(60):
            writer = chance.choice(people)
            written.append(await writer.sends(f"In the storm {number} by {writer.name}"))
            await asyncio.sleep(chance.uniform(0, 0.02))
            for serving in list(bot.worker._serving.values()):
                if chance.random() < 0.5:
                    serving.cancel()
        await asyncio.to_thread(seconds_to_lock, world)
        await world.settle()
        assert await asyncio.to_thread(seconds_to_lock, world) < 1
        await assert_streaks_are_what_the_rows_say(world)
    assert "is locked" not in caplog.text  # not even for a moment, to be freed by hand
    assert_promises_hold(world, written=written, logs=caplog.text)


async def test_a_chat_whose_task_is_cut_off_before_its_first_step_is_served_again(
    world: World,
) -> None:
    """Fault 44: what is canceled before it began never runs, not even its `finally`."""
    async with world.running() as bot:
        (ana,) = await settled(world, 1)
        begin, cut = bot.worker._serve_waiting, []

        async def begin_and_cut_off() -> bool:
            found = await begin()
            if not cut and bot.worker._serving:  # no step lies between the task and this
                cut.extend(bot.worker._serving.values())
                for serving in cut:
                    serving.cancel()
            return found

        bot.worker._serve_waiting = begin_and_cut_off  # type: ignore[method-assign]
        note = await ana.sends("Said as its task was cut off")
        await world.settle()
        assert cut
    assert_promises_hold(world, written=[note])


@pytest.mark.usefixtures("no_collection")
async def test_starting_and_stopping_at_any_moment_leaves_no_lock_behind(world: World) -> None:
    """Fault 44: all loops are canceled at once, twenty times, while people write."""
    chance = random.Random(440)
    written = []
    world.telegram.poller.repeat_at_once = 0
    async with world.running():
        people = await settled(world, 4)
    for number in range(20):
        for person in people:
            written.append(await person.sends(f"Stop {number}, says {person.name}"))
        async with world.running():
            await asyncio.sleep(chance.uniform(0.02, 0.15))
        assert seconds_to_lock(world) < 1
    async with world.running():
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world, written=written)


async def test_fifty_replies_of_one_person_at_once_make_one_exact_streak(world: World) -> None:
    """Fault 45: to three days, in no order, all within the same moment."""
    async with world.running() as bot:
        [ana] = await settled(world, 1)
        for _ in range(2):
            await world.later(days=1, hours=6)
        days = column(world, "SELECT id FROM deliveries ORDER BY day")
        assert len(days) == 3
        now, services = world.clock.now(), bot.services
        heard = [
            Heard(
                10_000 + number,
                now,
                text=f"Number {number}",
                answers=Answered(1, delivery=days[number % 3]),
            )
            for number in range(50)
        ]
        random.Random(45).shuffle(heard)
        who = Person(ana.id, ana.id, "en")
        saved = await asyncio.gather(
            *(
                services.db.write(reflections.hear, now, who, each, services.series)
                for each in heard
            )
        )
        await world.settle()
        assert sum(each == reflections.Replied() for each in saved) == 3
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT count(*) FROM reflections") == [50]
    assert column(world, "SELECT answered FROM streaks") == [3]
    assert column(world, "SELECT count(DISTINCT message_id) FROM reflections") == [50]


async def test_a_death_in_the_storm_is_no_different(tmp_path: Path) -> None:
    """Fault 45: fifty replies, a kill amid them, and the streak is exact."""
    stage = new_stage(tmp_path)
    async with stage.running():
        [ana] = await settled(stage, 1)
    async with stage.served():
        child = stage.start()
        await stage.quiet(child)
        written = [await ana.sends(f"One of fifty, {number}") for number in range(50)]
        async with asyncio.timeout(20):
            while len(stage.telegram.pending) or not stage.kept():
                await asyncio.sleep(0.005)
        await child.killed()
        assert stage.found("SELECT count(*) > 0 FROM inbox WHERE state = 'new'") == [(1,)]
        heir = stage.start()
        await stage.quiet(heir)
        await heir.stopped()
    assert stage.found("SELECT current, answered FROM streaks") == [(1, 1)]
    assert_promises_hold(stage, written=written, logs=stage.diary)
