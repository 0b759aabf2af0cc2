""" "One line on how it went?": asked once after a press that says so, and free to ignore."""

from datetime import datetime

from bot.storage import outbox, questions, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.usecases.questions import LINE

KIND = "one_line"


async def ask(tx: Tx, now: datetime, delivery: Delivery) -> None:
    """Put the question under its challenge; what is written next is filed there."""
    person = await subscribers.by_id(tx, delivery.subscriber_id)
    await questions.ask(tx, now, person.id, LINE, delivery.id)
    await outbox.add(
        tx,
        now,
        person.chat_id,
        KIND,
        {"day": delivery.day, "delivery": delivery.id},
        subscriber_id=person.id,
        delivery_id=delivery.id,
        reply_to=delivery.message_id,
    )


async def withdraw(tx: Tx, delivery: Delivery) -> None:
    """The press was taken back: what is written next is no answer to the question any more."""
    question = await questions.current(tx, delivery.subscriber_id)
    if question is not None and (question.kind, question.about) == (LINE, delivery.id):
        await questions.close(tx, delivery.subscriber_id)
