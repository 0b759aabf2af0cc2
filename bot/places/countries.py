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

_SINCE = datetime(2020, 1, 1, 12, tzinfo=UTC)
_DAYS = 9 * 366
"""Zones of one country that show the same time on every day since, and to come, are one choice."""

# Of zones that keep the same time, the one most people would know; and these come first in a list.
_BEST_KNOWN = (
    "America/New_York",
    "America/Toronto",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Halifax",
    "America/Mexico_City",
    "America/Tijuana",
    "America/Sao_Paulo",
    "America/Manaus",
    "America/Rio_Branco",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Europe/Moscow",
    "Europe/Kyiv",
)

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
    """A country or territory with a zone of its own: `code` is that of ISO 3166."""

    code: str
    name: str


def country_named(text: str) -> str | None:
    """The code of the country that `text` names, by any usual name; never raises."""
    return _by_name().get(folded(text)) if len(text) <= 100 else None


def letters() -> tuple[str, ...]:
    """The letters that countries begin with, in order."""
    return tuple(sorted({_initial(country) for country in _countries().values()}))


def countries(letter: str) -> tuple[Country, ...]:
    """Those that begin with a letter, in order; none for what is no letter of theirs."""
    found = (country for country in _countries().values() if _initial(country) == letter)
    return tuple(sorted(found, key=lambda country: folded(country.name)))


def zones_of(code: str) -> tuple[str, ...]:
    """The zones of a country to choose from, the best known first; none for an unknown code."""
    return _choices().get(code) or _fill(code)


def _fill(code: str) -> tuple[str, ...]:
    if code not in _countries():
        return ()
    kept: dict[tuple[timedelta | None, ...], str] = {}
    ranks = {zone: rank for rank, zone in enumerate(_BEST_KNOWN)}
    listed = sorted(_zones()[code], key=lambda zone: ranks.get(zone, len(ranks)))
    for zone in listed:
        kept.setdefault(_times(zone) if len(listed) > 1 else (), zone)
    _choices()[code] = tuple(kept.values())
    return _choices()[code]


def _times(zone: str) -> tuple[timedelta | None, ...]:
    """What the clocks there are ahead of UTC by, at noon of every day."""
    info = ZoneInfo(zone)
    days = (_SINCE + timedelta(days=day) for day in range(_DAYS))
    return tuple(day.astimezone(info).utcoffset() for day in days)


def _initial(country: Country) -> str:
    return folded(country.name)[0].upper()


@cache
def _choices() -> dict[str, tuple[str, ...]]:
    """What was worked out so far, by country."""
    return {}


@cache
def _countries() -> Mapping[str, Country]:
    names = dict(line.split("\t") for line in _lines("iso3166.tab"))
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
    return found


def _lines(file: str) -> Iterator[str]:
    text = resources.files("tzdata.zoneinfo").joinpath(file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
