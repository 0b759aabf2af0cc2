"""A person's hour: the timelines that the schedule decides, and its rules one by one."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.domain.schedule import (
    EIGHT_HOURS,
    Habit,
    Occurrence,
    earliest,
    late_until,
    local_date,
    next_occurrence,
    occurrence,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
AUCKLAND = ZoneInfo("Pacific/Auckland")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
LISBON = ZoneInfo("Europe/Lisbon")

MONDAY = date(2027, 2, 1)
TUESDAY = date(2027, 2, 2)
WEDNESDAY = date(2027, 2, 3)
FRIDAY = date(2027, 2, 5)
SATURDAY = date(2027, 2, 6)
NEXT_MONDAY = date(2027, 2, 8)


def at(zone: ZoneInfo, day: date, hour: int, minute: int = 0) -> datetime:
    """A wall time that the clocks there show exactly once, as an instant."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def every_day_at(zone: ZoneInfo, hour: int, minute: int = 0) -> Habit:
    return Habit(zone, hour * 60 + minute)


def test_t7_after_berlin_the_next_hour_is_new_yorks_thirty_hours_on() -> None:
    moved = at(BERLIN, TUESDAY, 9)
    found = next_occurrence(every_day_at(NEW_YORK, 8), moved, TUESDAY)
    assert found == Occurrence(at(NEW_YORK, WEDNESDAY, 8), WEDNESDAY)
    assert found.at - at(BERLIN, TUESDAY, 8) == timedelta(hours=30)


def test_t8_a_zone_changed_past_the_hour_sends_nothing_until_tomorrow() -> None:
    moved = at(TOKYO, TUESDAY, 9)
    found = next_occurrence(every_day_at(TOKYO, 8), moved, MONDAY)
    assert found == Occurrence(at(TOKYO, WEDNESDAY, 8), WEDNESDAY)


@pytest.mark.parametrize("taken", [TUESDAY, {TUESDAY}, [MONDAY, TUESDAY]])
def test_t9_a_tuesday_lived_twice_brings_one_challenge(
    taken: date | set[date] | list[date],
) -> None:
    landed = at(LOS_ANGELES, MONDAY, 20)
    assert landed > at(AUCKLAND, TUESDAY, 8)
    found = next_occurrence(every_day_at(LOS_ANGELES, 8), landed, taken)
    assert found == Occurrence(at(LOS_ANGELES, WEDNESDAY, 8), WEDNESDAY)


def test_t10_an_hour_seven_after_the_last_moves_by_one() -> None:
    last = at(LISBON, MONDAY, 23)
    found = next_occurrence(every_day_at(LISBON, 6), last, MONDAY)
    assert found == Occurrence(at(LISBON, TUESDAY, 6), TUESDAY)
    until = late_until(LISBON, found.at, found.date)
    assert earliest(found.at, last, until) == at(LISBON, TUESDAY, 7)


def test_t11_down_until_nine_in_the_evening_is_inside_the_late_window() -> None:
    assert at(BERLIN, TUESDAY, 21) <= late_until(BERLIN, at(BERLIN, TUESDAY, 8), TUESDAY)


def test_t12_down_until_half_past_eleven_is_past_it_and_wednesday_is_next() -> None:
    back = at(BERLIN, TUESDAY, 23, 30)
    assert back > late_until(BERLIN, at(BERLIN, TUESDAY, 8), TUESDAY)
    found = next_occurrence(every_day_at(BERLIN, 8), back, MONDAY)
    assert found == Occurrence(at(BERLIN, WEDNESDAY, 8), WEDNESDAY)


def test_t14_back_at_half_past_nine_sends_the_eight_oclock_challenge() -> None:
    due, last = at(BERLIN, TUESDAY, 8), at(BERLIN, MONDAY, 8)
    back, until = at(BERLIN, TUESDAY, 21, 30), late_until(BERLIN, due, TUESDAY)
    assert until == at(BERLIN, TUESDAY, 22)
    assert earliest(back, last, until) == back


def test_t15_after_friday_a_weekend_of_rest_leads_to_monday() -> None:
    habit = Habit(BERLIN, 480, rest_weekdays=frozenset({5, 6}))
    found = next_occurrence(habit, at(BERLIN, FRIDAY, 8), FRIDAY)
    assert found == Occurrence(at(BERLIN, NEXT_MONDAY, 8), NEXT_MONDAY)


def test_t16_day_1_at_once_before_the_hour_leaves_nothing_more_for_that_day() -> None:
    found = next_occurrence(every_day_at(LISBON, 20), at(LISBON, MONDAY, 18), MONDAY)
    assert found == Occurrence(at(LISBON, TUESDAY, 20), TUESDAY)


def test_t17_day_1_just_before_midnight_moves_an_early_day_2_to_eight_hours_on() -> None:
    first = at(LISBON, MONDAY, 23, 50)
    found = next_occurrence(every_day_at(LISBON, 6), first, MONDAY)
    assert found is not None
    until = late_until(LISBON, found.at, found.date)
    assert earliest(found.at, first, until) == at(LISBON, TUESDAY, 7, 50)


def test_t18_day_1_just_after_midnight_is_tuesdays() -> None:
    found = next_occurrence(every_day_at(LISBON, 20), at(LISBON, TUESDAY, 0, 30), TUESDAY)
    assert found == Occurrence(at(LISBON, WEDNESDAY, 20), WEDNESDAY)


def test_t30_in_the_night_the_clocks_go_forward_the_next_hour_is_23_hours_on() -> None:
    before = at(BERLIN, date(2027, 3, 27), 8)
    found = next_occurrence(every_day_at(BERLIN, 8), before, date(2027, 3, 27))
    assert found == Occurrence(before + timedelta(hours=23), date(2027, 3, 28))


def test_the_late_window_of_a_late_hour_passes_midnight() -> None:
    due = at(BERLIN, TUESDAY, 23)
    assert late_until(BERLIN, due, TUESDAY) == at(BERLIN, WEDNESDAY, 2)


def test_the_late_window_is_at_least_three_hours_even_on_a_date_that_does_not_exist() -> None:
    due = datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert late_until(ZoneInfo("Pacific/Apia"), due, date(2011, 12, 30)) == due + timedelta(hours=3)


def test_the_first_challenge_waits_for_nobody() -> None:
    due = at(BERLIN, TUESDAY, 8)
    assert earliest(due, None, due) == due


def test_eight_hours_that_outlast_the_late_window_leave_the_date_neutral() -> None:
    last, due = at(BERLIN, MONDAY, 23, 59), at(BERLIN, TUESDAY, 0, 10)
    allowed = last + EIGHT_HOURS
    assert earliest(due, last, allowed) == allowed
    assert earliest(due, last, allowed - timedelta(seconds=1)) is None


def test_another_hour_on_weekends_is_used_on_saturdays_and_sundays_only() -> None:
    habit = Habit(BERLIN, 480, weekend_minute=600)
    hours, after = [], at(BERLIN, FRIDAY, 0)
    for _ in range(4):
        found = next_occurrence(habit, after)
        assert found is not None
        hours.append((found.date.day, found.at.astimezone(BERLIN).hour))
        after = found.at
    assert hours == [(5, 8), (6, 10), (7, 10), (8, 8)]


def test_a_changed_hour_never_sends_by_itself() -> None:
    """Fault 56: one minute ago means tomorrow, one minute ahead means in a minute."""
    now = at(BERLIN, TUESDAY, 12)
    ago, ahead = every_day_at(BERLIN, 11, 59), every_day_at(BERLIN, 12, 1)
    assert next_occurrence(ago, now, MONDAY) == Occurrence(at(BERLIN, WEDNESDAY, 11, 59), WEDNESDAY)
    assert next_occurrence(ahead, now, MONDAY) == Occurrence(at(BERLIN, TUESDAY, 12, 1), TUESDAY)
    assert next_occurrence(ahead, now, TUESDAY) == Occurrence(
        at(BERLIN, WEDNESDAY, 12, 1), WEDNESDAY
    )


def test_the_hour_that_is_now_is_no_hour_to_come() -> None:
    now = at(BERLIN, TUESDAY, 8)
    found = next_occurrence(every_day_at(BERLIN, 8), now)
    assert found is not None
    assert found.date == WEDNESDAY


def test_dates_that_are_all_taken_bring_nothing() -> None:
    everything = {MONDAY + timedelta(days=n) for n in range(-1, 500)}
    assert next_occurrence(every_day_at(BERLIN, 8), at(BERLIN, MONDAY, 9), everything) is None


def test_a_leap_day_has_its_hour_like_any_other() -> None:
    """Fault 57."""
    habit, after, dates = every_day_at(BERLIN, 8), at(BERLIN, date(2028, 2, 27), 9), []
    for _ in range(3):
        found = next_occurrence(habit, after)
        assert found is not None
        dates.append(found.date)
        after = found.at
    assert dates == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]


def test_the_local_date_is_the_one_on_the_wall() -> None:
    now = datetime(2027, 2, 2, 11, 30, tzinfo=UTC)
    assert local_date(AUCKLAND, now) == WEDNESDAY
    assert local_date(LOS_ANGELES, now) == TUESDAY


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Europe/Berlin", date(2027, 3, 28), 150, "2027-03-28T03:00+02:00"),
        ("America/Santiago", date(2027, 9, 5), 0, "2027-09-05T01:00-03:00"),
        ("America/Santiago", date(2027, 9, 5), 30, "2027-09-05T01:00-03:00"),
        ("Africa/Cairo", date(2027, 4, 30), 0, "2027-04-30T01:00+03:00"),
        ("Asia/Beirut", date(2027, 3, 28), 30, "2027-03-28T01:00+03:00"),
        ("America/Havana", date(2024, 3, 10), 0, "2024-03-10T01:00-04:00"),
        ("America/Nuuk", date(2027, 3, 27), 1439, "2027-03-27T22:59-02:00"),
        ("Asia/Pyongyang", date(2018, 5, 4), 1425, "2018-05-04T23:29+08:30"),
    ],
)
def test_a_skipped_wall_time_keeps_its_date(
    zone: str, day: date, minute: int, expected: str
) -> None:
    """Fault 51."""
    assert occurrence(ZoneInfo(zone), day, minute) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        ("Europe/Berlin", date(2027, 10, 31), 150, "2027-10-31T02:30+02:00"),
        ("America/New_York", date(2027, 11, 7), 90, "2027-11-07T01:30-04:00"),
        ("Pacific/Kwajalein", date(1969, 9, 30), 480, "1969-09-30T08:00+11:00"),
    ],
)
def test_a_wall_time_that_comes_twice_is_its_first_coming(
    zone: str, day: date, minute: int, expected: str
) -> None:
    """Faults 52 and 54."""
    assert occurrence(ZoneInfo(zone), day, minute) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Australia/Lord_Howe", date(2027, 10, 3), "2027-10-03T08:00+11:00"),
        ("Australia/Lord_Howe", date(2027, 10, 2), "2027-10-02T08:00+10:30"),
        ("Pacific/Chatham", date(2027, 2, 2), "2027-02-02T08:00+13:45"),
        ("Asia/Kathmandu", date(2027, 2, 2), "2027-02-02T08:00+05:45"),
    ],
)
def test_odd_offsets_keep_their_wall_time(zone: str, day: date, expected: str) -> None:
    """Fault 53."""
    assert occurrence(ZoneInfo(zone), day, 480) == datetime.fromisoformat(expected)


def test_a_date_that_does_not_exist_is_passed_over() -> None:
    """Fault 54."""
    apia = ZoneInfo("Pacific/Apia")
    assert occurrence(apia, date(2011, 12, 30), 480) is None
    found = next_occurrence(Habit(apia, 480), at(apia, date(2011, 12, 29), 8))
    assert found == Occurrence(at(apia, date(2011, 12, 31), 8), date(2011, 12, 31))


@pytest.mark.parametrize(("minute", "weekend"), [(-1, None), (1440, None), (480, 1440)])
def test_a_minute_outside_the_day_is_refused(minute: int, weekend: int | None) -> None:
    with pytest.raises(ValueError, match="no minute of a day"):
        Habit(BERLIN, minute, weekend)


def test_one_weekday_must_remain() -> None:
    with pytest.raises(ValueError, match="one weekday must remain"):
        Habit(BERLIN, 480, rest_weekdays=frozenset(range(7)))


def test_whoever_changes_zones_all_day_long_gets_one_challenge_a_date_and_none_within_8_hours() -> (
    None
):
    """Fault 55: ten changes a day, east and west over the date line, for half a year."""
    random = Random(55)
    zones = [ZoneInfo(name) for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo")]
    zones += [BERLIN, NEW_YORK, AUCKLAND, LOS_ANGELES]
    now, sent = datetime(2027, 2, 1, tzinfo=UTC), list[Occurrence]()
    while now < datetime(2027, 8, 1, tzinfo=UTC):
        habit = Habit(random.choice(zones), random.randrange(1440))
        change = now + timedelta(minutes=random.randrange(10, 280))
        last = sent[-1] if sent else None
        due = next_occurrence(habit, now, last.date if last else None)
        assert due is not None
        until = late_until(habit.zone, due.at, due.date)
        allowed = earliest(due.at, last.at if last else None, until)
        if allowed is not None and allowed <= change:
            sent.append(Occurrence(allowed, due.date))
        now = change
    dates = [one.date for one in sent]
    gaps = [then.at - one.at for one, then in pairwise(sent)]
    assert len(dates) > 50
    assert dates == sorted(set(dates))
    assert min(gaps) >= EIGHT_HOURS
