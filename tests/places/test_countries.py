"""Countries, and what their people may choose from."""

import pytest

from bot.places.countries import (
    codes_called,
    countries,
    country_named,
    letters,
    listed_zones,
    times_in,
    zones_of,
)
from bot.places.zones import Zone, find_zone

KOSOVO = "XK"
"""The database has it under Serbia, and ISO 3166 not at all."""


def every_code() -> list[str]:
    return [country.code for letter in letters() for country in countries(letter)]


def test_every_country_has_a_letter_and_a_zone_that_is_accepted() -> None:
    codes = every_code()
    assert len(codes) == len(set(codes)) == 248
    for code in codes:
        assert zones_of(code)
        assert all(find_zone(zone) == Zone(zone) for zone in zones_of(code))
        assert set(zones_of(code)) <= set(listed_zones(code))


def test_216_of_247_countries_have_one_zone_and_223_one_choice() -> None:
    """In seven, Argentina and Germany among them, all zones have kept one time since 2020."""
    codes = set(every_code()) - {KOSOVO}
    one_zone = {code for code in codes if len(listed_zones(code)) == 1}
    one_choice = {code for code in codes if len(zones_of(code)) == 1}
    assert len(codes) == 247
    assert len(one_zone) == 216
    assert one_choice - one_zone == {"AR", "CY", "DE", "MH", "MY", "PS", "UZ"}


def test_zones_that_keep_the_same_time_are_one_choice_under_the_name_of_most_people() -> None:
    assert zones_of("DE") == ("Europe/Berlin",)
    assert zones_of("US")[:4] == (
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
        "America/Denver",
    )
    assert "America/Detroit" not in zones_of("US")
    assert "Australia/Melbourne" not in zones_of("AU")
    assert {"Australia/Sydney", "Australia/Brisbane"} <= set(zones_of("AU"))
    assert zones_of("UZ") == ("Asia/Tashkent",)


def test_no_two_choices_have_kept_the_same_time() -> None:
    for code in every_code():
        times = [times_in(zone) for zone in zones_of(code)]
        assert len(times) == len(set(times)), code


def test_kosovo_is_found_where_its_people_look_for_it() -> None:
    assert zones_of(KOSOVO) == ("Europe/Belgrade",)
    assert country_named("kosovo") == KOSOVO


def test_a_country_is_called_by_its_name_its_code_or_three_letters_of_it() -> None:
    assert codes_called("canada") == codes_called("can") == codes_called("ca") == {"CA"}
    assert codes_called("united") == {"US", "GB", "AE"}
    assert codes_called("c") == codes_called("") == codes_called("atlantis") == frozenset()


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
