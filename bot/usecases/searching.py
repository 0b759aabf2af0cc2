"""Looking for a word: in what a person wrote, and in the challenges that reached them.

The word and what was found are words of theirs, so neither is kept: a card carries where the hits
stand, and the pages after it look anew, for the word in the message that the card answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from bot.domain.needle import LONGEST, place, wanted
from bot.library.model import Pack
from bot.storage import outbox, questions, reflections, searching, subscribers
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber
from bot.usecases import standing
from bot.usecases.card import Card
from bot.usecases.person import Person
from bot.usecases.routing import Heard

SEARCH = "search"
"""The question "What are you looking for?"."""

A_PAGE = 5
"""Hits on a page."""


class Unclear(StrEnum):
    """Why there is nothing to look for, by the message that asks for a word."""

    NOTHING = "search_ask"
    TOO_LONG = "search_long"


@dataclass(frozen=True)
class Hit:
    """Where a word stands: from character `start` to `end` of a message, or of a day's own text."""

    day: int
    delivery: int
    reflection: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Found:
    """A page of hits, counted from 0, and whether there are more behind it."""

    page: int
    hits: tuple[Hit, ...]
    more: bool


Outcome: TypeAlias = Found | Unclear | None
"""What a search came to; None where nobody is there who could have written anything."""


async def look(tx: Tx, who: Person, words: str, pack: Pack, page: int = 0) -> Outcome:
    """Find some words, in what somebody wrote and in the days that came to them."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state == "joining":
        return None
    return await find(tx, person.id, words, pack, page)


async def find(
    tx: Tx, subscriber_id: int, words: str, pack: Pack, page: int = 0
) -> Found | Unclear:
    """A page of hits: their own words first, the newest challenge first, of each challenge one.

    Where there is no such page any more, it is the first.
    """
    if len(words) > LONGEST:
        return Unclear.TOO_LONG
    sought = wanted(words)
    if sought is None:
        return Unclear.NOTHING
    came = await searching.arrived(tx, subscriber_id)
    held = await searching.holding(tx, subscriber_id, sought)
    theirs = [(day, one, held[one]) for one, day in came if one in held]
    places = [*theirs, *_in_challenges(came, sought, pack)]
    page = page if page * A_PAGE < len(places) else 0
    shown = places[page * A_PAGE :][:A_PAGE]
    hits = await _hits(tx, subscriber_id, shown, sought, pack)
    return Found(page, hits, len(places) > (page + 1) * A_PAGE)


async def say(tx: Tx, now: datetime, who: Person, found: Outcome, message_id: int) -> None:
    """`/search`: tell what was found, in answer to their message; without words, ask for them."""
    person = await standing.known(tx, now, who)
    if person is not None and found is not None:
        await _say(tx, now, person, found, message_id)


async def answer(tx: Tx, now: datetime, person: Subscriber, heard: Heard, pack: Pack) -> None:
    """The word, after they were asked for it."""
    found = await find(tx, person.id, heard.text or "", pack)
    await _say(tx, now, person, found, heard.message_id)


def card_of(found: Found) -> Card:
    """A page as a card."""
    if not found.hits:
        return Card("search_none")
    hits = [[hit.day, hit.delivery, hit.reflection, hit.start, hit.end] for hit in found.hits]
    return Card("search", {"page": found.page, "more": found.more, "hits": hits})


async def of_page(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """The messages that a page shows something of, as far as they are still there."""
    ids = [reflection for _, _, reflection, _, _ in params["hits"] if reflection is not None]
    return list((await reflections.with_ids(tx, subscriber_id, ids)).values())


async def _say(
    tx: Tx, now: datetime, person: Subscriber, found: Found | Unclear, message_id: int
) -> None:
    match found:
        case Found():
            card, more = card_of(found), {"subscriber_id": person.id, "reply_to": message_id}
            await outbox.add(tx, now, person.chat_id, card.kind, card.params, **more)
        case Unclear() as kind:
            await questions.ask(tx, now, person.id, SEARCH, None)
            await outbox.add(tx, now, person.chat_id, kind.value, subscriber_id=person.id)


Place = tuple[int, int, int | None]
"""A day, its delivery, and the message that holds what was looked for; None: the day's own text."""


def _in_challenges(came: Sequence[tuple[int, int]], sought: str, pack: Pack) -> list[Place]:
    """The days that came and hold it in their own text, each as it came last."""
    newest: dict[int, int] = {}
    for delivery_id, number in came:
        newest.setdefault(number, delivery_id)
    contents = ((pack.day(number), delivery_id) for number, delivery_id in newest.items())
    return [
        (day.number, delivery_id, None)
        for day, delivery_id in contents
        if day is not None and sought in day.folded
    ]


async def _hits(
    tx: Tx, subscriber_id: int, places: Sequence[Place], sought: str, pack: Pack
) -> tuple[Hit, ...]:
    ids = [reflection for _, _, reflection in places if reflection is not None]
    kept = await reflections.with_ids(tx, subscriber_id, ids)
    found = []
    for day, delivery_id, reflection in places:
        content = pack.day(day)
        text = content.whole if reflection is None and content is not None else ""
        text = kept[reflection].text or "" if reflection is not None else text
        start, end = place(text, sought) or (0, 0)
        found.append(Hit(day, delivery_id, reflection, start, end))
    return tuple(found)
