"""Countries, and the time zones a person there may live in.

Both are read from the tables of the time-zone database itself (the pinned `tzdata` package).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.places.folding import folded
from bot.places.table import people_by_zone

_SINCE = datetime(2020, 1, 1, 12, tzinfo=UTC)
_DAYS = range(0, 9 * 366, 3)
"""Days since then, and to come, on which zones are compared: none part for less than three."""

# What the database has under another country, though its people look for it under its own name.
_BESIDE: Mapping[str, tuple[str, str]] = {"XK": ("Kosovo", "Europe/Belgrade")}

# How people call them, where the database says it otherwise.
_OTHER_NAMES: Mapping[str, str] = {
    "america": "US",
    "brasil": "BR",
    "bosnia": "BA",
    "britain": "GB",
    "burma": "MM",
    "cape verde": "CV",
    "congo": "CD",
    "cote divoire": "CI",
    "czechia": "CZ",
    "deutschland": "DE",
    "drc": "CD",
    "east timor": "TL",
    "england": "GB",
    "espana": "ES",
    "great britain": "GB",
    "holland": "NL",
    "italia": "IT",
    "ivory coast": "CI",
    "macedonia": "MK",
    "nippon": "JP",
    "osterreich": "AT",
    "polska": "PL",
    "russian federation": "RU",
    "schweiz": "CH",
    "scotland": "GB",
    "south korea": "KR",
    "north korea": "KP",
    "suisse": "CH",
    "sverige": "SE",
    "swaziland": "SZ",
    "trinidad": "TT",
    "turkiye": "TR",
    "uae": "AE",
    "uk": "GB",
    "united kingdom": "GB",
    "united states of america": "US",
    "usa": "US",
    "vatican": "VA",
    "wales": "GB",
}


@dataclass(frozen=True)
class Country:
    """A country or territory with a zone; `code` is that of ISO 3166, or XK for Kosovo."""

    code: str
    name: str


def country_named(text: str) -> str | None:
    """The code of the country that `text` names, by any usual name; never raises."""
    return _by_name().get(folded(text)) if len(text) <= 100 else None


def codes_called(text: str) -> frozenset[str]:
    """The codes of the countries that folded `text` names or, from three letters on, begins."""
    named = _by_name().get(text)
    begun = (code for name, code in _by_name().items() if name.startswith(text))
    return frozenset([named] if named else begun if len(text) > 2 else ())


def letters() -> tuple[str, ...]:
    """The letters that countries begin with, in order."""
    return tuple(sorted({_initial(country) for country in _countries().values()}))


def countries(letter: str) -> tuple[Country, ...]:
    """Those that begin with a letter, in order; none for what is no letter of theirs."""
    found = (country for country in _countries().values() if _initial(country) == letter)
    return tuple(sorted(found, key=lambda country: folded(country.name)))


@cache
def zones_of(code: str) -> tuple[str, ...]:
    """The zones of a country to choose from, those of most people first; none for no such code.

    Zones that have kept one time since 2020 are one choice, under the name of the one where most
    people live, by the table of cities.
    """
    listed = listed_zones(code)
    if len(listed) < 2:
        return listed
    alike: dict[tuple[timedelta | None, ...], list[str]] = {}
    for zone in listed:
        alike.setdefault(times_in(zone), []).append(zone)
    people = people_by_zone(code)
    groups = sorted(alike.values(), key=lambda zones: -sum(people[zone] for zone in zones))
    return tuple(max(zones, key=people.__getitem__) for zones in groups)


def listed_zones(code: str) -> tuple[str, ...]:
    """Every zone that the database lists for a country; none for no such code."""
    return _zones().get(code, ())


def times_in(zone: str) -> tuple[timedelta | None, ...]:
    """What the clocks of a zone are ahead of UTC by, at noon of every third day since 2020."""
    info = ZoneInfo(zone)
    days = (_SINCE + timedelta(days=day) for day in _DAYS)
    return tuple(day.astimezone(info).utcoffset() for day in days)


def _initial(country: Country) -> str:
    return folded(country.name)[0].upper()


@cache
def _countries() -> Mapping[str, Country]:
    names = dict(line.split("\t") for line in _lines("iso3166.tab"))
    names |= {code: name for code, (name, _) in _BESIDE.items()}
    return {code: Country(code, names[code]) for code in _zones()}


@cache
def _by_name() -> Mapping[str, str]:
    known = {folded(country.name): code for code, country in _countries().items()}
    return {**known, **{code.lower(): code for code in _countries()}, **_OTHER_NAMES}


@cache
def _zones() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("zone.tab"):
        code, _, zone, *_ = line.split("\t")
        found[code] = (*found.get(code, ()), zone)
    return {**found, **{code: (zone,) for code, (_, zone) in _BESIDE.items()}}


def _lines(file: str) -> Iterator[str]:
    text = resources.files("tzdata.zoneinfo").joinpath(file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
