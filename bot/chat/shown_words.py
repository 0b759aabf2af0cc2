"""Kinds of message that show what a person wrote.

It is read when they are sent or redrawn, and is kept neither in the outbox nor in a card.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.storage.engine import Database, Tx
from bot.storage.reflections import Reflection
from bot.usecases import looking_back, memories, own_files, own_words, recaps, searching

Reader = Callable[[Tx, int, Mapping[str, Any]], Awaitable[list[Reflection]]]

WITH_OWN_WORDS: Mapping[str, Reader] = {
    "past_day": own_words.of_day,
    "summary": own_words.of_run,
    "history": looking_back.of_page,
    "missed": looking_back.of_page,
    "bookmarks": looking_back.of_page,
    "search": searching.of_page,
    memories.LAST_TIME: memories.of_last_time,
    recaps.RECAP: own_words.of_week,
    own_files.OWN_FILE: own_files.of_row,
}


async def words_for(
    db: Database, kind: str, params: Mapping[str, Any], subscriber_id: int
) -> list[Reflection]:
    """What a message shows of what its person wrote; nothing is read for most kinds.

    Few challenges bring a memory back, and those alone say so.
    """
    reader = memories.of_turn if "memory" in params else WITH_OWN_WORDS.get(kind)
    return await db.read(reader, subscriber_id, params) if reader is not None else []
