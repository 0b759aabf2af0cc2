"""Whose database this is: one bot's for good, one running instance's for now."""

from enum import StrEnum

from sqlalchemy import update

from bot.storage import meta
from bot.storage.engine import Tx
from bot.storage.models import deliveries, outbox, reflections, runs
from bot.storage.trouble import DatabaseRefusedError

BOT = "bot_id"
INSTANCE = "instance"


class Claim(StrEnum):
    """What `claim_bot` found."""

    FIRST = "this database had no bot yet"
    SAME = "this database is this bot's"
    ADOPTED = "this database was another bot's"


async def claim_bot(tx: Tx, bot_id: int, *, adopt: bool) -> Claim:
    """Make sure that this is the database of the bot `bot_id` (fault 73).

    Raises DatabaseRefusedError if it belongs to another one, unless told to `adopt` it.
    """
    owner = await meta.get(tx, BOT)
    if owner == str(bot_id):
        return Claim.SAME
    if owner is not None and not adopt:
        raise DatabaseRefusedError(
            f"this database belongs to the bot {owner}, and the token is that of the bot {bot_id}: "
            "use the other token or name another file in DATABASE_URL, or set ADOPT_DATABASE=true "
            "once to take it over"
        )
    await meta.put(tx, BOT, str(bot_id))
    if owner is None:
        return Claim.FIRST
    await _forget_message_ids(tx)
    return Claim.ADOPTED


async def _forget_message_ids(tx: Tx) -> None:
    """Another bot's chats count their messages anew: no old number may be taken for a new one.

    What is in the log keeps a number of its own, below all that Telegram gives; times decide where
    ids did.
    """
    theirs = reflections.c.message_id > 0
    await tx.execute(update(reflections).where(theirs).values(message_id=-reflections.c.id))
    await tx.execute(update(deliveries).values(message_id=None))
    await tx.execute(update(outbox).values(message_id=None, reply_to=None))
    await tx.execute(update(runs).values(summary_id=None))


async def note_instance(tx: Tx, instance: str) -> None:
    """Write down which start of the program uses the database now (promise P12)."""
    await meta.put(tx, INSTANCE, instance)
