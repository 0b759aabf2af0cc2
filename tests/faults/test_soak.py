"""Deaths at random while people write and challenges come due (promises P1, P3 and P4)."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.sender import AT_ONCE
from bot.demo.faults import CutAfter, SlowAnswer
from bot.domain.outbox import MAX_COPIES
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.settled import settled
from tests.faults.stage import Stage, new_stage
from tests.world import MONDAY

HOURS = (7, 9, 11, 13, 15, 17)
"""UTC, which is Lisbon's time in November; those who write get their second day at 18:00."""


@dataclass
class Soak:
    """One long evening: who is there, what they wrote, and what the deaths left in doubt."""

    stage: Stage
    seed: int
    writers: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    written: list[Any] = field(default_factory=list)
    doubts: Counter[int] = field(default_factory=Counter)
    kills: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    async def gather_people(self, writers: int, others: int) -> None:
        async with self.stage.running():
            for group, hour in enumerate(HOURS):
                size = others // len(HOURS)
                self.others += await settled(self.stage, size, f"O{group}", hour * 60, begun=False)
            self.writers = await settled(self.stage, writers, "Writer", 18 * 60)

    async def live_through(self, rounds: int, replies: int) -> None:
        """Two days, hour by hour; a death in each of the first `rounds` hours."""
        for number in range(2 * len(HOURS)):
            day, place = divmod(number, len(HOURS))
            moment = MONDAY.replace(hour=HOURS[place]) + timedelta(days=day)
            self.stage.clock.set(max(moment, self.stage.clock.now()))
            dies = number % (2 * len(HOURS) // rounds) == 0
            await self._hour(replies // (2 * len(HOURS)), dies)
            if place == len(HOURS) - 1:  # before the night, after which it would be too late
                await self._rest()
        self.stage.clock.set(MONDAY.replace(hour=18) + timedelta(days=1))
        await self._rest()

    async def _hour(self, replies: int, dies: bool) -> None:
        child = self.stage.start()
        writing = asyncio.create_task(self._write(replies))
        if not dies:
            await writing
            await self.stage.quiet(child)
            await child.stopped()
            return
        await asyncio.sleep(self.chance.uniform(0.15, 0.6))
        await child.killed()
        await writing
        self.kills += 1
        sending = "SELECT delivery_id FROM outbox WHERE state = 'sending'"
        rows = self.stage.found(sending)
        assert len(rows) <= AT_ONCE
        self.doubts.update(int(str(row[0])) for row in rows if row[0] is not None)

    async def _write(self, replies: int) -> None:
        for _ in range(replies):
            writer = self.chance.choice(self.writers)
            text = f"Reply number {len(self.written)} of {writer.name}"
            self.written.append(await writer.sends(text))
            await asyncio.sleep(self.chance.uniform(0, 0.05))

    async def _rest(self) -> None:
        child = self.stage.start()
        await self.stage.quiet(child)
        await child.stopped()

    def table(self) -> str:
        """What became of it all, in one line."""
        rows = self.stage.found("SELECT id, state FROM deliveries")
        copies = copies_by_delivery(self.stage)
        times = Counter(copies[int(str(key))] for key, _ in rows)
        unknown = sum(state == "unknown" for _, state in rows)
        [(kept,)] = self.stage.found("SELECT count(*) FROM reflections")
        return (
            f"seed {self.seed}: kills {self.kills}, in doubt {self.doubts.total()}, "
            f"replies {len(self.written)}/{kept} kept, due {len(rows)}: "
            f"{times[1]} once, {times[2]} twice, {times[3]} three times, {unknown} unknown"
        )

    def assert_nobody_was_missed(self) -> None:
        """Two days each, each of them arrived or reported unknown."""
        rows = self.stage.found(
            "SELECT s.chat_id, d.state FROM deliveries d JOIN subscribers s ON s.id ="
            " d.subscriber_id"
        )
        assert {str(row[1]) for row in rows} <= {"delivered", "unknown"}, self.table()
        per_person = Counter(row[0] for row in rows)
        assert per_person == {each.id: 2 for each in (*self.writers, *self.others)}


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return new_stage(tmp_path)


async def test_twelve_deaths_lose_no_reply_and_no_challenge(
    stage: Stage, tell: Callable[[str], None]
) -> None:
    """Fault 1: also 2 to 8, at instants that nobody chose; a death adds one copy at most."""
    soak = Soak(stage, seed=20261123)
    await soak.gather_people(writers=8, others=54)
    async with stage.served():
        slow = SlowAnswer(0.2)
        stage.telegram.faults.add(slow, method="sendMessage", times=None, probability=0.5)
        await soak.live_through(rounds=12, replies=156)
    tell(soak.table())
    assert soak.kills == 12
    copies = copies_by_delivery(stage)
    soak.assert_nobody_was_missed()
    for delivery, number in copies.items():
        assert number <= 1 + soak.doubts[delivery], soak.table()
    assert set(stage.found("SELECT DISTINCT state FROM deliveries")) == {("delivered",)}
    assert_promises_hold(stage, written=soak.written, logs=stage.diary)


@pytest.mark.parametrize("lost", [0.1, 0.5])
async def test_answers_that_get_lost_never_make_a_fourth_copy(
    stage: Stage, lost: float, tell: Callable[[str], None]
) -> None:
    """Fault 7: also 28, with deaths in between; what nobody can know is reported unknown."""
    soak = Soak(stage, seed=28)
    await soak.gather_people(writers=2, others=18)
    async with stage.served():
        stage.telegram.faults.add(
            CutAfter(), method="sendMessage", times=None, probability=lost, seed=7
        )
        await soak.live_through(rounds=4, replies=24)
    tell(soak.table())
    copies = copies_by_delivery(stage)
    assert max(copies.values()) == (MAX_COPIES if lost > 0.4 else max(copies.values()))
    assert stage.found("SELECT max(copies) <= 3 FROM outbox") == [(1,)]
    soak.assert_nobody_was_missed()
    unknown = stage.found("SELECT id FROM deliveries WHERE state = 'unknown'")
    assert bool(unknown) >= (lost > 0.4)
    assert_promises_hold(stage, written=soak.written, logs=stage.diary)
