"""Random lives through the real database: after each step, the kept streak is what the rows say.

Time alone may settle a day that nothing happens to. So of a kept streak, `answered` is right at any
instant; every column is right at the instant of the last event, and with every fact there is: a
fact that changes anything is folded in the transaction that brings it. `best` and `settled` lag
behind time, never ahead of it. `news` may be expected in vain, and is never missed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.streak import Streak
from bot.domain.verdict import Excuse
from bot.storage import streaks
from bot.storage.engine import Tx
from bot.usecases import facts, rebuilding
from bot.usecases.facts import Facts
from tests.conftest import Tell
from tests.domain.histories import History
from tests.domain.side_by_side import told
from tests.usecases.straight import new_database
from tests.usecases.town import START, Chat, Town
from tests.usecases.townsfolk import outages, people_of, town_of

TOWNS = 5
WEEKS = 4
COMPARED_EVERY = 12
"""Steps from one comparison with the slow reference to the next, for each person."""

HARD = (
    "two days open",
    "freeze spent",
    "freeze given back",
    "not today",
    "followed up late",
    "pause while open",
    "outage over 24 h",
    "day in an outage",
    "update lost in an outage",
    "crossing reply",
    "waited for a challenge on the wire",
    "moved",
    "deleted",
    "not answered after all",
    "restart of a run",
    "restart of the bot",
    "end of a run",
    "second run",
    "unknown",
    "failed",
    "late",
    "sent at once",
    "blocked",
    "came back",
    "resumed",
)
"""What must have happened, or these lives have proved nothing about it."""


class Watch:
    """Looks at each kept streak after each step."""

    def __init__(self, town: Town) -> None:
        """Nothing has been seen yet."""
        self.town = town
        self.seen: dict[int, Facts] = {}
        self.steps: Counter[int] = Counter()
        self.days: set[tuple[str, int]] = set()

    async def look(self, chat: Chat) -> None:
        """Compare somebody's kept streak with what their rows say."""
        if chat.row:
            await self.town.see(self._look, chat.row)

    async def _look(self, tx: Tx, subscriber_id: int) -> None:
        town = self.town
        (stored,) = await streaks.after(tx, subscriber_id - 1, 1)
        known = await facts.gather(tx, subscriber_id)
        if known == self.seen.get(subscriber_id):
            return
        before, self.seen[subscriber_id] = self.seen.get(subscriber_id), known
        if stored.kept is None or stored.folded_at is None:
            assert not known.sequence
            return
        kept, at = stored.kept, stored.folded_at
        if before is None or (before.sequence, before.pauses) != (known.sequence, known.pauses):
            assert at == town.now, "a fact has changed and was not folded"
        gaps = [gap for gap in known.outages if gap.end is not None and gap.end <= at]
        folded = replace(known, outages=gaps).fold(at)
        assert numbers(kept) == numbers(folded)
        self._over_time(kept, known.fold(town.now))
        self.steps[subscriber_id] += 1
        if self.steps[subscriber_id] % COMPARED_EVERY == 0:
            agrees_with_the_reference(known, town.now)
        self.days |= set(met_in(folded))

    def _over_time(self, kept: streaks.Kept, today: Streak) -> None:
        assert kept.answered == today.answered
        assert kept.settled <= today.settled_up_to
        assert kept.best <= today.best

    async def compare(self) -> None:
        """Compare everybody with the slow reference, and with what rebuilding would find."""
        town = self.town
        for chat in town.chats.values():
            known = await town.see(facts.gather, chat.row)
            agrees_with_the_reference(known, town.now)
        page = await town.see(rebuilding.check_page, 0)
        assert page is not None and page.people == len(town.chats)
        assert page.differences == ()


def numbers(streak: Any) -> tuple[int, ...]:
    """What is kept of a streak, of the kept row or of the fold."""
    settled = streak.settled_up_to if isinstance(streak, Streak) else streak.settled
    return (
        streak.current,
        streak.best,
        streak.shown,
        streak.freezes,
        streak.answered,
        settled,
    )


def agrees_with_the_reference(known: Facts, now: datetime) -> None:
    """The fold of these facts is what the rules in words say of them."""
    if not known.sequence:
        return
    history = History(list(known.sequence), list(known.pauses), list(known.outages))
    slow, fast = told(history, now), known.fold(now)
    assert numbers(fast) == (
        slow.current,
        slow.best,
        slow.shown,
        slow.freezes,
        slow.answered,
        slow.settled_up_to,
    )
    assert {day.challenge.id: str(day.verdict) for day in fast.days} == slow.verdicts


def met_in(folded: Streak) -> Iterator[tuple[str, int]]:
    """Which hard cases a streak shows, each with the challenge that shows it."""
    excuses = {
        Excuse.NOT_TODAY: "not today",
        Excuse.PAUSE: "pause while open",
        Excuse.OUTAGE: "day in an outage",
        Excuse.UNKNOWN: "unknown",
    }
    for day in folded.days:
        key = day.challenge.id
        if day.spent:
            yield "freeze spent", key
        if day.case.went_at is not None:
            yield "followed up late", key
        if len(folded.open) > 1 and day.is_open:
            yield "two days open", key
        if not day.answered and day.excuse in excuses:
            yield excuses[day.excuse], key


_AFTERWARDS = {
    "freeze given back": "SELECT count(*) FROM outbox WHERE kind = 'freeze_back'",
    "late": """SELECT count(*) FROM deliveries
               WHERE julianday(delivered_at) - julianday(due_at) > 1.0 / 24""",
}


async def seen_afterwards(tx: Tx) -> Counter[str]:
    """What only the rows tell: how often it happened."""
    counted = {what: await tx.exec_driver_sql(query) for what, query in _AFTERWARDS.items()}
    return Counter({what: rows.scalar() for what, rows in counted.items()})


async def test_every_kept_streak_is_what_its_rows_say_after_each_step(
    tmp_path: Path, tell: Tell
) -> None:
    """Five towns of three people, four weeks each."""
    met: Counter[str] = Counter()
    for seed in range(TOWNS):
        with new_database(tmp_path / f"town-{seed}.db") as db:
            town = town_of(db, seed)
            watch = Watch(town)
            await people_of(town)
            town.after = watch.look
            outages(town, WEEKS)
            await town.live(START + timedelta(weeks=WEEKS))
            await watch.compare()
            met += await town.see(seen_afterwards)
        met += town.met + Counter(case for case, _ in watch.days)
        met["steps"] += watch.steps.total()
    tell("\n".join(f"{met[case]:6} {case}" for case in ("steps", *HARD)))
    assert not [case for case in HARD if not met[case]]
