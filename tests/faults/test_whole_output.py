"""`kindreds run` in a process of its own, at DEBUG: all that it ever prints is read."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli import EXIT_REFUSED
from bot.clock import SystemClock
from bot.demo.faults import BadRequest, CutAfter, HtmlError, ServerError, Truncated
from bot.demo.state import LocalTelegram
from tests.faults.invariants import assert_promises_hold
from tests.journeys.wired import WiredWorld

NUMBER = "7012345678"
SECRET = "AAHd8f_Kp-Zq9rT3xW7vmN5bL2cJ8sQwErT"
TOKEN = f"{NUMBER}:{SECRET}"
PIECES = (TOKEN, SECRET, NUMBER, SECRET[: len(SECRET) // 2], SECRET[len(SECRET) // 2 :])
WORDS = "I told my sister what I never could"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[WiredWorld]:
    clock = SystemClock()
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_test_bot")
    world = WiredWorld(home=tmp_path, clock=clock, telegram=telegram)
    async with world.serve():
        yield world


async def started(world: WiredWorld, style: str = "text") -> asyncio.subprocess.Process:
    """The command, polling."""
    environment = {
        **os.environ,
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{world.port}",
        "DATABASE_URL": f"sqlite+aiosqlite:///{world.home / 'kindreds.db'}",
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": style,
        "TICK_SECONDS": "0.1",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=Path(__file__).parents[2],
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(20):
        while not any(call.method == "getUpdates" for call in world.telegram.calls):
            await asyncio.sleep(0.02)
    return process


async def test_the_command_ends_with_78_when_the_token_is_revoked(world: WiredWorld) -> None:
    """Fault 35: the exit code for the supervisor, one sentence, and no token in it."""
    process = await started(world, "json")
    world.telegram.revoke_token()
    world.telegram.restart()
    async with asyncio.timeout(15):
        output = (await process.communicate())[0].decode()
    assert process.returncode == EXIT_REFUSED, output
    assert "Telegram does not know this token" in output
    assert "Traceback" not in output
    for piece in PIECES:
        assert piece not in output


async def test_what_is_printed_at_debug_holds_no_token_and_no_words(world: WiredWorld) -> None:
    """Fault 74: a whole morning with every kind of trouble, token, halves and texts looked for."""
    process = await started(world)
    ana = world.telegram.person("Ana Secretname")
    await ana.sends("/start")
    await ana.hears("Once a day")
    await ana.presses(ana.last, "I'm in")
    await ana.hears("Where are you?")
    await ana.sends("Europe/Lisbon")
    asked = await ana.hears("At what hour")
    await ana.presses(asked, "08:00")
    await ana.presses(await ana.hears("Day 1 arrives"), "Send Day 1 now")
    challenge = await ana.hears("Once today, in a street")
    faults = world.telegram.faults
    torn = faults.add(Truncated(), method="getUpdates", times=2)
    faults.add(HtmlError(404), method="getUpdates")
    faults.add(ServerError(500), method="getUpdates")
    written = [await ana.sends(WORDS)]
    async with asyncio.timeout(10):
        while not torn.struck:
            await asyncio.sleep(0.01)
    written.append(await ana.sends(20 * f"{WORDS}. "))  # half of the answer is full of them
    await ana.hears("Saved to Day 1", within=10)
    faults.add(CutAfter(), method="setMessageReaction")
    faults.add(BadRequest("MESSAGE_ID_INVALID"), method="editMessageReplyMarkup")
    written.append(await ana.sends(f"{WORDS} \ud83d again"))
    await ana.presses(challenge, "Done", within=20)
    await ana.edits(written[0], f"{WORDS}, edited")
    faults.add(BadRequest(f"can't parse entities: {WORDS}"), method="sendMessage", times=2)
    await ana.sends("/day 1")
    chat = {"id": ana.id, "type": "private"}
    message = {"message_id": 9_000_001, "date": world.telegram.unix(), "from": ana.user}
    world.telegram.inject({"message": {**message, "chat": chat, "text": WORDS, "entities": 5}})
    world.telegram.inject({"message": {**message, "chat": {"id": 10**30}, "text": WORDS}})
    await ana.sends("/streak")
    await ana.hears("Your streak is 1.", within=10)
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output
    assert "Telegram's answer is not JSON" in output, "nothing was there to be redacted"
    for piece in (*PIECES, "my sister", "Secretname", str(ana.id)):
        assert piece not in output, piece
    assert_promises_hold(world, written=written, logs=output)
