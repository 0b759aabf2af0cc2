"""The queue of updates that wait for the bot."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.demo.clock import HandClock
from bot.demo.updates import UpdateQueue

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def queue(clock: HandClock) -> UpdateQueue:
    return UpdateQueue(100, clock.now)


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


def fill(queue: UpdateQueue, count: int) -> None:
    for _ in range(count):
        queue.put("message", {})


def test_updates_stay_until_they_are_confirmed(queue: UpdateQueue) -> None:
    fill(queue, 3)
    assert ids(queue.head(100)) == ids(queue.head(100)) == [100, 101, 102]
    queue.confirm_below(102)
    assert ids(queue.head(100)) == [102]
    assert queue.confirmed == [100, 101]


def test_an_offset_far_beyond_the_end_forgets_nothing(queue: UpdateQueue) -> None:
    fill(queue, 2)
    queue.confirm_below(102 + 11)
    assert len(queue) == 2
    queue.confirm_below(102 + 10)
    assert len(queue) == 0


def test_a_negative_offset_keeps_the_last_ones(queue: UpdateQueue) -> None:
    fill(queue, 5)
    queue.keep_last(2)
    assert ids(queue.pending) == [103, 104]


def test_an_update_is_kept_for_a_day(queue: UpdateQueue, clock: HandClock) -> None:
    fill(queue, 1)
    clock.forward(timedelta(hours=23, minutes=59))
    fill(queue, 1)
    assert ids(queue.head(100)) == [100, 101]
    clock.forward(timedelta(minutes=1))
    assert ids(queue.head(100)) == [101]
    assert queue.confirmed == []


def test_by_default_three_kinds_are_left_out(queue: UpdateQueue) -> None:
    for kind in ("chat_member", "message_reaction", "message_reaction_count"):
        assert queue.put(kind, {}) is None
    assert queue.put("my_chat_member", {}) == 100


def test_what_is_named_comes_and_nothing_else(queue: UpdateQueue) -> None:
    queue.allowed = frozenset({"message_reaction"})
    assert queue.put("message", {}) is None
    assert queue.put("message_reaction", {}) == 100


def test_updates_out_of_order_are_confirmed_by_their_ids(queue: UpdateQueue) -> None:
    for update_id in (105, 103, 103, 104):
        queue.inject({"update_id": update_id})
    queue.confirm_below(104)
    assert ids(queue.pending) == [105, 104]
    assert queue.confirmed == [103, 103]
    queue.confirm_below(106)
    assert queue.pending == []


def test_ids_may_begin_anywhere_after_a_quiet_week(queue: UpdateQueue) -> None:
    fill(queue, 1)
    queue.confirm_below(101)
    queue.jump_to(7)
    fill(queue, 2)
    queue.confirm_below(101)
    assert ids(queue.pending) == [7, 8]
    queue.confirm_below(8)
    assert ids(queue.pending) == [8]


def test_an_update_without_an_id_is_kept_as_it_is(queue: UpdateQueue) -> None:
    queue.inject({"message": {"no": "chat"}})
    assert queue.head(1) == [{"message": {"no": "chat"}}]


def test_a_restart_keeps_the_queue(queue: UpdateQueue, clock: HandClock) -> None:
    fill(queue, 2)
    queue.allowed = frozenset({"message"})
    again = UpdateQueue(1, clock.now)
    again.restore(queue.export())
    assert (again.pending, again.next_id, again.allowed) == (
        queue.pending,
        102,
        frozenset({"message"}),
    )
