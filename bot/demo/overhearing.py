"""The bot's line to Telegram with somebody listening: every request and its answer, as they are."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl

import httpx

CHAT_IN_PARTS = re.compile(rb'name="chat_id"\r\n\r\n(-?\d+)\r\n')
"""Where a request that carries a file names its chat."""


@dataclass(frozen=True)
class Request:
    """One call of a method: the chat it is about, if it names one, and the words it says."""

    method: str
    chat_id: int | None
    words: str


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the body as JSON, or what became of the line instead."""

    code: int | None
    body: Mapping[str, Any]
    trouble: str | None
    seconds: float


class Listener(Protocol):
    """Whoever listens."""

    def asked(self, request: Request) -> Any:
        """A request is about to go out; what this returns is handed back with the answer."""
        ...

    def answered(self, request: Request, token: Any, answer: Answer) -> None:
        """It was answered, or it never will be."""
        ...


class Overheard(httpx.AsyncBaseTransport):
    """A transport that hands everything on unchanged."""

    def __init__(self, line: httpx.AsyncBaseTransport, listener: Listener, clock: Any) -> None:
        self._line = line
        self._listener = listener
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Make the request. Raises what the line raises."""
        what = read(request.url.path, await request.aread())
        token = self._listener.asked(what)
        began = self._clock.monotonic()
        try:
            response = await self._line.handle_async_request(request)
            content = await response.aread()
        except BaseException as error:  # a time-out cancels; the listener hears of that, too
            spent = self._clock.monotonic() - began
            self._listener.answered(what, token, Answer(None, {}, type(error).__name__, spent))
            raise
        spent = self._clock.monotonic() - began
        body = _json(response)
        trouble = None if body else "no JSON"
        self._listener.answered(what, token, Answer(response.status_code, body, trouble, spent))
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            content=content,
            extensions=response.extensions,
            request=request,
        )

    async def aclose(self) -> None:
        """Close the line."""
        await self._line.aclose()


def read(path: str, body: bytes) -> Request:
    """What a request asks for. The token in its path goes nowhere."""
    method = path.rpartition("/")[2]
    if body.startswith(b"--"):
        chat = CHAT_IN_PARTS.search(body)
        return Request(method, int(chat[1]) if chat else None, "")
    fields = dict(parse_qsl(body.decode("utf-8", "replace")))
    number = fields.get("chat_id", "")
    chat_id = int(number) if number.lstrip("-").isdigit() else None
    return Request(method, chat_id, fields.get("text") or _reaction(fields.get("reaction", "")))


def _reaction(given: str) -> str:
    """The emoji of a reaction, which travels as JSON; nothing where one is taken away."""
    try:
        kinds = json.loads(given)
    except ValueError:
        return ""
    kinds = kinds if isinstance(kinds, list) else []
    return " ".join(str(each.get("emoji", "")) for each in kinds if isinstance(each, dict))


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
