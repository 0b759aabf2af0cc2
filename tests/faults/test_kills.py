"""SIGKILL at every named instant, in a process of its own, over real HTTP (promises P1 to P4)."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.probe import Point
from tests.faults.invariants import assert_promises_hold, copies_by_delivery
from tests.faults.settled import settled
from tests.faults.stage import Stage, new_stage
from tests.journeys.steps import texts_of
from tests.world import MONDAY

BATCH = 15

NOON = MONDAY.replace(hour=12) + timedelta(days=1)
PROVEN_IN_STORAGE = {Point.MIGRATING, Point.BACKING_UP, Point.RESTORING}
"""Faults 10, 11 and 49: tests/storage ends migrations, backups and their return there."""

REPLYING = (
    (1, Point.UPDATES_RECEIVED),
    (2, Point.INBOX_COMMITTED),
    (3, Point.OFFSET_CONFIRMED),
    (4, Point.EFFECT_WRITTEN),
    (5, Point.EFFECT_COMMITTED),
)
DELIVERING = (
    (6, Point.SENDING_COMMITTED),
    (7, Point.REQUEST_ANSWERED),
    (8, Point.PLANNING),
)


def test_every_instant_at_which_the_program_may_be_killed_has_its_test() -> None:
    """Fault 1: also 2 to 11; a new point of the probe needs a death of its own."""
    dying = {point for _, point in (*REPLYING, *DELIVERING)} | {Point.RECOVERING}
    assert set(Point) == dying | PROVEN_IN_STORAGE


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return new_stage(tmp_path)


async def write(people: Sequence[Any], number: int, batch: int) -> list[Any]:
    """Everybody writes so much at one stroke, so that one poll brings it all."""
    return [
        await person.sends(f"{person.name}: text {each} of batch {batch}")
        for each in range(number)
        for person in people
    ]


@pytest.mark.parametrize("passing", [1, 2])
@pytest.mark.parametrize(("fault", "point"), REPLYING)
async def test_a_kill_on_a_replys_way_loses_no_reply_and_keeps_none_twice(
    stage: Stage, fault: int, point: Point, passing: int
) -> None:
    """Fault 1: killed with updates in hand. Faults 2 to 5: at the next four instants on the way."""
    async with stage.running():
        people = await settled(stage, 5)
    written: list[Any] = []
    async with stage.served():
        doomed = stage.start(point, passing)
        for batch in range(passing):
            written += await write(people, BATCH // 5, batch)
            if not await stage.quiet_or_dead(doomed):
                break
        assert await doomed.ended() == -9, f"{point} was never passed"
        confirmed = assert_reply_is_where_the_name_says(stage, point, written)
        heir = stage.start()
        await stage.quiet(heir)
        written += await write(people, 1, passing)
        await stage.quiet(heir)
        await heir.stopped()
    assert confirmed <= len(written)
    for person in people:
        assert sum("Saved to Day 1. Streak 1." in text for text in texts_of(person)) in (1, 2)
    assert_promises_hold(stage, written=written, logs=stage.diary)
    assert stage.found("SELECT DISTINCT current, best FROM streaks") == [(1, 1)]


def assert_reply_is_where_the_name_says(stage: Stage, point: Point, written: Sequence[Any]) -> int:
    """The instant was what its name says; returns how many updates Telegram holds for done."""
    [(new,)] = stage.found("SELECT count(*) FROM inbox WHERE state = 'new'")
    [(kept,)] = stage.found("SELECT count(*) FROM reflections")
    said = sum("Saved to Day 1" in sent.text for sent in stage.telegram.sent)
    asked = len(stage.telegram.pending)
    match point:
        case Point.UPDATES_RECEIVED:
            assert (asked, new, kept) == (BATCH, 0, len(written) - BATCH)
        case Point.INBOX_COMMITTED:
            assert asked == BATCH and new + kept == len(written)
        case Point.OFFSET_CONFIRMED:
            assert asked == 0 and new > 0
        case Point.EFFECT_WRITTEN:
            assert new > 0 and new + kept == len(written)
        case Point.EFFECT_COMMITTED:
            assert new > 0 and new + kept == len(written) and said < kept
    return len(written) - asked


@pytest.mark.parametrize("passing", [1, 2])
@pytest.mark.parametrize(("fault", "point"), DELIVERING)
async def test_a_kill_in_the_morning_misses_nobody_and_adds_at_most_one_copy(
    stage: Stage, fault: int, point: Point, passing: int
) -> None:
    """Fault 6: before the request. Fault 7: after its answer. Fault 8: amid the planning."""
    async with stage.running():
        people = await settled(stage, 4)
        people += await settled(stage, 4, "Late", 13 * 60)
    async with stage.served():
        doomed = stage.start(point, passing)
        for hour in range(2):
            stage.clock.set(NOON + timedelta(hours=hour))
            if not await stage.quiet_or_dead(doomed):
                break
        assert await doomed.ended() == -9, f"{point} was never passed"
        touched = assert_morning_is_where_the_name_says(stage, point, passing)
        heir = stage.start()
        for hour in range(2):
            stage.clock.set(max(stage.clock.now(), NOON + timedelta(hours=hour)))
            await stage.quiet(heir)
        await heir.stopped()
    assert_everyone_heard(stage, people, day=2, touched=touched)
    assert_promises_hold(stage, logs=stage.diary)


def assert_morning_is_where_the_name_says(stage: Stage, point: Point, passing: int) -> set[int]:
    """The instant was what its name says; returns the deliveries that it left in doubt."""
    sending = "SELECT delivery_id FROM outbox WHERE state = 'sending'"
    touched = {int(str(row[0])) for row in stage.found(sending)}
    planned = stage.found("SELECT id FROM deliveries WHERE day = 2")
    accepted = copies_by_delivery(stage)
    match point:
        case Point.PLANNING:
            assert len(planned) == 4 * (passing - 1) and not touched
        case Point.SENDING_COMMITTED:
            assert touched and any(accepted[each] == 0 for each in touched)
        case Point.REQUEST_ANSWERED:
            assert any(accepted[each] == 1 for each in touched)
    return touched


def assert_everyone_heard(
    stage: Stage, people: Sequence[Any], *, day: int, touched: set[int]
) -> None:
    """One delivery of the day each, with one copy, or two where a kill left one in doubt."""
    rows = stage.found(f"SELECT id, state FROM deliveries WHERE day = {day}")
    assert len(rows) == len(people)
    copies = copies_by_delivery(stage)
    for key, state in rows:
        assert state == "delivered"
        assert 1 <= copies[int(str(key))] <= 1 + (key in touched), (key, copies, touched)


async def test_five_kills_in_the_middle_of_recovery_still_end_well(stage: Stage) -> None:
    """Fault 9: each start is killed as it sorts out what the last one left, the sixth is not."""
    async with stage.running():
        people = await settled(stage, 20)
    async with stage.served():
        doomed = stage.start(Point.REQUEST_ANSWERED, 3)
        stage.clock.set(NOON)
        await stage.quiet_or_dead(doomed)
        assert await doomed.ended() == -9
        sending = "SELECT delivery_id FROM outbox WHERE state = 'sending'"
        touched = {int(str(row[0])) for row in stage.found(sending)}
        assert touched
        for death in range(5):
            doomed = stage.start(Point.RECOVERING, 1 + death % len(touched))
            assert await doomed.ended() == -9
            assert {int(str(row[0])) for row in stage.found(sending)} == touched
        heir = stage.start()
        await stage.quiet(heir)
        await heir.stopped()
    assert stage.found("SELECT max(copies) FROM outbox") == [(1,)]
    assert_everyone_heard(stage, people, day=2, touched=touched)
    assert_promises_hold(stage, logs=stage.diary)
