"""After a kill: the local Telegram's own record laid beside the bot's database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.demo.state import LocalTelegram
from bot.storage.tally import Key, Tally

REMEMBERED = timedelta(days=6)
"""How far back messages are looked for: the inbox remembers a week (`bot.usecases.upkeep`)."""


@dataclass(frozen=True)
class Record:
    """What Telegram knows: messages people wrote, and what of it the bot has not fetched yet."""

    written: frozenset[Key]
    recent: frozenset[Key]
    pending: frozenset[int]
    unfetched: frozenset[Key]


@dataclass(frozen=True)
class Reckoning:
    """What became of everything; `settled` says whether nothing is under way any more.

    `replies_lost` counts messages that Telegram has delivered and the database does not know.
    Of the `updates` and `messages` that were under way at the kill, so many are `handled` and
    `sent`; `doubtful` may have come twice, for the kill struck between a call and its answer.
    """

    replies_kept: int
    replies_lost: int
    updates: int
    handled: int
    messages: int
    sent: int
    doubtful: int
    settled: bool


def record_of(telegram: LocalTelegram, now: datetime) -> Record:
    """Telegram's side, as it stands."""
    since = (now - REMEMBERED).timestamp()
    theirs = [
        (person.id, message.id, message["date"])
        for person in telegram.people.values()
        for message in person.chat
        if not message.by_bot
    ]
    return Record(
        written=frozenset((chat, number) for chat, number, _ in theirs),
        recent=frozenset((chat, number) for chat, number, date in theirs if date >= since),
        pending=frozenset(update["update_id"] for update in telegram.pending),
        unfetched=frozenset(_messages_in(telegram.pending)),
    )


def _messages_in(updates: Iterable[dict[str, object]]) -> Iterable[Key]:
    for update in updates:
        message = update.get("message")
        if isinstance(message, dict):
            yield message["chat"]["id"], message["message_id"]


def reckon(died: Tally, left: Record, now: Tally, record: Record) -> Reckoning:
    """Compare the dead bot's database and queue (`died`, `left`) with what there is `now`.

    Whoever deleted their data meanwhile is left out: their messages are gone because they said so.
    """
    kept = now.replies & record.written
    expected = {key for key in record.recent if key[0] in now.chats}
    found = now.replies | now.known | record.unfetched
    gone = {key for key in died.replies if key[0] in now.chats} - now.replies
    on_the_way = died.waiting | left.pending
    sent = [row for row in died.unsaid if now.said.get(row, ("", 0))[0] == "sent"]
    return Reckoning(
        replies_kept=len(kept),
        replies_lost=len((expected - found) | gone),
        updates=len(on_the_way),
        handled=len((on_the_way & now.updates) - now.waiting),
        messages=len(died.unsaid),
        sent=len(sent),
        doubtful=sum(now.said[row][1] > 0 for row in sent),
        settled=not (record.pending or now.waiting or died.unsaid & now.unsaid),
    )
