"""The fold's own rules: freezes, records, runs, and what is shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.challenge import Arrival, Challenge, FollowUp, Reply, Span
from bot.domain.streak import Held, Streak, Verdict, fold
from bot.domain.verdict import Answer, Excuse
from bot.domain.window import Timing

START = datetime(2027, 2, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR

ANSWERED, SILENT, LATE = "a", ".", "l"


def life(marks: str) -> list[Challenge]:
    """A challenge a day: `a` answered at noon, `l` answered when the grace is over, `.` never."""
    return [_challenge(n, mark) for n, mark in enumerate(marks, start=1)]


def _challenge(number: int, mark: str) -> Challenge:
    at = START + (number - 1) * DAY
    one = Challenge(number, number, at, message_id=number * 100)
    after = {ANSWERED: 4 * HOUR, LATE: 50 * HOUR}.get(mark)
    return one if after is None else replace(one, replies=(Reply(at + after, number * 100 + 50),))


def lived(marks: str, before: Held | None = None) -> Streak:
    """The fold when all graces but those of the newest two are over."""
    return fold(life(marks), START + len(marks) * DAY, before=before)


def test_whoever_waits_for_day_1_has_one_freeze_and_nothing_else() -> None:
    assert fold([], START) == Streak(0, 0, 1, 0, 0, 0, (), ())


def test_a_freeze_is_earned_at_each_seventh_day_while_fewer_than_two_are_held() -> None:
    streak = lived(ANSWERED * 22)
    assert [day.challenge.day for day in streak.days if day.earned] == [7]
    assert (streak.current, streak.freezes) == (22, 2)
    streak = lived("a" * 7 + "." + "a" * 14)
    assert [day.challenge.day for day in streak.days if day.earned] == [7, 15]
    assert [day.challenge.day for day in streak.days if day.spent] == [8]


def test_a_freeze_keeps_the_streak_and_adds_nothing() -> None:
    streak = lived("aaa.aa")
    assert [day.current for day in streak.days] == [1, 2, 3, 3, 4, 5]
    assert (streak.current, streak.freezes) == (5, 0)


def test_two_freezes_carry_two_days_and_the_third_ends_the_streak() -> None:
    streak = lived("aaaaaaa...aaa")
    verdicts = [day.verdict for day in streak.days[7:10]]
    assert verdicts == [Verdict.FROZEN, Verdict.FROZEN, Verdict.MISSED]
    assert (streak.current, streak.best, streak.freezes) == (3, 7, 0)


def test_freezes_are_kept_where_there_is_no_streak_to_save() -> None:
    streak = lived("....aa", Held(current=0, best=30, freezes=2))
    assert (streak.current, streak.best, streak.freezes) == (2, 30, 2)


def test_a_later_answer_saves_nothing_and_is_told_as_later() -> None:
    streak = lived("aal.l.l.aaa", Held(freezes=0))
    verdicts = [day.verdict for day in streak.days[2:8]]
    assert verdicts == [Verdict.LATER, Verdict.MISSED] * 3
    assert (streak.current, streak.best, streak.answered) == (3, 3, 8)


def test_a_freeze_earned_later_saves_no_earlier_day() -> None:
    streak = lived("aaaaaa." + "a" * 8, Held(freezes=0))
    assert streak.days[6].verdict is Verdict.MISSED
    assert (streak.current, streak.freezes) == (8, 1)


def test_a_freeze_comes_back_when_a_crossing_reply_turns_out_to_have_been_in_time() -> None:
    sequence = life("aaaaa.aa")
    now = START + 8 * DAY
    spent = fold(sequence, now)
    assert (spent.days[5].spent, spent.freezes) == (True, 1)
    crossing = Reply(START + 6 * DAY + HOUR, 799)
    sequence[5] = replace(sequence[5], replies=(crossing,))
    assert fold(sequence, now).freezes == 2


def test_a_freeze_not_earned_for_want_of_room_is_not_made_up_for() -> None:
    """So that one answer more can leave one freeze less: the price of holding two at most."""
    two = Held(current=6, best=6, freezes=2)
    frozen, answered = lived(".aaaaaaa.a..", two), lived("aaaaaaaa.a..", two)
    assert (frozen.current, frozen.freezes) == (14, 2)
    assert (answered.current, answered.freezes) == (15, 1)


def test_the_best_streak_is_of_settled_days_only() -> None:
    streak = fold(life("aa.a"), START + 3 * DAY + 5 * HOUR)
    assert (streak.current, streak.best, streak.shown) == (2, 2, 3)
    assert not streak.days[3].settled


def test_what_is_shown_while_a_day_is_open_is_told_day_by_day_too() -> None:
    streak = fold(life("aa.a"), START + 3 * DAY + 5 * HOUR)
    assert [day.verdict for day in streak.days[2:]] == [Verdict.OPEN_IN_GRACE, Verdict.ON_TIME]
    assert [day.current for day in streak.days] == [1, 2, 2, 3]


def test_an_open_seventh_day_shows_no_freeze_as_earned() -> None:
    streak = fold(life("aaaaa.aa"), START + 7 * DAY - HOUR)
    assert streak.days[6].current == 6
    assert not any(day.earned for day in streak.days)


def test_a_withdrawal_while_the_day_is_open_takes_the_day_back() -> None:
    sequence = life("aaa")
    (reply,) = sequence[2].replies
    taken_back = replace(reply, withdrawn_at=reply.at + HOUR)
    sequence[2] = replace(sequence[2], replies=(taken_back,))
    streak = fold(sequence, reply.at + HOUR)
    assert (streak.current, streak.best, [one.day for one in streak.open]) == (2, 2, [3])


def test_a_streak_goes_on_into_the_next_run_with_its_freezes() -> None:
    first = life("aaaaaaa")
    last = START + 6 * DAY
    first[-1] = replace(first[-1], summary=Arrival(last + DAY, 790))
    second = [Challenge(n, n - 7, last + (n + 20) * DAY, message_id=n * 100, run=2) for n in (8, 9)]
    answered = replace(second[0], replies=(Reply(second[0].delivered_at + HOUR, 850),))
    streak = fold([*first, answered, second[1]], second[1].delivered_at)
    assert (streak.current, streak.freezes) == (8, 2)
    assert streak.answered == 1


def test_no_deadline_is_named_in_a_pause_or_once_it_has_gone_by() -> None:
    now = START + 5 * HOUR
    assert fold(life("."), now).open[0].until == START + DAY
    assert fold(life("."), now, pauses=[Span(START + HOUR)]).open[0].until is None
    assert fold(life("."), now, pauses=[Span(START + HOUR, now)]).open[0].until == START + DAY
    assert fold(life("."), START + DAY).open[0].until is None


def test_an_answer_in_a_pause_counts_at_once() -> None:
    paused = Span(START + 2 * HOUR)
    streak = fold(life("a"), START + 4 * HOUR, pauses=[paused])
    assert (streak.current, streak.open) == (1, ())


def test_a_day_open_when_the_pause_began_may_be_answered_until_the_pause_ends() -> None:
    pause = Span(START + 28 * HOUR, START + 7 * DAY)
    first, second = life("..")
    answered = replace(first, replies=(Reply(START + 6 * DAY, 250),))
    third = Challenge(3, 3, START + 7 * DAY, message_id=300)
    streak = fold([answered, second, third], START + 7 * DAY, pauses=[pause])
    assert (streak.days[0].verdict, streak.current) == (Verdict.IN_GRACE, 1)


def test_a_follow_up_that_comes_true_counts_then_and_undoes_nothing_settled_by_then() -> None:
    """At the moment when the seventh day lapsed, no freeze had been earned."""
    sequence = life("aaaaaa..aaaa")
    asked = FollowUp(START + 6 * DAY + HOUR)
    sequence[6] = replace(sequence[6], follow_up=asked)
    now = START + 12 * DAY
    meanwhile = fold(sequence, now, before=Held(freezes=0))
    assert [day.verdict for day in meanwhile.days[6:8]] == [Verdict.NEUTRAL, Verdict.MISSED]
    went = replace(asked, ended_at=now, went=True)
    sequence[6] = replace(sequence[6], follow_up=went)
    streak = fold(sequence, now, before=Held(freezes=0))
    assert [day.verdict for day in streak.days[6:8]] == [Verdict.IN_GRACE, Verdict.MISSED]
    assert streak.days[6].answer == Answer(now, Timing.IN_GRACE)
    assert not streak.days[6].earned
    assert (meanwhile.current, meanwhile.best) == (4, 6)
    assert (streak.current, streak.best) == (4, 7)  # the streak that ended was one longer


def test_a_follow_up_that_comes_true_takes_no_freeze_away() -> None:
    """Counted in its old place it would have met the seventh day with no room for a freeze."""
    sequence = life("aaaaaa..aa")
    asked = FollowUp(START + 6 * DAY + HOUR)
    sequence[6] = replace(sequence[6], follow_up=asked)
    now = START + 10 * DAY
    meanwhile = fold(sequence, now, before=Held(freezes=2))
    assert (meanwhile.current, meanwhile.freezes) == (8, 2)
    sequence[6] = replace(sequence[6], follow_up=replace(asked, ended_at=now, went=True))
    streak = fold(sequence, now, before=Held(freezes=2))
    assert (streak.current, streak.best, streak.freezes) == (9, 9, 2)


def test_a_follow_up_that_comes_true_can_earn_the_seventh_day() -> None:
    sequence = life("a.aaaaaaaa")[:7]
    asked = FollowUp(START + DAY + HOUR, ended_at=START + 6 * DAY + 5 * HOUR, went=True)
    sequence[1] = replace(sequence[1], follow_up=asked)
    streak = fold(sequence, START + 6 * DAY + 6 * HOUR)
    assert (streak.current, streak.freezes) == (7, 2)
    assert [day.challenge.day for day in streak.days if day.earned] == [2]


def test_a_follow_up_that_comes_true_in_the_second_of_a_lapse_counts_first() -> None:
    sequence = life("a.aaaaa...")
    lapse = sequence[9].delivered_at
    for seconds, verdict in [(0, Verdict.FROZEN), (1, Verdict.MISSED)]:
        went = FollowUp(START + DAY + HOUR, lapse + timedelta(seconds=seconds), went=True)
        sequence[1] = replace(sequence[1], follow_up=went)
        assert fold(sequence, lapse + DAY, before=Held(freezes=0)).days[7].verdict is verdict


def test_a_day_is_found_by_its_challenge_and_told_to_the_end() -> None:
    streak = lived("aaa.aa")
    day = streak.of(4)
    assert day is not None
    assert (day.verdict, day.spent, day.answered, day.is_open) == (
        Verdict.FROZEN,
        True,
        False,
        False,
    )
    assert streak.of(99) is None


def test_a_clock_set_back_loses_nothing_that_was_answered() -> None:
    """Fault 58: no fact is passed over for being later than now."""
    streak = fold(life("aaaa"), START - DAY)
    assert (streak.current, streak.settled_up_to) == (4, 4)


def test_an_open_day_tells_what_would_excuse_it() -> None:
    (one,) = life(".")
    streak = fold([replace(one, unknown=True)], START + HOUR)
    assert streak.open[0].excuse is Excuse.UNKNOWN
