"""Whose day a message belongs to: the one it answers, else the latest that came before it."""

import string
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.storage import deliveries, outbox, reflections
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber


class CrossingChallengeError(Exception):
    """A challenge to this person is on the wire: whose day the message is, is known in a moment."""


@dataclass(frozen=True)
class Answered:
    """The message that a message answers, as far as its sender's Telegram shows it.

    `by_bot`: it is one of ours. `delivery` and `reflection` are what its buttons speak of, and
    `asks`: one of them is `[Cancel]`, so it put a question.
    """

    message_id: int
    by_bot: bool = True
    delivery: int | None = None
    reflection: int | None = None
    asks: bool = False


@dataclass(frozen=True)
class Heard:
    """A message as it came: in Telegram's time, with what it answers."""

    message_id: int
    written_at: datetime
    kind: str = "text"
    text: str | None = None
    file_id: str | None = None
    answers: Answered | None = None

    @property
    def answers_us(self) -> bool:
        """Whether it is a Telegram reply to something that the bot said."""
        return self.answers is not None and self.answers.by_bot


class BareWord(StrEnum):
    """What somebody wants who writes a single word of a certain kind, and no log entry."""

    STOP = "stop"
    HELP = "help"


_BARE = {
    "stop": BareWord.STOP,
    "pause": BareWord.STOP,
    "unsubscribe": BareWord.STOP,
    "help": BareWord.HELP,
}


def bare_word(heard: Heard) -> BareWord | None:
    """What a message of one word asks for, in any case and however it ends; None for the rest."""
    if heard.kind != "text" or not heard.text:
        return None
    return _BARE.get(heard.text.strip().rstrip(string.punctuation + "…").rstrip().casefold())


async def answered_day(tx: Tx, person: Subscriber, heard: Heard) -> Delivery | None:
    """The day of the bot's message that it answers, if it answers one about a day."""
    if heard.answers is None or not heard.answers.by_bot:
        return None
    for delivery_id in (
        heard.answers.delivery,
        await _day_of_reflection(tx, person, heard.answers.reflection),
        await outbox.delivery_of(tx, person.chat_id, heard.answers.message_id),
    ):
        if delivery_id is not None:
            found = await deliveries.owned(tx, delivery_id, person.user_id)
            if found is not None:
                return await seen(tx, found, heard.written_at)
    return None


async def latest_day(tx: Tx, person: Subscriber, heard: Heard) -> Delivery | None:
    """The latest challenge delivered before the message was written.

    Raises CrossingChallengeError while that cannot be known.
    """
    on_the_wire = await outbox.crossing(tx, person.chat_id)
    if on_the_wire is not None and on_the_wire.replace(microsecond=0) <= heard.written_at:
        raise CrossingChallengeError
    return await _latest_before(tx, person, heard.message_id, heard.written_at)


async def seen(tx: Tx, delivery: Delivery, written_at: datetime) -> Delivery:
    """Answering a challenge proves that it arrived, even if nobody told us."""
    if delivery.at is None:
        await deliveries.change(tx, delivery.id, seen_from=written_at)
    return delivery


async def _day_of_reflection(tx: Tx, person: Subscriber, reflection_id: int | None) -> int | None:
    """Where something is filed now; it may have been moved since the bot spoke of it."""
    if reflection_id is None:
        return None
    kept = await reflections.owned(tx, reflection_id, person.id)
    return kept.delivery_id if kept is not None else None


async def _latest_before(
    tx: Tx, person: Subscriber, message_id: int, written_at: datetime
) -> Delivery | None:
    """Telegram numbers a chat in order, so the ids decide, whatever our clock says (fault 58).

    Where a copy may have arrived whose id nobody knows, the instant of its sending decides.
    """
    newest = await deliveries.latest(tx, person.id, limit=10)
    for delivery in newest:
        if delivery.message_id is not None and delivery.message_id < message_id:
            return delivery
        doubtful = delivery.seen_from or (None if delivery.message_id else delivery.at)
        if doubtful is not None and doubtful.replace(microsecond=0) <= written_at:
            return delivery
    # Nothing came before it by its number. A message of the very second in which the first
    # challenge came, or from a chat that began to count anew, still goes by its time.
    by_time = (each for each in newest if each.at is not None and each.at <= written_at)
    return next(by_time, None)
