"""Everybody presses the same button at the same instant."""

import asyncio

import pytest

from tests.faults.crowd import column, no_trouble
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.faults.settled import settled
from tests.world import World

CROWD = 200


async def test_two_hundred_presses_at_once_are_all_answered(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 67: each is acknowledged, and counts once, for whoever pressed it."""
    async with world.running():
        people = await settled(world, CROWD)
        challenges = [each.heard[-1] for each in people]
        presses = zip(people, challenges, strict=True)
        answers = await asyncio.gather(
            *(person.presses(one, "Not today", within=20) for person, one in presses)
        )
        assert {answer["text"] for answer in answers} == {
            "Day 1 is set aside. It won't count against you."
        }
        await world.settle()
        labels = {button["text"] for one in challenges for button in one.buttons}
        assert labels == {"Done", "Remind me in 3 days", "Undo Not today"}
        await assert_streaks_are_what_the_rows_say(world)
        no_trouble(world, caplog)
    assert column(world, "SELECT count(DISTINCT delivery_id) FROM marks") == [CROWD]
    assert column(world, "SELECT count(*) FROM marks") == [CROWD]
    assert_promises_hold(world, logs=caplog.text)
