"""When a nudge is due, what a silence means, and which unasked message goes first."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import nudge
from bot.domain.nudge import Silence, Unasked

LISBON = ZoneInfo("Europe/Lisbon")
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return TUESDAY + timedelta(days=days, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("came", "minute", "due"),
    [
        (at(8), 20 * 60, at(20)),
        (at(17), 20 * 60, at(20)),
        (at(17, 1), 20 * 60, at(12, days=1)),
        (at(18), 12 * 60, at(12, days=1)),
        (at(21), 9 * 60, at(9, days=1)),
        (at(8), 9 * 60, at(9, days=1)),
        (at(0, 30), 20 * 60, at(20)),
    ],
)
def test_a_challenge_is_reminded_of_on_its_first_evening_or_at_noon(
    came: datetime, minute: int, due: datetime
) -> None:
    assert nudge.moment(LISBON, minute, came) == due


def test_noon_is_proposed_to_those_whose_challenge_comes_toward_the_evening() -> None:
    assert nudge.proposed(16 * 60 + 59) == 20 * 60
    assert nudge.proposed(17 * 60) == 12 * 60


def test_the_evening_is_one_of_the_persons_own_zone_whatever_the_clocks_do() -> None:
    new_york = ZoneInfo("America/New_York")
    came = datetime(2027, 3, 14, 6, 30, tzinfo=UTC)  # 01:30, half an hour before the clocks change
    assert nudge.moment(new_york, 20 * 60, came) == datetime(2027, 3, 15, 0, tzinfo=UTC)


def test_the_week_ends_on_sunday_with_the_reminder_or_at_six() -> None:
    assert nudge.week_of(date(2026, 11, 24)) == (date(2026, 11, 23), date(2026, 11, 29))
    assert nudge.week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
    assert nudge.recap_minute(None) == 18 * 60
    assert nudge.recap_minute(20 * 60 + 30) == 20 * 60 + 30
    assert nudge.recap_minute(12 * 60) == 18 * 60
    assert nudge.recap_moment(LISBON, 18 * 60, date(2026, 11, 24)) == at(18, days=5)


def test_what_belonged_to_an_hour_lapses_three_hours_later() -> None:
    assert not nudge.is_open(at(20), at(19, 59))
    assert nudge.is_open(at(20), at(20))
    assert nudge.is_open(at(20), at(22, 59))
    assert not nudge.is_open(at(20), at(23))
    assert not nudge.is_open(None, at(20))


@pytest.mark.parametrize(
    ("challenges", "means"),
    [
        (0, Silence.NONE),
        (2, Silence.NONE),
        (3, Silence.NO_NUDGES),
        (6, Silence.NO_NUDGES),
        (7, Silence.ASK),
        (13, Silence.ASK),
        (14, Silence.PAUSE),
        (200, Silence.PAUSE),
    ],
)
def test_three_seven_and_fourteen_challenges_in_silence_mean_something(
    challenges: int, means: Silence
) -> None:
    assert nudge.meaning(challenges) is means


def test_silence_about_a_challenge_begins_when_its_day_is_over() -> None:
    came = [at(8, days=day) for day in range(4)]
    assert nudge.gone_by(came, at(20, days=3)) == 3
    assert nudge.gone_by(came, at(8, days=4)) == 4
    assert nudge.gone_by([], at(8)) == 0


def test_questions_go_before_follow_ups_recaps_and_nudges() -> None:
    today = date(2026, 11, 24)
    everything = [Unasked.NUDGE, Unasked.RECAP, Unasked.FOLLOW_UP, Unasked.QUESTION]
    said = []
    while everything:
        first = nudge.goes_first(everything, today, None)
        assert first is not None
        said.append(first)
        everything.remove(first)
    assert said == [Unasked.QUESTION, Unasked.FOLLOW_UP, Unasked.RECAP, Unasked.NUDGE]
    assert nudge.goes_first([], today, None) is None


def test_a_date_that_has_had_its_one_has_no_other_not_even_after_the_date_line() -> None:
    today = date(2026, 11, 24)
    waiting = [Unasked.NUDGE]
    assert nudge.goes_first(waiting, today, today) is None
    assert nudge.goes_first(waiting, today, today + timedelta(days=1)) is None
    assert nudge.goes_first(waiting, today, today - timedelta(days=1)) is Unasked.NUDGE
