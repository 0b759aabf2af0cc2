"""When somebody asks for more than can be answered: Telegram allows a chat a message a second."""

from datetime import datetime, timedelta

from bot.storage import outbox
from bot.storage.engine import Tx
from bot.usecases.own_files import OWN_FILE
from bot.usecases.person import Person

MOST_UNSAID = 20
"""Answers that may wait to be said to one chat. What comes beyond is kept, or passed over."""

WARN_EVERY = timedelta(minutes=1)
"""What cannot be kept, or answered, is said no more often than this."""


async def swamped(tx: Tx, chat_id: int) -> bool:
    """Whether so many answers are on their way to a chat that another would help nobody."""
    return await outbox.unsaid(tx, chat_id, but=OWN_FILE) >= MOST_UNSAID


async def slow_down(tx: Tx, now: datetime, who: Person) -> None:
    """Say so, once in a while."""
    if not await outbox.said_since(tx, who.chat_id, "slow_down", now - WARN_EVERY):
        await outbox.add(tx, now, who.chat_id, "slow_down")
