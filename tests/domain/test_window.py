"""Until when a challenge can be answered, and what extends that."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.challenge import Arrival, Challenge, Press, Reply, Span
from bot.domain.window import Limit, Timing, Window, press_time, windows

MONDAY = datetime(2027, 2, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR


def challenge(number: int, at: datetime, summary: Arrival | None = None) -> Challenge:
    return Challenge(number, number, at, message_id=number * 100, summary=summary)


def daily(*hours: int) -> list[Challenge]:
    """Challenges so many hours after Monday's eight o'clock."""
    return [challenge(n, MONDAY + after * HOUR) for n, after in enumerate(hours, start=1)]


def test_nobody_has_a_window_before_the_first_challenge() -> None:
    assert windows([]) == []


def test_a_window_is_open_while_no_next_challenge_has_come() -> None:
    (window,) = windows(daily(0))
    assert window.end == Limit(MONDAY + DAY, final=False)
    assert window.timing(MONDAY + 90 * DAY) is Timing.ON_TIME
    assert not window.end.passed(MONDAY + 90 * DAY)


def test_a_window_ends_when_the_next_challenge_comes() -> None:
    first, second = windows(daily(0, 30))
    assert first.end == Limit(MONDAY + 30 * HOUR, message_id=200)
    assert first.deadline is second.end


def test_a_window_is_never_shorter_than_24_hours() -> None:
    first, _ = windows(daily(0, 8))
    assert first.end == Limit(MONDAY + DAY)


def test_the_grace_ends_with_the_window_of_the_next_challenge() -> None:
    first, second, _ = windows(daily(0, 24, 60))
    assert first.deadline == second.end == Limit(MONDAY + 60 * HOUR, message_id=300)


def test_fractions_of_a_second_do_not_count() -> None:
    sequence = [
        challenge(1, MONDAY + timedelta(microseconds=900_000)),
        challenge(2, MONDAY + DAY + timedelta(microseconds=100_000)),
    ]
    assert windows(sequence)[0].end == Limit(MONDAY + DAY, message_id=200)
    assert windows(sequence)[0].timing(MONDAY + DAY + SECOND / 2, 199) is Timing.ON_TIME


@pytest.mark.parametrize(
    ("at", "message_id", "in_time"),
    [
        (MONDAY - SECOND, 900, True),
        (MONDAY, 499, True),
        (MONDAY, 501, False),
        (MONDAY, None, True),
        (MONDAY + SECOND, 499, False),
    ],
)
def test_message_ids_decide_in_the_closing_second_only(
    at: datetime, message_id: int | None, in_time: bool
) -> None:
    assert Limit(MONDAY, message_id=500).admits(at, message_id) is in_time


def test_a_deadline_that_only_the_clock_sets_includes_its_second() -> None:
    limit = Limit(MONDAY)
    assert limit.admits(MONDAY, 500)
    assert not limit.admits(MONDAY + SECOND, 500)
    assert limit.passed(MONDAY)


def test_an_answer_before_delivery_is_on_time() -> None:
    assert windows(daily(0, 24))[0].timing(MONDAY - 9 * DAY, 1) is Timing.ON_TIME


def test_a_summary_closes_the_last_window_and_leaves_24_hours_of_grace() -> None:
    summary = Arrival(MONDAY + 30 * HOUR, 150)
    sequence = [challenge(1, MONDAY, summary), challenge(2, MONDAY + 9 * DAY)]
    window = windows(sequence)[0]
    assert window.end == Limit(MONDAY + 30 * HOUR, message_id=150)
    assert window.deadline == Limit(MONDAY + 54 * HOUR)


def test_a_summary_soon_after_a_late_last_day_takes_nothing_from_its_24_hours() -> None:
    (window,) = windows([challenge(1, MONDAY, Arrival(MONDAY + 11 * HOUR, 150))])
    assert window.end == Limit(MONDAY + DAY)
    assert window.deadline == Limit(MONDAY + 2 * DAY)


def test_a_restarted_run_ends_no_window_before_the_next_challenge() -> None:
    window = windows(daily(0, 24 * 40))[0]
    assert window.end == Limit(MONDAY + 40 * DAY, message_id=200)


def test_a_pause_leaves_every_open_day_without_a_deadline() -> None:
    for window in windows(daily(0, 24), pauses=[Span(MONDAY + 30 * HOUR)]):
        assert window.paused
        assert not window.deadline.final


def test_a_day_whose_grace_is_over_when_the_pause_begins_is_not_held() -> None:
    over, open_still, newest = windows(daily(0, 24, 48), pauses=[Span(MONDAY + 49 * HOUR)])
    assert [over.paused, open_still.paused, newest.paused] == [False, True, True]
    assert over.deadline == Limit(MONDAY + 48 * HOUR, message_id=300)


def test_a_pause_holds_a_grace_that_the_clock_alone_would_end() -> None:
    pause = Span(MONDAY + 20 * HOUR, MONDAY + 90 * HOUR)
    first, _, _ = windows(daily(0, 8, 16), pauses=[pause])
    assert first.deadline == Limit(MONDAY + 90 * HOUR)
    assert first.timing(MONDAY + 89 * HOUR) is Timing.IN_GRACE


def test_a_second_pause_holds_what_the_first_had_kept_open() -> None:
    pauses = [
        Span(MONDAY + 20 * HOUR, MONDAY + 90 * HOUR),
        Span(MONDAY + 90 * HOUR, MONDAY + 200 * HOUR),
    ]
    assert windows(daily(0, 8, 16), pauses=pauses)[0].deadline == Limit(MONDAY + 200 * HOUR)


def test_the_challenge_that_ends_a_pause_is_no_part_of_it_though_its_clock_be_behind() -> None:
    pause = Span(MONDAY + HOUR, MONDAY + 5 * DAY)
    sequence = [challenge(1, MONDAY), challenge(2, MONDAY + 5 * DAY - 3 * SECOND)]
    sequence.append(challenge(3, MONDAY + 6 * DAY))
    assert [window.paused for window in windows(sequence, pauses=[pause])] == [True, False, False]


def test_a_challenge_on_the_wire_when_a_pause_began_is_excused_by_it() -> None:
    pause = Span(MONDAY, MONDAY + 5 * DAY)
    sequence = [challenge(1, MONDAY + 2 * SECOND), challenge(2, MONDAY + 5 * DAY)]
    assert [window.paused for window in windows(sequence, pauses=[pause])] == [True, False]


@pytest.mark.parametrize(("left", "paused"), [(300, False), (301, True)])
def test_five_minutes_are_the_most_that_two_clocks_may_differ(left: int, paused: bool) -> None:
    pause = Span(MONDAY, MONDAY + DAY)
    arrived = challenge(1, MONDAY + DAY - left * SECOND)
    assert windows([arrived], pauses=[pause])[0].paused is paused


def test_a_pause_begun_in_the_second_of_delivery_excuses_however_short() -> None:
    assert windows(daily(0), pauses=[Span(MONDAY, MONDAY + SECOND)])[0].paused


def test_a_pause_that_ends_with_the_closing_message_leaves_the_order_of_ids_to_decide() -> None:
    pause = Span(MONDAY + 30 * HOUR, MONDAY + 60 * HOUR)
    first = windows(daily(0, 24, 60), pauses=[pause])[0]
    assert (first.paused, first.deadline) == (True, Limit(MONDAY + 60 * HOUR, message_id=300))


def test_an_outage_excuses_the_days_it_touches_and_no_other() -> None:
    sequence = daily(0, 24, 72, 96)
    outage = Span(MONDAY + 49 * HOUR, MONDAY + 75 * HOUR)
    lost = [window.lost for window in windows(sequence, outages=[outage])]
    assert lost == [True, True, True, False]
    before = Span(MONDAY - 30 * HOUR, MONDAY)
    assert not any(window.lost for window in windows(sequence, outages=[before]))
    after = Span(MONDAY + 73 * HOUR, MONDAY + 99 * HOUR)
    lost = [window.lost for window in windows(sequence, outages=[after])]
    assert lost == [False, True, True, True]


def test_an_outage_that_begins_in_the_last_second_of_a_grace_touches_it() -> None:
    last = MONDAY + 48 * HOUR
    for start, lost in [(last, True), (last + SECOND, False)]:
        outage = Span(start, start + 30 * HOUR)
        assert windows(daily(0, 24, 48), outages=[outage])[0].lost is lost


def test_a_challenge_of_the_second_in_which_an_outage_ended_is_not_touched_by_it() -> None:
    """Telegram cuts its date to the second: sent right after the gap, it seems to lie before."""
    ended = MONDAY + timedelta(microseconds=900_000)
    assert not windows(daily(0), outages=[Span(MONDAY - 30 * HOUR, ended)])[0].lost
    assert windows(daily(0), outages=[Span(MONDAY - 30 * HOUR, ended + SECOND)])[0].lost


def test_an_outage_still_under_way_touches_what_is_open() -> None:
    assert [one.lost for one in windows(daily(0), outages=[Span(MONDAY + 40 * DAY)])] == [True]


@pytest.mark.parametrize(
    ("withdrawn_at", "stands"), [(MONDAY + 47 * HOUR, False), (MONDAY + 49 * HOUR, True)]
)
def test_a_reply_taken_back_after_the_grace_stands(withdrawn_at: datetime, stands: bool) -> None:
    window = Window(Limit(MONDAY + DAY), Limit(MONDAY + 2 * DAY))
    assert window.reply_stands(Reply(MONDAY, 1, withdrawn_at)) is stands


@pytest.mark.parametrize(
    ("pressed", "undone", "stands"), [(1, 47, False), (1, 49, True), (60, 61, False)]
)
def test_undo_undoes_all_but_what_was_settled(pressed: int, undone: int, stands: bool) -> None:
    window = Window(Limit(MONDAY + DAY), Limit(MONDAY + 2 * DAY))
    press = Press(MONDAY + pressed * HOUR, MONDAY + undone * HOUR)
    assert window.press_stands(press) is stands


def test_a_press_counts_when_it_was_received() -> None:
    assert press_time(MONDAY + HOUR, MONDAY) == MONDAY + HOUR


def test_a_press_after_a_gap_never_counts_before_the_message_it_sits_on() -> None:
    last_poll = MONDAY - HOUR
    assert press_time(MONDAY + DAY, MONDAY, last_poll) == MONDAY
