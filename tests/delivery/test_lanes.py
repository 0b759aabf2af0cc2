"""The rate is never exceeded, answers go first, and a 429 is obeyed to the second."""

from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.lanes import (
    BURST,
    CHAT_BURST,
    PARKING_MARGIN,
    RESERVE_ROOM,
    SHARED_ROOM,
    Lanes,
)
from bot.domain.outbox import Lane

SLACK = 1e-3
"""Tokens forgiven to floating point."""

BULK = [lane for lane in Lane if lane is not Lane.ANSWER]

rates = st.sampled_from([0.5, 2.0, 25.0, 30.0, 1000.0])
steps = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 0.001, 0.01, 0.04, 0.2, 1.0, 7.0]),
        st.sampled_from(list(Lane)),
        st.integers(min_value=1, max_value=8),
    ),
    max_size=120,
)


@dataclass
class Sending:
    """A sender that remembers when each message went."""

    lanes: Lanes
    went: list[tuple[float, Lane, int]] = field(default_factory=list)

    def tries(self, lane: Lane, chat_id: int, at: float) -> bool:
        if self.lanes.wait(lane, chat_id, at) > 0:
            return False
        self.lanes.spend(lane, chat_id, at)
        self.went.append((at, lane, chat_id))
        return True

    def times(self, *lanes: Lane) -> list[float]:
        return [at for at, lane, _ in self.went if lane in lanes]


def busiest_excess(times: list[float], rate: float) -> float:
    """The most messages any window of time held beyond what `rate` alone allows."""
    return max(
        (
            j - i + 1 - rate * (times[j] - times[i])
            for i in range(len(times))
            for j in range(i, len(times))
        ),
        default=0.0,
    )


@given(rate=rates, steps=steps, start=st.sampled_from([0.0, 12345.678, 3e7]))
def test_no_window_of_time_holds_more_than_the_rate_and_the_burst(
    rate: float, steps: list[tuple[float, Lane, int]], start: float
) -> None:
    sending, at = Sending(Lanes(rate)), start
    for passed, lane, chat in steps:
        at += passed
        sending.tries(lane, chat, at)
    assert busiest_excess(sending.times(*Lane), rate) <= BURST + SLACK


@given(rate=rates, lane=st.sampled_from(list(Lane)), steps=steps)
def test_waiting_as_told_is_enough(
    rate: float, lane: Lane, steps: list[tuple[float, Lane, int]]
) -> None:
    lanes, at = Lanes(rate), 0.0
    for passed, _, chat in steps:
        at += passed
        at += lanes.wait(lane, chat, at)
        lanes.spend(lane, chat, at)


@given(
    rate=rates,
    lane=st.sampled_from(BULK),
    ticks=st.lists(st.floats(min_value=0.0001, max_value=0.3), min_size=5, max_size=150),
)
def test_bulk_keeps_to_its_share_while_answers_wait(
    rate: float, lane: Lane, ticks: list[float]
) -> None:
    # Every moment an answer is waiting, and every moment bulk gets to ask first.
    sending, at, chats = Sending(Lanes(rate)), 0.0, count(1)
    while sending.tries(Lane.ANSWER, next(chats), at):
        pass
    for passed in ticks:
        at += passed
        sending.tries(lane, next(chats), at)
        while sending.tries(Lane.ANSWER, next(chats), at):
            pass
    assert busiest_excess(sending.times(lane), rate * 0.9) <= SHARED_ROOM + SLACK


@given(
    rate=rates,
    replies=st.lists(st.floats(min_value=0.0, max_value=0.5), min_size=1, max_size=6),
    lag=st.sampled_from([0.0, 0.0004, 0.002]),
)
def test_a_reply_waits_one_token_at_most_behind_bulk(
    rate: float, replies: list[float], lag: float
) -> None:
    sending, at, chats = Sending(Lanes(rate)), 0.0, count(1)
    for gap in replies:
        # Bulk takes all it can get until the reply comes, in the same instant too.
        arrives = at + gap + 1 / rate
        while at < arrives:
            if not sending.tries(Lane.CHALLENGE, next(chats), at):
                at += max(sending.lanes.wait(Lane.CHALLENGE, next(chats), at), 1e-4) + lag
        at = arrived = max(at, arrives)
        sending.tries(Lane.CHALLENGE, next(chats), at)
        person = next(chats)
        while not sending.tries(Lane.ANSWER, person, at):
            at += sending.lanes.wait(Lane.ANSWER, person, at)
            sending.tries(Lane.CHALLENGE, next(chats), at)
        assert at - arrived <= 1 / rate + 1e-5


@given(rate=st.sampled_from([2.0, 30.0, 1000.0]), waiting=st.integers(min_value=1, max_value=40))
def test_the_last_of_many_replies_waits_a_token_for_each(rate: float, waiting: int) -> None:
    sending, at = Sending(Lanes(rate)), 5.0
    while sending.tries(Lane.BROADCAST, 1_000 + len(sending.went), at):
        pass
    for person in range(waiting):
        while not sending.tries(Lane.ANSWER, person, at):
            at += sending.lanes.wait(Lane.ANSWER, person, at)
            sending.tries(Lane.BROADCAST, 10_000 + person, at)
    assert at - 5.0 <= waiting / rate + 1e-5


@pytest.mark.parametrize("rate", [2.0, 25.0, 30.0])
@pytest.mark.parametrize("oversleep", [0.0, 0.001, 0.005])
def test_alone_bulk_gets_the_whole_rate(rate: float, oversleep: float) -> None:
    sending, at = Sending(Lanes(rate)), 0.0
    while at < 60.0:
        if not sending.tries(Lane.CHALLENGE, len(sending.went), at):
            at += sending.lanes.wait(Lane.CHALLENGE, len(sending.went), at) + oversleep
    assert (len(sending.went) - BURST) / at >= 0.98 * rate


def test_with_replies_about_bulk_yields_its_tenth_and_no_more() -> None:
    sending, at, next_reply = Sending(Lanes(30.0)), 0.0, 0.0
    while at < 60.0:
        if at >= next_reply:
            if sending.tries(Lane.ANSWER, -len(sending.went), at):
                next_reply += 1 / 3
            else:
                at += sending.lanes.wait(Lane.ANSWER, -len(sending.went), at)
            continue
        if not sending.tries(Lane.CHALLENGE, len(sending.went), at):
            free_in = sending.lanes.wait(Lane.CHALLENGE, len(sending.went), at)
            at = min(at + free_in, next_reply)
    assert len(sending.times(Lane.ANSWER)) == 180
    assert len(sending.times(Lane.CHALLENGE)) / 60.0 >= 0.9 * 30.0


def test_answers_may_take_the_whole_rate_from_bulk() -> None:
    sending, at = Sending(Lanes(10.0)), 0.0
    while at < 20.0:
        went = len(sending.went)
        sending.tries(Lane.CHALLENGE, 1_000 + went, at)
        while sending.tries(Lane.ANSWER, len(sending.went), at):
            pass
        at += 0.01
    assert len(sending.times(Lane.ANSWER)) >= 0.98 * 10.0 * 20.0


def test_a_challenge_told_to_wait_is_not_overtaken_by_a_broadcast() -> None:
    lanes = Lanes(10.0)
    for chat in range(2):
        lanes.spend(Lane.BROADCAST, chat, 0.0)
    told = lanes.wait(Lane.CHALLENGE, 50, 0.0)
    assert told > 0
    assert lanes.wait(Lane.BROADCAST, 60, told) > 0
    assert lanes.wait(Lane.CHALLENGE, 50, told) == 0.0


def test_a_claim_that_is_never_used_lapses() -> None:
    lanes = Lanes(10.0)
    for chat in range(3):
        lanes.spend(Lane.ANSWER, chat, 0.0)
    told = lanes.wait(Lane.ANSWER, 50, 0.0)
    assert lanes.wait(Lane.BROADCAST, 60, told + 0.04) > 0
    assert lanes.wait(Lane.BROADCAST, 60, told + 0.2) == 0.0


def test_a_claim_ends_with_the_message_it_was_for() -> None:
    lanes = Lanes(1000.0)
    for chat in range(3):
        lanes.spend(Lane.ANSWER, chat, 0.0)
    told = lanes.wait(Lane.ANSWER, 50, 0.0)
    lanes.spend(Lane.ANSWER, 50, told)
    assert lanes.wait(Lane.BROADCAST, 60, told + 0.0012) == 0.0


def test_an_answer_from_the_reserve_costs_bulk_no_more_than_its_tenth() -> None:
    lanes = Lanes(10.0)
    for chat in range(2):
        lanes.spend(Lane.CHALLENGE, chat, 0.0)
    assert lanes.wait(Lane.CHALLENGE, 50, 0.0) == pytest.approx(0.1)
    lanes.spend(Lane.ANSWER, 60, 0.0)
    assert lanes.wait(Lane.CHALLENGE, 50, 0.0) == pytest.approx(0.1 / 0.9)


def test_where_bulk_is_silent_its_flow_fills_the_reserve_too() -> None:
    sending = Sending(Lanes(10.0))
    for chat in range(20):
        sending.tries(Lane.ANSWER, chat, 0.0)
    for chat in range(20, 40):
        sending.tries(Lane.ANSWER, chat, BURST / 10.0)
    assert len(sending.went) == 2 * BURST


def test_three_answers_to_one_chat_go_at_once_and_then_one_a_second() -> None:
    sending, at = Sending(Lanes(1000.0)), 0.0
    while len(sending.went) < 10:
        if not sending.tries(Lane.ANSWER, 7, at):
            at += sending.lanes.wait(Lane.ANSWER, 7, at)
        else:
            at += 0.01
    assert sending.times(Lane.ANSWER)[CHAT_BURST - 1] < 0.1
    assert at == pytest.approx(10 - CHAT_BURST, abs=0.1)


def test_a_challenge_leaves_a_second_after_the_last_message_to_its_chat() -> None:
    lanes = Lanes(1000.0)
    lanes.spend(Lane.ANSWER, 7, 0.0)
    assert lanes.wait(Lane.CHALLENGE, 7, 0.25) == pytest.approx(0.75)
    assert lanes.wait(Lane.CHALLENGE, 8, 0.25) == 0.0
    lanes.spend(Lane.CHALLENGE, 7, 1.0)
    assert lanes.wait(Lane.ANSWER, 7, 1.0) == 0.0


@given(
    retry_after=st.sampled_from([1.0, 3.0, 30.0, 3600.0]),
    steps=st.lists(st.tuples(st.floats(0.0, 5.0), st.sampled_from(list(Lane))), max_size=60),
)
def test_fault_30_nothing_goes_to_a_parked_chat_before_its_time(
    retry_after: float, steps: list[tuple[float, Lane]]
) -> None:
    sending, at = Sending(Lanes(30.0)), 100.0
    sending.lanes.refused(1, retry_after, at)
    for passed, lane in steps:
        at += passed
        sending.tries(lane, 1, at)
    assert all(at >= 100.0 + retry_after for at, _, _ in sending.went)


def test_fault_30_a_parked_chat_holds_back_nobody_else() -> None:
    lanes = Lanes(30.0)
    lanes.refused(1, 3600.0, 0.0)
    lanes.wait(Lane.ANSWER, 1, 0.0)
    assert lanes.wait(Lane.CHALLENGE, 2, 0.0) == 0.0
    assert lanes.halted(0.0) == 0.0
    assert lanes.wait(Lane.CHALLENGE, 1, 1.0) == pytest.approx(3599.0 + PARKING_MARGIN)
    assert lanes.wait(Lane.CHALLENGE, 1, 3601.0) == 0.0


def test_a_shorter_refusal_does_not_shorten_a_longer_one() -> None:
    lanes = Lanes(30.0)
    lanes.refused(1, 60.0, 0.0)
    lanes.refused(1, 2.0, 1.0)
    assert lanes.wait(Lane.ANSWER, 1, 10.0) == pytest.approx(50.0 + PARKING_MARGIN)


def test_fault_31_three_chats_refused_in_a_second_halt_the_bot_until_the_longest() -> None:
    lanes = Lanes(30.0)
    lanes.refused(1, 5.0, 0.0)
    lanes.refused(2, 9.0, 0.4)
    assert lanes.halted(0.4) == 0.0
    lanes.refused(3, 6.0, 0.9)
    assert lanes.halted(1.0) == pytest.approx(8.4 + PARKING_MARGIN)
    for lane in Lane:
        assert lanes.wait(lane, 99, 1.0) == pytest.approx(8.4 + PARKING_MARGIN)
    assert lanes.wait(Lane.ANSWER, 99, 9.6) == 0.0
    assert lanes.halted(9.6) == 0.0


def test_one_chat_refused_three_times_is_no_storm() -> None:
    lanes = Lanes(30.0)
    for at in (0.0, 0.1, 0.2):
        lanes.refused(1, 5.0, at)
    assert lanes.halted(0.2) == 0.0


def test_three_chats_refused_over_a_minute_are_no_storm() -> None:
    lanes = Lanes(30.0)
    for chat, at in ((1, 0.0), (2, 30.0), (3, 60.0)):
        lanes.refused(chat, 100.0, at)
    assert lanes.halted(60.0) == 0.0


def test_after_a_halt_the_bot_starts_with_the_burst_and_not_with_a_flood() -> None:
    sending = Sending(Lanes(30.0))
    for chat in (1, 2, 3):
        sending.lanes.refused(chat, 60.0, 0.0)
    for chat in range(10, 100):
        sending.tries(Lane.CHALLENGE, chat, 61.0)
    assert len(sending.went) == SHARED_ROOM
    assert sending.tries(Lane.ANSWER, 200, 61.0), "bulk took the answers' reserve"
    assert len(sending.went) == SHARED_ROOM + RESERVE_ROOM


def test_a_token_cannot_be_spent_before_its_time() -> None:
    lanes = Lanes(30.0)
    lanes.refused(1, 5.0, 0.0)
    with pytest.raises(ValueError, match="not yet"):
        lanes.spend(Lane.ANSWER, 1, 4.0)


def test_a_clock_that_stands_still_or_steps_back_makes_no_tokens() -> None:
    sending, chats = Sending(Lanes(30.0)), count(1)
    for at in (10.0, 10.0, 9.0, 10.0, 2.0, 10.0):
        for _ in range(5):
            sending.tries(Lane.CHALLENGE, next(chats), at)
    assert len(sending.went) == SHARED_ROOM


def test_idle_chats_are_forgotten() -> None:
    lanes, at = Lanes(1000.0), 0.0
    for chat in range(20_000):
        at += lanes.wait(Lane.CHALLENGE, chat, at)
        lanes.spend(Lane.CHALLENGE, chat, at)
        if chat % 10 == 0:
            lanes.refused(chat, 0.5, at)
            at += 1.5
    assert lanes.chats_remembered <= 2048


def test_a_long_parking_survives_the_tidying() -> None:
    lanes, at = Lanes(1000.0), 0.0
    lanes.refused(-1, 3600.0, at)
    for chat in range(5_000):
        at += lanes.wait(Lane.CHALLENGE, chat, at)
        lanes.spend(Lane.CHALLENGE, chat, at)
    assert lanes.wait(Lane.ANSWER, -1, at) == pytest.approx(3600.0 + PARKING_MARGIN - at)


@pytest.mark.parametrize(("rate", "reserve"), [(0.0, 0.1), (-1.0, 0.1), (30.0, 0.0), (30.0, 1.0)])
def test_a_rate_or_reserve_that_could_never_send_is_refused(rate: float, reserve: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        Lanes(rate, reserve=reserve)
