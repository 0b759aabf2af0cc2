"""The table of cities that ships with the program, checked against the time-zone database."""

import lzma
import random
from collections import Counter
from importlib import resources

import pytest

from bot.places.countries import listed_zones
from bot.places.folding import folded
from bot.places.table import City, people_by_zone, read, table
from bot.places.zones import Zone, find_zone

ELSEWHERE = {
    ("GE", "Europe/Moscow"),  # Sukhumi
    ("PS", "Asia/Jerusalem"),  # the settlements
}
"""Where people go by a neighbor's time that their own country has nowhere."""


def packed() -> bytes:
    return resources.files("bot.places").joinpath("data/cities.tsv.xz").read_bytes()


def cities() -> list[City]:
    known = table()
    return [known.city(place) for place in range(len(known.cities))]


def test_it_is_large_and_takes_little_room() -> None:
    assert len(cities()) == 33_884
    assert len(packed()) < 500_000


def test_every_zone_is_accepted_and_is_one_of_the_citys_own_country() -> None:
    spots = {(city.country, city.zone) for city in cities()}
    assert all(find_zone(zone) == Zone(zone) for _, zone in spots)
    strays = {spot for spot in spots if spot[1] not in listed_zones(spot[0])}
    assert strays == ELSEWHERE


def test_every_country_with_a_city_is_there_and_every_part_of_the_world() -> None:
    assert len({city.country for city in cities()}) > 240
    assert {city.zone.partition("/")[0] for city in cities()} >= {
        "Africa",
        "America",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }


def test_no_two_cities_look_alike() -> None:
    labels = Counter(city.label for city in cities())
    assert [label for label, times in labels.items() if times > 1] == []


def test_most_names_that_lie_in_several_zones_are_common_ones() -> None:
    zones: dict[str, set[str]] = {}
    for city in cities():
        zones.setdefault(city.name, set()).add(city.zone)
    assert len(zones) > 32_000
    assert sum(len(each) > 1 for each in zones.values()) > 800


def test_alternates_are_folded_as_questions_are() -> None:
    lines = lzma.decompress(packed()).decode().splitlines()
    alternates = [
        name
        for line in lines
        if not line.startswith("=")
        for name in line.split("\t")[2].split("|")
        if name
    ]
    assert len(alternates) > 50_000
    assert [name for name in alternates if folded(name) != name] == []


@pytest.mark.parametrize(
    ("city", "label"),
    [
        (City("Portland", "Oregon", "US", "America/Los_Angeles"), "Portland, Oregon, US"),
        (City("Monaco", "", "MC", "Europe/Monaco"), "Monaco, MC"),
        (City("São Paulo", "São Paulo", "BR", "America/Sao_Paulo"), "São Paulo, BR"),
        (City("Kyiv", "Kyiv City", "UA", "Europe/Kyiv"), "Kyiv, UA"),
        (City("York", "Yorkshire", "GB", "Europe/London"), "York, Yorkshire, GB"),
    ],
)
def test_a_region_that_is_called_after_its_city_is_not_said_twice(city: City, label: str) -> None:
    assert city.label == label


SMALL = """=JP\tEast\tAsia/Tokyo\tea
Åby\t20\tovre|東
By\t7\t
=JP\tWest\tAsia/Seoul\t
Cedar By\t900\taby
"""


def test_a_table_is_read_by_its_headings() -> None:
    small = read(SMALL)
    assert [small.city(place) for place in range(3)] == [
        City("Åby", "East", "JP", "Asia/Tokyo"),
        City("By", "East", "JP", "Asia/Tokyo"),
        City("Cedar By", "West", "JP", "Asia/Seoul"),
    ]
    assert small.people == [27_000, 900_000]
    assert list(small.called("ea")) == list(small.called("eas")) == [0]
    assert list(small.called("we")) == []


def test_names_are_found_whole_as_beginnings_and_by_a_later_word_the_largest_first() -> None:
    names = read(SMALL).latin
    assert [(hit.place, hit.own, hit.weight) for hit in names.exactly("aby")] == [
        (2, False, 90_000),
        (0, True, 20_000),
    ]
    assert [hit.place for hit in names.beginning("o")] == [0]
    assert [hit.place for hit in names.with_word("b")] == [2]
    assert [hit.place for hit in names.near("ovr", 1)] == [0]
    assert [hit.place for hit in read(SMALL).names("東").exactly("東")] == [0]


@pytest.mark.parametrize("place", random.Random(15_000).sample(range(33_884), 40))
def test_any_one_slip_leads_to_the_name_that_was_meant(place: int) -> None:
    known = table()
    name = folded(known.cities[place])
    for at in range(len(name)):
        swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        for typed in (name[:at] + name[at + 1 :], name[:at] + "x" + name[at + 1 :], swapped):
            hits = known.names(name).near(typed, 1)
            assert place in {hit.place for hit in hits}, typed


def test_people_are_counted_by_zone_in_a_country_or_the_world() -> None:
    assert people_by_zone("PT")["Europe/Lisbon"] > people_by_zone("PT")["Atlantic/Azores"] > 0
    assert people_by_zone()["Asia/Shanghai"] > 500_000_000
    assert people_by_zone("??").total() == 0
