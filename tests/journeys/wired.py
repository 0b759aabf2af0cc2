"""The world over a real port: the transport of production on one side, uvicorn on the other."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn

from bot import app
from bot.probe import Probe, silent
from tests.world import World


class WiredWorld(World):
    """A world whose bot has nothing but an address. `serve` first, then `running`."""

    port: int = 0

    @contextlib.asynccontextmanager
    async def running(
        self, probe: Probe = silent, transport: object = None
    ) -> AsyncIterator[app.App]:
        """The bot with httpx's own transport, for as long as the block lasts."""
        outside = app.Outside(self.clock, None, probe, chat_interval=self.chat_interval)
        stop = asyncio.Event()
        async with app.build(self.settings, outside) as bot:
            self.bot = bot
            running = asyncio.create_task(bot.run(stop))
            try:
                yield bot
            finally:
                stop.set()
                await running
                self.bot = None

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        """Telegram on a port of this machine; again on the same one, if it was there before."""
        config = uvicorn.Config(
            self.telegram.app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self.settings_["telegram_api_url"] = f"http://127.0.0.1:{self.port}"
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield
        finally:
            server.should_exit = True
            self.telegram.restart()
            await serving
            listener.close()
