"""Moving the demo's time on, without jumping over what should happen on the way."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo import travel
from bot.demo.clock import HandClock
from bot.demo.travel import Travel, next_midnight

START = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)


class Planner:
    """Knows when challenges are due, and plans each once the clock has reached it."""

    def __init__(self, clock: HandClock, *due: datetime) -> None:
        self.clock = clock
        self.due = list(due)
        self.planned: list[datetime] = []
        self.asleep = False

    async def __call__(self) -> datetime | None:
        if not self.asleep and self.due and self.due[0] <= self.clock.now():
            self.planned.append(self.clock.now())
            self.due.pop(0)
        return self.due[0] if self.due else None


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


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
    assert await Travel(clock, Planner(clock, due)).go("next", "UTC")
    assert clock.now() == due


async def test_a_challenge_that_is_due_already_needs_no_move(clock: HandClock) -> None:
    planner = Planner(clock, START - timedelta(minutes=1))
    planner.asleep = True
    assert await Travel(clock, planner).go("next", "UTC")
    assert clock.now() == START


async def test_with_nobody_waiting_there_is_nowhere_to_go(clock: HandClock) -> None:
    assert not await Travel(clock, Planner(clock)).go("next", "UTC")
    assert not await Travel(clock, None).go("next", "UTC")
    assert not await Travel(clock, None).go("yesterday", "UTC")
    assert clock.now() == START


async def test_challenges_on_the_way_come_at_their_own_hour(clock: HandClock) -> None:
    first, second = START + timedelta(minutes=10), START + timedelta(minutes=40)
    planner = Planner(clock, first, second, START + timedelta(hours=5))
    assert await Travel(clock, planner).go("hour", "UTC")
    assert planner.planned == [first, second]
    assert clock.now() == START + timedelta(hours=1)


async def test_a_bot_that_does_not_notice_stops_nobody_for_long(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "PATIENCE", 0.02)
    monkeypatch.setattr(travel, "GLANCE", 0.005)
    planner = Planner(clock, START + timedelta(minutes=10))
    planner.asleep = True
    assert await Travel(clock, planner).go("hour", "UTC")
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
    planner = Planner(clock, *days)
    assert await Travel(clock, planner).go("week", "UTC")
    assert planner.planned == days


async def test_two_moves_at_once_come_one_after_the_other(clock: HandClock) -> None:
    travel = Travel(clock, Planner(clock, START + timedelta(minutes=30)))
    await asyncio.gather(travel.go("hour", "UTC"), travel.go("hour", "UTC"))
    assert clock.now() == START + timedelta(hours=2)


class Sender:
    """Takes a few looks to send what was planned last, and notes when it was sent."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self.looks = 0
        self.sent: list[datetime] = []

    async def busy(self) -> bool:
        if len(self.sent) == len(self.planner.planned):
            return False
        self.looks += 1
        if self.looks % 3 == 0:
            self.sent.append(self.planner.clock.now())
        return True


@pytest.mark.parametrize("to", ["week", "next"])
async def test_the_time_goes_on_only_when_nothing_is_on_its_way_any_more(
    clock: HandClock, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.setattr(travel, "GLANCE", 0.005)
    days = [START + timedelta(days=day, hours=12) for day in range(3)]
    planner = Planner(clock, *days)
    sender = Sender(planner)
    journey = Travel(clock, planner, sender.busy)
    for _ in range(4 if to == "next" else 1):
        await journey.go(to, "UTC")
    assert sender.sent == days
