"""What a press about a day may be taken for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.domain.challenge import Challenge, FollowUp, Press, Reply
from bot.domain.streak import Day, fold
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.usecases import marks
from bot.usecases.person import Person
from bot.usecases.presses import (
    NotYours,
    Pressed,
    Told,
    is_first_answer,
    may_ask_for_a_line,
    verbs,
)
from tests.journeys.steps import joined
from tests.world import World

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=2)
A_DAY = timedelta(days=1)


def day(now: datetime = LATER, **facts: Any) -> Day:
    """Day 1, with those that came every morning since until `now`."""
    sequence = [Challenge(1, 1, MONDAY, 10, **facts)]
    while (following := MONDAY + len(sequence) * A_DAY) <= now:
        number = len(sequence) + 1
        sequence.append(Challenge(number, number, following, 10 * number))
    found = fold(sequence, now).of(1)
    assert found is not None
    return found


def test_a_fresh_day_can_be_done_put_off_or_set_aside() -> None:
    assert verbs(day(), LATER) == ("done", "later", "skip")


def test_what_was_pressed_can_be_undone_and_pressed_again() -> None:
    pressed, undone = Press(LATER), Press(LATER, LATER)
    assert verbs(day(done=(pressed,)), LATER) == ("undo",)
    assert verbs(day(done=(undone,)), LATER) == ("done", "later", "skip")
    assert verbs(day(not_today=(pressed,)), LATER) == ("done", "later", "unskip")
    assert verbs(day(not_today=(undone, pressed)), LATER) == ("done", "later", "unskip")
    assert verbs(day(not_today=(undone,)), LATER) == ("done", "later", "skip")


def test_a_day_is_put_off_once() -> None:
    put_off = FollowUp(LATER)
    dropped = FollowUp(LATER, LATER)
    assert verbs(day(follow_up=put_off), LATER) == ("done", "skip")
    assert verbs(day(follow_up=dropped), LATER) == ("done", "skip")


def test_an_answered_day_need_not_be_set_aside_and_an_old_one_cannot_be() -> None:
    reply = Reply(LATER, 11)
    assert verbs(day(replies=(reply,)), LATER) == ("done", "later")
    for now, offers in ((MONDAY + 2 * A_DAY - timedelta(seconds=1), True), (MONDAY + 2 * A_DAY, 0)):
        assert ("skip" in verbs(day(now), now)) == bool(offers)
        assert ("unskip" in verbs(day(now, not_today=(Press(LATER),)), now)) == bool(offers)


def test_a_line_is_asked_for_once_and_only_where_there_are_no_words() -> None:
    assert may_ask_for_a_line(day())
    assert not may_ask_for_a_line(day(replies=(Reply(LATER, 11),)))
    assert not may_ask_for_a_line(day(done=(Press(LATER, LATER),)))
    assert not may_ask_for_a_line(day(follow_up=FollowUp(LATER, LATER, went=True)))
    assert may_ask_for_a_line(day(replies=(Reply(LATER, 11, withdrawn_at=LATER),)))
    assert may_ask_for_a_line(day(follow_up=FollowUp(LATER)))


def test_the_first_answer_a_day_has_is_first_once() -> None:
    assert is_first_answer(day())
    assert not is_first_answer(day(replies=(Reply(LATER, 11, withdrawn_at=LATER),)))
    assert not is_first_answer(day(done=(Press(LATER, LATER),)))


def test_a_press_counts_when_it_came_or_at_the_last_poll_before_a_gap() -> None:
    """T26"""
    sent = Delivery(1, 1, 1, 1, MONDAY.date(), MONDAY, "delivered", None, MONDAY, 10, None)
    assert Pressed(LATER).on(sent) == LATER
    assert Pressed(LATER, MONDAY + timedelta(hours=1)).on(sent) == MONDAY + timedelta(hours=1)
    assert Pressed(LATER, MONDAY - A_DAY).on(sent) == MONDAY


async def _unrecorded(tx: Tx, state: str, sending_at: str | None) -> None:
    """As if nobody had heard yet what became of Day 1."""
    forget = "delivered_at = NULL, seen_from = NULL, message_id = NULL"
    await tx.execute(text(f"UPDATE deliveries SET state = 'planned', {forget}"))
    await tx.execute(
        text("UPDATE outbox SET state = :state, sending_at = :at WHERE kind = 'challenge'"),
        {"state": state, "at": sending_at},
    )


async def _restored(tx: Tx) -> None:
    await tx.execute(text("UPDATE outbox SET state = 'sent'"))


async def test_a_press_proves_that_a_challenge_on_the_wire_has_arrived(world: World) -> None:
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        db, now, who = bot.services.db, world.clock.now(), Person(ana.id, ana.id)
        since = (now - timedelta(seconds=2)).strftime("%Y-%m-%d %H:%M:%S.%f")

        async def press(tx: Tx) -> tuple[object, list[Any]]:
            await _unrecorded(tx, "sending", since)
            told = await marks.done(tx, now, who, 1, Pressed(now))
            seen = (await tx.execute(text("SELECT seen_from FROM deliveries"))).scalars().all()
            await _restored(tx)
            return told, list(seen)

        told, seen = await db.write(press)
        assert isinstance(told, Told) and told.notice == "press.done"
        assert seen == [since]


async def test_no_button_sits_on_a_challenge_that_was_not_sent(world: World) -> None:
    """Fault 68: whoever guesses the number of their own next challenge gets nowhere."""
    async with world.running() as bot:
        ana = await joined(world, "Ana")
        db, now, who = bot.services.db, world.clock.now(), Person(ana.id, ana.id)

        async def press(tx: Tx, state: str) -> list[object]:
            await _unrecorded(tx, "cancelled", None)
            await tx.execute(text("UPDATE deliveries SET state = :state"), {"state": state})
            pressed = Pressed(now)
            found = [
                await each(tx, now, who, 1, pressed)
                for each in (marks.done, marks.undo, marks.not_today, marks.today_after_all)
            ]
            assert await tx.scalar(text("SELECT count(*) FROM marks")) == 0
            return found

        for state in ("planned", "failed", "skipped"):
            assert await db.write(press, state) == [NotYours()] * 4
