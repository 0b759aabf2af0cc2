"""What a handler, a job or a loop raises stays where it was raised (promise P8)."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import planner
from bot.demo.clock import HandClock
from bot.intake.poll import Poll
from bot.storage import outbox, subscribers
from bot.usecases import planning, reflections
from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.settled import settled
from tests.journeys.steps import texts_of
from tests.world import MONDAY, World, new_world


class QuickClock(HandClock):
    """A hand-set clock on which waiting is noted, and takes a hundredth of its time."""

    def __init__(self) -> None:
        super().__init__(MONDAY)
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(seconds / 100)


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
def world(tmp_path: Path, clock: QuickClock) -> World:
    world = new_world(tmp_path)
    world.clock = world.telegram.clock = clock
    return world


def raising(real: Callable[..., Awaitable[Any]], times: int) -> Callable[..., Awaitable[Any]]:
    """The same, but that the first `times` calls fail."""
    left = times

    async def fails(*args: Any, **kwargs: Any) -> Any:
        nonlocal left
        left -= 1
        if left >= 0:
            raise ZeroDivisionError("on purpose")
        return await real(*args, **kwargs)

    return fails


async def test_an_update_whose_handler_raises_is_tried_three_times_and_set_aside(
    world: World, clock: QuickClock, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: in 0, 1 and 5 seconds; what comes behind it is handled."""
    async with world.running():
        ana, ben = await settled(world, 2)
        monkeypatch.setattr(reflections, "hear", raising(reflections.hear, 3))
        await ana.sends("Raised three times")
        await world.settle()
        clock.waits = [wait for wait in clock.waits if wait in (1.0, 5.0)]
        assert clock.waits == [1.0, 5.0]
        behind = [await ana.sends("Behind it"), await ben.sends("Beside it")]
        await world.settle()
        told = "Something went wrong on my side"
        assert [sum(told in text for text in texts_of(person)) for person in (ana, ben)] == [1, 0]
    assert column(world, "SELECT trouble FROM inbox WHERE state = 'quarantined'") == [
        "ZeroDivisionError"
    ]
    assert "set aside after ZeroDivisionError" in caplog.text
    assert_promises_hold(world, written=behind, logs=caplog.text)


async def test_a_handler_that_raises_twice_has_its_effect_once(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: the third try works, and nothing of the first two is left."""
    async with world.running():
        [ana] = await settled(world, 1)
        monkeypatch.setattr(outbox, "add", raising(outbox.add, 2))
        note = await ana.sends("Kept at the third try")
        await world.settle()
    assert sum("Saved to Day 1" in text for text in texts_of(ana)) == 1
    assert_promises_hold(world, written=[note], logs=caplog.text)


@pytest.mark.parametrize("culprit", ["a tick", "one person's turn"])
async def test_a_job_that_raises_runs_again_at_its_time(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any, culprit: str
) -> None:
    """Fault 13: the tick, and the planning for a single person among others."""
    async with world.running():
        people = await settled(world, 3, begun=False)
        unlucky = people[1].id
        real = planning._turn

        def trips(pack: Any, person: subscribers.Subscriber, their_runs: Any) -> Any:
            if person.user_id == unlucky:
                raise ZeroDivisionError("on purpose")
            return real(pack, person, their_runs)

        if culprit == "a tick":
            monkeypatch.setattr(planner, "tick", raising(planner.tick, 3))
        else:
            monkeypatch.setattr(planning, "_turn", trips)
        world.clock.set(MONDAY.replace(hour=12))
        for person in (people[0], people[2]):
            await person.hears("Day 1: ", within=10)
        monkeypatch.setattr(planning, "_turn", real)
        await world.later(minutes=5)
        await people[1].hears("Day 1: ", within=10)
        await world.settle()
    assert "failed" in caplog.text
    assert Counter(copies_by_delivery(world).values()) == {1: 3}
    assert_promises_hold(world, logs=caplog.text)


async def test_a_poll_loop_that_raises_starts_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: the loop of polling, with an update in its hands."""
    async with world.running():
        [ana] = await settled(world, 1)
        monkeypatch.setattr(Poll, "_take", raising_method(Poll._take, 3))
        note = await ana.sends("Fetched four times")
        await world.settle()
    assert caplog.text.count("the poll loop failed") == 3
    assert_promises_hold(world, written=[note], logs=caplog.text)


async def test_a_sender_loop_that_raises_starts_again_with_nothing_left_in_its_hands(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: the loop of sending, between its claims and its calls."""
    async with world.running() as bot:
        people = await settled(world, 30, begun=False)
        real, left = type(bot.delivery)._begin, 2

        async def trips(delivery: Any) -> float:
            nonlocal left
            wait = await real(delivery)
            if delivery._calls and left > 0:
                left -= 1
                raise ZeroDivisionError("on purpose")
            return wait

        monkeypatch.setattr(type(bot.delivery), "_begin", trips)
        await world.at(MONDAY.replace(hour=12))
        for _ in range(3):  # what was cut off while on the wire is tried again a little later
            await world.later(seconds=40)
        notes = [await person.sends(f"Still heard: {person.name}") for person in people]
        await world.settle()
    assert caplog.text.count("the sender loop failed") == 2
    assert column(world, "SELECT DISTINCT state FROM deliveries") == ["delivered"]
    assert max(copies_by_delivery(world).values()) <= 3
    assert_promises_hold(world, written=notes, logs=caplog.text)


async def test_a_worker_loop_that_raises_starts_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: the loop that empties the inbox."""
    async with world.running() as bot:
        people = await settled(world, 5)
        worker = type(bot.worker)
        monkeypatch.setattr(worker, "_serve_waiting", raising_method(worker._serve_waiting, 2))
        notes = [await person.sends(f"Handled in the end: {person.name}") for person in people]
        await world.settle()
    assert caplog.text.count("the worker loop failed") == 2
    assert_promises_hold(world, written=notes, logs=caplog.text)


async def test_polling_that_shows_no_sign_of_life_is_started_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Fault 13: the watchdog trips within its patience (shortened here from a minute)."""
    stuck = asyncio.Event()

    async def hangs(poll: Any, offset: int | None, seconds: int) -> Any:
        stuck.set()
        await asyncio.Event().wait()

    async with world.running(poll_patience=0.6) as bot:
        [ana] = await settled(world, 1)
        fetch = bot.poll._fetch
        monkeypatch.setattr(bot.poll, "_fetch", lambda *asked: hangs(bot.poll, *asked))
        note = await ana.sends("Fetched by the one that came after")
        await ana.hears("Saved to Day 1")
        await stuck.wait()
        monkeypatch.setattr(bot.poll, "_fetch", fetch)
        second = await ana.sends("And so was this")
        await world.settle()
    assert "no sign of life" in caplog.text
    assert_promises_hold(world, written=[note, second], logs=caplog.text)


def raising_method(real: Callable[..., Awaitable[Any]], times: int) -> Callable[..., Any]:
    """As `raising`, for a method that is called through its object."""
    fails = raising(real, times)

    async def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return await fails(self, *args, **kwargs)

    return method
