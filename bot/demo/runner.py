"""The demo's bot, in a process of its own: the real one, but for the clock it was handed."""

import asyncio
import signal
import sys
from pathlib import Path

from bot import app, logs
from bot.clock import use_packaged_zones
from bot.demo.clock import SharedClock
from bot.settings import load_settings, settle_libraries


async def run(clock_file: Path) -> None:
    """Run the bot by the clock in `clock_file` until SIGTERM or SIGINT."""
    settings = load_settings(clock_file.with_name("no.env"))
    logs.configure(settings.log_level, settings.log_format, settings.bot_token.get_secret_value())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    logs.watch_loop(loop)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with app.build(settings, app.Outside(SharedClock(clock_file))) as bot:
        await bot.run(stop)


if __name__ == "__main__":
    use_packaged_zones()
    settle_libraries()
    asyncio.run(run(Path(sys.argv[1])))
