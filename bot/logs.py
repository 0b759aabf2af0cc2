"""Logging that cannot give the token away, and that never shows what people write.

The token leaves by ways nobody thinks of: httpx logs each full URL, the `repr` of a bot or an
application holds it, and a refused token is quoted by the very error that reports it. So every
record is rewritten on its way into a handler, whatever logger it came from: a filter on a logger
would not see the records of its children.
"""

import hashlib
import json
import logging
import re
import sys
import threading
from asyncio import AbstractEventLoop
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

_LOG = logging.getLogger("bot")

_ANY_SHAPED = r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{30,}"
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_NEVER_BELOW: Mapping[str, int] = {
    "aiosqlite": logging.INFO,  # at DEBUG it prints every parameter, reflections among them
    "apscheduler": logging.ERROR,  # a tick that takes longer than its interval is no news
    "asyncio": logging.INFO,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,  # at INFO it prints every URL, and the token is part of it
    "sqlalchemy": logging.WARNING,
    "telegram": logging.INFO,  # at DEBUG it prints whole updates
}

_UNREADABLE_ANSWER = "Can not load invalid JSON data"
"""How python-telegram-bot begins the error in which it quotes an answer torn in transit: people's
words, where the answer was a batch of updates."""


class Redaction(logging.Filter):
    """Takes the token out of a record: message, arguments, traceback and stack."""

    def __init__(self, token: str) -> None:
        """`token` may be empty; anything shaped like a token is taken out all the same."""
        super().__init__()
        self._secrets = re.compile("|".join(_forms(token)), re.IGNORECASE)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place and let it pass, for this handler and all after it."""
        if str(record.msg).startswith(_UNREADABLE_ANSWER):
            _calm(record)
        record.msg, record.args = self.clean(_message(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        # Formatters would otherwise be free to render the exception anew.
        record.exc_info = None
        record.exc_text = self.clean(record.exc_text) if record.exc_text else None
        record.stack_info = self.clean(record.stack_info) if record.stack_info else None
        return True

    def clean(self, text: str) -> str:
        """The text without any token, or half of ours, in whatever case."""
        return self._secrets.sub("[token]", text)


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-8s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return _instant(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        # One record, one line: a line break in a message could pass for a record of its own.
        record.message = _CONTROLS.sub(_escaped, record.message)
        return super().formatMessage(record)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": _instant(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "exception": record.exc_text,
            "stack": record.stack_info,
        }
        return json.dumps({name: value for name, value in entry.items() if value is not None})


class _Output(logging.StreamHandler[TextIO]):
    """The one handler of ours, so that configuring twice does not print twice."""


def configure(
    level: str, style: Literal["text", "json"], token: str, *, stream: TextIO | None = None
) -> None:
    """Log to `stream` (standard error), at `level` for our own code, times in UTC.

    Call it before python-telegram-bot is imported. Libraries never go below INFO, some not below
    WARNING. Handlers that others have installed by now are made to redact too.
    """
    redaction = Redaction(token)
    ours = _Output(stream or sys.stderr)
    ours.setFormatter(_Json() if style == "json" else _Text())
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, _Output):
            root.removeHandler(handler)
    root.addHandler(ours)
    for logger in _loggers():
        for handler in logger.handlers:
            _redact(handler, redaction)
    wanted = logging.getLevelNamesMapping()[level]
    root.setLevel(max(wanted, logging.INFO))
    _LOG.setLevel(wanted)
    for name, floor in _NEVER_BELOW.items():
        logging.getLogger(name).setLevel(max(wanted, floor))
    sys.excepthook = _report_crash
    threading.excepthook = _report_thread_crash


def watch_loop(loop: AbstractEventLoop) -> None:
    """Log what the event loop would print itself, without the `repr` of tasks and arguments."""
    loop.set_exception_handler(_report_loop_error)


def person_mark(key: bytes, user_id: int) -> str:
    """Eight hex digits that stand for a person in the logs of one installation.

    Without a key anyone could try all ids, so an empty one raises ValueError, as does one longer
    than 32 bytes.
    """
    if not key:
        raise ValueError("a mark without a key hides nobody")
    return hashlib.blake2s(b"%d" % user_id, key=key, digest_size=4).hexdigest()


def _forms(token: str) -> list[str]:
    """Patterns of the token whole, torn and by halves; the longest first, since the first wins."""
    number, _, secret = token.partition(":")
    if not secret:
        return [_ANY_SHAPED]
    middle = len(secret) // 2
    halves = [half for half in (secret[:middle], secret[middle:]) if len(half) >= 8]
    return [
        re.escape(token),
        _ANY_SHAPED,
        rf"{re.escape(number)}(?::|%3A)[A-Za-z0-9_-]*",
        *(re.escape(part) for part in (secret, *halves)),
        rf"(?<!\d){re.escape(number)}(?!\d)",
    ]


def _calm(record: logging.LogRecord) -> None:
    """A gateway's page or half an answer: it is asked again, and no code of ours is at fault."""
    record.msg, record.args, record.exc_info = "Telegram's answer is not JSON", None, None
    record.levelno, record.levelname = logging.WARNING, "WARNING"


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        # Raised in a filter this would break the caller; raised in the handler, the logging
        # package would print message and arguments as they are.
        return f"a message that cannot be formatted, from {record.pathname}:{record.lineno}"


def _loggers() -> list[logging.Logger]:
    root = logging.getLogger()
    known = list(root.manager.loggerDict.values())
    return [root, *(logger for logger in known if isinstance(logger, logging.Logger))]


def _redact(handler: logging.Handler, redaction: Redaction) -> None:
    for earlier in [entry for entry in handler.filters if isinstance(entry, Redaction)]:
        handler.removeFilter(earlier)
    handler.addFilter(redaction)


def _instant(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _escaped(control: re.Match[str]) -> str:
    return control[0].encode("unicode_escape").decode("ascii")


def _report_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _LOG.critical("ended by an error that nothing caught", exc_info=(kind, error, trace))


def _report_thread_crash(args: threading.ExceptHookArgs) -> None:
    error = args.exc_value
    _LOG.critical("a thread ended by an error that nothing caught", exc_info=error)


def _report_loop_error(loop: AbstractEventLoop, context: dict[str, object]) -> None:
    # "Exception in callback sent(<Message ...>)" carries arguments; what comes before says enough.
    said = re.split(r"[(<]", str(context.get("message", "")))[0].strip()
    error = context.get("exception")
    exc_info = error if isinstance(error, BaseException) else None
    _LOG.error("event loop: %s", said, exc_info=exc_info)
