"""When a day that was put off is asked about again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.challenge import Span
from bot.domain.follow_up import first_hour, hour_to_ask, lasts_until
from bot.domain.program import Next
from bot.domain.schedule import Habit

LISBON = Habit(ZoneInfo("Europe/Lisbon"), 8 * 60)
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Lisbon, where it is UTC's time."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def hour(day: int) -> Next:
    """The usual hour of that day."""
    return Next(at(day, 8), date(2026, 11, day))


def test_it_is_the_usual_hour_three_dates_on_whatever_the_time_of_the_press() -> None:
    for pressed in (at(24, 0, 1), at(24, 8), at(24, 23, 59)):
        assert first_hour(LISBON, pressed, pressed) == FRIDAY


def test_three_dates_are_counted_where_the_person_is() -> None:
    tokyo = Habit(ZoneInfo("Asia/Tokyo"), 8 * 60)
    pressed = at(24, 16)  # 01:00 on Wednesday in Tokyo
    assert first_hour(tokyo, pressed, pressed) == at(27, 23)  # Saturday, 08:00 there


def test_a_rest_weekday_is_passed_over_and_a_weekend_has_its_own_hour() -> None:
    rests = Habit(LISBON.zone, 8 * 60, weekend_minute=10 * 60, rest_weekdays=frozenset({4}))
    assert first_hour(rests, TUESDAY, TUESDAY) == at(28, 10)


def test_an_hour_that_has_passed_is_never_the_first() -> None:
    assert first_hour(LISBON, TUESDAY, at(29, 9)) == at(30, 8)


def test_a_question_is_asked_at_its_hour_and_until_the_end_of_the_late_window() -> None:
    for now in (FRIDAY, at(27, 12), at(27, 21, 59)):
        assert hour_to_ask(LISBON, FRIDAY, now) == hour(27)
    assert lasts_until(LISBON, hour(27)) == at(27, 22)


@pytest.mark.parametrize("now", [at(27, 22), at(27, 22, 1), at(28, 7, 59)])
def test_past_the_late_window_it_waits_for_the_next_hour(now: datetime) -> None:
    assert hour_to_ask(LISBON, FRIDAY, now) == hour(28)


def test_after_days_of_silence_todays_hour_is_late_and_not_lost() -> None:
    assert hour_to_ask(LISBON, FRIDAY, at(30, 9)) == hour(30)


def test_an_hour_that_was_moved_meanwhile_is_the_one_that_counts() -> None:
    evening = Habit(LISBON.zone, 20 * 60)
    assert hour_to_ask(evening, FRIDAY, FRIDAY) == Next(at(27, 20), date(2026, 11, 27))
    rests = Habit(LISBON.zone, 8 * 60, rest_weekdays=frozenset({4}))
    assert hour_to_ask(rests, FRIDAY, FRIDAY) == hour(28)


def test_what_came_due_in_a_pause_waits_for_the_first_hour_after_the_return() -> None:
    for returned, then in ((at(28, 7), hour(28)), (at(28, 8), hour(29)), (at(28, 15), hour(29))):
        away = Span(at(25, 0), returned)
        assert hour_to_ask(LISBON, FRIDAY, returned, away=away) == then


def test_a_pause_that_ended_on_its_date_brings_it_at_that_dates_hour() -> None:
    returned = at(28, 8) + timedelta(seconds=5)
    away = Span(at(25, 0), returned)
    assert hour_to_ask(LISBON, FRIDAY, returned, away=away, back=date(2026, 11, 28)) == hour(28)


def test_a_timed_pause_that_was_ended_before_its_date_is_like_any_other() -> None:
    away = Span(at(25, 0), at(27, 15))
    assert hour_to_ask(LISBON, FRIDAY, at(27, 15), away=away, back=date(2026, 12, 1)) == hour(28)


def test_an_hour_before_midnight_may_be_asked_after_it() -> None:
    late = Habit(LISBON.zone, 23 * 60)
    due = at(27, 23)
    assert hour_to_ask(late, due, at(28, 1, 30)) == Next(due, date(2026, 11, 27))
    assert hour_to_ask(late, due, at(28, 2, 1)) == Next(at(28, 23), date(2026, 11, 28))
