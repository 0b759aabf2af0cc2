"""A bare client: it shows an answer as it came, where the library would turn it into an error."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp

from bot.demo.state import LocalTelegram

TOKEN = "12345:a-token-of-no-consequence"


class Api:
    """Calls of one bot, in process."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=telegram.app), base_url="http://telegram.test"
        )

    async def answer(self, method: str, **params: Any) -> httpx.Response:
        """The whole response."""
        return await self.http.post(f"/bot{TOKEN}/{method}", json=params)

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call that has to work."""
        body = (await self.answer(method, **params)).json()
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """Code and description of a call that has to be refused."""
        response = await self.answer(method, **params)
        body = response.json()
        assert body["ok"] is False, body
        assert body["error_code"] == response.status_code
        return f"{response.status_code} {body['description']}"


def buttons(*rows: Any) -> str:
    """An inline keyboard: a row is a list of (label, data)."""
    keyboard = [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    return json.dumps({"inline_keyboard": keyboard})


@contextlib.asynccontextmanager
async def served(telegram: LocalTelegram, app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """`app` behind a port of this machine, any that is free unless named; its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(20):
        while not server.started:
            await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        telegram.close()
        server.should_exit = True
        await running
