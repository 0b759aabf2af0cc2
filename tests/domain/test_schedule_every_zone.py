"""Every zone, every date of more than a year, and every minute of the dates that are awkward.

The reference is slow and knows no rule of the schedule: it walks over the instants themselves and
notes what the clocks show at each.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.schedule import Habit, Occurrence, next_occurrence, occurrence

FIRST = date(2026, 11, 22)
DAYS = 400
A_DAY = timedelta(days=1)
HALF_A_DAY = 720

HISTORIC = [
    ("Pacific/Apia", date(2011, 12, 30), "missing date"),
    ("Pacific/Fakaofo", date(2011, 12, 30), "missing date"),
    ("Pacific/Kanton", date(1994, 12, 31), "missing date"),
    ("Pacific/Kiritimati", date(1994, 12, 31), "missing date"),
    ("Pacific/Kwajalein", date(1993, 8, 21), "missing date"),
    ("Pacific/Kwajalein", date(1969, 9, 30), "date twice"),
    ("Asia/Manila", date(1844, 12, 31), "missing date"),
    ("America/Sitka", date(1867, 10, 19), "date twice"),
    ("Asia/Pyongyang", date(2018, 5, 4), "gap past midnight"),
    ("Asia/Pyongyang", date(2015, 8, 14), "overlap"),
    ("Africa/Monrovia", date(1972, 1, 7), "gap"),
    ("America/St_Johns", date(2010, 11, 7), "overlap"),
    ("America/St_Johns", date(2010, 3, 14), "gap"),
    ("America/Sao_Paulo", date(2018, 11, 4), "gap"),
    ("America/Caracas", date(2007, 12, 9), "overlap"),
    ("Africa/Casablanca", date(2018, 6, 17), "gap"),
    ("Asia/Kathmandu", date(1986, 1, 1), "gap"),
    ("Antarctica/Troll", date(2010, 3, 28), "gap"),
]
"""Dates on which clocks did something that none does in the year at hand, and what it was."""


@dataclass(frozen=True)
class Wall:
    """What the clocks of a zone showed on one date, minute by minute."""

    first: dict[int, datetime]
    kind: str

    def expected(self) -> Iterator[datetime | None]:
        """For each minute in turn: the first of the date that is no earlier; else its last."""
        shown = sorted(self.first)
        last = self.first[shown[-1]] if shown else None
        for minute in range(1440):
            if shown and shown[0] < minute:
                del shown[0]
            yield self.first[shown[0]] if shown else last


def walk(zone: ZoneInfo, day: date) -> Wall:
    """Look at every instant that could bear the date, and note when each minute first came."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    odd = any((noon + n * A_DAY).astimezone(zone).second for n in (-2, 0, 2))
    step = timedelta(seconds=1 if odd else 60)
    first: dict[int, datetime] = {}
    times = Counter[int]()
    at, end = noon - timedelta(hours=40), noon + timedelta(hours=40)
    while at < end:
        shown = at.astimezone(zone)
        if shown.date() == day and shown.second == 0:
            minute = shown.hour * 60 + shown.minute
            first.setdefault(minute, at)
            times[minute] += 1
        at += step
    return Wall(first, _kind(first, times))


def _kind(first: dict[int, datetime], times: Counter[int]) -> str:
    if not first:
        return "missing date"
    repeated = sum(times.values()) - len(times)
    if repeated:
        return "date twice" if repeated > HALF_A_DAY else "overlap"
    if 1439 not in first:
        return "gap past midnight"
    return "gap" if len(first) < 1440 else "plain"


def changes(zone: ZoneInfo) -> Iterator[date]:
    """The dates of the year at hand on which the offset changes, with their neighbors."""
    midnight = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    before = None
    for n in range(-1, DAYS + 1):
        offset = (midnight + n * A_DAY).astimezone(zone).utcoffset()
        if before is not None and offset != before:
            yield from (FIRST + k * A_DAY for k in range(n - 2, n + 2))
        before = offset


@pytest.fixture(scope="module")
def zones() -> list[ZoneInfo]:
    found = [ZoneInfo(name) for name in sorted(available_timezones())]
    assert len(found) > 590
    return found


def test_each_minute_of_each_awkward_date_comes_exactly_as_the_clocks_show_it(
    zones: list[ZoneInfo], tell: Callable[[str], None]
) -> None:
    """Faults 51 to 54, by exhaustion; zones that differ in name only are walked over once."""
    met, wrong, walked = Counter[str](), list[str](), set[object]()
    for zone in zones:
        for day in changes(zone):
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            offsets = ((noon + n * timedelta(hours=1)).astimezone(zone) for n in range(-40, 40))
            same = (day, *(shown.utcoffset() for shown in offsets))
            if same in walked:
                continue
            walked.add(same)
            wall = walk(zone, day)
            met[wall.kind] += 1
            wrong += _differences(zone, day, wall)
    for name, day, kind in HISTORIC:
        wall = walk(ZoneInfo(name), day)
        assert wall.kind == kind, name
        met[wall.kind] += 1
        wrong += _differences(ZoneInfo(name), day, wall)
    tell("\n".join(f"{number:6} {kind}" for kind, number in met.items()))
    assert wrong == []
    for kind in ("gap", "overlap", "gap past midnight", "missing date", "date twice", "plain"):
        assert met[kind], kind


def _differences(zone: ZoneInfo, day: date, wall: Wall) -> list[str]:
    """Every minute is compared; of a date that does not exist, where each is alike, some are."""
    return [
        f"{zone} {day} {minute}"
        for minute, expected in enumerate(wall.expected())
        if (wall.first or minute % 120 == 0) and occurrence(zone, day, minute) != expected
    ]


@pytest.mark.parametrize("minute", [0, 150, 480, 1439])
def test_each_date_of_each_zone_has_one_hour_and_they_come_in_order(
    zones: list[ZoneInfo], minute: int
) -> None:
    """Promise P6: never none on a date that exists, never one that falls on another date."""
    counted = 0
    for zone in zones:
        before = datetime(2026, 11, 1, tzinfo=UTC)
        for n in range(DAYS):
            day = FIRST + n * A_DAY
            at = occurrence(zone, day, minute)
            assert at is not None, (zone, day)
            assert at.astimezone(zone).date() == day, (zone, day)
            assert at > before, (zone, day)
            before = at
            counted += 1
    assert counted == len(zones) * DAYS


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, day, _ in HISTORIC])
@pytest.mark.parametrize("minute", [0, 1, 90, 480, 1410, 1439])
def test_around_the_strangest_dates_each_date_that_exists_is_next_exactly_once(
    name: str, day: date, minute: int
) -> None:
    habit = Habit(ZoneInfo(name), minute)
    days = [day + n * A_DAY for n in range(-2, 4)]
    hours = [(occurrence(habit.zone, one, minute), one) for one in days]
    expected = [Occurrence(at, one) for at, one in hours if at is not None]
    found, after = [], expected[0].at - timedelta(seconds=1)
    while len(found) < len(expected):
        then = next_occurrence(habit, after)
        assert then is not None
        found.append(then)
        after = then.at
    assert found == expected
