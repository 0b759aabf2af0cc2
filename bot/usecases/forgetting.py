"""`/deleteme`: two questions, then one transaction, and nothing of somebody is left.

What a backup may still hold is what `bot.storage.tombstones` is for.
"""

import asyncio
from datetime import datetime

from bot.storage import everything, meta, outbox, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.storage.tombstones import HEARD, Tombstones
from bot.usecases.card import Card, deal
from bot.usecases.person import Person
from bot.usecases.routing import CrossingChallengeError


async def ask(tx: Tx, now: datetime, who: Person) -> None:
    """`/deleteme`: say what would go, and offer the export first."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "nothing_kept")
    else:
        await deal(tx, now, person, await _what_would_go(tx, person))


async def ask_by_button(tx: Tx, now: datetime, who: Person) -> Card:
    """`[Delete my data]`, and the question again after an export."""
    person = await subscribers.by_user(tx, who.user_id)
    return await _what_would_go(tx, person) if person is not None else Card("nothing_kept")


async def ask_once_more(tx: Tx, now: datetime, who: Person, since: int) -> Card:
    """`[Delete everything]`: the second question.

    `since` is the second in which they joined, as their card has it: a card from before somebody
    left is none for whoever came back.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        return Card("nothing_kept")
    if await _since(tx, person) != since:
        return await _what_would_go(tx, person)
    return Card("deleteme_sure", {"since": since})


async def forget_me(
    tx: Tx, now: datetime, who: Person, since: int, tombstones: Tombstones
) -> Card | None:
    """`[Yes, delete everything]`: forget them here and in every backup. None: they are forgotten.

    Where it is not done, the card to show instead. Raises CrossingChallengeError while a message
    to them is on the wire, so that nothing comes after the farewell.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:  # pressed twice: what the second press left behind goes as well
        await everything.erase(tx, who.user_id, who.chat_id)
        return Card("nothing_kept")
    if await _since(tx, person) != since:
        return await _what_would_go(tx, person)
    if await everything.is_on_the_wire(tx, person.chat_id):
        raise CrossingChallengeError
    heard = int(await meta.get(tx, HEARD) or 0)
    number = await asyncio.to_thread(tombstones.add, who.user_id, heard)
    await meta.put(tx, HEARD, str(number))
    await everything.erase(tx, person.user_id, person.chat_id)
    return None


async def forget(tx: Tx, subscriber_id: int) -> None:
    """Remove somebody whom nobody has to remember to forget, such as after years of a block.

    A backup put back brings them back, and whatever led here leads here again.
    """
    person = await subscribers.by_id(tx, subscriber_id)
    await everything.erase(tx, person.user_id, person.chat_id)


async def heed(tx: Tx, tombstones: Tombstones) -> int:
    """Forget again whom a backup has brought back; returns how many. Raises DatabaseRefusedError.

    At every start, before anything is sent, and before somebody is brought in from a copy.
    """
    heard = int(await meta.get(tx, HEARD) or 0)
    last = await asyncio.to_thread(tombstones.last)
    if last <= heard:
        return 0
    ids = await everything.known_ids(tx)
    gone = await asyncio.to_thread(tombstones.forgotten, ids, heard)
    for user_id in gone:
        person = await subscribers.by_user(tx, user_id)
        await everything.erase(tx, user_id, person.chat_id if person is not None else user_id)
    await meta.put(tx, HEARD, str(last))
    return len(gone)


async def _what_would_go(tx: Tx, person: Subscriber) -> Card:
    amount = await everything.amount(tx, person.id)
    params = {
        "messages": amount.messages,
        "days": amount.days,
        "since": await _since(tx, person),
    }
    return Card("deleteme_ask", params)


async def _since(tx: Tx, person: Subscriber) -> int:
    return int((await everything.joined_at(tx, person.id)).timestamp())
