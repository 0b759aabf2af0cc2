"""Their own data, to take along: a yearbook to print, Markdown to read, JSON to come back with.

The outbox carries which file is wanted and for whom. What is in it is read when it is sent, so that
nothing anybody wrote lies about in between.
"""

from datetime import datetime, timedelta
from typing import Any

from bot import __version__
from bot.library.model import Pack
from bot.storage import everything, identity, meta, outbox, pauses, rows, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases.binding import bind
from bot.usecases.card import Card, deal
from bot.usecases.copies import Form
from bot.usecases.person import Person
from bot.yearbook.book import Book
from bot.yearbook.json import Copy

KIND = "export"
"""The kind of message that a file is."""

COOLDOWN = timedelta(minutes=10)
"""A file is made no more often: the largest take a while (security checklist, item 13)."""

NOWHERE = "Etc/UTC"
"""Whose time it is for those who have not said yet where they are."""


async def explain(tx: Tx, now: datetime, who: Person) -> None:
    """`/privacy`, for anyone: what is kept, and what can be done about it."""
    person = await subscribers.by_user(tx, who.user_id)
    row = person.id if person is not None else None
    await outbox.add(tx, now, who.chat_id, "privacy", subscriber_id=row)


async def offer(tx: Tx, now: datetime, who: Person) -> None:
    """`/export`: which file would they like?"""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
        return
    await deal(tx, now, person, await _too_soon(tx, now, person) or Card("export_ask"))


async def order(tx: Tx, now: datetime, who: Person, forms: tuple[Form, ...]) -> Card | None:
    """Have files made and sent, or say when the next can be. None: there is nobody to make any of.

    A second press comes too soon, so one press makes one set of files.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        return None
    if (wait := await _too_soon(tx, now, person)) is not None:
        return wait
    await subscribers.change(tx, person.id, exported_at=now)
    messages = [
        outbox.Message(person.chat_id, KIND, {"form": form}, subscriber_id=person.id)
        for form in forms
    ]
    await outbox.add_all(tx, now, messages)
    return Card("export_coming", {"count": len(forms)})


async def gather(
    tx: Tx, now: datetime, subscriber_id: int, form: Form, pack: Pack, language: str
) -> Book | Copy:
    """All that goes into one file. Raises NoResultFound where the person is gone."""
    person = await subscribers.by_id(tx, subscriber_id)
    if form is not Form.JSON:
        return await bind(tx, now, person, pack, language)
    found = rows.portable(await everything.read(tx, person.id), everything.references())
    own = found.pop(everything.PERSON)[0]
    bot = await meta.get(tx, identity.BOT)
    return Copy(int(bot) if bot else None, pack.id, await pauses.all_outages(tx), own, found)


def made_by() -> str:
    """What a copy says of the program that made it."""
    return f"Kindreds {__version__}"


async def _too_soon(tx: Tx, now: datetime, person: Subscriber) -> Card | None:
    last = await everything.exported_at(tx, person.id)
    if last is None or not timedelta(0) <= now - last < COOLDOWN:
        return None
    params: dict[str, Any] = {
        "zone": person.zone or NOWHERE,
        "last": last.isoformat(),
        "next": (last + COOLDOWN).isoformat(),
    }
    return Card("export_wait", params, clock12=person.clock12)
