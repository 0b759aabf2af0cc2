"""`kindreds demo`: a local Telegram with its page, and the real bot beside it."""

import asyncio
import contextlib
import logging
import shutil
import signal
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import typer
import uvicorn

from bot.demo.beside import Beside
from bot.demo.clock import SharedClock
from bot.demo.inside import Inside
from bot.demo.keeper import Keeper
from bot.demo.page import with_page
from bot.demo.state import LocalTelegram
from bot.demo.travel import AgendaOf
from bot.demo.trouble import Trouble

log = logging.getLogger(__name__)

TOKEN = "10000001:demo-token-for-the-local-telegram-only"  # noqa: S105 - it opens nothing
PEOPLE = (
    ("Ines", "pt", "Europe/Lisbon"),
    ("Kenji", "ja", "Asia/Tokyo"),
    ("Maya", "en", "America/New_York"),
)
"""Who lives in the demo: a name, a language, and the zone their phone is in."""

TICK_SECONDS = 0.25


class Server(uvicorn.Server):
    """A server that leaves signals to us: it would raise them again, and end us before the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def launch(*, port: int, data: Path, browser: bool) -> None:
    """Serve the page until the process is told to stop. Every start begins afresh."""
    home = data / "kindreds-demo"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    clock = SharedClock(home / "clock")
    telegram = LocalTelegram(clock=clock, token=TOKEN, username="kindreds_demo_bot")
    for name, language, zone in PEOPLE:
        telegram.person(name, language=language, zone=zone)
    database = home / "kindreds.db"
    inside = Inside(clock, telegram.bell.ring)
    keeper = Keeper(home / "clock", environment(home, port), inside.hear)
    page = with_page(
        telegram,
        clock=clock,
        agenda=AgendaOf(database),
        beside=Beside(telegram, inside, Trouble(telegram, clock, inside, keeper, database)),
    )
    server = Server(
        uvicorn.Config(
            page,
            host="127.0.0.1",
            port=port,
            log_config=None,
            lifespan="off",
            timeout_graceful_shutdown=1,  # the page's stream of changes never ends by itself
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110 - a flag, not an event
        await asyncio.sleep(0.02)
    if serving.done():
        typer.echo(f"Port {port} is taken: try kindreds demo --port {port + 1}", err=True)
        return
    address = f"http://127.0.0.1:{port}/"
    typer.echo(f"The chat page is at {address} (Ctrl+C ends the demo)")
    if browser:
        webbrowser.open(address)
    await _run(serving, server, keeper)


async def _run(serving: asyncio.Task[None], server: uvicorn.Server, keeper: Keeper) -> None:
    """Keep a bot running until the process is told to stop, or the server ends.

    The bot stops first, while its Telegram still answers, and then the page.
    """
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    keeping = asyncio.create_task(keeper.keep())
    telling = asyncio.create_task(told.wait())
    try:
        await asyncio.wait([serving, telling], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (telling, keeping):
            task.cancel()
        await asyncio.gather(telling, keeping, return_exceptions=True)
        # The stream of an open page is cut off now, which is no news to whoever ends the demo.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        server.should_exit = True
        await serving


def environment(home: Path, port: int) -> dict[str, str]:
    """All the bot needs to know; nothing of ours is passed on, so the demo is the same anywhere."""
    return {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite+aiosqlite:///{home / 'kindreds.db'}",
        "TICK_SECONDS": str(TICK_SECONDS),
        "LOG_LEVEL": "ERROR",
    }
