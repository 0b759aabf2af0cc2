"""Telegram at the network's edge: it takes whatever is said and hands out what waits.

It costs next to nothing, so that what is measured is the bot.
"""

import json
from collections import Counter, deque
from collections.abc import Iterable
from typing import Any

import httpx

BOT_ID = 12345
TOKEN = f"{BOT_ID}:a-token-for-measuring-only-and-for-nothing-else"
ME = {"id": BOT_ID, "is_bot": True, "first_name": "Kindreds", "username": "kindreds_bench_bot"}
IN_ONE_ANSWER = 100
"""Updates that Telegram hands out at once (Bot API, getUpdates, `limit`)."""


class Sink(httpx.AsyncBaseTransport):
    """A transport that answers by itself. `asked` counts the calls of each method."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.waiting: deque[dict[str, Any]] = deque()
        self._messages = 10_000_000

    def expect(self, updates: Iterable[dict[str, Any]]) -> None:
        """Let these wait for the bot."""
        self.waiting.extend(updates)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one call of the Bot API."""
        method = request.url.path.rpartition("/")[2]
        self.asked[method] += 1
        answer = {"ok": True, "result": self._result(method, request)}
        return httpx.Response(200, content=json.dumps(answer).encode())

    def _result(self, method: str, request: httpx.Request) -> object:
        match method:
            case "getMe":
                return ME
            case "getUpdates":
                return self._updates(int(request.url.params.get("offset", 0)))
            case "sendMessage":
                self._messages += 1
                chat = {"id": 1, "type": "private"}
                return {"message_id": self._messages, "date": 1, "chat": chat, "from": ME}
            case _:
                return True

    def _updates(self, offset: int) -> list[dict[str, Any]]:
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        return [self.waiting[at] for at in range(min(IN_ONE_ANSWER, len(self.waiting)))]
