"""Moving the demo's time on, without jumping over what should happen on the way."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import travel
from bot.demo.clock import HandClock
from bot.demo.travel import Travel, next_midnight

START = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)


class Bot:
    """Has things to do, and does each in a few looks once the clock has reached it."""

    def __init__(self, clock: HandClock, *due: datetime, others: Sequence[datetime] = ()) -> None:
        self.clock = clock
        self.due = list(due)
        self.others = list(others)
        self.done: list[datetime] = []
        self.asleep = False
        self.looks = 0

    async def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    async def next_stir(self, now: datetime) -> datetime | None:
        return min((at for at in [*self.due, *self.others] if at > now), default=None)

    async def is_busy(self, now: datetime) -> bool:
        due = [at for at in [*self.due, *self.others] if at <= now]
        self.looks += 1
        if due and not self.asleep and self.looks % 3 == 0:
            self.done.append(now)
            for each in due:
                (self.due if each in self.due else self.others).remove(each)
        return bool(due)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks are near one another."""
    monkeypatch.setattr(travel, "GLANCE", 0.005)
    monkeypatch.setattr(travel, "PATIENCE", 0.2)


async def test_an_hour_is_an_hour(clock: HandClock) -> None:
    assert await Travel(clock, None).go("hour", "UTC")
    assert clock.now() == START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Lisbon", datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2027, 3, 28, 15, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 3, 28, 4, 0, tzinfo=UTC)),
    ],
)
async def test_tomorrow_begins_at_midnight_where_the_person_is(
    clock: HandClock, zone: str, midnight: datetime
) -> None:
    assert await Travel(clock, None).go("tomorrow", zone)
    assert clock.now() == midnight


def test_where_midnight_does_not_exist_the_day_begins_after_it() -> None:
    eve = datetime(2027, 9, 4, 12, 0, tzinfo=UTC)
    begins = next_midnight(eve, "America/Santiago")
    assert begins.astimezone(UTC) == datetime(2027, 9, 5, 4, 0, tzinfo=UTC)


async def test_the_next_challenge_is_gone_to_exactly(clock: HandClock) -> None:
    due = START + timedelta(hours=11, minutes=30)
    assert await Travel(clock, Bot(clock, due)).go("next", "UTC")
    assert clock.now() == due


async def test_a_challenge_that_is_due_already_needs_no_move(clock: HandClock) -> None:
    bot = Bot(clock, START - timedelta(minutes=1))
    bot.asleep = True
    assert await Travel(clock, bot).go("next", "UTC")
    assert clock.now() == START


async def test_with_nobody_waiting_there_is_nowhere_to_go(clock: HandClock) -> None:
    assert not await Travel(clock, Bot(clock)).go("next", "UTC")
    assert not await Travel(clock, None).go("next", "UTC")
    assert not await Travel(clock, None).go("yesterday", "UTC")
    assert clock.now() == START


async def test_challenges_on_the_way_come_at_their_own_hour(clock: HandClock) -> None:
    first, second = START + timedelta(minutes=10), START + timedelta(minutes=40)
    bot = Bot(clock, first, second, START + timedelta(hours=5))
    assert await Travel(clock, bot).go("hour", "UTC")
    assert bot.done == [first, second]
    assert clock.now() == START + timedelta(hours=1)


async def test_a_bot_that_does_not_notice_stops_nobody_for_long(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "PATIENCE", 0.02)
    bot = Bot(clock, START + timedelta(minutes=10))
    bot.asleep = True
    assert await Travel(clock, bot).go("hour", "UTC")
    assert clock.now() == START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "week_on"),
    [
        ("UTC", datetime(2027, 4, 3, 20, 0, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2027, 4, 3, 19, 0, tzinfo=UTC)),
    ],
)
async def test_a_week_on_is_the_same_time_of_day_where_the_person_is(
    clock: HandClock, zone: str, week_on: datetime
) -> None:
    assert await Travel(clock, None).go("week", zone)
    assert clock.now() == week_on


async def test_a_week_stops_at_every_challenge_on_its_way(clock: HandClock) -> None:
    days = [START + timedelta(days=day, hours=12) for day in range(7)]
    bot = Bot(clock, *days)
    assert await Travel(clock, bot).go("week", "UTC")
    assert bot.done == days


async def test_two_moves_at_once_come_one_after_the_other(clock: HandClock) -> None:
    travel = Travel(clock, Bot(clock, START + timedelta(minutes=30)))
    await asyncio.gather(travel.go("hour", "UTC"), travel.go("hour", "UTC"))
    assert clock.now() == START + timedelta(hours=2)


@pytest.mark.parametrize("to", ["week", "next"])
async def test_an_evenings_reminder_on_the_way_comes_at_its_own_hour_too(
    clock: HandClock, to: str
) -> None:
    days = [START + timedelta(days=1, hours=12), START + timedelta(days=20)]
    evening = START + timedelta(days=1)
    bot = Bot(clock, *days, others=[evening])
    assert await Travel(clock, bot).go(to, "UTC")
    assert bot.done[0] == evening
    assert clock.now() == (days[0] if to == "next" else START + timedelta(days=7))


@pytest.mark.parametrize("to", ["week", "next"])
async def test_the_time_goes_on_only_when_nothing_is_left_to_do(clock: HandClock, to: str) -> None:
    days = [START + timedelta(days=day, hours=12) for day in range(3)]
    bot = Bot(clock, *days)
    journey = Travel(clock, bot)
    for _ in range(4 if to == "next" else 1):
        await journey.go(to, "UTC")
    assert bot.done == days
