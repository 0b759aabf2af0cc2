"""Finding where somebody is: what they typed, what they shared, and putting the keys away."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.places import countries, search, zones
from bot.places.folding import folded
from bot.storage import outbox
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.card import Card

OFFERED = 5
"""Places offered at once; more would not be read."""

SHARE, HEARD, FAILED = "share_place", "place_heard", "share_failed"
"""The key that shares a place; what follows where it did, and where it sent its label instead."""

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """The one zone that was named, whole and by its own name: there is nothing to confirm."""

    zone: str


def look_up(text: str) -> Found | Card:
    """What a typed line means: a zone, or a card that offers what it may mean.

    Where nothing is like it, the card is the list of countries. Never raises, whatever the text.
    """
    named = zones.find_zone(text)
    if isinstance(named, zones.Zone) and "/" in text:
        return Found(named.name)
    cities = search.find_cities(text, OFFERED)
    code = countries.country_named(text)
    if code is not None and not any(folded(city.name) == folded(text) for city in cities):
        return country_card(code)
    offered = [(city.label, city.zone) for city in cities] or _as_places(named)
    if not offered:
        return Card("countries", {"unknown": True})
    return Card("which_place", {"places": offered})


def country_card(code: str) -> Card:
    """The zones of a country, each with its time."""
    return Card("country_zones", {"code": code})


def _as_places(named: zones.Answer) -> list[tuple[str, str]]:
    match named:
        case zones.Zone(name):
            return [(name, name)]
        case zones.Suggestions(names):
            return [(name, name) for name in names]
        case zones.NoZone():
            return []


async def offer_to_share(tx: Tx, now: datetime, person: Subscriber) -> None:
    """Show the key that shares a place; phones alone can do it, and only in private chats."""
    await _say(tx, now, person, SHARE)


async def say_heard(tx: Tx, now: datetime, person: Subscriber) -> None:
    """A place was shared: the key goes."""
    await _say(tx, now, person, HEARD)


async def say_failed(tx: Tx, now: datetime, person: Subscriber) -> None:
    """The key's label came as a text, as some clients send it: the key goes, nothing is kept."""
    await _say(tx, now, person, FAILED)


async def put_keys_away(tx: Tx, now: datetime, person: Subscriber, zone: str) -> None:
    """A place is settled in another way: a key still shown is taken away, which takes a message."""
    since = now - _A_DAY
    if not await outbox.said_since(tx, person.chat_id, SHARE, since):
        return
    for gone in (HEARD, FAILED):
        if await outbox.said_since(tx, person.chat_id, gone, since):
            return
    await _say(tx, now, person, "keys_away", {"zone": zone})


async def _say(
    tx: Tx, now: datetime, person: Subscriber, kind: str, params: dict[str, Any] | None = None
) -> None:
    await outbox.add(tx, now, person.chat_id, kind, params, subscriber_id=person.id)
