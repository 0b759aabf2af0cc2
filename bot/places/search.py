"""Cities as people type them: accents folded, other names known, several of one name told apart."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from bot.places.folding import folded

_LONGEST = 100  # characters of a question; no city's name comes near
_LIKENESS = 0.8  # of 1, where 1 is the same

_COLLOQUIAL: Mapping[str, str] = {
    "america": "US",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "scotland": "GB",
    "uae": "AE",
    "uk": "GB",
    "united kingdom": "GB",
    "usa": "US",
    "wales": "GB",
}


@dataclass(frozen=True)
class City:
    """A city and where it lies: `country` is an ISO 3166 code, `region` may be empty."""

    name: str
    region: str
    country: str
    zone: str

    @property
    def label(self) -> str:
        """What tells it apart from others of its name: "Portland, Oregon, US"."""
        region = "" if self.region == self.name else self.region
        return ", ".join(part for part in (self.name, region, self.country) if part)


@dataclass(frozen=True)
class _Entry:
    city: City
    names: tuple[str, ...]  # folded, the city's own first
    places: tuple[str, ...]  # folded: the region, the country, its code


def find_cities(text: str, limit: int = 5) -> tuple[City, ...]:
    """At most `limit` cities that `text` may mean, the likeliest first; never raises.

    What follows the name, after a comma or not, narrows the search where it can: "Portland, Maine",
    "london canada". Where it matches nothing it is left aside rather than answered with nothing.
    """
    if len(text) > _LONGEST:
        return ()
    name, _, place = (folded(part) for part in text.partition(","))
    found = _named(name) or _split(name)
    narrowed = [entry for entry in found if place and _lies_in(entry, place)]
    return tuple(entry.city for entry in (narrowed or found)[:limit])


def _split(words: str) -> list[_Entry]:
    """Take words off the end until the rest is a name and they are a place it lies in."""
    parts = words.split()
    for at in range(len(parts) - 1, 0, -1):
        name, place = " ".join(parts[:at]), " ".join(parts[at:])
        found = [entry for entry in _named(name) if _lies_in(entry, place)]
        if found:
            return found
    return []


def _named(name: str) -> list[_Entry]:
    if not name:
        return []
    ranked = [
        (rank, place, entry)
        for place, entry in enumerate(_entries())
        if (rank := _rank(name, entry)) is not None
    ]
    if not ranked:
        ranked = [(-_likeness(name, entry), place, entry) for place, entry in enumerate(_entries())]
        ranked = [row for row in ranked if -row[0] >= _LIKENESS]
    return [entry for _, _, entry in sorted(ranked, key=lambda row: row[:2])]


def _rank(name: str, entry: _Entry) -> float | None:
    """How directly `name` names the city, 0 the most; None if it does not."""
    if name == entry.names[0]:
        return 0
    if name in entry.names:
        return 1
    if len(name) < 2:
        return None
    if any(known.startswith(name) for known in entry.names):
        return 2
    if any(f" {name}" in known for known in entry.names):
        return 3
    return None


def _likeness(name: str, entry: _Entry) -> float:
    matcher = SequenceMatcher(b=name)
    best = 0.0
    for known in entry.names:
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= _LIKENESS and matcher.quick_ratio() >= _LIKENESS:
            best = max(best, matcher.ratio())
    return best


def _lies_in(entry: _Entry, place: str) -> bool:
    if _COLLOQUIAL.get(place) == entry.city.country:
        return True
    # Three letters may begin a name; two are a code.
    if any(
        known == place or (len(place) > 2 and known.startswith(place)) for known in entry.places
    ):
        return True
    region, _, country = place.rpartition(" ")
    return bool(region) and _lies_in(entry, region) and _lies_in(entry, country)


@cache
def _entries() -> tuple[_Entry, ...]:
    countries = dict(_countries())
    rows = csv.DictReader(
        resources.files("bot.places").joinpath("data/cities.tsv").read_text("utf-8").splitlines(),
        dialect="excel-tab",
    )
    return tuple(_entry(row, countries) for row in rows)


def _entry(row: Mapping[str, str], countries: Mapping[str, str]) -> _Entry:
    city = City(row["name"], row["region"], row["country"], row["zone"])
    names = [city.name, *filter(None, row["alternates"].split("|"))]
    places = [city.region, countries[city.country], city.country]
    return _Entry(
        city,
        names=tuple(folded(name) for name in names),
        places=tuple(folded(place) for place in places),
    )


def _countries() -> Iterator[tuple[str, str]]:
    """Codes and English names, from the table that comes with the time zones."""
    table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, name = line.split("\t")
            yield code, name
