"""Answering over HTTP, and the ways of not answering."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import httpx
from starlette.types import Receive, Send

from bot.demo.bell import Bell

DISCONNECT_PATIENCE = 5.0
"""Seconds to wait for the server to notice that a connection was cut."""


async def answer(
    send: Send,
    code: int,
    body: bytes,
    kind: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> None:
    """One whole response."""
    fields = {"content-type": kind, "content-length": str(len(body)), **(headers or {})}
    raw = [(name.encode("ascii"), value.encode("latin-1")) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": code, "headers": raw})
    await send({"type": "http.response.body", "body": body})


def encoded(content: Any) -> bytes:
    """JSON in ASCII, as the Bot API server writes it; a lone surrogate passes through."""
    return json.dumps(content, separators=(",", ":")).encode("ascii")


async def cut(send: Send, receive: Receive) -> None:
    """Drop the connection without an answer.

    Over a port the socket is aborted. In process there is no socket, and what a client would
    have seen is raised, which `httpx.ASGITransport` hands on.
    """
    transport = _transport_of(send)
    if transport is None:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
    transport.abort()
    await asyncio.wait_for(disconnection(receive), DISCONNECT_PATIENCE)


def refuse_connection(send: Send) -> None:
    """In process, fail as if nobody listened. Raises RuntimeError over a port."""
    if _transport_of(send) is not None:
        raise RuntimeError("over a port, stop the server to make it unreachable")
    raise httpx.ConnectError("All connection attempts failed")


async def hang(send: Send, receive: Receive, released: Bell, seconds: float | None) -> None:
    """Never answer.

    Over a port it lasts until the client has gone, in process `seconds`, after which the call
    fails as a read time-out does. A ring of `released` ends either.
    """
    if _transport_of(send) is None:
        await released.heard(seconds)
        raise httpx.ReadTimeout("")
    gone = asyncio.ensure_future(disconnection(receive))
    ended = asyncio.ensure_future(released.heard())
    try:
        await asyncio.wait({gone, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        ended.cancel()
    if not gone.done() or gone.cancelled():
        await cut(send, receive)


async def disconnection(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        continue


def _transport_of(send: Send) -> asyncio.Transport | None:
    """The socket behind uvicorn's `send`; None in process."""
    transport: asyncio.Transport | None = getattr(
        getattr(send, "__self__", None), "transport", None
    )
    return transport if callable(getattr(transport, "abort", None)) else None
