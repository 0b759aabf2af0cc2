"""What somebody's hour brings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.program import (
    Course,
    End,
    Later,
    Next,
    Send,
    Skip,
    Turn,
    after_sending,
    decide,
    upcoming,
)
from bot.domain.schedule import Habit

LISBON = ZoneInfo("Europe/Lisbon")
TUESDAY = date(2026, 11, 24)
EIGHT = datetime(2026, 11, 24, 8, tzinfo=UTC)
TURN = Turn(
    habit=Habit(LISBON, 8 * 60),
    due_at=EIGHT,
    due_date=TUESDAY,
    last_delivered_at=EIGHT - timedelta(days=1),
    course=Course(position=174, last_day=365, length=365),
)


def on_course(**values: Any) -> Turn:
    return replace(TURN, course=replace(TURN.course, **values))


def test_the_next_day_goes_out_at_its_hour_and_the_one_after_is_tomorrow() -> None:
    decision = decide(TURN, EIGHT)
    assert isinstance(decision, Send)
    assert decision.day == 175
    assert decision.until == EIGHT.replace(hour=22)
    assert (decision.then.at, decision.then.date) == (EIGHT + timedelta(days=1), date(2026, 11, 25))


def test_t11_and_t14_inside_the_late_window_it_is_sent_late() -> None:
    assert isinstance(decide(TURN, EIGHT.replace(hour=21, minute=30)), Send)


def test_t12_past_the_late_window_the_date_is_skipped_and_the_position_holds() -> None:
    decision = decide(TURN, EIGHT.replace(hour=23, minute=30))
    assert isinstance(decision, Skip)
    assert decision.then.date == date(2026, 11, 25)


def test_t10_seven_hours_after_the_last_it_waits_for_the_eighth() -> None:
    six = EIGHT.replace(hour=6)
    turn = replace(
        TURN,
        habit=Habit(LISBON, 6 * 60),
        due_at=six,
        last_delivered_at=six - timedelta(hours=7),
    )
    decision = decide(turn, six)
    assert isinstance(decision, Later)
    assert decision.then.at == six + timedelta(hours=1)
    assert decision.then.date == TUESDAY
    assert isinstance(decide(turn, six + timedelta(hours=1)), Send)


def test_a_date_that_can_only_come_too_close_to_the_last_is_neutral() -> None:
    late = EIGHT.replace(hour=21)
    turn = replace(TURN, due_at=late, last_delivered_at=late + timedelta(minutes=1))
    assert isinstance(decide(turn, late + timedelta(minutes=2)), Skip)


def test_calendar_numbering_goes_by_the_date_and_passes_over_what_was_skipped() -> None:
    decision = decide(on_course(first_date=TUESDAY - timedelta(days=199), position=3), EIGHT)
    assert isinstance(decision, Send)
    assert decision.day == 200


def test_calendar_numbers_come_again_after_the_last_until_the_run_ends() -> None:
    started = TUESDAY - timedelta(days=200)
    course = replace(
        TURN.course, first_date=started, length=200, last_day=200, ends_on=date(2026, 11, 27)
    )
    assert [course.day_on(TUESDAY + timedelta(days=n)) for n in range(4)] == [1, 2, 3, None]


def test_fault_57_by_the_calendar_no_number_is_skipped_or_repeated_over_a_leap_year() -> None:
    course = replace(TURN.course, first_date=date(2027, 1, 1))
    dates = [date(2027, 1, 1) + timedelta(days=n) for n in range(3 * 365)]
    assert date(2028, 2, 29) in dates
    assert [course.day_on(day) for day in dates] == 3 * list(range(1, 366))


def test_of_the_days_that_were_missed_only_those_come() -> None:
    course = replace(TURN.course, position=0, days=(3, 9, 200))
    assert course.upcoming == 3
    assert replace(course, position=3).upcoming == 9
    assert replace(course, position=200).upcoming is None


def test_a_missed_day_that_the_pack_has_lost_ends_the_run() -> None:
    assert replace(TURN.course, position=0, days=(9,), last_day=7).upcoming is None


def test_one_a_week_leaves_six_dates_between_and_a_skipped_date_only_one() -> None:
    weekly = on_course(stride=7)
    decision = decide(weekly, EIGHT)
    assert isinstance(decision, Send)
    assert decision.then.date == TUESDAY + timedelta(days=7)
    skipped = decide(weekly, EIGHT.replace(hour=23))
    assert isinstance(skipped, Skip)
    assert skipped.then.date == TUESDAY + timedelta(days=1)


def test_the_end_of_the_series_and_of_an_incomplete_pack_are_told_apart() -> None:
    assert decide(on_course(position=365), EIGHT) == End(complete=True)
    assert decide(on_course(position=7, last_day=7), EIGHT) == End(complete=False)


def test_t16_day_1_in_the_evening_before_the_hour_and_day_2_is_tomorrow_at_the_hour() -> None:
    then = after_sending(Habit(LISBON, 20 * 60), EIGHT.replace(hour=18), TUESDAY)
    assert then.at == EIGHT.replace(hour=20) + timedelta(days=1)


def test_t17_day_1_just_before_midnight_and_day_2_keeps_eight_hours_distance() -> None:
    then = after_sending(Habit(LISBON, 6 * 60), EIGHT.replace(hour=23, minute=50), TUESDAY)
    assert then.at == datetime(2026, 11, 25, 7, 50, tzinfo=UTC)
    assert then.date == date(2026, 11, 25)


def test_t18_day_1_just_after_midnight_takes_up_that_date() -> None:
    then = after_sending(Habit(LISBON, 20 * 60), EIGHT.replace(hour=0, minute=30), TUESDAY)
    assert then.at == datetime(2026, 11, 25, 20, tzinfo=UTC)


def test_an_hour_that_eight_hours_have_moved_is_to_come_until_it_has_been() -> None:
    """T17: Day 1 at ten to midnight, the hour at six."""
    habit, sent = Habit(LISBON, 6 * 60), datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
    monday, moved = TUESDAY - timedelta(days=1), sent + timedelta(hours=8)
    on_tuesday = Next(moved, TUESDAY)
    on_wednesday = Next(datetime(2026, 11, 25, 6, tzinfo=UTC), TUESDAY + timedelta(days=1))
    seven = moved.replace(hour=7, minute=0)
    assert upcoming(habit, sent, monday, 1, sent) == on_tuesday
    assert upcoming(habit, seven, monday, 1, sent) == on_tuesday
    assert upcoming(habit, moved, monday, 1, sent) == on_wednesday
    assert upcoming(habit, seven, TUESDAY, 1, sent) == on_wednesday, "a date has one"
    assert upcoming(habit, seven, monday, 2, sent) == on_wednesday, "every other day"
    assert upcoming(habit, seven, monday, 1, None) == on_wednesday, "nothing moved it"


def test_an_hour_that_is_chosen_after_it_has_passed_is_not_to_come() -> None:
    """A change never sends by itself, not even where eight hours would have moved the hour."""
    sent = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)
    monday, seven = TUESDAY - timedelta(days=1), datetime(2026, 11, 24, 7, tzinfo=UTC)
    six, five, half_past = (Habit(LISBON, minute) for minute in (360, 300, 450))
    assert upcoming(five, seven, monday, 1, sent, six).date == TUESDAY + timedelta(days=1)
    assert upcoming(half_past, seven, monday, 1, sent, six).date == TUESDAY
    assert upcoming(six, seven, monday, 1, sent, six).date == TUESDAY
    rested = replace(six, rest_weekdays=frozenset({TUESDAY.weekday()}))
    assert upcoming(six, seven, monday, 1, sent, rested).date == TUESDAY + timedelta(days=1)
