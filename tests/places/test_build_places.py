"""How the table of cities is made."""

from typing import Any

import pytest

from bot.places.table import read
from scripts.build_places import Place, lines, places

REGIONS = {"US.TX": "Texas", "CA.08": "Ontario"}


def city(name: str, people: int, *others: str, **more: Any) -> dict[str, Any]:
    """A row as the gazetteer has it."""
    return {
        "geonameid": people,
        "name": name,
        "countrycode": "US",
        "admin1code": "TX",
        "timezone": "America/Chicago",
        "population": people,
        "alternatenames": list(others),
        **more,
    }


def only(*rows: dict[str, Any]) -> Place:
    (place,) = places(rows, REGIONS, {})
    return place


def names(people: int, *others: str, **more: Any) -> tuple[str, ...]:
    return only(city("Newtown", people, *others, **more)).alternates


def test_a_place_has_its_region_and_what_that_is_called_for_short() -> None:
    place = only(city("Austin", 961_855))
    assert (place.region, place.code, place.people) == ("Texas", "tx", 960_000)
    place = only(city("London", 346_765, countrycode="CA", admin1code="08"))
    assert (place.region, place.code) == ("Ontario", "on")
    assert only(city("Nowhere", 15_000, admin1code="??")).region == ""


def test_two_places_that_nobody_could_tell_apart_are_one() -> None:
    assert only(city("Austin", 20_000), city("Austin", 900_000)).people == 900_000


def test_a_zone_has_todays_name_and_is_the_countrys_own_where_it_keeps_that_time() -> None:
    assert only(city("Kyiv", 1, timezone="Europe/Kiev", countrycode="UA")).zone == "Europe/Kyiv"
    hanoi = city("Hanoi", 1, timezone="Asia/Bangkok", countrycode="VN")
    assert only(hanoi).zone == "Asia/Ho_Chi_Minh"
    sukhumi = city("Sukhumi", 1, timezone="Europe/Moscow", countrycode="GE")
    assert only(sukhumi).zone == "Europe/Moscow"
    with pytest.raises(ValueError, match="Middle/Earth"):
        only(city("Bree", 1, timezone="Middle/Earth"))


def test_large_places_keep_the_names_of_the_world_and_small_ones_none() -> None:
    others = ("Neustadt", "Новый город", "新城", "niyutaun", "City of Newtown", "Newtown City")
    assert names(2_000_000, *others) == ("新城", "neustadt", "новыи город")
    assert names(60_000, *others) == ("neustadt",)
    assert names(20_000, *others) == ()


def test_names_in_the_letters_of_the_country_are_kept_from_a_smaller_size_on() -> None:
    assert names(45_000, "新城", "Новый город", countrycode="JP") == ("新城",)


def test_a_spelling_that_the_search_forgives_is_kept_for_the_well_known_alone() -> None:
    assert names(60_000, "Newtwon", "Newtowne") == ()
    assert names(400_000, "Newtwon") == ("newtwon",)


def test_letters_of_an_airport_are_kept_for_the_well_known_alone() -> None:
    assert names(60_000, "NWT") == ()
    assert names(400_000, "NWT") == ("nwt",)


def test_what_is_said_every_day_is_that_of_the_largest_of_the_name() -> None:
    said = {("US", "Austin"): "The Weird City"}
    rows = [city("Austin", 20_000, admin1code="MN"), city("Austin", 900_000)]
    found = {place.code: place.alternates for place in places(rows, REGIONS, said)}
    assert found == {"tx": ("the weird city",), "mn": ()}
    with pytest.raises(ValueError, match="Austin"):
        places([], REGIONS, said)


def test_the_lines_do_not_depend_on_the_order_of_the_rows_and_can_be_read() -> None:
    rows = [city("Waco", 140_000), city("Austin", 900_000, "Weird City"), city("Oslo", 20_000)]
    text = [*lines(places(rows, REGIONS, {}))]
    assert text == [*lines(places(rows[::-1], REGIONS, {}))]
    assert text == [
        "=US\tTexas\tAmerica/Chicago\ttx",
        "Austin\t900\tweird city",
        "Oslo\t20\t",
        "Waco\t140\t",
    ]
    assert read("\n".join(text)).city(2).label == "Waco, Texas, US"
