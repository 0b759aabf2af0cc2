"""From the time on somebody's clock to the zones that show it: an offset alone is no zone."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.places.zones import zone_names

MOST = 8
"""Zones offered for one offset; more would not be read."""

_A_YEAR = range(0, 366, 3)
"""Days looked at. Two zones that part for less than three are one choice."""

# The zones most people live in; of those that stay together for a year, these stand for the others.
_BEST_KNOWN = (
    "Asia/Kolkata",
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Jakarta",
    "America/Sao_Paulo",
    "Africa/Lagos",
    "Asia/Karachi",
    "Asia/Dhaka",
    "America/Mexico_City",
    "Asia/Tokyo",
    "Europe/Moscow",
    "Europe/London",
    "America/Chicago",
    "America/Los_Angeles",
    "America/Denver",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Manila",
    "Asia/Ho_Chi_Minh",
    "Asia/Bangkok",
    "Asia/Seoul",
    "Europe/Istanbul",
    "Asia/Tehran",
    "Europe/Kyiv",
    "Europe/Athens",
    "Europe/Lisbon",
    "America/Bogota",
    "America/Argentina/Buenos_Aires",
    "America/Santiago",
    "America/Caracas",
    "America/Toronto",
    "America/Vancouver",
    "America/Halifax",
    "America/Phoenix",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Asia/Dubai",
    "Asia/Riyadh",
    "Asia/Baghdad",
    "Asia/Kabul",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Perth",
    "Australia/Darwin",
    "Pacific/Auckland",
    "Africa/Accra",
    "Africa/Casablanca",
)


def grid(now: datetime) -> tuple[int, ...]:
    """Every offset that clocks in the world have at `now`, in minutes, from west to east."""
    return tuple(sorted({_offset(zone, now) for zone in zone_names()}))


def zones_with(offset: int, now: datetime) -> tuple[str, ...]:
    """Up to `MOST` zones whose clocks are `offset` minutes ahead of UTC at `now`, best known first.

    Of zones that stay together for the year to come one stands for all. None for an offset that no
    zone has.
    """
    ranks = _ranks()
    here = [zone for zone in zone_names() if _offset(zone, now) == offset]
    kept: dict[tuple[int, ...], str] = {}
    for zone in sorted(here, key=lambda zone: ranks.get(zone, len(ranks))):
        kept.setdefault(tuple(_year(zone, now)), zone)
    return tuple(kept.values())[:MOST]


def _offset(zone: str, at: datetime) -> int:
    ahead = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert ahead is not None
    return round(ahead / timedelta(minutes=1))


def _year(zone: str, now: datetime) -> Iterator[int]:
    return (_offset(zone, now + timedelta(days=day)) for day in _A_YEAR)


@cache
def _ranks() -> Mapping[str, int]:
    return {zone: rank for rank, zone in enumerate(_BEST_KNOWN)}
