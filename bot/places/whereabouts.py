"""Coordinates to a time zone. Nothing here keeps or logs them."""

import math

import tzfpy

from bot.places.zones import Zone, find_zone

_NEAR = (0.1, 0.3, 1.0)
"""Degrees around a point at sea in which land is looked for: at the most some 110 km."""

_ROUND = 8  # directions looked in


def zone_at(latitude: float, longitude: float) -> str | None:
    """The zone of a point, in degrees; for one at sea that of land nearby.

    None on the high seas, where there are offsets and no zones, and for what is no point on earth.
    Borders are those of the timezone-boundary-builder project, as `tzfpy` carries them.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    if (here := _on_land(latitude, longitude)) is not None:
        return here
    around = ((distance, step) for distance in _NEAR for step in range(_ROUND))
    near = (_beside(latitude, longitude, distance, step) for distance, step in around)
    return next((zone for zone in near if zone is not None), None)


def _beside(latitude: float, longitude: float, distance: float, step: int) -> str | None:
    """What lies `distance` degrees away, in one of the directions."""
    angle = 2 * math.pi * step / _ROUND
    widening = max(math.cos(math.radians(latitude)), 0.1)  # meridians meet at the poles
    north = latitude + distance * math.sin(angle)
    east = longitude + distance * math.cos(angle) / widening
    return _on_land(max(min(north, 90.0), -90.0), (east + 180) % 360 - 180)


def _on_land(latitude: float, longitude: float) -> str | None:
    name = tzfpy.get_tz(longitude, latitude)
    if not name or name.startswith("Etc/"):
        return None
    found = find_zone(name)
    return found.name if isinstance(found, Zone) else None
