"""From a clock to the zones that show it."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from bot.places.offsets import MOST, grid, zones_with
from bot.places.zones import zone_names

WINTER = datetime(2026, 11, 23, 6, tzinfo=UTC)
SUMMER = datetime(2027, 7, 1, 6, tzinfo=UTC)


def offset(zone: str, at: datetime) -> float:
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return ahead.total_seconds() / 60


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_the_grid_holds_every_time_that_a_clock_shows(now: datetime) -> None:
    assert set(grid(now)) == {offset(zone, now) for zone in zone_names()}
    assert len(grid(now)) == 37
    assert list(grid(now)) == sorted(grid(now))


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_every_offset_leads_to_zones_that_show_it_now_and_part_within_the_year(
    now: datetime,
) -> None:
    for minutes in grid(now):
        zones = zones_with(minutes, now)
        assert 1 <= len(zones) <= MOST
        assert all(offset(zone, now) == minutes for zone in zones)
        days = [now + timedelta(days=day) for day in range(0, 366, 3)]
        for one, other in combinations(zones, 2):
            assert any(offset(one, day) != offset(other, day) for day in days), (one, other)


def test_the_best_known_zone_comes_first() -> None:
    assert zones_with(-300, WINTER)[0] == "America/New_York"
    assert zones_with(-240, SUMMER)[0] == "America/New_York"
    assert zones_with(60, WINTER) == ("Europe/Berlin", "Africa/Lagos")


def test_an_offset_that_no_zone_has_leads_nowhere() -> None:
    assert zones_with(7, WINTER) == ()
    assert zones_with(-999, WINTER) == ()
