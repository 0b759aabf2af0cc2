"""What one challenge came to by itself: its answer, and what would excuse it without one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.challenge import Challenge, FollowUp, Press, Reply, Span
from bot.domain.verdict import Answer, Case, Excuse, cases
from bot.domain.window import Timing, windows

MONDAY = datetime(2027, 2, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def daily(count: int) -> list[Challenge]:
    return [
        Challenge(n, n, MONDAY + (n - 1) * DAY, message_id=n * 100) for n in range(1, count + 1)
    ]


def skipped(challenge: Challenge, after: timedelta = HOUR) -> Challenge:
    return replace(challenge, not_today=(Press(challenge.delivered_at + after),))


def judged(
    sequence: list[Challenge],
    pauses: tuple[Span, ...] = (),
    outages: tuple[Span, ...] = (),
) -> list[Case]:
    return list(cases(sequence, windows(sequence, pauses, outages)))


def excuses(sequence: list[Challenge]) -> list[Excuse | None]:
    return [case.excuse for case in judged(sequence)]


def test_of_several_answers_the_earliest_of_the_best_counts() -> None:
    replies = (Reply(MONDAY + 5 * HOUR, 5), Reply(MONDAY + 3 * HOUR, 3))
    one = replace(daily(1)[0], replies=replies, done=(Press(MONDAY + 4 * HOUR),))
    assert judged([one])[0].answer == Answer(MONDAY + 3 * HOUR, Timing.ON_TIME)


def test_an_answer_in_the_window_beats_a_went_at_an_earlier_hour() -> None:
    went = FollowUp(MONDAY, MONDAY + HOUR, went=True)
    one = replace(daily(1)[0], follow_up=went, replies=(Reply(MONDAY + 2 * HOUR, 5),))
    assert judged([one])[0].answer == Answer(MONDAY + 2 * HOUR, Timing.ON_TIME)


def test_not_today_excuses_one_in_seven() -> None:
    sequence = [skipped(one) for one in daily(8)]
    allowed = [Excuse.NOT_TODAY, *[None] * 6, Excuse.NOT_TODAY]
    assert excuses(sequence) == allowed


def test_not_today_counts_challenges_and_not_dates() -> None:
    sequence = daily(7)
    sequence[0] = skipped(sequence[0])
    sequence[6] = skipped(replace(sequence[6], delivered_at=MONDAY + 60 * DAY))
    assert excuses(sequence)[6] is None


def test_an_answer_in_grace_gives_the_allowance_back_even_to_a_later_press() -> None:
    sequence = [skipped(one) for one in daily(3)]
    assert excuses(sequence)[1] is None
    sequence[0] = replace(sequence[0], replies=(Reply(MONDAY + 40 * HOUR, 150),))
    assert excuses(sequence)[1] is Excuse.NOT_TODAY


def test_an_answer_after_the_grace_gives_nothing_back() -> None:
    sequence = [skipped(one) for one in daily(3)]
    sequence[0] = replace(sequence[0], replies=(Reply(MONDAY + 49 * HOUR, 450),))
    assert excuses(sequence)[:2] == [Excuse.NOT_TODAY, None]


def test_a_press_on_an_older_challenge_takes_nothing_from_a_newer_one() -> None:
    older, newer = daily(2)
    sequence = [skipped(older, 30 * HOUR), skipped(newer, HOUR)]
    assert excuses(sequence) == [Excuse.NOT_TODAY, Excuse.NOT_TODAY]


def test_of_two_presses_of_one_second_the_older_challenges_is_granted() -> None:
    older, newer = daily(2)
    assert excuses([skipped(older, 25 * HOUR), skipped(newer)]) == [Excuse.NOT_TODAY, None]


def test_a_second_press_on_the_same_challenge_does_not_make_the_first_a_later_one() -> None:
    older, newer = daily(2)
    twice = (Press(MONDAY + HOUR), Press(MONDAY + 40 * HOUR))
    assert excuses([replace(older, not_today=twice), skipped(newer)])[1] is None


@pytest.mark.parametrize(("after", "excuse"), [(47, Excuse.NOT_TODAY), (49, None)])
def test_not_today_may_be_pressed_until_the_grace_ends(after: int, excuse: Excuse | None) -> None:
    sequence = daily(3)
    sequence[0] = skipped(sequence[0], after * HOUR)
    assert excuses(sequence)[0] is excuse


def test_not_today_undone_in_time_excuses_nothing() -> None:
    press = Press(MONDAY + HOUR, undone_at=MONDAY + 2 * HOUR)
    assert excuses([replace(daily(1)[0], not_today=(press,))]) == [None]


@pytest.mark.parametrize("kind", ["unknown", "outage", "pause", "follow-up"])
def test_a_day_that_is_excused_anyway_does_not_use_the_allowance(kind: str) -> None:
    first, second, third = (skipped(one) for one in daily(3))
    if kind == "unknown":
        first = replace(first, unknown=True)
    if kind == "follow-up":
        first = replace(first, follow_up=FollowUp(MONDAY + HOUR))
    span = (Span(MONDAY + 2 * HOUR, MONDAY + 3 * HOUR),)
    found = judged(
        [first, second, third],
        pauses=span if kind == "pause" else (),
        outages=span if kind == "outage" else (),
    )
    assert found[0].excuse not in (None, Excuse.NOT_TODAY)
    assert found[1].excuse is Excuse.NOT_TODAY


def test_a_follow_up_asked_for_after_the_grace_excuses_nothing() -> None:
    sequence = daily(3)
    went = FollowUp(MONDAY + 49 * HOUR, MONDAY + 120 * HOUR, went=True)
    sequence[0] = replace(sequence[0], follow_up=went)
    case = judged(sequence)[0]
    assert (case.excuse, case.went_at) == (None, None)
    assert case.answer == Answer(MONDAY + 120 * HOUR, Timing.LATER)


def test_done_pressed_while_a_follow_up_is_open_is_as_good_as_went() -> None:
    sequence = daily(3)
    asked, pressed = FollowUp(MONDAY + HOUR), Press(MONDAY + 80 * HOUR)
    sequence[0] = replace(sequence[0], follow_up=asked, done=(pressed,))
    assert judged(sequence)[0].went_at == pressed.at


def test_a_follow_up_comes_true_with_the_first_of_done_and_went() -> None:
    sequence = daily(3)
    pressed, ended = MONDAY + 80 * HOUR, MONDAY + 90 * HOUR
    went = FollowUp(MONDAY + HOUR, ended, went=True)
    sequence[0] = replace(sequence[0], follow_up=went, done=(Press(pressed),))
    assert judged(sequence)[0].went_at == pressed


def test_done_pressed_after_drop_is_a_later_answer() -> None:
    sequence = daily(3)
    dropped, pressed = FollowUp(MONDAY + HOUR, MONDAY + 70 * HOUR), Press(MONDAY + 80 * HOUR)
    sequence[0] = replace(sequence[0], follow_up=dropped, done=(pressed,))
    case = judged(sequence)[0]
    assert (case.excuse, case.went_at) == (Excuse.FOLLOW_UP, None)
    assert case.answer == Answer(pressed.at, Timing.LATER)


def test_words_alone_do_not_bring_a_follow_up_to_its_end() -> None:
    sequence = daily(3)
    reply = Reply(MONDAY + 80 * HOUR, 450)
    sequence[0] = replace(sequence[0], follow_up=FollowUp(MONDAY + HOUR), replies=(reply,))
    case = judged(sequence)[0]
    assert (case.went_at, case.answer) == (None, Answer(reply.at, Timing.LATER))


def test_a_case_is_decided_by_its_answer_or_by_the_end_of_its_grace() -> None:
    first, second, third = daily(3)
    answered = replace(second, replies=(Reply(MONDAY + 30 * HOUR, 250),))
    found = judged([first, answered, third])
    now = MONDAY + 2 * DAY
    decided = [case.decided_at(now) for case in found]
    assert decided == [MONDAY + 2 * DAY, MONDAY + 30 * HOUR, None]
    assert found[0].decided_at(now - timedelta(seconds=1)) is None
