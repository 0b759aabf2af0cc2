"""The chat page: the people's side of the local Telegram, in a browser.

It answers loopback only. What it changes needs a token that only the page knows, so that no other
site open in the same browser can write in somebody's name.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from importlib import resources
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.demo.clock import HandClock, SharedClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram

Json = dict[str, Any]
NextDue = Callable[[], Awaitable[datetime | None]]

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

STATIC = {
    "chat.css": "text/css",
    "chat.js": "text/javascript",
    "rich.js": "text/javascript",
}

BREATH = 15.0
"""Seconds of silence after which the stream of changes says that it is still there."""

MOST_STOPS = 200
"""Challenges that one move of the clock stops at."""

STOP_PATIENCE = 3.0
"""Seconds the bot has to notice each of them."""


def with_page(
    telegram: LocalTelegram, *, clock: SharedClock | HandClock, next_due: NextDue | None = None
) -> ASGIApp:
    """The Bot API of `telegram` with its chat page at `/`.

    `next_due` tells when anyone's next challenge comes, for the button that goes there.
    """
    page = Page(telegram, clock, next_due)
    routes = [
        Route("/", page.index),
        Route("/static/{name}", page.static),
        Route("/demo/events", page.events),
        Route("/demo/{action}", page.act, methods=["POST"]),
        Mount("/", app=telegram.app),
    ]
    return Starlette(routes=routes)


class Page:
    """The routes of one page."""

    def __init__(
        self, telegram: LocalTelegram, clock: SharedClock | HandClock, next_due: NextDue | None
    ) -> None:
        self._telegram = telegram
        self._clock = clock
        self._next_due = next_due
        self._token = secrets.token_urlsafe(24)
        self._actions: dict[str, Callable[[Json], Awaitable[None]]] = {
            "say": self._say,
            "edit": self._edit,
            "press": self._press,
            "block": self._block,
            "clock": self._move_clock,
        }

    async def index(self, request: Request) -> Response:
        """The page itself, with its token."""
        _require_loopback(request)
        html = _file("index.html").replace("{{token}}", self._token)
        return Response(html, media_type="text/html", headers=HEADERS)

    async def static(self, request: Request) -> Response:
        """Its style and its scripts."""
        kind = STATIC.get(request.path_params["name"])
        if kind is None:
            raise HTTPException(404)
        return Response(_file(request.path_params["name"]), media_type=kind, headers=HEADERS)

    async def events(self, request: Request) -> Response:
        """Everything as it is, then everything as it changes (server-sent events)."""
        _require_loopback(request)
        self._require_token(request.query_params.get("token", ""))
        return StreamingResponse(
            self._changes(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def act(self, request: Request) -> Response:
        """Something a person does."""
        _require_loopback(request)
        self._require_token(request.headers.get("x-page-token", ""))
        action = self._actions.get(request.path_params["action"])
        if action is None:
            raise HTTPException(404)
        try:
            await action(await request.json())
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            return JSONResponse({"problem": str(error).splitlines()[0]}, status_code=400)
        return JSONResponse({})

    def _require_token(self, token: str) -> None:
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise HTTPException(403)

    async def _changes(self) -> AsyncIterator[str]:
        seen = -1
        while True:
            now = self._telegram.version
            yield f"data: {json.dumps(self._state_since(seen))}\n\n"
            seen = now
            if self._telegram.version == now and not await self._telegram.bell.heard(BREATH):
                yield f"data: {json.dumps({'now': self._unix(), 'people': []})}\n\n"

    def _state_since(self, version: int) -> Json:
        people = [self._person(person, version) for person in self._telegram.people.values()]
        commands = next(iter(self._telegram.commands.values()), [])
        return {"now": self._unix(), "people": people, "commands": commands}

    def _person(self, person: Person, version: int) -> Json:
        messages = [
            {**message, "by_bot": message.by_bot, "deleted": message.deleted}
            | {"edited": _edited(message)}
            | {"reactions": [each for given in message.reactions.values() for each in given]}
            for message in person.chat
            if message.version > version
        ]
        return {
            "id": person.id,
            "name": person.name,
            "zone": person.zone,
            "blocked": person.blocked,
            "keyboard": person.keyboard,
            "messages": messages,
        }

    def _unix(self) -> float:
        return self._clock.now().timestamp()

    async def _say(self, body: Json) -> None:
        person = self._of(body)
        if person.blocked:
            await person.unblocks()
        await person.sends(str(body["text"])[:4096], reply_to=body.get("reply_to"))

    async def _edit(self, body: Json) -> None:
        await self._of(body).edits(int(body["message"]), str(body["text"])[:4096])

    async def _press(self, body: Json) -> None:
        person = self._of(body)
        await person.presses(int(body["message"]), str(body["data"]), wait=False)

    async def _block(self, body: Json) -> None:
        person = self._of(body)
        await (person.unblocks() if person.blocked else person.blocks())
        self._telegram.bell.ring()

    async def _move_clock(self, body: Json) -> None:
        """Go to a later time, stopping wherever a challenge is due, as time itself would."""
        target = await self._target(str(body["to"]))
        for _ in range(MOST_STOPS):
            due = await self._next_due() if self._next_due else None
            if due is None or not self._clock.now() < due < target:
                break
            self._clock.set(due)
            await self._until_planned(due)
        self._clock.set(max(target, self._clock.now()))
        self._telegram.bell.ring()

    async def _target(self, name: str) -> datetime:
        now = self._clock.now()
        if name == "next":
            due = await self._next_due() if self._next_due else None
            return max(due + timedelta(seconds=1), now) if due else now
        hours = {"hour": 1, "day": 24, "week": 7 * 24}[name]
        return now + timedelta(hours=hours)

    async def _until_planned(self, due: datetime) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + STOP_PATIENCE
        while loop.time() < until and self._next_due and await self._next_due() == due:
            await asyncio.sleep(0.05)

    def _of(self, body: Json) -> Person:
        return self._telegram.people[int(body["person"])]


def _edited(message: Any) -> bool:
    return "edit_date" in message and not message.by_bot


def _file(name: str) -> str:
    return (resources.files("bot.demo") / "static" / name).read_text(encoding="utf-8")


def _require_loopback(request: Request) -> None:
    """A name that merely points to this machine is refused, whatever site made it up."""
    host = request.headers.get("host", "").rpartition(":")
    name = host[0] if host[0] and host[2].isdigit() else request.headers.get("host", "")
    if name not in HOSTS:
        raise HTTPException(403)
