"""The timelines that the fold decides, number by number.

Unless said: hour 08:00, Day 174 on Monday, 175 Tuesday, 176 Wednesday, 177 Thursday; settled streak
12, best 12, one freeze held. Everything is in UTC: no zone has a part in a streak.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.challenge import Arrival, Challenge, FollowUp, Press, Reply, Span
from bot.domain.streak import Held, OpenDay, Streak, Verdict, fold
from bot.domain.verdict import Excuse
from bot.domain.window import press_time

MON, TUE, WED, THU, FRI, SAT, SUN = range(1, 8)
TWELVE = Held(current=12, best=12, freezes=1)


def on(weekday: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    start = datetime(2027, 2, 1, hour, minute, second, tzinfo=UTC)
    return start + timedelta(days=weekday - MON)


def day(number: int, at: datetime | None = None) -> Challenge:
    """A challenge at eight, Day 174 on Monday, with a message id that grows with its number."""
    return Challenge(number, number, at or on(number - 173, 8), message_id=number * 100)


def replied(challenge: Challenge, at: datetime, message_id: int | None = None) -> Challenge:
    reply = Reply(at, message_id or challenge.id * 100 + 50)
    return replace(challenge, replies=(*challenge.replies, reply))


def open_days(streak: Streak) -> list[tuple[int, datetime | None]]:
    return [(one.day, one.until) for one in streak.open]


def test_t1_a_telegram_reply_to_yesterdays_challenge_is_in_grace() -> None:
    sequence = [replied(day(174), on(TUE, 20), 17550), day(175)]
    streak = fold(sequence, on(TUE, 20), before=TWELVE)
    assert streak.days[0].verdict is Verdict.IN_GRACE
    assert (streak.current, streak.shown, streak.best) == (13, 13, 13)
    assert open_days(streak) == [(175, on(WED, 8))]


def test_t2_plain_text_counts_for_today_until_it_is_said_to_be_for_yesterday() -> None:
    text = Reply(on(TUE, 20), 17550)
    filed = [day(174), replace(day(175), replies=(text,))]
    streak = fold(filed, on(TUE, 20), before=TWELVE)
    assert streak.days[1].verdict is Verdict.ON_TIME
    assert open_days(streak) == [(174, on(WED, 8))]
    moved = [
        replace(day(174), replies=(text,)),
        replace(day(175), replies=(replace(text, withdrawn_at=on(TUE, 20, 1)),)),
    ]
    streak = fold(moved, on(TUE, 20, 1), before=TWELVE)
    assert (streak.current, streak.shown) == (13, 13)
    assert open_days(streak) == [(175, on(WED, 8))]


def test_t3_a_reply_in_the_closing_second_counts_if_its_message_came_first() -> None:
    closing = day(176)
    first = [replied(day(174), on(WED, 8), 17599), day(175), closing]
    streak = fold(first, on(WED, 8, 1), before=TWELVE)
    assert (streak.days[0].verdict, streak.shown) == (Verdict.IN_GRACE, 13)
    after = [replied(day(174), on(WED, 8), 17601), day(175), closing]
    streak = fold(after, on(WED, 8, 1), before=TWELVE)
    assert (streak.days[0].verdict, streak.shown) == (Verdict.FROZEN, 12)


def test_t4_a_freeze_saves_one_day_and_the_next_lapse_ends_the_streak() -> None:
    silent = [day(174), day(175), day(176)]
    streak = fold(silent, on(WED, 8), before=TWELVE)
    assert streak.days[0].spent
    assert (streak.current, streak.freezes) == (12, 0)
    answered = [day(174), day(175), replied(day(176), on(WED, 12))]
    streak = fold(answered, on(WED, 12), before=TWELVE)
    assert (streak.current, streak.shown, streak.settled_up_to) == (12, 13, 1)
    assert open_days(streak) == [(175, on(THU, 8))]
    streak = fold([*answered, day(177)], on(THU, 8), before=TWELVE)
    assert streak.days[1].verdict is Verdict.MISSED
    assert (streak.current, streak.best, streak.freezes) == (1, 12, 0)


def test_t5_a_pause_keeps_both_open_days_open_and_then_neutral() -> None:
    pause = Span(on(TUE, 12))
    paused = fold([day(174), day(175)], on(FRI, 12), pauses=[pause], before=TWELVE)
    assert open_days(paused) == [(174, None), (175, None)]
    back = on(TUE + 7, 12)
    ended = [Span(on(TUE, 12), back)]
    sequence = [day(174), day(175), day(176, on(WED + 7, 8))]
    returned = fold(sequence, on(WED + 7, 8), pauses=ended, before=TWELVE)
    assert (returned.shown, returned.freezes) == (12, 1)
    sequence = [*sequence, day(177, on(THU + 7, 8))]
    later = fold(sequence, on(THU + 7, 8), pauses=ended, before=TWELVE)
    assert [one.verdict for one in later.days[:2]] == [Verdict.NEUTRAL] * 2
    assert [one.excuse for one in later.days[:2]] == [Excuse.PAUSE] * 2
    assert (later.current, later.freezes) == (12, 1)


def test_t6_a_seventh_day_behind_an_open_one_earns_nothing() -> None:
    six = Held(current=6, best=6, freezes=0)
    sequence = [day(10, on(MON, 8)), replied(day(11, on(TUE, 8)), on(TUE, 9))]
    streak = fold(sequence, on(TUE, 9), before=six)
    assert (streak.current, streak.shown, streak.freezes) == (6, 7, 0)
    assert open_days(streak) == [(10, on(WED, 8))]
    streak = fold([*sequence, day(12, on(WED, 8))], on(WED, 8), before=six)
    assert (streak.current, streak.freezes, streak.best) == (1, 0, 6)


def test_t7_a_window_of_thirty_hours_is_one_window() -> None:
    at_new_yorks_eight = on(WED, 13)
    sequence = [replied(day(174), on(MON, 9)), replied(day(175, on(TUE, 7)), on(WED, 12, 59))]
    sequence = [*sequence, day(176, at_new_yorks_eight)]
    streak = fold(sequence, on(WED, 13), before=TWELVE)
    assert streak.days[1].verdict is Verdict.ON_TIME
    assert streak.days[1].window.end.at == sequence[1].delivered_at + timedelta(hours=30)


def test_t11_a_late_challenge_has_its_24_hours_beside_the_next() -> None:
    sequence = [replied(day(174), on(MON, 9)), day(175, on(TUE, 21)), day(176)]
    streak = fold(sequence, on(WED, 8), before=TWELVE)
    assert [one.verdict for one in streak.days[1:]] == [Verdict.OPEN, Verdict.OPEN]
    assert open_days(streak) == [(175, on(WED, 21)), (176, on(THU, 8))]


def test_t12_a_skipped_date_breaks_nothing_and_spends_nothing() -> None:
    for number in (175, 176):
        sequence = [replied(day(174), on(MON, 9)), day(number, on(WED, 8))]
        sequence[-1] = replied(sequence[-1], on(WED, 9))
        streak = fold(sequence, on(WED, 9), before=replace(TWELVE, freezes=2))
        assert (streak.current, streak.freezes) == (14, 2)


def test_t13_a_reply_that_telegram_dropped_costs_nothing() -> None:
    outage = Span(on(MON, 20), on(WED, 2))
    sequence = [day(174), day(175, on(WED, 8)), day(176, on(THU, 8))]
    streak = fold(sequence, on(THU, 8), outages=[outage], before=TWELVE)
    assert (streak.days[0].verdict, streak.days[0].excuse) == (Verdict.NEUTRAL, Excuse.OUTAGE)
    assert (streak.current, streak.freezes) == (12, 1)


def test_t15_fridays_challenge_answered_on_sunday_is_on_time() -> None:
    sequence = [replied(day(178, on(FRI, 8)), on(SUN, 19)), day(179, on(MON + 7, 8))]
    streak = fold(sequence, on(MON + 7, 8), before=TWELVE)
    assert (streak.days[0].verdict, streak.current) == (Verdict.ON_TIME, 13)


def test_t19_a_newcomer_who_never_answers_spends_no_freeze() -> None:
    sequence = [day(1, on(MON, 8)), day(2, on(TUE, 8)), day(3, on(WED, 8))]
    streak = fold(sequence, on(WED, 8))
    assert streak.days[0].verdict is Verdict.MISSED
    assert (streak.current, streak.freezes) == (0, 1)


def test_t20_a_done_keeps_its_day_when_the_words_that_follow_are_moved_to_it() -> None:
    done = replace(day(175), done=(Press(on(TUE, 12)),))
    text = Reply(on(WED, 10), 17650)
    before = replied(day(174), on(MON, 9))
    filed = fold([before, done, replace(day(176), replies=(text,))], on(WED, 10), before=TWELVE)
    assert (filed.shown, filed.open) == (15, ())
    moved = [
        before,
        replace(done, replies=(text,)),
        replace(day(176), replies=(replace(text, withdrawn_at=on(WED, 10, 1)),)),
    ]
    streak = fold(moved, on(WED, 10, 1), before=TWELVE)
    assert (streak.days[1].verdict, streak.shown) == (Verdict.ON_TIME, 14)
    assert open_days(streak) == [(176, on(THU, 8))]


def test_t21_a_reply_replaces_not_today_and_gives_the_allowance_back() -> None:
    skipped = replace(day(175), not_today=(Press(on(TUE, 9)),))
    before = replied(day(174), on(MON, 9))
    open_day = fold([before, skipped], on(TUE, 9), before=TWELVE).open[0]
    assert (open_day.day, open_day.excuse) == (175, Excuse.NOT_TODAY)
    next_skip = replace(day(176), not_today=(Press(on(WED, 9)),))
    sequence = [before, replied(skipped, on(TUE, 21)), next_skip, day(177), day(178)]
    streak = fold(sequence, on(FRI, 8), before=replace(TWELVE, freezes=2))
    assert [one.verdict for one in streak.days[1:3]] == [Verdict.ON_TIME, Verdict.NEUTRAL]
    assert (streak.current, streak.freezes) == (14, 2)


def test_t22_not_today_on_a_day_long_settled_changes_nothing() -> None:
    sequence = [day(174), day(175), day(176), day(177)]
    late = replace(sequence[0], not_today=(Press(on(THU, 9)),))
    plain = fold(sequence, on(THU, 9), before=TWELVE)
    pressed = fold([late, *sequence[1:]], on(THU, 9), before=TWELVE)
    assert [one.verdict for one in pressed.days] == [one.verdict for one in plain.days]
    assert not pressed.days[0].window.deadline.admits(on(THU, 9))


def test_t23_words_deleted_after_the_grace_leave_the_day_answered() -> None:
    written, deleted = on(TUE, 12), on(SAT, 12)
    kept = replace(day(175), replies=(Reply(written, 17550, withdrawn_at=deleted),))
    sequence = [replied(day(174), on(MON, 9)), kept, day(176), day(177), day(178)]
    streak = fold(sequence, deleted, before=TWELVE)
    assert (streak.days[1].verdict, streak.days[1].answered) == (Verdict.ON_TIME, True)


def test_t24_a_text_moved_late_counts_where_it_was_in_time_and_leaves_its_source_answered() -> None:
    text = Reply(on(TUE, 20), 17550)
    sequence = [
        replace(day(174), replies=(text,)),
        replace(day(175), replies=(replace(text, withdrawn_at=on(SAT, 12)),)),
        *(replied(day(number), on(number - 173, 9)) for number in (176, 177, 178)),
    ]
    streak = fold(sequence, on(SAT, 12), before=TWELVE)
    assert [one.verdict for one in streak.days[:2]] == [Verdict.IN_GRACE, Verdict.ON_TIME]
    assert (streak.current, streak.freezes) == (17, 2)


def with_follow_up(follow_up: FollowUp) -> list[Challenge]:
    sequence = [replied(day(number), on(number - 173, 9)) for number in (174, 175, 176, 177, 178)]
    sequence[1] = replace(day(175), follow_up=follow_up)
    return sequence


def test_t25_a_follow_up_is_neutral_meanwhile_and_counts_when_it_comes_true() -> None:
    asked = FollowUp(on(TUE, 12))
    meanwhile = fold(with_follow_up(asked), on(FRI, 9), before=TWELVE)
    assert meanwhile.days[1].verdict is Verdict.NEUTRAL
    assert meanwhile.days[1].excuse is Excuse.FOLLOW_UP
    assert (meanwhile.current, meanwhile.freezes) == (16, 2)
    went = replace(asked, ended_at=on(FRI, 10), went=True)
    streak = fold(with_follow_up(went), on(FRI, 10), before=TWELVE)
    assert (streak.days[1].verdict, streak.days[1].answered) == (Verdict.IN_GRACE, True)
    assert (streak.current, streak.best, streak.freezes) == (17, 17, 2)


def test_t25_a_follow_up_that_is_dropped_stays_neutral() -> None:
    dropped = FollowUp(on(TUE, 12), ended_at=on(FRI, 10))
    streak = fold(with_follow_up(dropped), on(FRI, 10), before=TWELVE)
    assert (streak.days[1].verdict, streak.current) == (Verdict.NEUTRAL, 16)


def test_t26_a_press_made_while_we_were_away_counts_at_the_last_poll_before() -> None:
    at = press_time(on(WED, 12), on(MON, 8), last_poll_before_gap=on(WED, 7, 55))
    assert at == on(WED, 7, 55)
    pressed = replace(day(174), done=(Press(at),))
    streak = fold([pressed, day(175), day(176)], on(WED, 12), before=TWELVE)
    assert (streak.days[0].verdict, streak.shown) == (Verdict.IN_GRACE, 13)
    unhelped = replace(day(174), done=(Press(press_time(on(WED, 12), on(MON, 8))),))
    streak = fold([unhelped, day(175), day(176)], on(WED, 12), before=TWELVE)
    assert (streak.days[0].verdict, streak.shown) == (Verdict.FROZEN, 12)


def test_t27_a_challenge_of_unknown_fate_counts_if_answered_and_costs_nothing_if_not() -> None:
    lost = replace(day(175), unknown=True, message_id=None)
    rest = [replied(day(174), on(MON, 9)), day(176), day(177)]
    seen = fold([rest[0], replied(lost, on(TUE, 20)), *rest[1:]], on(THU, 8), before=TWELVE)
    assert (seen.days[1].verdict, seen.current) == (Verdict.ON_TIME, 14)
    unseen = fold([rest[0], lost, *rest[1:]], on(THU, 8), before=TWELVE)
    assert (unseen.days[1].verdict, unseen.current) == (Verdict.NEUTRAL, 13)
    assert unseen.freezes == 1


def test_t29_a_block_holds_the_open_day_open_and_excuses_it() -> None:
    blocked, back = on(MON, 10), on(MON + 20, 10)
    sequence = [day(174), day(175, on(TUE + 20, 8)), day(176, on(WED + 20, 8))]
    streak = fold(sequence, on(WED + 20, 8), pauses=[Span(blocked, back)], before=TWELVE)
    assert (streak.days[0].verdict, streak.current) == (Verdict.NEUTRAL, 12)
    answered = [replied(sequence[0], on(SUN + 12, 22)), *sequence[1:]]
    streak = fold(answered, on(WED + 20, 8), pauses=[Span(blocked, back)], before=TWELVE)
    assert (streak.days[0].verdict, streak.current) == (Verdict.ON_TIME, 13)


def test_t30_when_the_next_comes_after_23_hours_the_day_stays_open_one_hour_more() -> None:
    sequence = [day(174), day(175, on(TUE, 7))]
    streak = fold(sequence, on(TUE, 7, 30), before=TWELVE)
    assert streak.open == (
        OpenDay(174, 174, on(TUE, 8), in_grace=False, excuse=None),
        OpenDay(175, 175, on(WED, 7), in_grace=False, excuse=None),
    )
    assert fold(sequence, on(TUE, 8), before=TWELVE).open[0].in_grace


def test_t31_the_last_day_answered_after_the_summary_is_in_grace() -> None:
    last = replace(day(365, on(MON, 8)), summary=Arrival(on(TUE, 8), 36600))
    answered = replied(last, on(MON, 8) + timedelta(hours=30))
    streak = fold([answered], on(TUE, 14), before=TWELVE)
    assert (streak.days[0].verdict, streak.current) == (Verdict.IN_GRACE, 13)
    silent = fold([last], on(WED, 7, 59), before=TWELVE)
    assert open_days(silent) == [(365, on(WED, 8))]
    assert fold([last], on(WED, 8), before=TWELVE).freezes == 0


def test_t32_the_next_in_the_sequence_is_190_and_174_may_be_answered_until_it() -> None:
    pause = Span(on(MON, 20), on(TUE + 14, 8))
    after = day(190, on(TUE + 14, 8, 0, 1)), day(191, on(WED + 14, 8, 0, 1))
    silent = fold([day(174), *after], on(WED + 14, 9), pauses=[pause], before=TWELVE)
    assert (silent.days[0].verdict, silent.current) == (Verdict.NEUTRAL, 12)
    assert (silent.days[1].is_open, silent.days[1].excuse) == (True, None)
    answered = replied(day(174), on(MON + 14, 22))
    streak = fold([answered, *after], on(WED + 14, 9), pauses=[pause], before=TWELVE)
    assert (streak.days[0].verdict, streak.current) == (Verdict.ON_TIME, 13)
