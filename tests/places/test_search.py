"""Cities as people type them; and the table of them, checked against the time-zone database."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.search import City, find_cities
from bot.places.zones import Zone, find_zone


def rows() -> list[dict[str, str]]:
    table = resources.files("bot.places").joinpath("data/cities.tsv").read_text("utf-8")
    return list(csv.DictReader(table.splitlines(), dialect="excel-tab"))


def zones_by_country() -> dict[str, set[str]]:
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    zones: dict[str, set[str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones.setdefault(country, set()).add(zone)
    return zones


def labels(text: str, limit: int = 5) -> list[str]:
    return [city.label for city in find_cities(text, limit)]


def test_every_city_has_a_zone_of_its_own_country() -> None:
    zones = zones_by_country()
    for row in rows():
        assert row["zone"] in zones[row["country"]], f"{row['name']} is not in {row['zone']}"
        assert find_zone(row["zone"]) == Zone(row["zone"])


def test_every_city_can_be_told_apart_from_every_other() -> None:
    cities = [City(row["name"], row["region"], row["country"], row["zone"]) for row in rows()]
    assert len({city.label for city in cities}) == len(cities) >= 150


def test_every_part_of_the_world_is_there() -> None:
    continents = {row["zone"].partition("/")[0] for row in rows()}
    assert continents >= {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian"}
    assert "Pacific" in continents
    assert len({row["country"] for row in rows()}) >= 100


def test_every_city_is_found_by_each_of_its_names() -> None:
    for row in rows():
        city = City(row["name"], row["region"], row["country"], row["zone"])
        for name in [row["name"], *filter(None, row["alternates"].split("|"))]:
            assert city in find_cities(name), f"{name} does not find {city.label}"
            assert city in find_cities(name.upper())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sao paulo", "São Paulo, BR"),
        ("SÃO PAULO", "São Paulo, BR"),
        ("Bogota", "Bogotá, CO"),
        ("malmo", None),
        ("munchen", "Munich, Bavaria, DE"),
        ("Köln", "Cologne, North Rhine-Westphalia, DE"),
        ("kobenhavn", "Copenhagen, Capital Region, DK"),
        ("Bombay", "Mumbai, Maharashtra, IN"),
        ("москва", "Moscow, RU"),
        ("東京", "Tokyo, JP"),
        ("القاهرة", "Cairo, EG"),
        ("st johns", "St. John's, Newfoundland, CA"),
        ("port au prince", "Port-au-Prince, Ouest, HT"),
        ("  new   york  ", "New York, US"),
        ("lodnon", "London, England, GB"),
        ("Barcelna", "Barcelona, Catalonia, ES"),
        ("francisco", "San Francisco, California, US"),
        ("buenos", "Buenos Aires, AR"),
    ],
)
def test_accents_other_names_and_slips_are_understood(typed: str, found: str | None) -> None:
    assert labels(typed)[:1] == ([found] if found else [])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Portland", ["Portland, Oregon, US", "Portland, Maine, US"]),
        ("London", ["London, England, GB", "London, Ontario, CA"]),
        ("san jose", ["San Jose, California, US", "San José, CR"]),
        ("Hyderabad", ["Hyderabad, Sindh, PK", "Hyderabad, Telangana, IN"]),
        ("Perth", ["Perth, Western Australia, AU", "Perth, Scotland, GB"]),
    ],
)
def test_cities_of_one_name_are_all_shown_and_told_apart(typed: str, found: list[str]) -> None:
    assert labels(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Portland, Maine", ["Portland, Maine, US"]),
        ("portland oregon", ["Portland, Oregon, US"]),
        ("Portland, Oregon, US", ["Portland, Oregon, US"]),
        ("portland oregon us", ["Portland, Oregon, US"]),
        ("london canada", ["London, Ontario, CA"]),
        ("London, UK", ["London, England, GB"]),
        ("paris france", ["Paris, Île-de-France, FR"]),
        ("Paris, TX", ["Paris, Île-de-France, FR", "Paris, Texas, US"]),
        ("Paris, Mars", ["Paris, Île-de-France, FR", "Paris, Texas, US"]),
    ],
)
def test_what_follows_the_name_narrows_the_search_where_it_can(
    typed: str, found: list[str]
) -> None:
    assert labels(typed) == found


def test_the_city_itself_comes_before_those_it_begins() -> None:
    assert labels("Frankfurt")[0] == "Frankfurt, Hesse, DE"
    assert labels("Valencia")[:2] == [
        "Valencia, Valencian Community, ES",
        "Valencia, Carabobo, VE",
    ]


def test_no_more_are_shown_than_asked_for() -> None:
    assert len(find_cities("san", limit=3)) == 3
    assert len(find_cities("san")) == 5


@pytest.mark.parametrize(
    "text", ["", " ", ",", ", US", "\0", "x" * 5_000, "\ud800", "q", "🕐", "../../etc/passwd"]
)
def test_what_is_no_city_finds_nothing(text: str) -> None:
    assert find_cities(text) == ()


@given(st.text(alphabet=st.characters(), max_size=110))
def test_no_text_breaks_it(text: str) -> None:
    assert len(find_cities(text)) <= 5
