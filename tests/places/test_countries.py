"""Countries, and what their people may choose from."""

import pytest

from bot.places.countries import countries, country_named, letters, zones_of
from bot.places.zones import Zone, find_zone


def every_code() -> list[str]:
    return [country.code for letter in letters() for country in countries(letter)]


def test_every_country_has_a_letter_and_a_zone_that_is_accepted() -> None:
    codes = every_code()
    assert len(codes) == len(set(codes)) == 247
    for code in codes:
        assert zones_of(code)
        assert all(find_zone(zone) == Zone(zone) for zone in zones_of(code))


def test_nearly_all_countries_have_one_choice() -> None:
    """216 have one zone in the table; in seven more all zones have kept one time since 2020."""
    assert sum(len(zones_of(code)) == 1 for code in every_code()) == 223


def test_zones_that_keep_the_same_time_are_one_choice_under_the_best_known_name() -> None:
    assert zones_of("DE") == ("Europe/Berlin",)
    assert zones_of("US")[0] == "America/New_York"
    assert "America/Detroit" not in zones_of("US")
    assert "Australia/Melbourne" not in zones_of("AU")
    assert {"Australia/Sydney", "Australia/Brisbane"} <= set(zones_of("AU"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Japan", "JP"),
        ("  germany ", "DE"),
        ("Deutschland", "DE"),
        ("USA", "US"),
        ("uk", "GB"),
        ("Côte d'Ivoire", "CI"),
        ("South Korea", "KR"),
        ("pt", "PT"),
    ],
)
def test_a_country_is_known_by_its_usual_names(typed: str, code: str) -> None:
    assert country_named(typed) == code


@pytest.mark.parametrize("typed", ["", "Atlantis", "x" * 5000, "\0", "../..", "\ud800", "%s"])
def test_what_is_no_country_is_none(typed: str) -> None:
    assert country_named(typed) is None


@pytest.mark.parametrize("code", ["", "XX", "de", "../"])
def test_an_unknown_code_has_no_zones(code: str) -> None:
    assert zones_of(code) == ()


def test_no_letter_has_more_countries_than_a_message_has_buttons() -> None:
    assert max(len(countries(letter)) for letter in letters()) < 50
    assert countries("?") == ()
