"""Nothing that is logged, by anyone, at any level, shows the token or what people write."""

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import aiosqlite
import httpx
import pytest
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler
from telegram.request import HTTPXRequest

from bot.logs import configure, person_mark, watch_loop

NUMBER = "7012345678"
SECRET = "AAHd8f_Kp-" + "Zq9rT3xW7v" + "mN5bL2cJ8s" + "QwErT"
TOKEN = f"{NUMBER}:{SECRET}"
PIECES = [TOKEN, SECRET, NUMBER, SECRET[: len(SECRET) // 2], SECRET[len(SECRET) // 2 :]]
WORDS = "I told my sister what I never could"


@dataclass
class Unguarded(logging.Handler):
    """Sees records before any redaction, to prove that there was something to redact."""

    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        rendered = logging.Formatter("%(message)s").format(record)
        record.exc_text = None  # what a formatter caches would be ours to answer for
        self.seen.append(rendered)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, threading.excepthook
    filters = {handler: handler.filters[:] for handler in root.handlers}
    levels = {
        name: logger.level
        for name, logger in root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    yield
    root.handlers[:], root.level, sys.excepthook, threading.excepthook = before
    for handler, kept in filters.items():
        handler.filters[:] = kept
    for name, logger in root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger):
            logger.setLevel(levels.get(name, logging.NOTSET))


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


def everything_at_debug() -> None:
    for name in ("", "bot", "telegram", "telegram.ext", "httpx", "httpcore", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)


def assert_no_piece_of_the_token(text: str) -> None:
    for piece in PIECES:
        assert piece.casefold() not in text.casefold()


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HTTPXRequest:
    return HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(answer)})


def telegram_answers(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith("/getMe"):
        me = {"id": int(NUMBER), "is_bot": True, "first_name": "K", "username": "kindreds_bot"}
        return httpx.Response(200, json={"ok": True, "result": me})
    raise httpx.ReadTimeout(f"no answer from {request.url}")


async def work_with_the_library() -> None:
    """Everything a run does that has leaked a token from some bot or other."""
    log = logging.getLogger("bot.test")
    application: Application = (  # type: ignore[type-arg]
        ApplicationBuilder()
        .token(TOKEN)
        .request(answering(telegram_answers))
        .get_updates_request(answering(telegram_answers))
        .updater(None)
        .build()
    )

    async def fails(update: Update, context: object) -> None:
        raise RuntimeError(f"while using {application.bot!r} and {TOKEN}")

    application.add_handler(TypeHandler(Update, fails))
    async with application:
        log.warning("starting %r with %r", application, application.bot)
        log.info("%s", [application.bot])
        log.debug("at %(url)s", {"url": f"https://example.org/bot{TOKEN}/getMe"})
        await application.process_update(Update(1))
        try:
            await application.bot.send_message(1, "Day 1")
        except TelegramError:
            log.exception("at https://example.org/bot%s/sendMessage", TOKEN, stack_info=True)
    refused = Bot(
        TOKEN,
        request=answering(lambda request: httpx.Response(401, json={"ok": False})),
        get_updates_request=answering(telegram_answers),
    )
    try:
        await refused.initialize()
    except TelegramError:
        log.exception("refused")


@pytest.mark.parametrize("style", ["text", "json"])
async def test_fault_74_the_library_at_work_at_debug_shows_no_token(
    style: str, output: io.StringIO
) -> None:
    configure("DEBUG", style, TOKEN, stream=output)  # type: ignore[arg-type]
    everything_at_debug()
    unguarded = Unguarded()
    logging.getLogger().handlers.insert(0, unguarded)

    await work_with_the_library()

    leaks = [line for line in unguarded.seen if TOKEN in line]
    assert len(leaks) >= 6, "there was next to nothing to redact"
    assert_no_piece_of_the_token(output.getvalue())
    assert output.getvalue().count("[token]") >= len(leaks)


@pytest.mark.parametrize(
    "leak",
    [
        TOKEN,
        TOKEN.replace(":", "%3A"),
        TOKEN.lower(),
        TOKEN.capitalize(),
        SECRET,
        SECRET.lower(),
        TOKEN[:25],
        TOKEN[len(TOKEN) - 18 :],
        f"bot {NUMBER}",
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        "71234567:" + SECRET[:30],
    ],
)
def test_the_token_is_found_whole_torn_encoded_or_in_another_case(
    leak: str, output: io.StringIO
) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    logging.getLogger("anywhere").error("seen %s here", leak)
    assert "[token]" in output.getvalue()
    assert_no_piece_of_the_token(output.getvalue())
    assert "71234567" not in output.getvalue()


def test_a_stack_is_redacted_as_a_message_is(output: io.StringIO) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    stack = f"Stack (most recent call last):\n  connect('{TOKEN}')"
    record = logging.makeLogRecord({"name": "bot", "levelno": 40, "stack_info": stack})
    logging.getLogger("bot").handle(record)
    assert "connect('[token]')" in output.getvalue()


def test_numbers_that_only_contain_the_bots_id_are_left_alone(output: io.StringIO) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    logging.getLogger("bot").info("update %d, 12:30, 123:short", int(f"9{NUMBER}1"))
    assert f"update 9{NUMBER}1, 12:30, 123:short" in output.getvalue()


def test_without_a_token_of_ours_any_other_is_taken_out(output: io.StringIO) -> None:
    configure("INFO", "text", "", stream=output)
    logging.getLogger("bot").info("found %s", TOKEN)
    assert "found [token]" in output.getvalue()


def test_handlers_of_others_redact_too() -> None:
    theirs = io.StringIO()
    logger = logging.getLogger("their.library")
    handler = logging.StreamHandler(theirs)
    logger.addHandler(handler)
    try:
        configure("INFO", "text", TOKEN, stream=io.StringIO())
        try:
            raise RuntimeError(TOKEN)
        except RuntimeError:
            logger.exception("with %s", TOKEN)
    finally:
        logger.removeHandler(handler)
    assert "RuntimeError" in theirs.getvalue()
    assert_no_piece_of_the_token(theirs.getvalue())


def test_a_message_that_cannot_be_formatted_breaks_nothing_and_shows_nothing(
    output: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError(TOKEN)

    configure("INFO", "text", TOKEN, stream=output)
    logging.getLogger("bot").error("one %s two %s", TOKEN)
    logging.getLogger("bot").error("%s", Broken())
    assert output.getvalue().count("cannot be formatted") == 2
    assert "test_logs.py" in output.getvalue()
    assert_no_piece_of_the_token(output.getvalue() + capsys.readouterr().err)


async def test_words_torn_in_transit_are_not_logged(output: io.StringIO) -> None:
    torn = json.dumps({"ok": True, "result": [{"message": {"text": WORDS}}]})[:-3]
    configure("DEBUG", "text", TOKEN, stream=output)
    unguarded = Unguarded()
    logging.getLogger().handlers.insert(0, unguarded)
    request = answering(lambda request: httpx.Response(200, text=torn))
    async with request:
        with pytest.raises(TelegramError):
            await Bot(TOKEN, get_updates_request=request, request=request).get_updates()
    assert any(WORDS in line for line in unguarded.seen), "the library no longer quotes the answer"
    assert "Telegram's answer is not JSON" in output.getvalue()
    assert WORDS not in output.getvalue()


async def test_a_gateways_page_in_place_of_an_answer_is_one_line_and_no_error_of_ours(
    output: io.StringIO,
) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    request = answering(lambda request: httpx.Response(502, text="<html>Bad Gateway</html>"))
    async with request:
        with pytest.raises(TelegramError):
            await Bot(TOKEN, request=request).get_me()
    told = [line for line in output.getvalue().splitlines() if "not JSON" in line]
    assert len(told) == 1
    assert "WARNING" in told[0]
    assert "Traceback" not in output.getvalue()


async def test_at_debug_our_own_records_show_and_the_libraries_do_not(output: io.StringIO) -> None:
    configure("DEBUG", "text", TOKEN, stream=output)
    logging.getLogger("bot.delivery").debug("ours")
    async with aiosqlite.connect(":memory:") as db:
        await db.execute("SELECT ?", (WORDS,))
    request = answering(lambda request: httpx.Response(200, json={"ok": True, "result": []}))
    async with request:
        await Bot(TOKEN, get_updates_request=request, request=request).get_updates()
    (line,) = output.getvalue().splitlines()
    assert line.endswith("DEBUG    bot.delivery: ours")


@pytest.mark.parametrize(
    ("level", "heard"),
    [("DEBUG", "DIWE"), ("INFO", "IWE"), ("WARNING", "WE"), ("ERROR", "E")],
)
def test_the_level_is_kept_for_us_and_the_libraries(
    level: str, heard: str, output: io.StringIO
) -> None:
    configure(level, "text", TOKEN, stream=output)
    for name in ("bot.jobs", "httpx", "telegram.ext", "some.library"):
        log = logging.getLogger(name)
        for sign, at in zip("DIWE", (10, 20, 30, 40), strict=True):
            log.log(at, "%s from %s", sign, name)
    lines = [line.split(": ")[1].split(" from ") for line in output.getvalue().splitlines()]
    assert "".join(sign for sign, name in lines if name == "bot.jobs") == heard
    library = heard.replace("D", "")
    assert "".join(sign for sign, name in lines if name == "some.library") == library
    assert "".join(sign for sign, name in lines if name == "telegram.ext") == library
    assert "".join(sign for sign, name in lines if name == "httpx") == library.replace("I", "")


def test_text_is_one_line_a_record_in_utc(output: io.StringIO) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    logging.getLogger("bot").info("first\n2026-11-22T12:00:00.000Z CRITICAL forged\x1b[2J\ud800")
    (line,) = output.getvalue().splitlines()
    at, level, name, message = line.split(maxsplit=3)
    assert datetime.fromisoformat(at).utcoffset() is not None
    assert at.endswith("Z")
    assert (level, name) == ("INFO", "bot:")
    assert message.startswith(r"first\n2026")
    assert r"\x1b[2J\ud800" in message


def test_json_is_one_object_a_line(output: io.StringIO) -> None:
    configure("INFO", "json", TOKEN, stream=output)
    log = logging.getLogger("bot.app")
    log.info('up "and"\nrunning')
    try:
        raise ValueError(TOKEN)
    except ValueError:
        log.exception("down", stack_info=True)
    first, second = (json.loads(line) for line in output.getvalue().splitlines())
    assert first["message"] == 'up "and"\nrunning'
    assert first.keys() == {"time", "level", "logger", "message"}
    assert second["exception"].endswith("ValueError: [token]")
    assert second["stack"].startswith("Stack (most recent call last)")
    assert datetime.fromisoformat(second["time"]).utcoffset() is not None


def test_configuring_twice_prints_once_and_with_the_newer_token(output: io.StringIO) -> None:
    configure("INFO", "text", "", stream=output)
    configure("INFO", "text", TOKEN, stream=output)
    logging.getLogger("bot").info("%s", SECRET)
    assert len(output.getvalue().splitlines()) == 1
    assert_no_piece_of_the_token(output.getvalue())


def test_an_error_that_ends_the_program_is_logged_redacted(
    output: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    try:
        raise RuntimeError(TOKEN)
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "CRITICAL bot: ended by an error" in output.getvalue()
    assert "RuntimeError: [token]" in output.getvalue()
    assert_no_piece_of_the_token(output.getvalue() + capsys.readouterr().err)


def test_ctrl_c_is_no_crash(output: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert output.getvalue() == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_an_error_that_ends_a_thread_is_logged_redacted(output: io.StringIO) -> None:
    def fails() -> None:
        raise RuntimeError(TOKEN)

    configure("INFO", "text", TOKEN, stream=output)
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    assert "a thread ended by an error" in output.getvalue()
    assert_no_piece_of_the_token(output.getvalue())


async def test_an_error_in_the_event_loop_is_logged_without_its_arguments(
    output: io.StringIO,
) -> None:
    def fails(words: str) -> None:
        raise RuntimeError(TOKEN)

    configure("INFO", "text", TOKEN, stream=output)
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    loop.call_soon(fails, WORDS[:12])
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert "ERROR    bot: event loop: Exception in callback" in output.getvalue()
    assert "RuntimeError: [token]" in output.getvalue()
    assert WORDS[:12] not in output.getvalue()
    assert_no_piece_of_the_token(output.getvalue())


async def test_a_loop_error_without_an_exception_is_logged_too(output: io.StringIO) -> None:
    configure("INFO", "text", TOKEN, stream=output)
    loop = asyncio.get_running_loop()
    watch_loop(loop)
    loop.call_exception_handler({"message": "Task was destroyed but it is pending!", "task": WORDS})
    assert "event loop: Task was destroyed but it is pending!" in output.getvalue()
    assert WORDS not in output.getvalue()


def test_a_person_is_marked_the_same_here_and_differently_elsewhere() -> None:
    assert person_mark(b"one installation", 42) == person_mark(b"one installation", 42)
    assert person_mark(b"one installation", 42) != person_mark(b"another", 42)
    assert person_mark(b"one installation", 42) != person_mark(b"one installation", 43)
    assert len(person_mark(b"one installation", -(2**62))) == 8
    assert int(person_mark(b"one installation", 42), 16) >= 0


@pytest.mark.parametrize("key", [b"", b"x" * 33])
def test_a_mark_needs_a_key_that_fits(key: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        person_mark(key, 42)
