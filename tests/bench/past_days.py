"""How long /search and /history take a person who wrote 10,000 times (goal G16).

Both run as the bot runs them, through the real engine on a file of its own. The words looked for
stand nowhere, or in one text, so that everything has to be looked through.
"""

import asyncio
import gc
import statistics
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import delete, insert

from bot.library.load import load_pack, packaged_content
from bot.library.model import Pack
from bot.probe import silent
from bot.storage import deliveries, runs, subscribers
from bot.storage.engine import Database, Tx
from bot.storage.migrate import Preparation, prepare_file
from bot.storage.models import reflections
from bot.usecases import looking_back, searching
from bot.usecases.person import Person

START = datetime(2026, 1, 1, 8, tzinfo=UTC)
NOW = START + timedelta(days=400)
ANA = Person(user_id=700, chat_id=700, language="en")

TEXTS = 10_000
CHALLENGES = 365
LETTERS = 200
"""In a reflection: what somebody writes on a phone (goal G15)."""

SEARCH_GOAL, HISTORY_GOAL = 20.0, 10.0
"""Milliseconds at p95."""

FLOOR = 5
"""A machine that is shared may be so many times slower before the bench fails."""

ROUNDS = 30

SCRIPTS = {
    "ASCII": ("the neighbor laughed and asked me in for tea by a garden gate", "zeppelin"),
    "Cyrillic": ("сосед засмеялся и позвал меня пить чай у калитки сада ещё", "дирижабль"),
    "Greek": ("ο γείτονας γέλασε και με κάλεσε για τσάι στην αυλή", "αερόπλοιο"),
    "Japanese": ("隣の人が笑って お茶に 誘ってくれた 庭の門で ありがとう", "飛行船が"),
    "Turkish": ("komşu güldü ve beni çaya çağırdı ılık bir akşamdı", "ışıldak"),
    "German": ("die Nachbarin lächelte und grüßte mich auf der Straße", "Großzügig"),
    "Korean": ("이웃이 웃으며 정원 문 옆에서 차를 마시자고 했다", "비행선"),
    "Arabic": ("ضحك الجار ودعاني إلى الشاي عند باب الحديقة", "منطاد"),
    "Hindi": ("पड़ोसी हँसे और मुझे बगीचे में चाय पर बुलाया", "गुब्बारा"),
    "Emoji": ("she 😊 waved 👋 from the garden 🌿 and I waved back", "🎈"),
}
"""What a log says in each script, and a word that is looked for."""


async def main() -> int:
    """Print p50 and p95 of everything; 1 where a figure is past five times its goal."""
    worst: list[float] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data" / "kindreds.db"
        prepare_file(path, Preparation("0.0.0", silent, path.parent / "backups"))
        db = await Database.open(f"sqlite+aiosqlite:///{path}")
        try:
            person = await db.write(_somebody)
            pack = load_pack(packaged_content())
            gc.collect()
            gc.freeze()  # as `kindreds run` does when it is up
            for name, (line, wanted) in SCRIPTS.items():
                words = line.split()
                await db.write(_write, person, words, wanted)
                for what, sought in (("once", wanted), ("nowhere", wanted + words[-1])):
                    found = await _times(_searching(db, sought, pack))
                    worst.append(_tell(f"/search, {name}, {what}", found, SEARCH_GOAL))
            found = await _times(lambda: db.write(looking_back.show, NOW, ANA, "history"))
            worst.append(_tell("/history", found, HISTORY_GOAL))
        finally:
            await db.close()
    return int(max(worst) > FLOOR)


def _searching(db: Database, sought: str, pack: Pack) -> Callable[[], Awaitable[object]]:
    return lambda: db.read(searching.look, ANA, sought, pack)


async def _somebody(tx: Tx) -> int:
    """A person with a year of challenges, each delivered at eight; their row id."""
    await subscribers.welcome(tx, START, ANA.user_id, ANA.chat_id, "en", None)
    person = await subscribers.by_user(tx, ANA.user_id)
    assert person is not None
    run = await runs.begin(tx, person.id, START, "own", None)
    await subscribers.change(tx, person.id, state="active", run_id=run)
    for number in range(CHALLENGES):
        at = START + timedelta(days=number)
        row = {"subscriber_id": person.id, "run_id": run, "day": number + 1, "due_at": at}
        row |= {"local_date": at.date(), "text_hash": "", "state": "planned"}
        made = await deliveries.plan(tx, [row])
        came = {"state": "delivered", "delivered_at": at, "message_id": number + 1}
        await deliveries.change(tx, made[person.id], **came)
    return person.id


async def _write(tx: Tx, person: int, words: list[str], wanted: str) -> None:
    """Fill the log anew, in one script; the word that is looked for stands once."""
    random, rows = Random(16), []
    came = [one.id for one in await deliveries.arrived(tx, person)]
    for number in range(TEXTS):
        text = wanted + " " if number == TEXTS // 3 else ""
        while len(text) < LETTERS:
            text += random.choice(words) + " "
        at = START + timedelta(days=number * CHALLENGES // TEXTS, minutes=number % 900)
        row = {"subscriber_id": person, "delivery_id": came[number * CHALLENGES // TEXTS]}
        row |= {"chat_id": ANA.chat_id, "message_id": 10_000 + number, "kind": "text"}
        rows.append(row | {"text": text, "written_at": at, "saved_at": at})
    await tx.execute(delete(reflections))
    await tx.execute(insert(reflections), rows)


async def _times(what: Callable[[], Awaitable[object]]) -> list[float]:
    """Milliseconds of each round, after one that warms up."""
    await what()
    found = []
    for _ in range(ROUNDS):
        started = perf_counter()
        await what()
        found.append((perf_counter() - started) * 1000)
    return found


def _tell(name: str, found: list[float], goal: float) -> float:
    """A line of the table; how the p95 stands to its goal."""
    p50, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
    print(f"{name:28} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  goal {goal:g} ms")
    return p95 / goal


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
