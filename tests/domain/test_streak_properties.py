"""What holds for every history: no record shrinks, and no order of arrival matters."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.domain.challenge import Challenge, Reply
from bot.domain.streak import Day, Streak, Verdict, fold

NEWEST_MESSAGE = 10**9

every_history = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def folded(history: Any, now: datetime) -> Streak:
    return fold(history.sequence, now, pauses=history.pauses, outages=history.outages)


def with_challenge(history: Any, place: int, **changes: object) -> Any:
    sequence = list(history.sequence)
    sequence[place] = replace(sequence[place], **changes)
    return replace(history, sequence=sequence)


def nothing_taken_back(one: Challenge) -> Challenge:
    return replace(
        one,
        replies=tuple(replace(reply, withdrawn_at=None) for reply in one.replies),
        done=tuple(replace(press, undone_at=None) for press in one.done),
    )


def account(day: Day) -> tuple[int, int, bool]:
    """What a settled day did to the streak. A further answer or `[Went]` may yet rename it."""
    return day.current, day.freezes, day.spent


@every_history
@given(data=st.data())
def test_what_is_settled_stays_settled_and_no_record_shrinks(
    data: st.DataObject, any_history: SearchStrategy[Any]
) -> None:
    history = data.draw(any_history)
    history.sequence = [nothing_taken_back(one) for one in history.sequence]
    instants = history.instants()
    before = folded(history.as_known_at(instants[0]), instants[0])
    for now in instants[1:]:
        streak = folded(history.as_known_at(now), now)
        assert streak.settled_up_to >= before.settled_up_to
        assert streak.best >= before.best
        kept = before.days[: before.settled_up_to]
        assert [account(day) for day in streak.days[: len(kept)]] == [account(day) for day in kept]
        before = streak
    whole = folded(history, instants[-1])
    assert (whole.current, whole.best, whole.days) == (before.current, before.best, before.days)


@every_history
@given(data=st.data())
def test_an_answer_given_now_never_lowers_anything(
    data: st.DataObject, any_history: SearchStrategy[Any]
) -> None:
    history = data.draw(any_history)
    now = data.draw(st.sampled_from(history.instants()))
    history = history.as_known_at(now)
    assume(history.sequence)
    place = data.draw(st.integers(0, len(history.sequence) - 1))
    replies = (*history.sequence[place].replies, Reply(now, NEWEST_MESSAGE))
    before = folded(history, now)
    after = folded(with_challenge(history, place, replies=replies), now)
    assert after.current >= before.current
    assert after.shown >= before.shown
    assert after.best >= before.best
    assert after.freezes >= before.freezes
    assert after.settled_up_to >= before.settled_up_to
    assert after.answered >= before.answered
    assert after.days[place].answered


@every_history
@given(data=st.data())
def test_an_answer_after_the_grace_saves_nothing_and_costs_nothing(
    data: st.DataObject, any_history: SearchStrategy[Any]
) -> None:
    history = data.draw(any_history)
    now = history.instants()[-1]
    before = folded(history, now)
    closed = [n for n, day in enumerate(before.days) if day.window.deadline.passed(now)]
    assume(closed)
    place = data.draw(st.sampled_from(closed))
    late = Reply(before.days[place].window.deadline.at, NEWEST_MESSAGE)
    assume(not before.days[place].window.deadline.admits(late.at, late.message_id))
    replies = (*history.sequence[place].replies, late)
    after = folded(with_challenge(history, place, replies=replies), now)
    assert [account(day) for day in after.days] == [account(day) for day in before.days]
    assert (after.current, after.best, after.shown) == (before.current, before.best, before.shown)
    assert after.answered - before.answered == (not before.days[place].answered)


@every_history
@given(data=st.data())
def test_an_on_time_answer_lowers_no_streak_that_needed_no_freeze_afterwards(
    data: st.DataObject, any_history: SearchStrategy[Any]
) -> None:
    history = data.draw(any_history)
    now = history.instants()[-1]
    before = folded(history, now)
    place = data.draw(st.integers(0, len(before.days) - 1))
    on_time = Reply(history.sequence[place].delivered_at, 1)
    replies = (*history.sequence[place].replies, on_time)
    after = folded(with_challenge(history, place, replies=replies), now)
    assert after.days[place].verdict is Verdict.ON_TIME
    later = (*before.days[place + 1 :], *after.days[place + 1 :])
    assume(not any(day.verdict is Verdict.FROZEN for day in later))
    assert after.current >= before.current
    assert after.shown >= before.shown
    assert after.best >= before.best


@every_history
@given(data=st.data())
def test_replies_and_presses_may_come_twice_and_in_any_order(
    data: st.DataObject, any_history: SearchStrategy[Any]
) -> None:
    """Faults 14, 15 and 23."""
    history = data.draw(any_history)
    now = history.instants()[-1]
    before = folded(history, now)
    place = data.draw(st.integers(0, len(before.days) - 1))
    one = history.sequence[place]
    mixed = with_challenge(
        history,
        place,
        replies=tuple(data.draw(st.permutations(one.replies * 2))),
        done=one.done * 2,
        not_today=one.not_today * 2,
    )
    after = folded(mixed, now)
    assert [(*account(day), day.answer, day.verdict) for day in after.days] == [
        (*account(day), day.answer, day.verdict) for day in before.days
    ]
    assert replace(after, days=()) == replace(before, days=())
