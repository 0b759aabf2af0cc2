"""From what python-telegram-bot raises to what became of the send.

Its exception classes say how an error looked, not whether the message may have arrived: a
permanent `BadRequest` is a kind of `NetworkError`, a torn answer a bare `TelegramError`, and a full
connection pool the same `TimedOut` as an answer that never came. The truth is in the cause.
"""

from datetime import timedelta
from http import HTTPStatus

import httpx
from telegram import error as ptb

from bot.delivery.outcome import (
    Ambiguous,
    Conflict,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Slowed,
    classify,
)

# Raised before the request's first byte leaves. Everything else httpx raises may come after the
# last one, a broken write included: the tail lost may be an acknowledgement.
_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)

# Python 3.13 took up the newer names of RFC 9110; servers still say the older ones.
_OLDER_NAMES = {
    413: "Request Entity Too Large",
    414: "Request-URI Too Long",
    416: "Requested Range Not Satisfiable",
    422: "Unprocessable Entity",
}


def outcome_of(error: BaseException) -> Outcome:
    """What became of a send that raised `error`; never raises itself, never quotes the token.

    An exception of a kind not known here counts as `Ambiguous`, since it may have come out of
    reading an answer that was a success.
    """
    match error:
        case ptb.RetryAfter():
            return Slowed(_seconds(error))
        case ptb.ChatMigrated():
            return Migrated(error.new_chat_id)
        case ptb.TelegramError() if isinstance(error.__cause__, ptb.TelegramError):
            return _chained(error.__cause__)
        case ptb.EndPointNotFound():
            return Refused("the server has no such method")
        case ptb.Forbidden():
            return classify(HTTPStatus.FORBIDDEN, error.message, {})
        case ptb.InvalidToken():
            return _not_found_or_unauthorized(error)
        case ptb.BadRequest():
            return classify(HTTPStatus.BAD_REQUEST, error.message, {})
        case ptb.Conflict():
            return Conflict(error.message)
        case ptb.NetworkError():
            return _line(error)
        case _:
            return Ambiguous(type(error).__name__)


def _seconds(error: ptb.RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _chained(cause: ptb.TelegramError) -> Outcome:
    # `Bot.initialize` wraps a refused token in a message that quotes it, and `Bot.do_api_request`
    # calls it an unknown method: what Telegram said is beneath.
    if isinstance(cause, ptb.InvalidToken):
        return outcome_of(cause)
    # Otherwise the body was no JSON: not Telegram speaking but something on the way, and what it
    # says of 403 or 404 says nothing of a person or a token.
    return Ambiguous("the answer is not Telegram's")


def _not_found_or_unauthorized(error: ptb.InvalidToken) -> Outcome:
    if "method not found" in error.message.casefold():
        return classify(HTTPStatus.NOT_FOUND, error.message, {})
    return classify(HTTPStatus.UNAUTHORIZED, error.message, {})


def _line(error: ptb.NetworkError) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, _BEFORE_SENDING):
        return NotSent(type(cause).__name__)
    if isinstance(cause, RuntimeError) and "not initialized" in str(cause):
        return NotSent("the connection pool is closed")
    if cause is not None:
        return Ambiguous(type(cause).__name__)
    # The library has a class for 400, 401, 403, 404 and 409 only; of any other status nothing is
    # left but Telegram's description, which begins with the status's name.
    for status in HTTPStatus:
        if error.message.startswith((status.phrase, _OLDER_NAMES.get(status, status.phrase))):
            return classify(status, error.message, {})
    return Ambiguous("server error")
