"""Looking for a word: in what a person wrote, and in the challenges that reached them.

The word and what was found are words of theirs, so neither is kept: a card carries where the hits
stand, and the pages after it look anew, for the word in the message that the card answers.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from bot.domain.needle import Needle, needle
from bot.library.model import Day, Pack
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

_AT_ONCE = 4000
"""Texts read at a time, of 16 kB each at the most."""


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


async def look(tx: Tx, who: Person, words: str, pack: Pack, page: int = 0) -> Found | None:
    """Find some words. None: there are none to look for, or nobody who could have written any."""
    person = await subscribers.by_user(tx, who.user_id)
    wanted = needle(words)
    if person is None or person.state == "joining" or wanted is None:
        return None
    return await find(tx, person.id, wanted, pack, page)


async def find(tx: Tx, subscriber_id: int, wanted: Needle, pack: Pack, page: int) -> Found:
    """A page of hits: their own words first, the newest day first, of each day one."""
    first, last = page * A_PAGE, (page + 1) * A_PAGE
    hits: list[Hit] = []
    async for hit in _hits(tx, subscriber_id, wanted, pack):
        hits.append(hit)
        if len(hits) > last:
            break
    return Found(page, tuple(hits[first:last]), len(hits) > last)


async def say(tx: Tx, now: datetime, who: Person, found: Found | None, message_id: int) -> None:
    """`/search`: tell what was found, in answer to their message; without words, ask for them."""
    person = await standing.known(tx, now, who)
    if person is None:
        return
    await _say(tx, now, person, found, message_id)


async def answer(tx: Tx, now: datetime, person: Subscriber, heard: Heard, pack: Pack) -> None:
    """The word, after they were asked for it."""
    wanted = needle(heard.text or "")
    found = await find(tx, person.id, wanted, pack, 0) if wanted is not None else None
    await _say(tx, now, person, found, heard.message_id)


def card_of(found: Found) -> Card:
    """A page as a card."""
    if not found.hits:
        return Card("search_none")
    hits = [[hit.day, hit.delivery, hit.reflection, hit.start, hit.end] for hit in found.hits]
    return Card("search", {"page": found.page, "more": found.more, "hits": hits})


def searchable(day: Day) -> str:
    """What is looked through of a day of the series."""
    return f"{day.title}\n\n{day.text}"


async def of_page(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """The messages that a page shows something of, as far as they are still there."""
    ids = [reflection for _, _, reflection, _, _ in params["hits"] if reflection is not None]
    return list((await reflections.with_ids(tx, subscriber_id, ids)).values())


async def _say(
    tx: Tx, now: datetime, person: Subscriber, found: Found | None, message_id: int
) -> None:
    if found is None:
        await questions.ask(tx, now, person.id, SEARCH, None)
        await outbox.add(tx, now, person.chat_id, "search_ask", subscriber_id=person.id)
        return
    card, more = card_of(found), {"subscriber_id": person.id, "reply_to": message_id}
    await outbox.add(tx, now, person.chat_id, card.kind, card.params, **more)


async def _hits(tx: Tx, subscriber_id: int, wanted: Needle, pack: Pack) -> AsyncIterator[Hit]:
    came = await searching.days(tx, subscriber_id)
    number = dict(came)
    told = set()
    for skip in count(0, _AT_ONCE):
        written = await searching.written(tx, subscriber_id, skip=skip, limit=_AT_ONCE)
        for text in written:
            span = wanted.find(text.text)
            if span and text.delivery_id not in told and text.delivery_id in number:
                told.add(text.delivery_id)
                yield Hit(number[text.delivery_id], text.delivery_id, text.id, *span)
        if len(written) < _AT_ONCE:
            break
    newest: dict[int, int] = {}
    for delivery_id, day in came:
        newest.setdefault(day, delivery_id)
    for day, delivery_id in newest.items():
        content = pack.day(day)
        span = wanted.find(searchable(content)) if content is not None else None
        if span:
            yield Hit(day, delivery_id, None, *span)
