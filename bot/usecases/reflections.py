"""Replies are the homework log: where a message goes, and what is said about it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.program import following
from bot.storage import deliveries, inbox, outbox, questions, reflections, subscribers
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.questions import Question
from bot.storage.subscribers import Subscriber
from bot.usecases import (
    days,
    feedback,
    flood,
    joining,
    keeping,
    log,
    marks,
    memories,
    pausing,
    reachability,
    searching,
    settings,
)
from bot.usecases import questions as asking
from bot.usecases.card import Card
from bot.usecases.person import Person, habit_of
from bot.usecases.routing import BareWord, Heard, answered_day, bare_word, latest_day
from bot.usecases.routing import CrossingChallengeError as CrossingChallengeError
from bot.usecases.series import Series

STICKER = "sticker"


@dataclass(frozen=True)
class Noted:
    """It was taken, and a reaction says so: the day has its words from before, or needs none."""


@dataclass(frozen=True)
class Replied:
    """It was answered with a message, or there was nothing to say."""


async def hear(tx: Tx, now: datetime, who: Person, heard: Heard, series: Series) -> Noted | Replied:
    """Do the right thing with something a person wrote.

    An open question is answered first; then comes the day of the message that it answers, then a
    bare "stop" or "help", then the latest challenge delivered before it was written.
    """
    person = await _listen(tx, now, who, heard.text or "", series)
    if person is None:
        return Replied()
    delivery = None
    question = await asking.answered_by(tx, person, heard)
    if question is not None and question.kind != asking.LINE:
        return await _answer(tx, now, person, question, heard, series)
    if question is not None and question.about is not None:
        await questions.close(tx, person.id)
        delivery = await deliveries.owned(tx, question.about, who.user_id)
    delivery = delivery or await answered_day(tx, person, heard)
    if delivery is None and (word := bare_word(heard)) is not None:
        await _offer(tx, now, who, word)
        return Replied()
    delivery = delivery or await latest_day(tx, person, heard)
    if delivery is None:
        await _nothing_yet(tx, now, person)
        return Replied()
    return await _file(tx, now, who, person, delivery, heard)


async def rewrite(
    tx: Tx, now: datetime, who: Person, heard: Heard, bot_id: int, *, loggable: bool
) -> Noted | Replied:
    """Follow an edit in Telegram: new words, the same time, the same day.

    An edit of a message that never came to us is taken for the message, at its own time; one that
    came, and was a command or an answer, is left alone, and so is one that is not `loggable`.
    """
    logged = await reflections.of_message(tx, who.chat_id, heard.message_id)
    if logged is not None and not loggable:
        return Replied()
    if logged is None:
        known = await inbox.was_heard(tx, bot_id, who.chat_id, heard.message_id)
        return Replied() if known or not loggable else await _missed(tx, now, who, heard)
    person = await subscribers.by_user(tx, who.user_id)
    if logged.deleted_at is not None or person is None:
        return Replied()
    if keeping.is_too_long(heard.text):
        await keeping.warn(tx, now, person, "edit_too_long")
        return Replied()
    file = {"kind": heard.kind, "file_id": heard.file_id} if heard.file_id else {}
    await reflections.rewrite(tx, now, logged.id, keeping.storable(heard.text), **file)
    return Noted()


async def offer_to_keep(
    tx: Tx, now: datetime, who: Person, message_id: int, series: Series
) -> None:
    """Something forwarded: nothing is kept of it unless they say so."""
    person = await _listen(tx, now, who, "", series)
    if person is not None and not await flood.swamped(tx, who.chat_id):
        await outbox.add(
            tx, now, who.chat_id, "forwarded", subscriber_id=person.id, reply_to=message_id
        )


async def keep_forward(tx: Tx, now: datetime, who: Person, heard: Heard) -> Card | None:
    """`[Save as my reply]`: file what was forwarded. None: there is nobody, or no day, to file for.

    What cannot be kept says so in a message of its own, and the offer stays.
    """
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state == "joining":
        return None
    delivery = await answered_day(tx, person, heard) or await latest_day(tx, person, heard)
    if delivery is None:
        return None
    saved = await keeping.keep(tx, now, who, person, delivery, heard)
    if saved is not None:
        return Card("saved", saved.params, clock12=person.clock12)
    logged = await reflections.of_message(tx, who.chat_id, heard.message_id)
    if logged is None:
        return Card("forwarded")
    return await log.card_of(tx, now, person, logged)


async def turn_down(tx: Tx, now: datetime, who: Person, series: Series) -> None:
    """Something that cannot be kept, such as a contact or a poll: say what can."""
    person = await _listen(tx, now, who, "", series)
    if person is not None:
        await keeping.warn(tx, now, person, "not_kept")


async def point_to_help(tx: Tx, now: datetime, who: Person) -> None:
    """A command that there is not: say where those are that there are."""
    person = await subscribers.by_user(tx, who.user_id)
    row = person.id if person is not None else None
    await outbox.add(tx, now, who.chat_id, "unknown_command", subscriber_id=row)


async def _listen(
    tx: Tx, now: datetime, who: Person, text: str, series: Series
) -> Subscriber | None:
    """The person, if what they write may be a reflection; else they are told the next step."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None and person.state == "unreachable":
        await reachability.resume(tx, now, person)
        person = await subscribers.by_id(tx, person.id)
    if person is not None and person.state != "joining":
        return person
    if await flood.swamped(tx, who.chat_id):
        return None
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
    else:
        await joining.answer(tx, now, person, text, series)
    return None


async def _answer(
    tx: Tx, now: datetime, person: Subscriber, question: Question, heard: Heard, series: Series
) -> Noted | Replied:
    """Give an answer to whoever asked. They ask once more if they could make nothing of it."""
    if await flood.swamped(tx, person.chat_id):
        return Replied()
    await questions.close(tx, person.id)
    match question.kind:
        case asking.EDIT:
            done = await log.take_words(tx, now, person, question, heard.text or "")
            return Noted() if done else Replied()
        case asking.MOVE:
            await log.take_day(tx, now, person, question, heard)
        case searching.SEARCH:
            await searching.answer(tx, now, person, heard, series.pack)
        case feedback.KIND:
            await feedback.take(tx, now, person, heard.message_id)
        case _:
            await settings.answer(tx, now, person, question, heard.text or "", series)
    return Replied()


async def _file(
    tx: Tx, now: datetime, who: Person, person: Subscriber, delivery: Delivery, heard: Heard
) -> Noted | Replied:
    """Put a message under its day. A sticker says no more than `[Done]`, so that is what it is."""
    if heard.kind == STICKER:
        pressed = marks.Pressed(min(heard.written_at, now))
        await marks.done(tx, now, who, delivery.id, pressed)
        return Noted()
    saved = await keeping.keep(tx, now, who, person, delivery, heard)
    if saved is None:
        return Replied()
    if not saved.first:
        return Noted()
    await keeping.say_saved(tx, now, person, saved, heard)
    if saved.lived_before:
        await memories.tell_last_time(tx, now, person, delivery)
    return Replied()


async def _missed(tx: Tx, now: datetime, who: Person, heard: Heard) -> Noted | Replied:
    """A message that we hear of by its edit alone."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is None or person.state == "joining":
        return Replied()
    delivery = await answered_day(tx, person, heard) or await latest_day(tx, person, heard)
    return await _file(tx, now, who, person, delivery, heard) if delivery else Replied()


async def _offer(tx: Tx, now: datetime, who: Person, word: BareWord) -> None:
    if await flood.swamped(tx, who.chat_id):
        return
    if word is BareWord.STOP:
        await pausing.ask(tx, now, who)
    else:
        await days.help_card(tx, now, who)


async def _nothing_yet(tx: Tx, now: datetime, person: Subscriber) -> None:
    if await flood.swamped(tx, person.chat_id):
        return
    due = person.next_due_at
    if due is None and person.zone is not None and person.state == "active":
        due = following(habit_of(person), now, None).at
    params = {"zone": person.zone, "next": due.isoformat() if due else None}
    await outbox.add(tx, now, person.chat_id, "nothing_yet", params, subscriber_id=person.id)
