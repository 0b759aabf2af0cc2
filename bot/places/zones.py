"""Time zones as people type them: any case, older names, a city alone, a slip of the finger.

The names and what became of them are read from the time-zone database itself (the pinned `tzdata`
package). A name that the database lists for some country stays as it is, even where another
country's zone keeps the same time: nobody in Amsterdam wants to read Europe/Brussels.
"""

import re
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TypeAlias

from bot.places.folding import folded

MAX_SUGGESTIONS = 5

_LONGEST = 64  # characters; the longest name has 32
_LIKENESS = 0.75  # of 1, where 1 is the same
_OFFSET = re.compile(r"(utc|gmt)?\s*[+\-\u2212]\s*\d", re.IGNORECASE)

# Where the database follows only the clock and leaves the country.
_NEARER_HOME: Mapping[str, str] = {
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Virgin": "America/St_Thomas",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Iceland": "Atlantic/Reykjavik",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
}

# What looks like a zone and stands for an offset or a rule, not for a place: it is never taken at
# its word, though some of these are names of the database, but it tells where to look.
_ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "awst": ("Australia/Perth",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "cat": ("Africa/Maputo", "Africa/Harare", "Africa/Lusaka"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw"),
    "cet": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw"),
    "cst": ("America/Chicago", "America/Mexico_City", "Asia/Shanghai", "America/Costa_Rica"),
    "cst6cdt": ("America/Chicago",),
    "eat": ("Africa/Nairobi", "Africa/Addis_Ababa", "Africa/Kampala"),
    "edt": ("America/New_York", "America/Toronto"),
    "eest": ("Europe/Kyiv", "Europe/Bucharest", "Europe/Athens", "Europe/Helsinki"),
    "eet": ("Africa/Cairo", "Europe/Kyiv", "Europe/Bucharest", "Europe/Athens"),
    "est": ("America/New_York", "America/Toronto", "America/Panama"),
    "est5edt": ("America/New_York", "America/Toronto"),
    "et": ("America/New_York", "America/Toronto"),
    "gmt": ("Europe/London", "Africa/Accra", "Africa/Abidjan"),
    "greenwich": ("Europe/London",),
    "hkt": ("Asia/Hong_Kong",),
    "hst": ("Pacific/Honolulu",),
    "ist": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "met": ("Europe/Berlin", "Europe/Paris"),
    "msk": ("Europe/Moscow",),
    "mst": ("America/Denver", "America/Phoenix"),
    "mst7mdt": ("America/Denver",),
    "nzst": ("Pacific/Auckland",),
    "pkt": ("Asia/Karachi",),
    "pst": ("America/Los_Angeles", "America/Tijuana", "Asia/Manila"),
    "pst8pdt": ("America/Los_Angeles",),
    "pt": ("America/Los_Angeles", "America/Tijuana"),
    "sast": ("Africa/Johannesburg",),
    "sgt": ("Asia/Singapore",),
    "wat": ("Africa/Lagos", "Africa/Kinshasa"),
    "west": ("Europe/Lisbon", "Atlantic/Canary"),
    "wet": ("Europe/Lisbon", "Atlantic/Canary"),
    "wib": ("Asia/Jakarta",),
}


@dataclass(frozen=True)
class Zone:
    """The one zone that was meant, under today's name."""

    name: str


@dataclass(frozen=True)
class Suggestions:
    """What may have been meant: one to five names, the likeliest first."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class NoZone:
    """Nothing like it."""


Answer: TypeAlias = Zone | Suggestions | NoZone


@dataclass(frozen=True)
class _Directory:
    """Every name that may be typed, folded, to today's name; and the order to suggest them in."""

    names: Mapping[str, str]
    rank: Mapping[str, int]
    continents: frozenset[str]


def find_zone(text: str) -> Answer:
    """The zone that `text` names; never raises, whatever the text.

    Only a name from the time-zone database is taken at its word. A city alone, an abbreviation or
    a near miss is a guess, and comes back as suggestions even if there is only one.
    """
    if len(text) > _LONGEST or _OFFSET.match(text.strip()):
        return NoZone()
    key, directory = _key(text), _directory()
    if not key.strip("/") or key in directory.continents:
        return NoZone()
    if key in directory.names:
        return Zone(directory.names[key])
    guesses = (
        _ABBREVIATIONS.get(key)
        or _by_part(key, directory)
        or _by_part(key.rpartition("/")[2], directory)  # "Portugal/Lisbon"
        or _by_likeness(key, directory)
    )
    return Suggestions(guesses) if guesses else NoZone()


def zone_names() -> tuple[str, ...]:
    """Today's name of every zone, those of one country together and its main one first."""
    return tuple(_directory().rank)


def _key(name: str) -> str:
    return "/".join(folded(part) for part in name.split("/"))


def _by_part(key: str, directory: _Directory) -> tuple[str, ...]:
    """Zones of whose name `key` is a whole part: the city, the state, the country."""
    if key in directory.continents:
        return ()
    found = {zone for name, zone in directory.names.items() if f"/{key}/" in f"/{name}/"}
    return tuple(sorted(found, key=directory.rank.__getitem__))[:MAX_SUGGESTIONS]


def _by_likeness(key: str, directory: _Directory) -> tuple[str, ...]:
    spellings: dict[str, str] = {}
    for name, zone in directory.names.items():
        spellings.setdefault(name.rpartition("/")[2], zone)
        spellings[name] = zone
    near = get_close_matches(key, spellings, n=2 * MAX_SUGGESTIONS, cutoff=_LIKENESS)
    return tuple(dict.fromkeys(spellings[name] for name in near))[:MAX_SUGGESTIONS]


@cache
def _directory() -> _Directory:
    listed = [*_listed(), "Etc/UTC"]
    links = {**dict(_links()), **_NEARER_HOME}
    today = {}
    for name in sorted(zoneinfo.available_timezones()):
        target = name
        while target not in listed and target in links:
            target = links[target]
        if target in listed and _key(name) not in _ABBREVIATIONS:
            today[_key(name)] = target
    known = set(today.values())
    order = dict.fromkeys(name for name in listed if name in known)
    return _Directory(
        names=today,
        rank={name: place for place, name in enumerate(order)},
        continents=frozenset(_key(name).partition("/")[0] for name in order),
    )


def _lines(file: str) -> Iterator[str]:
    text = resources.files("tzdata.zoneinfo").joinpath(file).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _listed() -> Iterator[str]:
    """The names given for the countries of the world, the main one of each country first."""
    return (line.split("\t")[2] for line in _lines("zone.tab"))


def _links() -> Iterator[tuple[str, str]]:
    """Pairs of an older or second name and the zone it stands for."""
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, target, name = line.split()
            yield name, target
