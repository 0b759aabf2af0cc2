"""The Bot API over ASGI: from the path to the method, and back with what it answers."""

import asyncio
import inspect
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from bot.demo import wire
from bot.demo.faults import (
    BadRequest,
    CutAfter,
    CutBefore,
    Fault,
    Forbidden,
    Hang,
    HtmlError,
    ServerError,
    SlowAnswer,
    TooManyRequests,
    Truncated,
    Unreachable,
)
from bot.demo.methods import METHODS, WAITING
from bot.demo.params import Params, read_params
from bot.demo.refusals import (
    LOGGED_OUT,
    METHOD_NOT_FOUND,
    NOT_FOUND,
    TOKEN_MALFORMED,
    TOKEN_REVOKED,
    Refusal,
    RefusedError,
    bad_request,
    too_many,
    upgraded,
)
from bot.demo.webhook import Described

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

LONGEST_TOKEN = 80
"""Characters; anything longer is no token (Bot API server, ClientManager)."""

GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


@dataclass
class Call:
    """One request: `code` and `answer` are there once it was answered, `fault` if one struck."""

    method: str
    params: dict[str, Any]
    at: datetime
    chat_id: int | None
    code: int | None = None
    answer: Any = None
    fault: Fault | None = None


@dataclass(frozen=True)
class Reply:
    """What goes back: a status and the JSON under it."""

    code: int
    content: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


class BotApi:
    """The ASGI application: methods under /bot<token>/<method>, files under /file/bot<token>/."""

    def __init__(self, telegram: "LocalTelegram") -> None:
        self._telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] != "http":
            return
        try:
            await self._route(scope, receive, send)
        except RefusedError as error:
            await self._reply(send, _refusal(error))

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                self._telegram.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        if path.startswith("/file/bot"):
            token, _, name = path.removeprefix("/file/bot").partition("/")
            self._check(token)
            await self._send_file(name, send)
            return
        token, slash, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or not slash:
            raise RefusedError(NOT_FOUND)
        self._check(token)
        request = Request(scope, receive)
        params = await read_params(request)
        await self._serve(method.removeprefix("test/"), params, receive, send)

    def _check(self, token: str) -> None:
        number, colon, _ = token.partition(":")
        well_formed = colon and number.isascii() and number.isdigit() and number[0] != "0"
        if not well_formed or len(token) > LONGEST_TOKEN:
            raise RefusedError(TOKEN_MALFORMED)
        if token != self._telegram.token or self._telegram.revoked:
            raise RefusedError(TOKEN_REVOKED)
        if self._telegram.logged_out:
            raise RefusedError(LOGGED_OUT)

    async def _send_file(self, name: str, send: Send) -> None:
        file = self._telegram.files.at(name)
        if file is None:
            raise RefusedError(NOT_FOUND)
        await wire.answer(send, 200, file.content, "application/octet-stream")

    async def _serve(self, method: str, params: Params, receive: Receive, send: Send) -> None:
        telegram = self._telegram
        call = Call(method, params.record(), telegram.now(), _chat_id(params))
        telegram.calls.append(call)
        telegram.limits.note(method, call.chat_id)
        call.fault = telegram.faults.strike(method, call.chat_id)
        if call.fault is not None and not call.fault.accepted:
            await self._go_wrong(call.fault, call, None, receive, send)
            return
        try:
            reply = await self._reply_to(method, params, receive)
        except ConnectionAbortedError:
            await wire.cut(send, receive)
            return
        if reply is None:
            return
        call.code, call.answer = reply.code, reply.content
        if call.fault is None:
            await self._reply(send, reply)
        else:
            await self._go_wrong(call.fault, call, reply, receive, send)

    async def _reply_to(self, method: str, params: Params, receive: Receive) -> Reply | None:
        """The method's reply; None if the client left a method that waits before it came."""
        if method.lower() not in WAITING:
            return await self._carry_out(method, params)
        working = asyncio.ensure_future(self._carry_out(method, params))
        gone = asyncio.ensure_future(wire.disconnection(receive))
        try:
            await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            gone.cancel()

    async def _carry_out(self, method: str, params: Params) -> Reply:
        carry_out = METHODS.get(method.lower())
        try:
            if carry_out is None:
                raise RefusedError(METHOD_NOT_FOUND)
            result = carry_out(self._telegram, params)
            if inspect.isawaitable(result):
                result = await result
        except RefusedError as error:
            return _refusal(error)
        if isinstance(result, Described):
            content = {"result": result.result, "description": result.description}
            return Reply(200, {"ok": True, **content})
        return Reply(200, {"ok": True, "result": result})

    async def _reply(self, send: Send, reply: Reply) -> None:
        await wire.answer(send, reply.code, wire.encoded(reply.content), headers=reply.headers)

    async def _go_wrong(
        self, fault: Fault, call: Call, reply: Reply | None, receive: Receive, send: Send
    ) -> None:
        match fault:
            case CutBefore() | CutAfter():
                await wire.cut(send, receive)
            case Unreachable():
                wire.refuse_connection(send)
            case Hang(seconds):
                await wire.hang(send, receive, self._telegram.faults.bell, seconds)
            case HtmlError(code):
                await wire.answer(send, code, GATEWAY_PAGE, "text/html")
            case Truncated() if reply is not None:
                body = wire.encoded(reply.content)
                await wire.answer(send, reply.code, body[: len(body) // 2])
            case SlowAnswer(seconds) if reply is not None:
                await self._telegram.faults.bell.heard(seconds)
                await self._reply(send, reply)
            case _:
                refused = _refusal(self._refused_by(fault, call.chat_id))
                call.code, call.answer = refused.code, refused.content
                await self._reply(send, refused)

    def _refused_by(self, fault: Fault, chat_id: int | None) -> RefusedError:
        match fault:
            case TooManyRequests(retry_after, everyone):
                self._telegram.limits.order_wait(None if everyone else chat_id, retry_after)
                return too_many(retry_after)
            case ServerError(code, description):
                return RefusedError(Refusal(code, description))
            case Forbidden(reason):
                return RefusedError(Refusal(403, f"Forbidden: {reason}"))
            case BadRequest(_, int(chat)):
                return upgraded(chat)
            case BadRequest(reason):
                return RefusedError(bad_request(reason))
        raise TypeError(fault)


def _refusal(error: RefusedError) -> Reply:
    refusal = error.refusal
    content: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if error.parameters:
        content["parameters"] = error.parameters
    wait = error.parameters.get("retry_after")
    return Reply(refusal.code, content, {} if wait is None else {"retry-after": f"{wait:g}"})


def _chat_id(params: Params) -> int | None:
    return params.integer("chat_id") or None
