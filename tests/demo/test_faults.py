"""Faults on demand, seen by python-telegram-bot in process and over a loopback port."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from telegram import Bot
from telegram.error import (
    BadRequest as RefusedByTelegram,
)
from telegram.error import (
    ChatMigrated,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.error import (
    Forbidden as ForbiddenByTelegram,
)
from telegram.request import HTTPXRequest

from bot.demo.faults import (
    BadRequest,
    CutAfter,
    CutBefore,
    Faults,
    Forbidden,
    Hang,
    HtmlError,
    ServerError,
    SlowAnswer,
    TooManyRequests,
    Truncated,
    Unreachable,
)
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN, served


@pytest_asyncio.fixture(params=["in process", "over a port"])
async def client(
    telegram: LocalTelegram, ana: Person, request: pytest.FixtureRequest
) -> AsyncIterator[Bot]:
    """The library's bot, connected in one of the two ways, and known to Ana."""
    await ana.sends("/start")
    async with contextlib.AsyncExitStack() as stack:
        if request.param == "over a port":
            root = await stack.enter_async_context(served(telegram, telegram.app))
            line = HTTPXRequest(read_timeout=30)
        else:
            root = "http://telegram.test"
            line = HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app=telegram.app)})
        bot = Bot(TOKEN, base_url=f"{root}/bot", request=line, get_updates_request=line)
        yield await stack.enter_async_context(bot)


def accepted(telegram: LocalTelegram) -> list[str]:
    return [sent.text for sent in telegram.sent]


async def test_a_cut_before_is_a_network_error_and_nothing_was_sent(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(CutBefore(), method="sendMessage")
    with pytest.raises(NetworkError) as seen:
        await client.send_message(ana.id, "one")
    assert type(seen.value) is NetworkError
    assert isinstance(seen.value.__cause__, httpx.RemoteProtocolError | httpx.ReadError)
    assert accepted(telegram) == []
    await client.send_message(ana.id, "two")
    assert accepted(telegram) == ["two"]


async def test_a_cut_after_looks_the_same_and_it_was_sent(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(CutAfter(), method="sendMessage")
    with pytest.raises(NetworkError) as seen:
        await client.send_message(ana.id, "one")
    assert type(seen.value) is NetworkError
    assert accepted(telegram) == ["one"]
    assert ana.last["text"] == "one"
    await client.send_message(ana.id, "two")


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_call_that_hangs_times_out(
    client: Bot, ana: Person, telegram: LocalTelegram, arrives: bool
) -> None:
    telegram.faults.add(Hang(seconds=0.02, accepted=arrives))
    with pytest.raises(TimedOut, match="Timed out"):
        await client.send_message(ana.id, "one", read_timeout=0.2)
    assert accepted(telegram) == ["one"] * arrives
    await client.send_message(ana.id, "two")


async def test_calls_that_hang_end_when_the_faults_are_cleared(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(Hang(seconds=None), times=None)
    hanging = asyncio.create_task(client.send_message(ana.id, "one", read_timeout=60))
    async with asyncio.timeout(20):
        while not telegram.sent:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0)
    telegram.faults.clear()
    with pytest.raises(NetworkError):
        await hanging
    await client.send_message(ana.id, "two")


async def test_half_an_answer_is_no_network_error_to_the_library(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(Truncated(), method="sendMessage")
    with pytest.raises(TelegramError, match="Invalid server response") as seen:
        await client.send_message(ana.id, "one")
    assert type(seen.value) is TelegramError
    assert accepted(telegram) == ["one"]


async def test_a_gateways_page_comes_with_502(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(HtmlError(), method="sendMessage")
    with pytest.raises(NetworkError):
        await client.send_message(ana.id, "one")
    telegram.faults.add(HtmlError(code=504, accepted=False), method="sendMessage")
    with pytest.raises(NetworkError):
        await client.send_message(ana.id, "two")
    assert accepted(telegram) == ["one"]


async def test_a_server_in_trouble_says_so(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(ServerError())
    telegram.faults.add(ServerError(502, "Bad Gateway", accepted=True))
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await client.send_message(ana.id, "one")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await client.send_message(ana.id, "two")
    assert accepted(telegram) == ["two"]


async def test_too_many_requests_say_how_long_to_wait(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(TooManyRequests(retry_after=3), chat_id=ana.id)
    with pytest.raises(RetryAfter) as seen:
        await client.send_message(ana.id, "one")
    assert seen.value.retry_after == timedelta(seconds=3)
    assert accepted(telegram) == []


async def test_a_403_may_have_any_reason(client: Bot, ana: Person, telegram: LocalTelegram) -> None:
    telegram.faults.add(Forbidden())
    telegram.faults.add(Forbidden("user is deactivated"))
    for reason in ("bot was blocked by the user", "user is deactivated"):
        with pytest.raises(ForbiddenByTelegram, match=reason):
            await client.send_message(ana.id, "one")
    assert accepted(telegram) == []


async def test_a_400_may_have_any_reason(client: Bot, ana: Person, telegram: LocalTelegram) -> None:
    telegram.faults.add(BadRequest("message is too long"))
    with pytest.raises(RefusedByTelegram, match="Message is too long"):
        await client.send_message(ana.id, "one")
    telegram.faults.add(BadRequest("", migrate_to_chat_id=-1001))
    with pytest.raises(ChatMigrated) as seen:
        await client.send_message(ana.id, "one")
    assert seen.value.new_chat_id == -1001


async def test_a_slow_answer_is_right_and_late(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(SlowAnswer(0.05), method="sendMessage")
    started = telegram.clock.monotonic()
    message = await client.send_message(ana.id, "one")
    assert telegram.clock.monotonic() - started >= 0.05
    assert message.text == "one"


async def test_updates_lost_on_the_way_come_again(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    telegram.faults.add(CutAfter(), method="getUpdates")
    telegram.faults.add(Truncated(), method="getUpdates")
    for _ in range(2):
        with pytest.raises(TelegramError):
            await client.get_updates(offset=1)
    (update,) = await client.get_updates(offset=2)
    assert update.message is not None
    assert update.message.text == "/start"


async def test_a_fault_is_recorded_with_the_call_it_struck(
    client: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    planned = telegram.faults.add(CutBefore())
    with pytest.raises(NetworkError):
        await client.send_message(ana.id, "one")
    assert (telegram.calls[-1].fault, telegram.calls[-1].code) == (CutBefore(), None)
    assert planned.struck == 1


async def test_in_process_telegram_can_be_out_of_reach(
    bot: Bot, ana: Person, telegram: LocalTelegram
) -> None:
    await ana.sends("/start")
    telegram.faults.add(Unreachable(), times=None)
    with pytest.raises(NetworkError) as seen:
        await bot.send_message(ana.id, "one")
    assert isinstance(seen.value.__cause__, httpx.ConnectError)


async def test_a_poller_that_leaves_over_a_port_is_noticed(
    telegram: LocalTelegram, ana: Person
) -> None:
    async with served(telegram, telegram.app) as root:
        async with httpx.AsyncClient(trust_env=False) as client:
            with pytest.raises(httpx.ReadTimeout):
                await client.get(f"{root}/bot{TOKEN}/getUpdates?timeout=50", timeout=0.2)
        await ana.sends("/start")
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(f"{root}/bot{TOKEN}/getUpdates?offset=1", timeout=20)
        assert len(answer.json()["result"]) == 1


async def test_a_restart_is_seen_over_a_port_as_a_cut(telegram: LocalTelegram) -> None:
    async with served(telegram, telegram.app) as root, httpx.AsyncClient(trust_env=False) as client:
        poll = asyncio.create_task(
            client.get(f"{root}/bot{TOKEN}/getUpdates?timeout=50", timeout=60)
        )
        async with asyncio.timeout(20):
            while not telegram.calls:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)
        telegram.restart()
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            await poll


def strikes(faults: Faults, *calls: tuple[str, int]) -> list[bool]:
    return [faults.strike(method, chat_id) is not None for method, chat_id in calls]


def test_a_fault_strikes_once_unless_told_otherwise() -> None:
    faults = Faults()
    faults.add(CutBefore())
    assert strikes(faults, ("getMe", 1), ("getMe", 1)) == [True, False]
    faults.add(CutBefore(), times=2)
    assert strikes(faults, *[("getMe", 1)] * 3) == [True, True, False]
    faults.add(CutBefore(), times=None)
    assert all(strikes(faults, *[("getMe", 1)] * 50))
    faults.clear()
    assert strikes(faults, ("getMe", 1)) == [False]


def test_a_fault_may_wait_for_its_turn() -> None:
    faults = Faults()
    faults.add(CutBefore(), method="sendMessage", after=2)
    calls = [("sendMessage", 1), ("getMe", 1), ("sendMessage", 1), ("SENDMESSAGE", 1)]
    assert strikes(faults, *calls) == [False, False, False, True]


def test_a_fault_may_be_meant_for_one_chat() -> None:
    faults = Faults()
    faults.add(CutBefore(), chat_id=7)
    assert strikes(faults, ("sendMessage", 8), ("sendMessage", 7)) == [False, True]


def test_the_first_fault_that_matches_strikes() -> None:
    faults = Faults()
    faults.add(CutBefore(), chat_id=7)
    faults.add(CutAfter())
    order: list[Callable[[], object]] = [CutBefore, CutAfter]
    assert [faults.strike("sendMessage", 7) for _ in order] == [make() for make in order]


def test_chance_repeats_itself_with_its_seed() -> None:
    runs = []
    for seed in (1, 1, 2):
        faults = Faults()
        faults.add(CutBefore(), probability=0.3, seed=seed, times=None)
        runs.append(strikes(faults, *[("sendMessage", 1)] * 200))
    assert runs[0] == runs[1] != runs[2]
    assert 30 < sum(runs[0]) < 90
