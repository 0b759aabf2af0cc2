"""The chat page: people on one side, the conversation on the other, and the time in between.

It is for the browser of whoever runs the demo and for nobody else: only requests addressed to this
machine are answered, and everything but the page itself asks for a token that the page was given
when the demo started. So another site, open in the same browser, can neither read nor write.
"""

import hmac
import json
import secrets
from collections.abc import AsyncIterator
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.attaching import LARGEST_FILE, attach
from bot.demo.beside import Beside, only_trouble
from bot.demo.clock import HandClock, SharedClock
from bot.demo.deeds import act
from bot.demo.opening import opened
from bot.demo.showing import MOST_MESSAGES, people_shown, show_message, show_person
from bot.demo.state import LocalTelegram
from bot.demo.travel import Agenda, Travel

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TOKEN_HEADER = "x-demo-token"  # noqa: S105 - the header's name
TOKEN_PLACE = "{{token}}"  # noqa: S105 - where it goes in the page

LARGEST_BODY = 256 * 1024
"""Bytes of one request from the page, but for a file's own."""

HEARTBEAT = 5.0
"""Seconds between signs of life, with the time, while nothing happens."""

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

PROTECTION = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


def with_page(
    telegram: LocalTelegram,
    *,
    clock: SharedClock | HandClock,
    agenda: Agenda | None = None,
    beside: Beside | None = None,
) -> ASGIApp:
    """The local Telegram with its chat page at "/". Without `agenda` the clock has one button
    fewer, and does not wait for what a bot has to do; without `beside` no process is known whose
    inside there is to see.
    """
    site = Page(telegram, clock, Travel(clock, agenda), beside).site()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and (path == "/" or path.startswith("/demo/")):
            await site(scope, receive, send)
        else:
            await telegram.app(scope, receive, send)

    return app


class NotAllowedError(Exception):
    """The request does not come from the page."""


class Page:
    """The browser's side of one local Telegram."""

    def __init__(
        self,
        telegram: LocalTelegram,
        clock: SharedClock | HandClock,
        travel: Travel,
        beside: Beside | None,
    ) -> None:
        self._telegram = telegram
        self._clock = clock
        self._travel = travel
        self._beside = beside or only_trouble(telegram)
        self._token = secrets.token_urlsafe(24)
        folder = resources.files("bot.demo").joinpath("static")
        self._static = {part.name: part.read_bytes() for part in folder.iterdir()}
        page = self._static.pop("index.html").decode()
        self._page = page.replace(TOKEN_PLACE, self._token)

    def site(self) -> ASGIApp:
        """Everything under "/" and "/demo/"."""
        routes = [
            Route("/", self._show_page),
            Route("/demo/static/{name}", self._show_static),
            Route("/demo/stream", self._stream),
            Route("/demo/file/{path:path}", self._show_file),
            Route("/demo/attach", self._attach, methods=["POST"]),
            Route("/demo/{deed}", self._do, methods=["POST"]),
        ]
        failures = {NotAllowedError: _forbidden, AssertionError: _impossible}
        return Starlette(routes=routes, exception_handlers=failures)

    async def _show_page(self, request: Request) -> Response:
        _check_origin(request)
        return Response(self._page, media_type="text/html", headers=PROTECTION)

    async def _show_static(self, request: Request) -> Response:
        _check_origin(request)
        name = request.path_params["name"]
        if name not in self._static:
            return Response("Not found", 404, headers=PROTECTION)
        kind = KINDS[name.rpartition(".")[2]]
        return Response(self._static[name], media_type=kind, headers=PROTECTION)

    async def _show_file(self, request: Request) -> Response:
        self._check(request, request.query_params.get("token", ""))
        file = self._telegram.files.at(request.path_params["path"])
        if file is None:
            return Response("Not found", 404, headers=PROTECTION)
        return opened(file, PROTECTION, to_keep="keep" in request.query_params)

    async def _attach(self, request: Request) -> Response:
        """A file from a person."""
        self._check(request, request.headers.get(TOKEN_HEADER, ""))
        asked = request.query_params
        content = await _body(request, LARGEST_FILE)
        for person in self._telegram.people.values():
            if str(person.id) == asked.get("person"):
                return JSONResponse(await attach(person, asked, content), headers=PROTECTION)
        return JSONResponse({"error": "nobody"}, 404, headers=PROTECTION)

    def _check(self, request: Request, token: str) -> None:
        _check_origin(request)
        if not hmac.compare_digest(token.encode(), self._token.encode()):
            raise NotAllowedError

    async def _stream(self, request: Request) -> Response:
        self._check(request, request.query_params.get("token", ""))
        after = request.headers.get("last-event-id", "")
        seen = int(after) if after.isascii() and after.isdigit() else None
        return StreamingResponse(
            self._events(seen), media_type="text/event-stream", headers=PROTECTION
        )

    async def _events(self, seen: int | None) -> AsyncIterator[str]:
        """Server-sent events, from the start or from the place in the journal seen before."""
        telegram = self._telegram
        place = len(telegram.journal)
        news = self._beside.listener()
        yield self._event(place, self._so_far() if seen is None else self._since(seen), news())
        while not telegram.closed:
            if place < len(telegram.journal):
                before, place = place, len(telegram.journal)
                yield self._event(place, self._since(before), news())
            else:
                await telegram.bell.heard(HEARTBEAT)
                if place == len(telegram.journal):
                    yield self._event(place, [], news())

    def _so_far(self) -> list[Any]:
        return [
            [person.id, show_message(self._telegram, message)]
            for person in people_shown(self._telegram)
            for message in person.chat[-MOST_MESSAGES:]
        ]

    def _since(self, place: int) -> list[Any]:
        shown = {person.id for person in people_shown(self._telegram)}
        changed = {id(message): message for message in self._telegram.journal[place:]}
        return [
            [message["chat"]["id"], show_message(self._telegram, message)]
            for message in changed.values()
            if message["chat"]["id"] in shown
        ]

    def _event(self, place: int, messages: list[Any], news: dict[str, Any]) -> str:
        telegram = self._telegram
        state = {
            "bot": telegram.bot["first_name"],
            "now": self._clock.now().timestamp(),
            "ticks": not isinstance(self._clock, HandClock),
            "hasNext": self._travel.knows_the_next,
            "taken": telegram.updates.oldest_id,
            "people": [show_person(telegram, person) for person in people_shown(telegram)],
            "messages": messages,
            **news,
        }
        return f"id: {place}\ndata: {json.dumps(state)}\n\n"

    async def _do(self, request: Request) -> Response:
        """One deed of a person, or a move of the clock."""
        self._check(request, request.headers.get(TOKEN_HEADER, ""))
        asked = await _read(request)
        deed = request.path_params["deed"]
        if deed == "clock":
            moved = await self._travel.go(asked.get("to", ""), asked.get("zone", "UTC"))
            self._telegram.bell.ring()
            return JSONResponse({"moved": moved}, headers=PROTECTION)
        if deed == "trouble":
            caused = await self._beside.do(asked)
            return JSONResponse(caused, 409 if "error" in caused else 200, headers=PROTECTION)
        done = await act(self._telegram, deed, asked)
        if done is None:
            return JSONResponse({"error": "unknown"}, 404, headers=PROTECTION)
        return JSONResponse(done, headers=PROTECTION)


async def _read(request: Request) -> dict[str, Any]:
    """The request's JSON. Raises NotAllowedError for anything that the page does not send."""
    if request.headers.get("content-type") != "application/json":
        raise NotAllowedError
    try:
        asked = json.loads(await _body(request, LARGEST_BODY))
    except ValueError:
        raise NotAllowedError from None
    if not isinstance(asked, dict):
        raise NotAllowedError
    return asked


async def _body(request: Request, most: int) -> bytes:
    """All that was sent. Raises NotAllowedError beyond `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise NotAllowedError
    return bytes(body)


def _check_origin(request: Request) -> None:
    """Only this machine's own names, so that no other site's name can be pointed here.

    Raises NotAllowedError.
    """
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        raise NotAllowedError
    if origin is not None and origin != f"http://{host}":
        raise NotAllowedError


async def _forbidden(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "not from the page"}, 403, headers=PROTECTION)


async def _impossible(request: Request, error: Exception) -> Response:
    reason = str(error).partition("\n")[0]
    return JSONResponse({"error": reason}, 409, headers=PROTECTION)
