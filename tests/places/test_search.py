"""Cities as people type them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.search import City, find_cities
from bot.places.table import table


def labels(text: str, limit: int = 5) -> list[str]:
    return [city.label for city in find_cities(text, limit)]


def some_cities(number: int) -> list[City]:
    """The same ones in every run, from everywhere in the table."""
    known = table()
    chosen = random.Random(34_000).sample(range(len(known.cities)), number)
    return [known.city(place) for place in chosen]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sao paulo", "São Paulo, BR"),
        ("SÃO PAULO", "São Paulo, BR"),
        ("Bogota", "Bogotá, CO"),
        ("munchen", "Munich, Bavaria, DE"),
        ("Muenchen", "Munich, Bavaria, DE"),
        ("Duesseldorf", "Düsseldorf, North Rhine-Westphalia, DE"),
        ("kobenhavn", "Copenhagen, Capital Region, DK"),
        ("Bombay", "Mumbai, Maharashtra, IN"),
        ("Calcutta", "Kolkata, West Bengal, IN"),
        ("saigon", "Ho Chi Minh City, VN"),
        ("Roma", "Rome, Lazio, IT"),
        ("москва", "Moscow, RU"),
        ("東京", "Tokyo, JP"),
        ("القاهرة", "Cairo, EG"),
        ("मुंबई", "Mumbai, Maharashtra, IN"),
        ("เชียงใหม่", "Chiang Mai, TH"),
        ("st johns", "St. John's, Newfoundland and Labrador, CA"),
        ("Saint Louis", "St. Louis, Missouri, US"),
        ("st. petersburg russia", "Saint Petersburg, St.-Petersburg, RU"),
        ("ft worth", "Fort Worth, Texas, US"),
        ("port au prince", "Port-au-Prince, Ouest, HT"),
        ("  new   york  ", "New York City, New York, US"),
        ("nyc", "New York City, New York, US"),
        ("LA", "Los Angeles, California, US"),
        ("washington dc", "Washington, District of Columbia, US"),
        ("Ciudad de México", "Mexico City, MX"),
        ("Tahiti", "Papeete, Îles du Vent, PF"),
        ("lodnon", "London, England, GB"),
        ("Barcelna", "Barcelona, Catalonia, ES"),
        ("new yrok", "New York City, New York, US"),
        ("newyork", "New York City, New York, US"),
        ("cincinatti", "Cincinnati, Ohio, US"),
        ("san fransisco", "San Francisco, California, US"),
        ("francisco", "San Francisco, California, US"),
        ("buenos", "Buenos Aires, AR"),
        ("Malta", "Valletta, MT"),
    ],
)
def test_accents_other_names_and_slips_are_understood(typed: str, found: str) -> None:
    assert labels(typed)[:1] == [found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Portland", ["Portland, Oregon, US", "Portland, Maine, US", "Portland, Texas, US"]),
        ("London", ["London, England, GB", "London, Ontario, CA"]),
        ("Hyderabad", ["Hyderabad, Telangana, IN", "Hyderabad, Sindh, PK"]),
        ("san jose", ["San Jose, California, US", "San José, CR"]),
        ("Perth", ["Perth, Western Australia, AU", "Perth, Scotland, GB"]),
        ("Vienna", ["Vienna, AT", "Vienna, Virginia, US"]),
    ],
)
def test_cities_of_one_name_are_all_shown_and_told_apart(typed: str, found: list[str]) -> None:
    assert labels(typed)[: len(found)] == found


def test_where_there_are_more_than_are_shown_many_zones_are_and_the_largest_comes_first() -> None:
    shown, every = find_cities("San Isidro"), find_cities("San Isidro", limit=50)
    every = tuple(city for city in every if city.name == "San Isidro")
    zones = {city.zone for city in every}
    assert len(every) > 5
    assert len({city.zone for city in shown}) == min(5, len(zones))
    assert shown[0] == every[0]


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
        ("portland united states maine", []),
        ("Paris, TX", ["Paris, Texas, US"]),
        ("paris texas", ["Paris, Texas, US"]),
        ("victoria bc", ["Victoria, British Columbia, CA"]),
        ("Newcastle, NSW", ["Newcastle, New South Wales, AU"]),
        ("Portlnd, Maine", ["Portland, Maine, US"]),
        ("portlnd maine", ["Portland, Maine, US"]),
        ("Paris, Mars", ["Paris, Île-de-France, FR", "Paris, Texas, US"]),
    ],
)
def test_what_follows_the_name_narrows_the_search_where_it_can(
    typed: str, found: list[str]
) -> None:
    assert labels(typed) == found


def test_the_city_itself_comes_before_what_it_begins_and_the_larger_before_the_smaller() -> None:
    assert labels("Frankfurt") == [
        "Frankfurt am Main, Hesse, DE",
        "Frankfurt (Oder), Brandenburg, DE",
    ]
    assert labels("york")[0] == "York, England, GB"
    assert "New York City, New York, US" in labels("york")


def test_a_city_is_found_by_what_it_is_called_here() -> None:
    for city in some_cities(300):
        assert city in find_cities(city.label), city.label
        assert city in find_cities(city.label.upper()), city.label


def test_no_more_are_shown_than_asked_for() -> None:
    assert len(find_cities("san", limit=3)) == 3
    assert len(find_cities("san")) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        ", US",
        "\0",
        "\n\n",
        "x" * 5_000,
        "London " * 500,
        "\ud800",
        "q",
        "🕐",
        "٣٤",
        "../../etc/passwd",
        "..\\..\\windows",
        "posixrules",
        "'; DROP TABLE subscribers; --",
        "%s{0}",
    ],
)
def test_fault_79_what_is_no_city_finds_nothing(text: str) -> None:
    assert find_cities(text) == ()


@given(st.text(alphabet=st.characters(), max_size=110))
def test_fault_79_no_text_breaks_it(text: str) -> None:
    assert len(find_cities(text)) <= 5
