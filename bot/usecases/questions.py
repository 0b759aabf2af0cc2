"""The one open question to a person, and whether what they write next answers it."""

from datetime import datetime, timedelta

from bot.storage import outbox, questions, subscribers
from bot.storage.engine import Tx
from bot.storage.questions import Question
from bot.storage.subscribers import Subscriber
from bot.usecases.person import Person
from bot.usecases.routing import Answered, Heard, answered_day, bare_word

PLACE, HOUR, WEEKEND, NUDGE = "place", "hour", "weekend", "nudge"
EDIT, MOVE, LINE = "edit", "move", "line"

SETTINGS = (PLACE, HOUR, WEEKEND, NUDGE)

SKEW = timedelta(seconds=30)
"""How far our clock may run ahead before an answer is taken for older than its question."""

NEAR = timedelta(minutes=10)
"""Any text written so soon after a question answers it; later, only a Telegram reply to it does."""


MOST_WORDS_OF_A_DAY = 2
"""As in "Day 12" or "the twelfth"."""


async def answered_by(tx: Tx, person: Subscriber, heard: Heard) -> Question | None:
    """The open question that a message answers, if there is one and it does.

    Times are those of the message: an answer that waited out an outage is still one, and what was
    written before the question was put is none.
    """
    question = await questions.current(tx, person.id)
    if question is None or not _can_answer(heard, question):
        return None
    asked = question.asked_at - SKEW
    near = asked <= heard.written_at <= question.asked_at + NEAR
    if heard.answers is not None and heard.answers.by_bot:
        puts = await _puts(tx, person, heard, heard.answers, question, near)
        return question if puts else None
    if not near:
        return None
    return question if _is_meant(heard, question) else None


async def cancel(tx: Tx, now: datetime, who: Person, message_id: int | None) -> bool:
    """`[Cancel]` under a question: what they write next is a reflection again.

    The button of an older question leaves the newer one open. False: it was not open any more.
    """
    person = await subscribers.by_user(tx, who.user_id)
    question = await questions.current(tx, person.id) if person is not None else None
    if person is None or question is None:
        return False
    if message_id is not None:
        put_at = await outbox.said_at(tx, person.chat_id, message_id)
        if put_at is not None and put_at != question.asked_at:
            return False
    return await questions.close(tx, person.id)


def _can_answer(heard: Heard, question: Question) -> bool:
    """Words answer a question; the one that asks for a line takes whatever can be kept."""
    return question.kind == LINE or (heard.kind == "text" and bool(heard.text))


def _is_meant(heard: Heard, question: Question) -> bool:
    """Whether a message that answers no other is likely to be meant for the question.

    Nobody asked to be asked for a line after [Done], so it does not stand in the way of a "stop";
    and whoever writes a sentence while asked for the number of a day writes a reflection.
    """
    if question.kind == LINE:
        return bare_word(heard) is None
    return question.kind != MOVE or len((heard.text or "").split()) <= MOST_WORDS_OF_A_DAY


async def _puts(
    tx: Tx, person: Subscriber, heard: Heard, answered: Answered, question: Question, near: bool
) -> bool:
    """Whether the message that was answered is the one that put the open question.

    A copy whose id nobody knows, or one that has only just gone out, is known by its `[Cancel]`. A
    card of the settings was there before it was redrawn into a question; so for a while any message
    that is about no day will do.
    """
    put_at = await outbox.said_at(tx, person.chat_id, answered.message_id)
    if put_at is None and answered.asks:
        return True
    if question.kind in SETTINGS and near:
        return await answered_day(tx, person, heard) is None
    return put_at == question.asked_at
