"""The table of cities that ships with the program, and its names as one long text.

It is read once, at the first question. `scripts/build_places.py` says what is in it and how its
lines are laid out.
"""

import lzma
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate

from bot.places.folding import folded
from bot.places.slips import traces, within

ALTERNATE = 10
"""A city under another name than its own counts as if it were this many times smaller."""

HEADING = "="
"""What begins the line of a region."""


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
        # Many a region is called after its city: "Kyiv, UA", not "Kyiv, Kyiv City, UA".
        own = f"{folded(self.region)} ".startswith(f"{folded(self.name)} ")
        region = "" if own else self.region
        return ", ".join(part for part in (self.name, region, self.country) if part)


@dataclass(frozen=True)
class Region:
    """A part of a country, in one zone: `key` is its name, folded, `code` as in "tx", or empty."""

    country: str
    name: str
    zone: str
    key: str
    code: str


@dataclass(frozen=True)
class Hit:
    """A name found, a city's `own` or another: `weight` is its people, or fewer for another."""

    place: int
    weight: int
    own: bool


class Names:
    """Folded names, those of greater weight first, in one text that `str.find` goes through."""

    def __init__(self, names: list[str], weights: list[int], owners: list[int]) -> None:
        """Take lists that run side by side; an owner is twice a place, one more for its own name.

        They are lists of plain things, as there are too many names for a tuple each.
        """
        order = sorted(range(len(names)), key=weights.__getitem__, reverse=True)
        lines = [f"{names[at]}\n" for at in order]
        self._text = "\n" + "".join(lines)
        self._weights = array("I", map(weights.__getitem__, order))
        self._owners = array("I", map(owners.__getitem__, order))
        # Where each line ends. What is before the first line ends at 0: lines count from 1.
        self._ends = array("I", accumulate(map(len, lines), initial=0))

    def exactly(self, name: str) -> Iterator[Hit]:
        """The places of just this name."""
        return self._holding(f"\n{name}\n")

    def beginning(self, name: str) -> Iterator[Hit]:
        """Those whose name begins so."""
        return self._holding(f"\n{name}")

    def with_word(self, name: str) -> Iterator[Hit]:
        """Those in whose name a later word begins so."""
        return self._holding(f" {name}")

    def near(self, name: str, slips: int) -> Iterator[Hit]:
        """Those from whose name so many slips or fewer lead to `name`."""
        letters, seen = set(name), set[int]()
        for trace in set(traces(f"\n{name}\n", slips)):
            seen.update(self._alike(trace, len(name), slips))
        for line in sorted(seen):
            # A letter that the other lacks costs a slip: most are told apart by that.
            known = self._line(line)
            if len(letters.difference(known)) <= slips and within(name, known, slips):
                yield self._hit(line)

    def _holding(self, part: str) -> Iterator[Hit]:
        at = self._text.find(part)
        while at >= 0:
            yield self._hit(bisect_left(self._ends, at + 1))
            at = self._text.find(part, at + 1)

    def _alike(self, part: str, length: int, slips: int) -> Iterator[int]:
        """Lines with `part` in them that are about as long."""
        find, ends = self._text.find, self._ends
        start = part.startswith("\n")
        at = find(part)
        while at >= 0:
            line = bisect_left(ends, at + start)
            if abs(ends[line] - ends[line - 1] - 1 - length) <= slips:
                yield line
            at = find(part, at + 1)

    def _line(self, line: int) -> str:
        return self._text[self._ends[line - 1] + 1 : self._ends[line]]

    def _hit(self, line: int) -> Hit:
        place, own = divmod(self._owners[line - 1], 2)
        return Hit(place, self._weights[line - 1], bool(own))


@dataclass(frozen=True)
class Table:
    """Every city, by number; `latin` and `other` hold their names, by what they are written in.

    `within` has the number of the region of each, `people` how many live in the cities of a region,
    `parts` the numbers of a country's regions, `calls` what regions are called, in order, with
    their numbers.
    """

    cities: list[str]
    within: "array[int]"
    regions: list[Region]
    people: list[int]
    parts: Mapping[str, list[int]]
    calls: list[tuple[str, int]]
    latin: Names
    other: Names

    def names(self, text: str) -> Names:
        """Those written as `text` is."""
        return self.latin if text.isascii() else self.other

    def called(self, name: str) -> Iterator[int]:
        """The numbers of the regions of this name or code, or that three letters or more begin."""
        for at in range(bisect_left(self.calls, (name,)), len(self.calls)):
            known, number = self.calls[at]
            if not known.startswith(name):
                return
            if known == name or len(name) > 2:
                yield number

    def region(self, place: int) -> Region:
        """Where a city lies."""
        return self.regions[self.within[place]]

    def city(self, place: int) -> City:
        """A city, as people see it."""
        region = self.region(place)
        return City(self.cities[place], region.name, region.country, region.zone)


@cache
def table() -> Table:
    """The one that ships with the program."""
    packed = resources.files("bot.places").joinpath("data/cities.tsv.xz").read_bytes()
    return read(lzma.decompress(packed).decode("utf-8"))


def people_by_zone(country: str = "") -> Counter[str]:
    """How many live in the cities of each zone: of one country, by its code, or of the world."""
    known = table()
    people: Counter[str] = Counter()
    for region, inhabitants in zip(known.regions, known.people, strict=True):
        if country in ("", region.country):
            people[region.zone] += inhabitants
    return people


def read(text: str) -> Table:
    """A table from its lines."""
    cities: list[str] = []
    within = array("I")
    regions: list[Region] = []
    inhabitants: list[int] = []
    latin: tuple[list[str], list[int], list[int]] = ([], [], [])
    other: tuple[list[str], list[int], list[int]] = ([], [], [])
    for line in text.splitlines():
        if line.startswith(HEADING):
            regions.append(_region(line))
            inhabitants.append(0)
            continue
        name, thousands, alternates = line.split("\t")
        people = int(thousands) * 1000
        keys, weight, owner = [folded(name)], people, 2 * len(cities) + 1
        if alternates:
            keys += alternates.split("|")
        for key in keys:
            names, weights, owners = latin if key.isascii() else other
            names.append(key)
            weights.append(weight)
            owners.append(owner)
            weight, owner = people // ALTERNATE, 2 * len(cities)
        inhabitants[-1] += people
        cities.append(name)
        within.append(len(regions) - 1)
    parts: dict[str, list[int]] = {}
    for number, region in enumerate(regions):
        parts.setdefault(region.country, []).append(number)
    calls = [(each, at) for at, region in enumerate(regions) for each in (region.key, region.code)]
    calls = sorted(call for call in calls if call[0])
    return Table(cities, within, regions, inhabitants, parts, calls, Names(*latin), Names(*other))


def _region(line: str) -> Region:
    country, name, zone, code = line.removeprefix(HEADING).split("\t")
    return Region(country, name, zone, folded(name), code)
