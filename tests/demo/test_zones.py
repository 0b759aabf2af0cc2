"""Where on earth a time zone is."""

import pytest

from bot.demo.zones import place_of


@pytest.mark.parametrize(
    ("zone", "latitude", "longitude"),
    [
        ("Europe/Lisbon", 38.7, -9.1),
        ("Asia/Tokyo", 35.7, 139.7),
        ("America/New_York", 40.7, -74.0),
        ("Australia/Sydney", -33.9, 151.2),
        ("Antarctica/Troll", -72.0, 2.5),
    ],
)
def test_a_zone_lies_where_its_city_does(zone: str, latitude: float, longitude: float) -> None:
    place = place_of(zone)
    assert place is not None
    assert place == pytest.approx((latitude, longitude), abs=0.1)


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+5", "Atlantis/Capital", ""])
def test_a_zone_that_is_nowhere_has_no_place(zone: str) -> None:
    assert place_of(zone) is None
