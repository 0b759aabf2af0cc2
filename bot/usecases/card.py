"""A card: a message with buttons that is redrawn in place where it was pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.storage import outbox
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber


@dataclass(frozen=True)
class Card:
    """What a message should now look like: a kind of message and its parameters.

    `notice` is a key of the catalogue for the little line that answers the press itself.
    """

    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    clock12: bool = False
    notice: str | None = None


async def deal(tx: Tx, now: datetime, person: Subscriber, card: Card) -> None:
    """Say a card as a new message: after something typed, so that it is seen."""
    await outbox.add(tx, now, person.chat_id, card.kind, card.params, subscriber_id=person.id)
