"""Waits that were ordered, and rates if they are kept."""

import pytest

from bot.demo.faults import TooManyRequests
from bot.demo.limits import Limits, Violation
from bot.demo.people import Person
from bot.demo.refusals import RefusedError
from bot.demo.state import LocalTelegram
from tests.demo.client import Api


class Second:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def second() -> Second:
    return Second()


@pytest.fixture
def limits(second: Second) -> Limits:
    return Limits(second)


def accepted(limits: Limits, chat_id: int, times: int) -> int:
    count = 0
    for _ in range(times):
        try:
            limits.spend(chat_id)
        except RefusedError:
            continue
        count += 1
    return count


def test_by_default_everything_passes(limits: Limits) -> None:
    assert accepted(limits, 1, 1000) == 1000


def test_one_message_a_second_reaches_a_chat(limits: Limits, second: Second) -> None:
    limits.enforce()
    assert accepted(limits, 1, 5) == 1
    assert limits.too_fast == 4
    second.at += 1.0
    assert accepted(limits, 1, 5) == 1


def test_thirty_messages_a_second_leave_overall(limits: Limits, second: Second) -> None:
    limits.enforce()
    assert sum(accepted(limits, chat, 1) for chat in range(1, 41)) == 30
    second.at += 1.0
    assert sum(accepted(limits, chat, 1) for chat in range(41, 61)) == 20


def test_twenty_messages_a_minute_reach_a_group(limits: Limits, second: Second) -> None:
    limits.enforce()
    assert accepted(limits, -1, 25) == 20
    second.at += 59.0
    assert accepted(limits, -1, 1) == 0
    second.at += 1.0
    assert accepted(limits, -1, 1) == 1


def test_a_refusal_says_how_long_to_wait(limits: Limits, second: Second) -> None:
    limits.enforce()
    limits.spend(1)
    second.at += 0.2
    with pytest.raises(RefusedError, match="Too Many Requests: retry after 1") as refused:
        limits.spend(1)
    assert refused.value.parameters == {"retry_after": 1}


def test_limits_can_be_lifted_again(limits: Limits) -> None:
    limits.enforce()
    limits.relax()
    assert accepted(limits, 1, 10) == 10


def test_a_request_before_its_time_is_counted(limits: Limits, second: Second) -> None:
    limits.order_wait(1, 3)
    limits.note("sendMessage", 2)
    limits.note("answerCallbackQuery", 1)
    second.at += 1
    limits.note("sendMessage", 1)
    second.at += 2
    limits.note("sendMessage", 1)
    assert limits.violations == [Violation("sendMessage", 1, 2.0)]


def test_a_wait_for_everyone_counts_for_every_chat(limits: Limits) -> None:
    limits.order_wait(None, 3)
    limits.note("getUpdates", None)
    limits.note("sendMessage", 7)
    assert limits.violations == [Violation("sendMessage", None, 3.0)]


def test_a_shorter_wait_does_not_cut_a_longer_one(limits: Limits) -> None:
    limits.order_wait(1, 30)
    limits.order_wait(1, 1)
    limits.note("sendMessage", 1)
    assert limits.violations[0].early == 30


async def test_going_on_after_a_429_is_seen_by_telegram(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    await ana.sends("/start")
    telegram.faults.add(TooManyRequests(retry_after=30), method="sendMessage", chat_id=ana.id)
    response = await api.answer("sendMessage", chat_id=ana.id, text="a")
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 30",
        "parameters": {"retry_after": 30},
    }
    assert response.headers["retry-after"] == "30"
    assert telegram.violations == []
    await api("sendMessage", chat_id=ana.id, text="a")
    assert [(each.method, each.chat_id) for each in telegram.violations] == [
        ("sendMessage", ana.id)
    ]


async def test_rates_are_kept_at_the_door_too(
    api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    await ana.sends("/start")
    telegram.limits.enforce()
    await api("sendMessage", chat_id=ana.id, text="a")
    assert await api.refusal("sendMessage", chat_id=ana.id, text="b") == (
        "429 Too Many Requests: retry after 1"
    )
    assert len(telegram.sent) == 1
