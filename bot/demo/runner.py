"""The demo's bot, in a process of its own: the real one, but for the clock it was handed, and for
somebody who looks on and tells what happens inside, line by line, on its standard output.
"""

import asyncio
import signal
import sys
from pathlib import Path

import httpx

from bot import app, logs
from bot.clock import use_packaged_zones
from bot.demo.clock import SharedClock
from bot.demo.narrator import Narrator
from bot.demo.overhearing import Overheard
from bot.demo.telling import Pipe
from bot.settings import load_settings, settle_libraries
from bot.storage.engine import Database
from bot.storage.witness import WitnessedDatabase


async def run(clock_file: Path) -> None:
    """Run the bot by the clock in `clock_file` until SIGTERM or SIGINT."""
    settings = load_settings(clock_file.with_name("no.env"))
    logs.configure(settings.log_level, settings.log_format, settings.bot_token.get_secret_value())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch_loop(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with app.build(settings, looked_at(SharedClock(clock_file))) as bot:
        await bot.run(stop)


def looked_at(clock: SharedClock) -> app.Outside:
    """What the demo's bot stands on, with a narrator at its line and at its database."""
    narrator = Narrator(clock, Pipe(sys.stdout.fileno()).say)

    async def open_database(url: str) -> Database:
        database = await WitnessedDatabase.open_for(narrator.wrote, clock.monotonic, url)
        narrator.reads(database)
        return database

    line = Overheard(httpx.AsyncHTTPTransport(), narrator, clock)
    return app.Outside(clock, transport=line, open_database=open_database)


if __name__ == "__main__":
    use_packaged_zones()
    settle_libraries()
    asyncio.run(run(Path(sys.argv[1])))
