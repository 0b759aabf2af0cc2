"""Many messages against a Telegram that is slow, or tells everybody to wait."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bot.delivery.sender import AT_ONCE
from bot.demo.faults import SlowAnswer, TooManyRequests
from tests.faults.crowd import column, enrolled, joined_now
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.leaping import leaping_world
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


class Counting(httpx.ASGITransport):
    """The line to Telegram, which counts how many messages are on it at once."""

    def __init__(self, world: World) -> None:
        super().__init__(app=world.telegram.app)
        self.now = self.most = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Hand on a request."""
        sending = request.url.path.endswith("/sendMessage")
        self.now += sending
        self.most = max(self.most, self.now)
        try:
            return await super().handle_async_request(request)
        finally:
            self.now -= sending


async def until(true: Callable[[], bool], within: float = 20.0) -> None:
    """Wait for something to become true. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.01)


async def test_a_storm_of_refusals_slows_the_whole_sender(world: World) -> None:
    """Fault 31: 429 for everyone; a handful of requests find it out, and then there is silence."""
    async with world.running():
        people = await enrolled(world, 100)
        storm = world.telegram.faults.add(
            TooManyRequests(retry_after=2, everyone=True), method="sendMessage", times=None
        )
        before = len(world.telegram.calls)
        await world.bot.services.clock.sleep(0)
        world.clock.set(world.clock.now().replace(hour=12))
        await world.bot.tick()
        await until(lambda: storm.struck >= 3)
        await asyncio.sleep(1.0)
        asked = sum(call.method == "sendMessage" for call in world.telegram.calls[before:])
        assert asked <= AT_ONCE, asked
        world.telegram.faults.clear()
        world.clock.leap(2.5)
        await until(lambda: len(world.telegram.sent) >= len(people))
        await world.settle()
    assert set(copies_by_delivery(world).values()) == {1}
    assert column(world, "SELECT DISTINCT copies FROM outbox") == [0]
    assert_promises_hold(world)


async def test_a_limit_that_is_really_enforced_is_kept_without_a_storm(world: World) -> None:
    """Fault 31: a Telegram of 30 a second against a sender set far too fast; all arrive."""
    async with world.running():
        people = await enrolled(world, 70)
        world.telegram.limits.enforce(per_chat=1, overall=30)
        world.clock.set(world.clock.now().replace(hour=12))
        await world.bot.tick()
        for _ in range(12):
            if len(world.telegram.sent) == len(people):
                break
            await asyncio.sleep(0.3)
            world.clock.leap(1.2)
            world.bot.delivery.wake()
        await world.settle()
    assert world.telegram.limits.too_fast <= 4 * AT_ONCE
    assert set(copies_by_delivery(world).values()) == {1}
    assert len(copies_by_delivery(world)) == len(people)
    assert_promises_hold(world)


async def test_a_slow_telegram_gets_few_calls_at_once_and_people_are_still_heard(
    world: World,
) -> None:
    """Fault 37: 300 are due and each call takes long; replies are answered in between."""
    line = Counting(world)
    async with world.running(transport=line):
        ana = await joined_now(world, "Ana")
        people = await enrolled(world, 300)
        slow = world.telegram.faults.add(SlowAnswer(0.1), method="sendMessage", times=None)
        world.clock.set(world.clock.now().replace(hour=12))
        await world.bot.tick()
        await until(lambda: slow.struck > 40)
        note = await ana.sends("Am I heard?")
        await ana.hears("Saved to Day 1", within=2.0)
        assert len(world.telegram.sent) < len(people)
        await until(lambda: len(world.telegram.sent) >= len(people))
        world.telegram.faults.clear()
        await world.settle()
    assert 4 <= line.most <= AT_ONCE
    assert set(copies_by_delivery(world).values()) == {1}
    assert_promises_hold(world, written=[note])
