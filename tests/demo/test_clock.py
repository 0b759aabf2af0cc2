"""Clocks that can be moved."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.demo.clock import HandClock, SharedClock

NOON = datetime(2027, 3, 28, 12, 0, tzinfo=UTC)


def test_a_clock_in_the_hand_stands_still_until_it_is_moved() -> None:
    clock = HandClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.forward(timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    clock.set(NOON - timedelta(days=1))
    assert clock.now() == NOON - timedelta(days=1)


def test_it_shows_utc_whatever_zone_it_was_set_in() -> None:
    clock = HandClock(NOON.astimezone(timezone(timedelta(hours=9))))
    assert clock.now() == NOON
    assert clock.now().tzinfo is UTC


def test_it_takes_no_instant_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        HandClock(datetime(2027, 3, 28, 12, 0))  # noqa: DTZ001


async def test_waiting_by_it_is_real() -> None:
    clock = HandClock(NOON)
    before = clock.monotonic()
    await clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.009
    assert clock.now() == NOON


def test_two_who_share_a_clock_see_each_others_moves(tmp_path: Path) -> None:
    here, there = SharedClock(tmp_path / "clock"), SharedClock(tmp_path / "clock")
    assert abs(here.now() - there.now()) < timedelta(seconds=5)
    here.forward(timedelta(days=2))
    here.forward(timedelta(hours=1))
    assert there.offset == here.offset == timedelta(days=2, hours=1)
    there.set(NOON)
    assert abs(here.now() - NOON) < timedelta(seconds=5)


def test_without_its_file_a_shared_clock_is_the_machines(tmp_path: Path) -> None:
    clock = SharedClock(tmp_path / "clock")
    clock.forward(timedelta(days=2))
    (tmp_path / "clock").unlink()
    assert clock.offset == timedelta()


def test_moving_a_shared_clock_leaves_nothing_beside_its_file(tmp_path: Path) -> None:
    clock = SharedClock(tmp_path / "clock")
    clock.forward(timedelta(minutes=5))
    clock.forward(timedelta(minutes=5))
    assert [path.name for path in tmp_path.iterdir()] == ["clock"]


def test_a_file_that_holds_no_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("soon")
    with pytest.raises(ValueError, match="soon"):
        SharedClock(tmp_path / "clock").now()
