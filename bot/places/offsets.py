"""From the time on somebody's clock to the zones that show it: an offset alone is no zone."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.places.table import people_by_zone
from bot.places.zones import zone_names

MOST = 8
"""Zones offered for one offset; more would not be read."""

_A_YEAR = range(0, 366, 3)
"""Days looked at. Two zones that part for less than three are one choice."""


def grid(now: datetime) -> tuple[int, ...]:
    """Every offset that clocks in the world have at `now`, in minutes, from west to east."""
    return tuple(sorted({_offset(zone, now) for zone in zone_names()}))


def zones_with(offset: int, now: datetime) -> tuple[str, ...]:
    """Up to `MOST` zones whose clocks are `offset` minutes ahead of UTC at `now`.

    Those that stay together for the year to come are one choice, under the name of the one where
    most people live; the choices of most people come first. None for an offset that no zone has.
    """
    alike: dict[tuple[int, ...], list[str]] = {}
    for zone in zone_names():
        if _offset(zone, now) == offset:
            alike.setdefault(tuple(_year(zone, now)), []).append(zone)
    people = _people()
    groups = sorted(alike.values(), key=lambda zones: -sum(people[zone] for zone in zones))
    return tuple(max(zones, key=people.__getitem__) for zones in groups[:MOST])


def _offset(zone: str, at: datetime) -> int:
    ahead = at.astimezone(_clock(zone)).utcoffset()
    assert ahead is not None
    return round(ahead / timedelta(minutes=1))


def _year(zone: str, now: datetime) -> Iterator[int]:
    return (_offset(zone, now + timedelta(days=day)) for day in _A_YEAR)


@cache
def _clock(zone: str) -> ZoneInfo:
    """The zone, kept: `ZoneInfo` itself forgets most, and would read their files every time."""
    return ZoneInfo(zone)


@cache
def _people() -> Counter[str]:
    return people_by_zone()
