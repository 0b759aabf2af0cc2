"""Cities as people type them: accents folded, other names known, several of one name told apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import TypeAlias

from bot.places import countries
from bot.places.folding import folded
from bot.places.slips import allowed
from bot.places.table import ALTERNATE, City, Hit, Names, Table, table

__all__ = ["City", "find_cities"]

_LONGEST = 100  # characters of a question; no city's name comes near
_PLACE_WORDS = 5  # of a region and a country: "new south wales australia"
_WITHIN = 3  # a city in whose name a later word begins so counts as if it were that much smaller

# "Saint Louis" is "St. Louis", and the gazetteer has now this and now that.
_SHORTENED: Mapping[str, str] = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
_LENGTHENED = {short: long for long, short in _SHORTENED.items()}

# "Koeln" is how Köln is typed where there is no ö.
_TWO_FOR_ONE = re.compile("([aou])e")

_Holds: TypeAlias = Callable[[int], bool]
"""Whether a place, by its number, is one that may be meant."""


def find_cities(text: str, limit: int = 5) -> tuple[City, ...]:
    """At most `limit` cities that `text` may mean, the likeliest first; never raises.

    What follows the name, after a comma or not, narrows the search where it can: "Portland, Maine",
    "london canada". Where it matches nothing it is left aside rather than answered with nothing.
    A name that more cities have than are shown is shown for as many zones as there is room.
    """
    if len(text) > _LONGEST or limit < 1:
        return ()
    name, _, where = (folded(part) for part in text.partition(","))
    if not name:
        return ()
    known = table()
    narrowed = [(name, holds)] if where and (holds := _lying_in(where, known)) else []
    anywhere = chain([(name, _any)], _splits(name, known))
    found = _first(narrowed, limit, known) or _first(anywhere, limit, known)
    return tuple(known.city(place) for place in found)


def _first(meanings: Iterable[tuple[str, _Holds]], limit: int, known: Table) -> list[int]:
    """What the first of `meanings` finds that finds anything: as it is spelled, else nearly so.

    One slip is looked for in the first two, two in the first alone, as that takes longest.
    """
    tried: list[tuple[str, _Holds]] = []
    for name, holds in meanings:
        if found := _spelled(name, limit, known, holds):
            return found
        tried.append((name, holds))
    for name, holds in tried[:2]:
        if found := _misspelled(name, 1, limit, known, holds):
            return found
    for name, holds in tried[:1]:
        return _misspelled(name, 2, limit, known, holds)
    return []


def _splits(words: str, known: Table) -> Iterator[tuple[str, _Holds]]:
    """Every way to read the last words as where it lies, and those before them as its name."""
    parts = words.split()
    for at in range(len(parts) - 1, max(0, len(parts) - 1 - _PLACE_WORDS), -1):
        if holds := _lying_in(" ".join(parts[at:]), known):
            yield " ".join(parts[:at]), holds


def _spelled(name: str, limit: int, known: Table, holds: _Holds) -> list[int]:
    """Places of this name, and larger ones whose name it begins."""
    names, spellings = known.names(name), _spellings(name)
    same = _best(hit for each in spellings for hit in names.exactly(each) if holds(hit.place))
    longer = _longer(spellings, limit, names, holds) if len(name) > 1 else []
    own = next((hit.weight for hit in same if hit.own), 0)
    called = [hit.place for hit in same if hit.own or hit.weight >= own]
    others = [hit for hit in same if not hit.own and hit.weight < own]
    others += [hit for hit in longer if not same or hit.weight > same[0].weight]
    if len(called) > limit:
        called = _of_many_zones(called, limit, known)
    return list(dict.fromkeys([*called, *(hit.place for hit in _best(others))]))[:limit]


def _longer(spellings: Iterable[str], limit: int, names: Names, holds: _Holds) -> list[Hit]:
    """The largest whose name begins so, or a later word of it, which counts for less."""
    hits: list[Hit] = []
    for name in spellings:
        begin = (hit for hit in names.beginning(name) if holds(hit.place))
        inside = (hit for hit in names.with_word(name) if hit.own and holds(hit.place))
        # One city may come under several names of its own.
        hits += (_less(hit, 1 if hit.own else ALTERNATE) for hit in islice(begin, 3 * limit))
        hits += (_less(hit, _WITHIN) for hit in islice(inside, limit))
    return _best(hits)


def _less(hit: Hit, times: int) -> Hit:
    return replace(hit, weight=hit.weight // times)


def _misspelled(name: str, slips: int, limit: int, known: Table, holds: _Holds) -> list[int]:
    """Places of a name so many slips away, the largest first; none where it is too short."""
    if allowed(name) < slips:
        return []
    near = (hit.place for hit in known.names(name).near(name, slips) if holds(hit.place))
    return list(islice(dict.fromkeys(near), limit))


def _best(hits: Iterable[Hit]) -> list[Hit]:
    """Each place once, the largest first."""
    once: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.weight):
        once.setdefault(hit.place, hit)
    return list(once.values())


def _of_many_zones(places: list[int], limit: int, known: Table) -> list[int]:
    """So many of `places` that as many zones as can be are among them; their order is kept."""
    zones: dict[str, int] = {}
    for place in places:
        zones.setdefault(known.region(place).zone, place)
    chosen = set(list(dict.fromkeys([*zones.values(), *places]))[:limit])
    return [place for place in places if place in chosen]


def _spellings(name: str) -> list[str]:
    """`name`, and as it may be written too: "fort worth", "ft worth"; "koeln", "koln"."""
    words = name.split()
    turned = [
        " ".join([*(other.get(word, word) for word in words[:-1]), *words[-1:]])
        for other in (_SHORTENED, _LENGTHENED)
    ]
    return list(dict.fromkeys([name, *turned, _TWO_FOR_ONE.sub(r"\1", name)]))


def _any(place: int) -> bool:
    return True


def _lying_in(where: str, known: Table) -> _Holds | None:
    """Whether a place lies in what is called `where`; None if nothing is.

    That is a region, a country, or first the one and then the other: "oregon us".
    """
    words = where.split()
    regions: set[int] = set()
    for at in range(len(words) + 1):
        name, country = " ".join(words[:at]), " ".join(words[at:])
        codes = countries.codes_called(country)
        if not country:
            regions.update(known.called(name))
        elif codes:
            inside = {number for code in codes for number in known.parts.get(code, ())}
            regions |= inside.intersection(known.called(name)) if name else inside
    return (lambda place: known.within[place] in regions) if regions else None
