"""Coordinates to zones."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.whereabouts import zone_at
from bot.places.zones import zone_names


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        (38.7223, -9.1393, "Europe/Lisbon"),
        (40.7128, -74.006, "America/New_York"),
        (35.6586, 139.7454, "Asia/Tokyo"),
        (27.7172, 85.324, "Asia/Kathmandu"),
        (-43.95, -176.55, "Pacific/Chatham"),
        (-17.8, 178.0, "Pacific/Fiji"),
    ],
)
def test_a_place_on_land_has_its_zone(latitude: float, longitude: float, zone: str) -> None:
    assert zone_at(latitude, longitude) == zone


def test_a_little_way_out_at_sea_it_is_that_of_the_land_nearby() -> None:
    assert zone_at(38.6, -9.8) == "Europe/Lisbon"


def test_the_high_seas_have_none() -> None:
    assert zone_at(30.0, -40.0) is None


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91, 0), (0, 181), (math.nan, 0), (0, math.inf), (-1e9, 1e9)]
)
def test_what_is_no_point_on_earth_has_none(latitude: float, longitude: float) -> None:
    assert zone_at(latitude, longitude) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_has_a_zone_that_this_program_knows_or_none(
    latitude: float, longitude: float
) -> None:
    found = zone_at(latitude, longitude)
    assert found is None or found in zone_names()
