"""Coming back with a copy: a person's JSON becomes the rows that it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage import everything, identity, meta, pauses, streaks, subscribers
from bot.storage.engine import Tx
from bot.storage.everything import Amount
from bot.storage.rows import Rows, UnfitRowsError, typed
from bot.usecases import facts, rebuilding
from bot.usecases.streaks import kept
from bot.yearbook.json import Copy

_NEEDED = ("zone", "minute", "run_id")
"""What everybody has who has joined."""


class RefusedCopyError(Exception):
    """A copy that is not brought in; `str()` of it says why, and nothing was changed."""


@dataclass(frozen=True)
class BroughtIn:
    """What came of a copy. `outages`: so many were left out, since they are not this bot's.

    `refolded`: the streak was worked out anew, since the rows do not make the one in the copy.
    """

    user_id: int
    amount: Amount
    outages: int
    refolded: bool


async def bring_in(tx: Tx, now: datetime, copy: Copy, own_bot: int | None) -> BroughtIn:
    """Write down the person of a copy. `own_bot` is the bot whose token is set, if one is.

    Raises RefusedCopyError if they are here already, or if the copy is not what it should be.
    """
    rows = _rows(copy)
    person = rows[everything.PERSON][0]
    if await subscribers.by_user(tx, person["user_id"]) is not None:
        raise RefusedCopyError(
            "this person is here already, and nothing of theirs was changed: to put the copy in "
            "place of what is kept, let them send /deleteme first"
        )
    bot = await _bot(tx, copy, own_bot)
    if copy.bot is not None and bot != copy.bot:
        rows = _without_message_ids(rows)
    outages = await _take_outages(tx, copy.outages)
    try:
        number = await everything.write(tx, rows)
    except UnfitRowsError as error:
        raise RefusedCopyError(f"the file cannot be read in: {error}") from None
    refolded = await _refold(tx, now, number)
    amount = await everything.amount(tx, number)
    return BroughtIn(person["user_id"], amount, outages, refolded)


def _rows(copy: Copy) -> Rows:
    """Every value looked at. Raises RefusedCopyError."""
    names = {table.name for table in everything.tables()}
    try:
        rows = typed({**copy.rows, everything.PERSON: [copy.person]}, names)
    except UnfitRowsError as error:
        raise RefusedCopyError(f"the file cannot be read in: {error}") from None
    person = rows[everything.PERSON][0]
    unset = [name for name in _NEEDED if person.get(name) is None]
    if person["user_id"] <= 0 or (person["state"] != "joining" and unset):
        raise RefusedCopyError("the file cannot be read in: it does not say who it is about")
    return rows


async def _bot(tx: Tx, copy: Copy, own_bot: int | None) -> int | None:
    """Whose database this is, or is from now on."""
    known = await meta.get(tx, identity.BOT)
    if known is not None:
        return int(known)
    bot = own_bot or copy.bot
    if bot is not None:
        await identity.claim_bot(tx, bot, adopt=False)
    return bot


def _without_message_ids(rows: Rows) -> Rows:
    """Another bot numbers its messages anew; see `bot.storage.identity`."""

    def bare(name: str, column: str) -> Sequence[Mapping[str, Any]]:
        return [{key: it for key, it in row.items() if key != column} for row in rows.get(name, ())]

    own = [{**row, "message_id": -at} for at, row in enumerate(rows.get("reflections", ()), 1)]
    changed: dict[str, Any] = {
        "reflections": own,
        "deliveries": bare("deliveries", "message_id"),
        "runs": bare("runs", "summary_id"),
    }
    return {**rows, **changed}


async def _take_outages(tx: Tx, outages: Sequence[tuple[datetime, datetime]]) -> int:
    """Outages are everybody's: only where nobody is yet can they come along with one person.

    Returns how many were left out.
    """
    known = set(await pauses.all_outages(tx))
    news = [gap for gap in outages if tuple(gap) not in known]
    if await everything.how_many(tx):
        return len(news)
    for start, end in news:
        await pauses.note_outage(tx, start, end)
    return 0


async def _refold(tx: Tx, now: datetime, subscriber_id: int) -> bool:
    """A copy proves nothing about a streak: its rows do. Nobody is told anything of it."""
    stored = (await streaks.after(tx, subscriber_id - 1, 1))[0]
    if await rebuilding.difference(tx, stored) is None:
        return False
    known = await facts.gather(tx, subscriber_id)
    await streaks.keep(tx, subscriber_id, now, kept(known.fold(now), known))
    return True
