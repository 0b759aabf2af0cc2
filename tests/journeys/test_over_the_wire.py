"""The main journeys a second time, over a loopback port and the transport of production."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.demo.faults import CutAfter, CutBefore, HtmlError, Truncated
from bot.demo.state import LocalTelegram
from tests.faults.invariants import assert_promises_hold
from tests.faults.leaping import LeapClock
from tests.journeys import test_main_job as main_job
from tests.journeys.steps import joined, texts_of
from tests.journeys.wired import WiredWorld
from tests.world import MONDAY, TOKEN


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[WiredWorld]:
    clock = LeapClock(MONDAY)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    world = WiredWorld(home=tmp_path, clock=clock, telegram=telegram)
    async with world.serve():
        yield world


JOURNEYS = [
    main_job.test_three_people_in_three_zones_each_get_their_day_at_their_hour,
    main_job.test_a_telegram_reply_goes_to_the_day_it_answers,
    main_job.test_a_past_day_comes_back_with_ones_own_words,
    main_job.test_a_pause_holds_everything_and_ends_by_itself,
]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__[5:])
async def test_a_main_journey_is_the_same_over_a_port(
    world: WiredWorld, journey: Callable[[WiredWorld], Awaitable[None]]
) -> None:
    await journey(world)
    assert_promises_hold(world)


async def test_a_server_that_goes_away_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    """Faults 26, 28: refused connections for a while, and a long poll cut in the middle."""
    clock = LeapClock(MONDAY)
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    world = WiredWorld(home=tmp_path, clock=clock, telegram=telegram)
    up = world.serve()
    await up.__aenter__()
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        await up.__aexit__(None, None, None)
        note = await ana.sends("Written while nobody could fetch it")
        await world.bot.services.db.write(_have_help_said, clock, ana.id)
        await asyncio.sleep(1.0)
        async with world.serve():
            await ana.hears("Saved to Day 1", within=8.0)
            clock.leap(31)
            bot.delivery.wake()
            await ana.hears("To log a day", within=8.0)
            await world.settle()
            assert sum("To log a day" in text for text in texts_of(ana)) == 1
            assert_promises_hold(world, written=[note])


async def _have_help_said(tx: object, clock: LeapClock, chat_id: int) -> None:
    from bot.storage import outbox

    await outbox.add(tx, clock.now(), chat_id, "help", {"own_pace": True})


@pytest.mark.parametrize(
    ("fault", "copies"),
    [(CutBefore(), 1), (CutAfter(), 2), (HtmlError(502), 2), (Truncated(), 2)],
    ids=["cut before", "cut after", "a gateway's page", "torn"],
)
async def test_a_real_socket_that_breaks_is_told_apart_like_one_in_process(
    world: WiredWorld, fault: CutBefore | CutAfter | HtmlError | Truncated, copies: int
) -> None:
    """Faults 27 to 29: httpx's own errors, from a connection that was really aborted."""
    clock = world.clock
    assert isinstance(clock, LeapClock)
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        world.telegram.faults.add(fault, method="sendMessage", chat_id=ana.id)
        await world.later(days=1)
        clock.leap(31)
        bot.delivery.wake()
        await ana.hears("Day 2: ", within=5.0)
        await world.settle()
        assert sum("Day 2: " in text for text in texts_of(ana)) == copies
    assert_promises_hold(world)
