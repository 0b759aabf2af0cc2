"""Fetching updates over a line that breaks, from a Telegram that is odd, slow or not ours."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot import app
from bot.demo.faults import (
    CutAfter,
    CutBefore,
    Fault,
    Hang,
    HtmlError,
    ServerError,
    TooManyRequests,
    Truncated,
    Unreachable,
)
from tests.faults.crowd import column
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.leaping import LeapClock, leaping_world
from tests.journeys.steps import joined, texts_of
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


def polls(world: World) -> int:
    """How often updates were asked for."""
    return sum(call.method == "getUpdates" for call in world.telegram.calls)


def hurry(world: World) -> None:
    """Let the bot's own waits take no time; what it asked for is in `slept`."""
    assert isinstance(world.clock, LeapClock)
    world.clock.shortest = 0.0005
    world.telegram.poller.repeat_window = 0.0  # it would hold back whoever asks again so soon


async def test_a_line_that_is_down_is_tried_again_at_a_decent_distance(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 26: never longer than 30 s, never all at the same distance, and then it goes on."""
    async with world.running():
        ana = await joined(world, "Ana")
        hurry(world)
        down = world.telegram.faults.add(Unreachable(), method="getUpdates", times=40)
        written = [await ana.sends("Ends the poll under way")]
        while down.struck < 40:
            await asyncio.sleep(0.01)
        written.append(await ana.sends("And the line is back"))
        await world.settle()
    pauses = [float(found) for found in re.findall(r"again in ([\d.]+) s", caplog.text)]
    assert len(pauses) == 40
    assert max(pauses) <= 30.0 and sum(pauses[:4]) < 8.0
    assert min(pauses[10:]) >= 15.0 and len(set(pauses[10:])) > 10, pauses
    assert_promises_hold(world, written=written, logs=caplog.text)


async def test_messages_wait_for_the_line_without_being_counted(world: World) -> None:
    """Fault 26: surely not sent, so no copy is counted; an hour later everyone has one."""
    assert isinstance(world.clock, LeapClock)
    async with world.running():
        ana = await joined(world, "Ana")
        down = world.telegram.faults.add(Unreachable(), method="sendMessage", times=None)
        await world.later(days=1)
        for _ in range(20):
            world.clock.leap(30.1)
            world.bot.delivery.wake()
            await world.settle()
        assert 3 <= down.struck <= 45, down.struck
        world.telegram.faults.clear()
        world.clock.leap(30.1)
        world.bot.delivery.wake()
        await ana.hears("Day 2: ", within=2.5)
        await world.settle()
    assert copies_by_delivery(world) == {1: 1, 2: 1}
    assert column(world, "SELECT DISTINCT copies FROM outbox") == [0]
    assert_promises_hold(world)


BAD_ANSWERS: list[Fault] = [
    Hang(0.05),
    CutBefore(),
    CutAfter(),
    HtmlError(502),
    HtmlError(200),
    HtmlError(404),
    HtmlError(409),
    ServerError(500),
    Truncated(),
]


async def test_an_answer_that_never_came_whole_loses_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 27 to 29 on polls: asked again, and every text is kept once."""
    written = []
    async with world.running():
        ana = await joined(world, "Ana")
        hurry(world)
        for fault in BAD_ANSWERS:
            bad = world.telegram.faults.add(fault, method="getUpdates", times=3)
            written += [await ana.sends("Before"), await ana.sends("Right before")]
            while bad.struck < 3:
                await asyncio.sleep(0.01)
            written.append(await ana.sends(f"After {fault}"))
            await world.settle()
    assert sum("Saved to Day 1" in text for text in texts_of(ana)) == 1
    assert not any("loop failed" in record.message for record in caplog.records)
    assert_promises_hold(world, written=written, logs=caplog.text)


async def test_answers_of_a_form_nobody_foresaw_do_not_end_the_polling(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 29: JSON that is no object, has no result, or holds something else than updates."""
    bodies = [b"[1, 2]", b'"ok"', b"7", b"{}", b'{"ok":true}', b'{"ok":true,"result":5}']
    bodies += [b'{"ok":true,"result":[7,null]}', b"[" * 100_000, b"\xff\xfe"]

    async def answers_oddly(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/getUpdates") and left:
            return httpx.Response(200, content=left.pop())
        return await real.handle_async_request(request)

    left: list[bytes] = []
    real = httpx.ASGITransport(app=world.telegram.app)
    async with world.running(transport=httpx.MockTransport(answers_oddly)):
        ana = await joined(world, "Ana")
        hurry(world)
        left += bodies
        written = [await ana.sends("Before")]
        while left:
            await asyncio.sleep(0.01)
        written.append(await ana.sends("After"))
        await world.settle()
    assert not any("loop failed" in record.message for record in caplog.records)
    assert_promises_hold(world, written=written)


async def test_polling_waits_as_long_as_it_is_told(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 30: half an hour, and the watchdog takes that for no death."""
    assert isinstance(world.clock, LeapClock)
    async with world.running():
        ana = await joined(world, "Ana")
        told = world.telegram.faults.add(TooManyRequests(retry_after=1800), method="getUpdates")
        hurry(world)
        written = [await ana.sends("First")]
        while not told.struck:
            await asyncio.sleep(0.01)
        world.clock.slept.clear()
        written.append(await ana.sends("Second"))
        await ana.hears("Saved to Day 1")
        await world.settle()
        assert 1700 < sum(world.clock.slept) < 1900
        assert max(world.clock.slept) <= 30
    assert_promises_hold(world, written=written)


async def run_until_refused(world: World, act: Callable[[], Awaitable[None]]) -> None:
    """Run the bot, do something, and wait for the bot's own end. Raises what ended it."""
    outside = app.Outside(world.clock, httpx.ASGITransport(app=world.telegram.app))
    async with app.build(world.settings, outside) as bot:
        world.bot = bot
        running = asyncio.create_task(bot.run(asyncio.Event()))
        try:
            await act()
            async with asyncio.timeout(10):
                await running
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            world.bot = None


async def test_a_revoked_token_ends_the_bot_at_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 35: 401 is for the operator; nobody tries again, nobody prints the token."""

    async def revoke() -> None:
        await joined(world, "Ana")
        world.telegram.revoke_token()
        world.telegram.restart()

    async def nothing() -> None:
        raise AssertionError("it must not start")

    for act in (revoke, nothing):
        with pytest.raises(app.TokenRefusedError) as refused:
            await run_until_refused(world, act)
        assert world.telegram.token not in repr(refused.value)
    assert_promises_hold(world, logs=caplog.text)


async def test_a_token_refused_while_sending_ends_the_bot_too(world: World) -> None:
    """Fault 35: whichever call hears of it first; the message is not given up."""

    async def revoke() -> None:
        await joined(world, "Ana")
        world.telegram.revoke_token()
        world.clock.forward(timedelta(days=1))
        assert world.bot is not None
        await world.bot.tick()

    with pytest.raises(app.TokenRefusedError):
        await run_until_refused(world, revoke)
    assert column(world, "SELECT state FROM deliveries WHERE day = 2") == ["planned"]
    assert column(world, "SELECT state FROM outbox WHERE lane = 1 AND copies > 0") == []


async def test_a_second_poller_holds_everything_and_is_named_once_a_minute(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 36: nothing is sent, nothing changes; when it goes, everything goes on."""
    world.telegram.poller.conflict_pause = 0.0
    async with world.running():
        ana = await joined(world, "Ana")
        hurry(world)
        other = asyncio.create_task(_poll_for_ever(world))
        await _heard_of_conflict(world)
        sent = len(world.telegram.sent)
        world.clock.forward(timedelta(days=1))
        await world.bot.tick()
        await asyncio.sleep(1.0)
        assert len(world.telegram.sent) == sent
        assert column(world, "SELECT position FROM subscribers") == [1]
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
        note = await ana.sends("It is gone now")
        await ana.hears("Day 2: ")
        await world.settle()
    complaints = [entry for entry in caplog.records if "another process polls" in entry.message]
    assert len(complaints) == 1
    assert_promises_hold(world, written=[note])


async def _poll_for_ever(world: World) -> None:
    line = httpx.ASGITransport(app=world.telegram.app)
    async with httpx.AsyncClient(transport=line, base_url="http://telegram.test") as client:
        while True:
            await client.post(f"/bot{world.telegram.token}/getUpdates", data={"timeout": 50})
            await asyncio.sleep(0.005)


async def _heard_of_conflict(world: World) -> None:
    async with asyncio.timeout(5):
        while not world.bot.services.holds.reasons:
            await asyncio.sleep(0.01)


async def test_instantly_empty_answers_make_no_hot_loop(world: World) -> None:
    """Fault 38: fewer than five polls a second."""
    async with world.running():
        world.telegram.poller.close()
        before = polls(world)
        await asyncio.sleep(2.0)
        assert 2 <= polls(world) - before < 10


async def test_a_server_that_repeats_itself_for_ever_makes_no_hot_loop(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 38: the same updates again and again, as if nothing had been confirmed."""
    async with world.running():
        ana = await joined(world, "Ana")
        monkeypatch.setattr(world.telegram.updates, "confirm_below", lambda offset: None)
        world.telegram.poller.repeat_window = 0.0
        note = await ana.sends("Once")
        await ana.hears("Saved to Day 1")
        before = polls(world)
        await asyncio.sleep(2.0)
        assert 2 <= polls(world) - before < 10
        world.telegram.updates.drop_all()
        await world.settle()
    assert_promises_hold(world, written=[note])
