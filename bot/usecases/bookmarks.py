"""Marking a day, so that it is found again."""

from dataclasses import replace
from datetime import datetime

from bot.library.model import Pack
from bot.storage import bookmarks
from bot.storage.engine import Tx
from bot.usecases import past
from bot.usecases.card import Card
from bot.usecases.person import Person


async def put(tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack) -> Card | None:
    """`[Bookmark]`. None: the day is not theirs, or not there."""
    found = await past.theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return None
    person, delivery = found
    await bookmarks.put(tx, now, person.id, delivery.day)
    card = await past.card_of(tx, now, person, delivery, pack)
    return replace(card, notice="press.bookmarked")


async def take_out(tx: Tx, now: datetime, who: Person, delivery_id: int, pack: Pack) -> Card | None:
    """`[Remove bookmark]`. None: as above."""
    found = await past.theirs(tx, now, who, delivery_id, pack)
    if found is None:
        return None
    person, delivery = found
    await bookmarks.take_out(tx, person.id, delivery.day)
    card = await past.card_of(tx, now, person, delivery, pack)
    return replace(card, notice="press.unbookmarked")
