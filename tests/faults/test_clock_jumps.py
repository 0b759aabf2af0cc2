"""A wall clock that somebody moves under a running bot, while Telegram's own goes on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.clock import SharedClock
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.settled import settled
from tests.faults.stage import Child, Stage, new_stage
from tests.world import MONDAY

NOON = MONDAY.replace(hour=12)


class Jumps:
    """A bot by a clock of its own that leaps beside Telegram's."""

    def __init__(self, stage: Stage, child: Child, own: SharedClock, people: list[Any]) -> None:
        self.stage = stage
        self.child = child
        self.own = own
        self.people = people

    async def by(self, **units: float) -> None:
        """Move the bot's clock alone, and wait for what follows."""
        self.own.forward(timedelta(**units))
        await self.quiet()

    async def both(self, moment: Any) -> None:
        """Let the time come, for everyone."""
        self.stage.clock.set(moment)
        self.own.set(moment)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is left to do by the bot's own clock."""
        real, self.stage.clock = self.stage.clock, self.own
        try:
            await self.stage.quiet(self.child)
        finally:
            self.stage.clock = real

    def heard(self) -> set[int]:
        """How many challenges each person has had."""
        return {
            sum("On a hard day" in message.words for message in person.heard)
            for person in self.people
        }


@pytest.fixture
async def jumps(tmp_path: Path) -> AsyncIterator[Jumps]:
    stage = new_stage(tmp_path)
    async with stage.running():
        people = await settled(stage, 4, begun=False)
    own = SharedClock(tmp_path / "own clock")
    own.set(MONDAY)
    async with stage.served():
        child = stage.start(clock=tmp_path / "own clock")
        jumps = Jumps(stage, child, own, people)
        await jumps.quiet()
        yield jumps
        await jumps.quiet()
        await child.stopped()
    assert max(copies_by_delivery(stage).values()) == 1
    assert_promises_hold(stage, logs=stage.diary)


async def test_an_hour_ahead_and_back_says_nothing_twice(jumps: Jumps) -> None:
    """Fault 58: +1 h over the hour of everyone, and -1 h again."""
    await jumps.both(NOON - timedelta(minutes=30))
    assert jumps.heard() == {0}
    await jumps.by(hours=1)
    assert jumps.heard() == {1}
    await jumps.by(hours=-1)
    await jumps.both(NOON + timedelta(minutes=1))
    assert jumps.heard() == {1}
    await jumps.both(NOON + timedelta(days=1))
    assert jumps.heard() == {2}


async def test_two_days_ahead_bring_one_challenge_and_no_burst(jumps: Jumps) -> None:
    """Fault 58: +2 days; the dates between are skipped, not caught up with."""
    await jumps.both(NOON)
    await jumps.by(days=2)
    assert jumps.heard() == {2}
    await jumps.by(hours=1)
    assert jumps.heard() == {2}


async def test_a_day_back_sends_nothing_that_was_sent(jumps: Jumps) -> None:
    """Fault 58: -1 day; the next challenge comes on the next date without one."""
    await jumps.both(NOON)
    await jumps.by(days=-1)
    await jumps.by(hours=2)
    assert jumps.heard() == {1}
    await jumps.both(NOON + timedelta(days=1))
    assert jumps.heard() == {2}


@pytest.mark.parametrize(("hours", "day"), [(-1, 1), (1, 1), (-24, 1), (48, 2)])
async def test_what_people_write_by_a_wrong_clock_is_kept(
    jumps: Jumps, hours: int, day: int
) -> None:
    """Fault 58: replies are dated by Telegram, which knows nothing of our clock; whatever that
    shows, they go to the challenge that stands above them in the chat.
    """
    await jumps.both(NOON)
    assert jumps.heard() == {1}
    await jumps.by(hours=hours)
    written = [await person.sends(f"Kept, {person.name}") for person in jumps.people]
    await jumps.quiet()
    rows = "SELECT d.day FROM reflections r JOIN deliveries d ON d.id = r.delivery_id"
    days = jumps.stage.found(rows)
    assert len(days) == 4
    assert set(days) == {(day,)}
    assert_promises_hold(jumps.stage, written=written, logs=jumps.stage.diary)


async def test_a_challenge_that_came_by_a_wrong_clock_is_answered_all_the_same(
    jumps: Jumps,
) -> None:
    """Fault 58: by our clock Day 1 goes out an hour later than the reply to it is dated."""
    await jumps.both(NOON - timedelta(minutes=30))
    await jumps.by(hours=1)
    assert jumps.heard() == {1}
    written = [await person.sends(f"At once, {person.name}") for person in jumps.people]
    await jumps.quiet()
    assert_promises_hold(jumps.stage, written=written, logs=jumps.stage.diary)
