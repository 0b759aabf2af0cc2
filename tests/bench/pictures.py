"""How long the pictures take: `python -m tests.bench.pictures` prints a table.

Nothing is asserted, for a busy machine says nothing of the code. The goal is 80 ms at p95 for
`/streak` with its picture: the last row, which is a year of days folded in a real database, told in
words and drawn.
"""

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot.chat.scene import Scene
from bot.chat.views.table import VIEWS
from bot.domain.outbox import Lane
from bot.library.load import load_pack, packaged_content
from bot.library.model import Pack
from bot.pictures.drawing import draw
from bot.pictures.palette import Theme
from bot.storage import deliveries, marks, outbox, runs, subscribers
from bot.storage.engine import Tx
from bot.texts.catalogue import load_texts
from bot.usecases import standing
from bot.usecases.person import Person
from tests.pictures.scenes import SCENES
from tests.usecases.straight import new_database

ROUNDS = 40
FIRST = datetime(2026, 1, 5, 8, tzinfo=UTC)
A_YEAR = timedelta(days=365)
WHO = Person(700, 700)


def main() -> None:
    """Draw each picture a number of times, in turn, and print median and p95 in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in SCENES}
    for _ in range(ROUNDS):
        for name, picture in SCENES.items():
            start = perf_counter()
            draw(picture, Theme.LIGHT)
            taken[name].append(_since(start))
    with TemporaryDirectory() as folder, new_database(Path(folder) / "kindreds.db") as tx:
        taken["/streak"] = asyncio.run(_asking(tx, load_pack(packaged_content())))
    print(f"{'picture':10} {'median':>8} {'p95':>8}   ms")
    for name, times in taken.items():
        print(f"{name:10} {median(times):8.1f} {quantiles(times, n=20)[-1]:8.1f}")


async def _asking(tx: Any, pack: Pack) -> list[float]:
    await _live_a_year(tx)
    now, texts, times = FIRST + A_YEAR, load_texts(), []
    gc.collect()
    gc.freeze()  # as `kindreds run` does when it is up
    for _ in range(ROUNDS):
        start = perf_counter()
        await standing.streak(tx, now, WHO, pack)
        row = (await outbox.ready(tx, now, [Lane.ANSWER], limit=ROUNDS))[-1]
        message = VIEWS[row.kind](row.params, Scene(texts, now, pack))
        assert message.picture is not None
        draw(message.picture, Theme.LIGHT)
        times.append(_since(start))
        await outbox.settle(tx, row.id, now, "sent")
    return times


async def _live_a_year(tx: Tx) -> None:
    """A person who has had 365 days, and has done nine of ten."""
    await subscribers.welcome(tx, FIRST, WHO.user_id, WHO.chat_id, "en", None)
    person = await subscribers.by_user(tx, WHO.user_id)
    assert person is not None
    run = await runs.begin(tx, person.id, FIRST, "own", None)
    values = {"state": "active", "run_id": run, "zone": "Europe/Lisbon", "minute": 480}
    await subscribers.change(tx, person.id, **values)
    for day in range(1, 366):
        at = FIRST + timedelta(days=day - 1)
        row = {"subscriber_id": person.id, "run_id": run, "day": day, "due_at": at}
        row |= {"local_date": at.date(), "text_hash": "", "state": "planned"}
        made = await deliveries.plan(tx, [row])
        came = {"state": "delivered", "delivered_at": at, "message_id": day}
        await deliveries.change(tx, made[person.id], **came)
        if day % 10:
            await marks.put(tx, made[person.id], marks.DONE, at + timedelta(hours=1))


def _since(start: float) -> float:
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    main()
