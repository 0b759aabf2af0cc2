"""Where on earth a time zone is, so that a phone in the demo has a place to share."""

import re
from importlib import resources

TABLE = "zone.tab"
_DEGREES = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


def place_of(zone: str) -> tuple[float, float] | None:
    """Latitude and longitude, in degrees, of the city a zone is named after.

    From the table in the `tzdata` package; None for a zone that it does not list.
    """
    table = resources.files("tzdata.zoneinfo").joinpath(TABLE).read_text(encoding="utf-8")
    for line in table.splitlines():
        fields = line.split("\t")
        if not line.startswith("#") and fields[2] == zone:
            return _degrees(fields[1])
    return None


def _degrees(written: str) -> tuple[float, float] | None:
    match = _DEGREES.fullmatch(written)
    if match is None:
        return None
    south, *latitude = match.group(1, 2, 3, 4)
    west, *longitude = match.group(5, 6, 7, 8)
    return _decimal(south, latitude), _decimal(west, longitude)


def _decimal(sign: str, parts: list[str]) -> float:
    degrees, minutes, seconds = (int(part or 0) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if sign == "-" else value, 4)
