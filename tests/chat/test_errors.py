"""Every way a send can fail, through python-telegram-bot's own Bot, down to what it means."""

import json
from collections.abc import Callable

import httpx
import pytest
from telegram import Bot
from telegram.error import EndPointNotFound, RetryAfter, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning

from bot.chat.errors import outcome_of
from bot.delivery.outcome import (
    Ambiguous,
    Complaint,
    Conflict,
    Gone,
    Migrated,
    NotSent,
    Outcome,
    Refused,
    Slowed,
    Unauthorized,
    Unreachable,
)

TOKEN = "7012345678:" + "AAHd8f_Kp-" * 3 + "qwert"

Answer = Callable[[httpx.Request], httpx.Response]


def refusal(status: int, description: str, **parameters: int) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda request: httpx.Response(status, json=body)


def body(status: int, content: bytes) -> Answer:
    return lambda request: httpx.Response(status, content=content)


def broken(kind: type[Exception]) -> Answer:
    def raise_it(request: httpx.Request) -> httpx.Response:
        raise kind(f"while asking {request.url}")

    return raise_it


def bot_answered_by(answer: Answer) -> Bot:
    transport = httpx.MockTransport(answer)
    return Bot(TOKEN, request=HTTPXRequest(httpx_kwargs={"transport": transport}))


async def outcome_of_a_send(answer: Answer) -> Outcome:
    bot = bot_answered_by(answer)
    async with bot.request:
        try:
            await bot.send_message(chat_id=1, text="Day 1")
        except Exception as error:
            return outcome_of(error)
    raise AssertionError("the send went through")


@pytest.mark.parametrize(
    "kind",
    [
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.InvalidURL,
    ],
)
async def test_a_failure_before_the_first_byte_is_surely_not_sent(kind: type[Exception]) -> None:
    assert await outcome_of_a_send(broken(kind)) == NotSent(kind.__name__)


@pytest.mark.parametrize(
    "kind",
    [
        httpx.ReadTimeout,
        httpx.ReadError,
        httpx.WriteTimeout,
        httpx.WriteError,
        httpx.CloseError,
        httpx.RemoteProtocolError,
        httpx.LocalProtocolError,
        httpx.DecodingError,
        OSError,
    ],
)
async def test_fault_27_and_28_a_line_lost_later_is_ambiguous(kind: type[Exception]) -> None:
    assert await outcome_of_a_send(broken(kind)) == Ambiguous(kind.__name__)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(500, "Internal Server Error"),
        refusal(502, "Bad Gateway"),
        body(502, b"<html><h1>502 Bad Gateway</h1></html>"),
        body(503, b""),
        body(200, b'{"ok":true,"result":{"message_id":7,"da'),
        body(200, b"<html>sign in to this network</html>"),
        body(200, b'{"ok":true}'),
        body(200, b"[]"),
        body(200, b'{"ok":true,"result":{}}'),
    ],
)
async def test_fault_29_a_server_that_failed_after_reading_is_ambiguous(answer: Answer) -> None:
    assert isinstance(await outcome_of_a_send(answer), Ambiguous)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429])
async def test_a_page_from_a_proxy_says_nothing_of_a_person_or_a_token(status: int) -> None:
    outcome = await outcome_of_a_send(body(status, b"<html>Blocked by your provider</html>"))
    assert outcome == Ambiguous("the answer is not Telegram's")


@pytest.mark.parametrize("seconds", [3, 30, 3600])
async def test_fault_30_a_429_says_how_long_to_wait(seconds: int) -> None:
    description = f"Too Many Requests: retry after {seconds}"
    answer = refusal(429, description, retry_after=seconds)
    assert await outcome_of_a_send(answer) == Slowed(float(seconds))


async def test_a_429_without_its_parameters_still_is_one() -> None:
    answer = refusal(429, "Too Many Requests: retry after 12")
    assert await outcome_of_a_send(answer) == Slowed(12.0)
    assert await outcome_of_a_send(refusal(429, "Too Many Requests", retry_after=0)) == Slowed(5.0)


def test_the_wait_is_read_whether_it_comes_as_a_number_or_a_span(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert outcome_of(RetryAfter(9)) == Slowed(9.0)
    monkeypatch.delenv("PTB_TIMEDELTA")
    with pytest.warns(PTBDeprecationWarning, match="retry_after"):
        assert outcome_of(RetryAfter(9)) == Slowed(9.0)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone.BLOCKED),
        (refusal(403, "Forbidden: user is deactivated"), Gone.DEACTIVATED),
        (
            refusal(403, "Forbidden: bot can't initiate conversation with a user"),
            Gone.NEVER_STARTED,
        ),
        (refusal(403, "Forbidden: bot was kicked from the group chat"), Gone.KICKED),
        (refusal(400, "Bad Request: chat not found"), Gone.NO_CHAT),
        (refusal(400, "Bad Request: PEER_ID_INVALID"), Gone.NO_CHAT),
    ],
)
async def test_fault_32_who_cannot_be_reached_is_told_apart(answer: Answer, reason: Gone) -> None:
    assert await outcome_of_a_send(answer) == Unreachable(reason)


@pytest.mark.parametrize(
    ("description", "about"),
    [
        (
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
            Complaint.FORMATTING,
        ),
        ("ENTITY_DATE_INVALID", Complaint.FORMATTING),
        ("message is too long", Complaint.TOO_LONG),
        ("message is not modified: the same as before", Complaint.UNCHANGED),
        ("message to edit not found", Complaint.NOTHING_TO_EDIT),
        ("query is too old and response timeout expired", Complaint.STALE_BUTTON),
        ("BUTTON_DATA_INVALID", Complaint.OTHER),
    ],
)
async def test_fault_33_a_400_is_permanent_though_called_a_network_error(
    description: str, about: Complaint
) -> None:
    outcome = await outcome_of_a_send(refusal(400, f"Bad Request: {description}"))
    assert isinstance(outcome, Refused)
    assert outcome.about is about


async def test_a_status_the_library_has_no_class_for_is_still_permanent() -> None:
    outcome = await outcome_of_a_send(refusal(413, "Request Entity Too Large"))
    assert isinstance(outcome, Refused)


async def test_a_group_that_moved_is_migrated() -> None:
    answer = refusal(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=-1001234567890,
    )
    assert await outcome_of_a_send(answer) == Migrated(-1001234567890)


@pytest.mark.parametrize(
    "answer",
    [
        refusal(401, "Unauthorized"),
        refusal(401, "Unauthorized: invalid token specified"),
        refusal(404, "Not Found"),
    ],
)
async def test_fault_35_a_refused_token_is_unauthorized_and_not_quoted(answer: Answer) -> None:
    sent = await outcome_of_a_send(answer)
    assert isinstance(sent, Unauthorized)

    bot = bot_answered_by(answer)
    with pytest.raises(TelegramError) as raised:
        await bot.initialize()
    await bot.request.shutdown()
    assert TOKEN in str(raised.value), "the library no longer quotes the token"
    started = outcome_of(raised.value)
    assert isinstance(started, Unauthorized)
    assert TOKEN not in repr(started)


async def test_fault_35_a_token_revoked_under_a_running_poller_is_no_missing_method() -> None:
    me = {"id": 7012345678, "is_bot": True, "first_name": "Kindreds", "username": "kindreds_bot"}

    def revoked_after_get_me(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/getMe"):
            return httpx.Response(200, json={"ok": True, "result": me})
        return refusal(401, "Unauthorized")(request)

    async with bot_answered_by(revoked_after_get_me) as bot:
        with pytest.raises(EndPointNotFound) as polled:
            await bot.do_api_request("readUpdates", api_kwargs={"offset": 1})
    assert isinstance(outcome_of(polled.value), Unauthorized)


async def test_a_method_the_server_lacks_does_not_stop_the_bot() -> None:
    answer = refusal(404, "Not Found: method not found")
    assert isinstance(await outcome_of_a_send(answer), Refused)


async def test_fault_36_a_second_poller_is_a_conflict() -> None:
    answer = refusal(409, "Conflict: terminated by other getUpdates request")
    assert isinstance(await outcome_of_a_send(answer), Conflict)


async def test_a_request_after_closing_is_surely_not_sent() -> None:
    bot = bot_answered_by(broken(AssertionError))
    await bot.request.initialize()
    await bot.request.shutdown()
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(chat_id=1, text="Day 1")
    assert outcome_of(raised.value) == NotSent("the connection pool is closed")


async def test_a_message_that_went_out_raises_nothing() -> None:
    message = {"message_id": 7, "date": 1_800_000_000, "chat": {"id": 1, "type": "private"}}
    bot = bot_answered_by(body(200, json.dumps({"ok": True, "result": message}).encode()))
    async with bot.request:
        assert (await bot.send_message(chat_id=1, text="Day 1")).message_id == 7


def test_an_error_of_an_unknown_kind_is_counted() -> None:
    assert outcome_of(KeyError("date")) == Ambiguous("KeyError")
    assert outcome_of(KeyboardInterrupt()) == Ambiguous("KeyboardInterrupt")
