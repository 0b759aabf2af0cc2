"""What can be read of the bot's doings, in somebody's chat and in the database."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.demo.chats import ChatMessage
from bot.demo.tour.script import Claim, Witness
from bot.storage.onlooker import DayRecord

THE_VERY_WORDS = "the very words"
"""What has to be in the log: what was said, letter by letter."""


def heard(*words: str) -> Claim:
    """One message that came or changed since their last deed says all of these words."""

    def read(seen: Witness) -> object:
        texts = [message.words for message in seen.lately()]
        if any(all(each in text for each in words) for text in texts):
            return words
        return texts

    return Claim(read, words)


def of_day(seen: Witness, day: int) -> DayRecord:
    """What is on record of a day; an empty record where nothing is."""
    found = seen.records.day(seen.id, day)
    return found or DayRecord("never planned", date.min, None, (), frozenset(), False, False)


def last_words(seen: Witness, day: int) -> str:
    """`THE_VERY_WORDS`, if what they said last is the last that is kept of a day; or else that."""
    kept_last = next(reversed(of_day(seen, day).words), "nothing")
    return THE_VERY_WORDS if kept_last == seen.said else kept_last


def streak_of(seen: Witness) -> int | None:
    """The streak that is kept, as it is shown; None: none was worked out yet."""
    found = seen.records.streak(seen.id)
    return found.shown if found else None


def arrivals(seen: Witness, day: int, above: tuple[str, ...]) -> tuple[str, ...]:
    """When each message of a day came, by the person's own clock; or what it lacks."""
    found = []
    for message in seen.person.heard:
        if not is_challenge(message, day):
            continue
        lacking = [words for words in above if words not in message.words]
        buttons = [button["text"] for button in message.buttons]
        if lacking or not buttons:
            found.append(f"without {quoted(lacking) or 'its buttons'}: {message.words}")
        else:
            found.append(_local(seen, datetime.fromtimestamp(message["date"], UTC)))
    return tuple(found)


def is_challenge(message: ChatMessage, day: int) -> bool:
    """Whether it is the one that brought Day `day`: its heading may have lines above it."""
    heading = re.compile(rf"^Day {day}: .+\n\d+ minutes?$", re.MULTILINE)
    return message.by_bot and heading.search(message.words) is not None


def record_of_arrival(seen: Witness, day: int) -> tuple[str, str, str]:
    """The state of a day's delivery, its local date, and its time by the person's own clock."""
    record = of_day(seen, day)
    at = "never" if record.delivered_at is None else _local(seen, record.delivered_at)
    return record.state, str(record.local_date), at


def _local(seen: Witness, instant: datetime) -> str:
    return instant.astimezone(ZoneInfo(seen.person.zone)).strftime("%Y-%m-%d %H:%M")


def reacted_to_last(seen: Witness) -> bool:
    """Whether the bot has reacted to the last thing they sent."""
    own = [message for message in seen.person.chat if not message.by_bot]
    return bool(own and any(own[-1].reactions.values()))


def in_files(seen: Witness, ending: str, words: tuple[str, ...]) -> list[str]:
    """Those of these words that files which came lately, and are named so, have in them."""
    files = seen.person.telegram.files
    documents = [message["document"] for message in seen.lately() if "document" in message]
    texts = [
        files.get(document["file_id"]).content.decode()
        for document in documents
        if document["file_name"].endswith(ending)
    ]
    return [each for each in words if any(each in text for text in texts)]


def quoted(words: Sequence[str]) -> str:
    """In quotation marks, with "and" between them."""
    return " and ".join(f"\u201c{each}\u201d" for each in words)
