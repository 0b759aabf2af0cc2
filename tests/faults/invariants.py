"""What must be true after every fault, whatever it was (invariants I1 to I6 of the catalog).

The server's own record judges deliveries, and the database's file is read from outside the bot.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.outbox import MAX_COPIES
from tests.world import World

ENDS = ("delivered", "unknown")
SHOWN_AGAIN = (
    "The next one comes",
    "Nothing is due after",
    "You wrote:",
    "You haven't written about this one",
)
"""Words below a day that somebody asked to see again: `/today` and `/day`."""


def assert_promises_hold(
    world: World, *, written: Iterable[dict[str, Any]] = (), logs: str = ""
) -> None:
    """Check everything at once. `written` are messages of people that belong into the log, as
    they stand now; `logs` is all that was logged meanwhile. The bot may run or not, but quietly.
    """
    with opened(world.home / "kindreds.db") as database:
        assert_every_text_is_kept_once(world, database, list(written))
        assert_everyone_got_each_day_once_or_up_to_the_cap(world, database)
        assert_nobody_heard_a_challenge_in_a_pause(world, database)
        assert_the_file_is_sound(database)
        assert_logs_are_discreet(world, database, logs)


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, for reading."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as database:
        yield database


def assert_every_text_is_kept_once(
    world: World, database: sqlite3.Connection, written: list[dict[str, Any]]
) -> None:
    """I1: what a person wrote is in the log exactly once, and nothing else is."""
    rows = database.execute("SELECT chat_id, message_id, text FROM reflections").fetchall()
    kept = Counter((chat, message) for chat, message, _ in rows)
    assert all(number == 1 for number in kept.values()), kept
    texts = {(chat, message): text for chat, message, text in rows}
    for message in written:
        key = (message["chat"]["id"], message["message_id"])
        assert key in texts, f"message {key} is not in the log"
        words = message.get("text", message.get("caption"))
        assert _storable(words) == texts[key], (words, texts[key])
    for chat_id, message_id in kept:
        original = world.telegram.chats[chat_id].messages[message_id]
        assert not original.by_bot


def assert_everyone_got_each_day_once_or_up_to_the_cap(
    world: World, database: sqlite3.Connection
) -> None:
    """I2: by the server's record, a day came once, or up to the cap of copies where nobody knew."""
    copies = copies_by_delivery(world)
    known = {}
    for key, state in database.execute("SELECT id, state FROM deliveries"):
        known[key] = state
        number = copies[key]
        assert number <= MAX_COPIES, f"delivery {key} came {number} times"
        if state == "delivered":
            assert number >= 1, f"delivery {key} is called delivered, and the server has none"
        elif state in ("failed", "skipped"):
            assert number == 0, f"delivery {key} is {state}, and came all the same"
    assert not copies.keys() - known.keys(), "the server has challenges that no row knows of"
    now = world.clock.now().replace(tzinfo=None).isoformat(sep=" ")
    missed = database.execute(
        "SELECT id FROM subscribers WHERE state = 'active' AND next_due_at < ?"
        " AND id NOT IN (SELECT subscriber_id FROM deliveries WHERE state = 'planned')",
        (now,),
    ).fetchall()
    assert not missed, f"due, and nothing planned for: {missed}"


def copies_by_delivery(world: World) -> Counter[int]:
    """How often the server accepted the challenge of each delivery."""
    found: Counter[int] = Counter()
    for sent in world.telegram.sent:
        if sent.method.lower() == "sendmessage" and (number := delivery_of(sent.params)):
            found[number] += 1
    return found


def delivery_of(params: dict[str, Any]) -> int | None:
    """The delivery that a sent challenge carries in its buttons; None for any other message."""
    markup = params.get("reply_markup") or {}
    markup = json.loads(markup) if isinstance(markup, str) else markup
    text = str(params.get("text", ""))
    for row in markup.get("inline_keyboard", ()):
        for button in row:
            _, _, rest = str(button.get("callback_data", "")).partition(":later:")
            if rest and not any(words in text for words in SHOWN_AGAIN):
                return int(rest)
    return None


def assert_nobody_heard_a_challenge_in_a_pause(world: World, database: sqlite3.Connection) -> None:
    """I3: between the beginning of a pause and its end, no challenge was accepted."""
    spans = database.execute(
        "SELECT s.chat_id, p.started_at, p.ended_at FROM pauses p"
        " JOIN subscribers s ON s.id = p.subscriber_id"
    ).fetchall()
    for chat_id, start, end in spans:
        since = _instant(start)
        until = _instant(end) if end else datetime.max.replace(tzinfo=UTC)
        for sent in world.telegram.sent:
            if sent.chat_id == chat_id and delivery_of(sent.params):
                assert not since < sent.at < until, f"{chat_id} heard {sent.text!r} in a pause"


def assert_the_file_is_sound(database: sqlite3.Connection) -> None:
    """I5."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def assert_logs_are_discreet(world: World, database: sqlite3.Connection, logs: str) -> None:
    """I6: no token, no half of it, nothing that anybody wrote."""
    _, _, secret = world.telegram.token.partition(":")
    middle = len(secret) // 2
    for piece in (world.telegram.token, secret, secret[:middle], secret[middle:]):
        assert piece not in logs, "the token, or a part of it, was logged"
    for (text,) in database.execute("SELECT text FROM reflections WHERE length(text) > 8"):
        assert text not in logs, "somebody's words were logged"


async def assert_streaks_are_what_the_rows_say(world: World) -> None:
    """I4: every streak kept is the fold of its rows. While the bot runs."""
    from bot.storage.engine import Tx
    from bot.usecases import streaks

    async def differing(tx: Tx) -> list[object]:
        rows = await tx.exec_driver_sql(
            "SELECT subscriber_id, current, best, shown, freezes, answered, folded_at FROM streaks"
        )
        found = []
        for subscriber, *kept, at in rows.all():
            folded = await streaks.fold(tx, _instant(at), subscriber)
            again = [folded.current, folded.best, folded.shown, folded.freezes, folded.answered]
            if again != kept:
                found.append((subscriber, kept, again))
        return found

    assert world.bot is not None
    assert await world.bot.services.db.read(differing) == []


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _storable(words: str | None) -> str | None:
    return words and words.replace("\0", "").encode("utf-8", "replace").decode()
