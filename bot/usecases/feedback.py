"""`/feedback`: a word to whoever runs the bot. It is forwarded, and kept nowhere."""

from datetime import datetime, timedelta

from bot.storage import outbox, questions, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import flood
from bot.usecases.card import Card, deal
from bot.usecases.person import Person

KIND = "feedback"
"""The question that is open after a bare `/feedback`, and the message that thanks for an answer.

Before it thanks, the sender forwards the message that it names.
"""

ONE_A = timedelta(minutes=1)
"""Nobody's phone is to be flooded."""


async def hear(
    tx: Tx, now: datetime, who: Person, words_in: int | None, *, can_forward: bool
) -> None:
    """`/feedback`, with words in the message `words_in` or without any.

    Where nobody is named to whom it could go (`can_forward`), the operator's address is shown.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
    elif not can_forward:
        await deal(tx, now, person, Card("feedback_contact"))
    elif words_in is None:
        await questions.ask(tx, now, person.id, KIND, None)
        await deal(tx, now, person, Card("feedback_ask"))
    else:
        await take(tx, now, person, words_in)


async def take(tx: Tx, now: datetime, person: Subscriber, message_id: int) -> None:
    """Have a message of theirs forwarded, and thank for it."""
    if await outbox.said_since(tx, person.chat_id, KIND, now - ONE_A):
        await flood.slow_down(tx, now, Person(person.user_id, person.chat_id))
        return
    await deal(tx, now, person, Card(KIND, {"message": message_id}))
