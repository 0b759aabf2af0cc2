"""Photos, voices and the like of a person's own: sent back when their day is shown.

The outbox carries the row of the log and never the file's id: what is deleted before a message goes
out does not go out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.storage import outbox, reflections
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection
from bot.storage.subscribers import Subscriber

OWN_FILE = "own_file"


async def show(tx: Tx, now: datetime, person: Subscriber, kept: Sequence[Reflection]) -> None:
    """Have the files of what was written sent, each in a message of its own, in their order."""
    messages = [
        outbox.Message(
            person.chat_id,
            OWN_FILE,
            {"reflection": each.id, "day": each.day},
            subscriber_id=person.id,
            delivery_id=each.delivery_id,
        )
        for each in kept
        if each.file_id is not None
    ]
    await outbox.add_all(tx, now, messages)


async def of_row(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """What an `own_file` message shows, if it is still there."""
    kept = await reflections.owned(tx, params["reflection"], subscriber_id)
    return [kept] if kept is not None and kept.file_id is not None else []
