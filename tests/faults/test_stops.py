"""Being stopped, suspended, or started twice (promises P5, P12 and P15)."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import EXIT_REFUSED
from bot.demo.faults import SlowAnswer
from bot.intake.worker import AT_ONCE
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.settled import settled
from tests.faults.stage import Child, Stage, new_stage
from tests.journeys.steps import texts_of
from tests.world import MONDAY

PATIENCE = 10.0
"""Seconds that a supervisor gives the bot after SIGTERM (promise P15)."""

NOON = MONDAY.replace(hour=12) + timedelta(days=1)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return new_stage(tmp_path)


async def until_called(stage: Stage, method: str, times: int, since: int) -> None:
    """Wait until so many requests came in since the `since`-th."""
    async with asyncio.timeout(20):
        while sum(call.method == method for call in stage.telegram.calls[since:]) < times:
            await asyncio.sleep(0.01)


async def stopped_in_time(child: Child) -> None:
    """Ask the process to stop; it has ten seconds."""
    child.signal(signal.SIGTERM)
    assert await child.ended(within=PATIENCE) == 0


async def test_sigterm_under_fifty_slow_presses_and_fifty_slow_sends(stage: Stage) -> None:
    """Fault 12: the process ends in time, what was not handled stays, and nothing is lost."""
    async with stage.running():
        people = await settled(stage, 50)
    faults, telegram = stage.telegram.faults, stage.telegram
    async with stage.served():
        faults.add(SlowAnswer(30), method="answerCallbackQuery", times=None)
        since = len(telegram.calls)
        child = stage.start()
        for person in people:
            challenge = next(each for each in person.heard if "Look up" in each.words)
            await person.presses(challenge, "Not today", wait=False)
        await until_called(stage, "answerCallbackQuery", AT_ONCE, since)
        await stopped_in_time(child)
        assert stage.found("SELECT count(*) FROM inbox WHERE state = 'new'") == [(50 - AT_ONCE,)]
        faults.clear()
        faults.add(SlowAnswer(30), method="sendMessage", times=None)
        since = len(telegram.calls)
        child = stage.start()
        await stage.quiet(child)
        assert stage.found("SELECT count(*) FROM marks") == [(50,)]
        stage.clock.set(NOON)
        await until_called(stage, "sendMessage", 16, since)
        written = [await person.sends(f"Meanwhile, {person.name}") for person in people]
        await stopped_in_time(child)
        faults.clear()
        heir = stage.start()
        await stage.quiet(heir)
        await heir.stopped()
    doubled = [each for each, number in copies_by_delivery(stage).items() if number > 1]
    assert 0 < len(doubled) <= 20
    assert_promises_hold(stage, written=written, logs=stage.diary)


async def test_a_second_process_on_the_same_database_is_refused_and_says_nothing(
    stage: Stage,
) -> None:
    """Fault 50: the real command, which ends with 78 within five seconds (promise P12)."""
    async with stage.running():
        [ana] = await settled(stage, 1, "Ana")
    async with stage.served():
        first = stage.start()
        await stage.quiet(first)
        calls, heard = list(stage.telegram.calls), len(ana.heard)
        environment = {
            **os.environ,
            "BOT_TOKEN": stage.telegram.token,
            "TELEGRAM_API_URL": stage.server,
            "DATABASE_URL": f"sqlite+aiosqlite:///{stage.database}",
        }
        second = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        async with asyncio.timeout(5):
            said, complained = await second.communicate()
        assert second.returncode == EXIT_REFUSED
        assert f"(process {first.pid})" in complained.decode()
        assert stage.telegram.token.encode() not in said + complained
        assert stage.telegram.calls == calls
        note = await ana.sends("The first one is still here")
        await stage.quiet(first)
        assert len(ana.heard) == heard + 1
        await first.stopped()
    assert_promises_hold(stage, written=[note], logs=stage.diary)


async def test_two_bots_with_one_token_hold_their_tongues_until_one_is_gone(
    stage: Stage, tmp_path: Path
) -> None:
    """Fault 50: another database, so that only Telegram's 409 can tell them."""
    async with stage.running():
        people = await settled(stage, 3, begun=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with stage.served():
        first = stage.start()
        await stage.quiet(first)
        second = stage.start(home=elsewhere)
        async with asyncio.timeout(20):
            while "another process polls" not in stage.diary:
                await asyncio.sleep(0.02)
        stage.clock.set(MONDAY.replace(hour=12))
        async with asyncio.timeout(20):
            while not stage.planned("planned"):
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)  # time enough to say it, if it would
        assert not copies_by_delivery(stage)
        await second.stopped()
        async with asyncio.timeout(40):
            while len(copies_by_delivery(stage)) < 3:
                await people[0].sends("/streak")  # any update ends the wait for one
                await asyncio.sleep(1)
        await stage.quiet(first)
        await first.stopped()
    for person in people:
        assert sum("Day 1: " in text for text in texts_of(person)) == 1
    assert stage.diary.count("another process polls") == 1
    assert_promises_hold(stage, logs=stage.diary)


async def test_three_suspended_hours_are_caught_up_by_one_message_or_none(stage: Stage) -> None:
    """Fault 59: SIGSTOP, three hours, SIGCONT; the late window decides (promise P5)."""
    async with stage.running():
        noon = await settled(stage, 3, "Noon", 720, begun=False)
        evening = await settled(stage, 3, "Evening", 1230, begun=False)
        night = await settled(stage, 3, "Night", 1425, begun=False)
    async with stage.served():
        child = stage.start()
        await stage.quiet(child)
        stage.clock.set(MONDAY.replace(hour=11, minute=30))
        await stage.quiet(child)
        for wakes_at, heard, missing in (
            (MONDAY.replace(hour=14, minute=30), noon, [*evening, *night]),
            (MONDAY.replace(hour=23, minute=29), evening, night),
            (MONDAY.replace(hour=2, minute=46) + timedelta(days=1), [], night),
        ):
            child.signal(signal.SIGSTOP)
            stage.clock.set(wakes_at)
            child.signal(signal.SIGCONT)
            await stage.quiet(child)
            for person in heard:
                assert sum("Day 1: " in text for text in texts_of(person)) == 1
            for person in missing:
                assert not any("Day 1: " in text for text in texts_of(person))
        await child.stopped()
    skipped = "SELECT count(*) FROM deliveries WHERE state = 'skipped'"
    assert stage.found(skipped) == [(3,)]
    assert_promises_hold(stage, logs=stage.diary)
