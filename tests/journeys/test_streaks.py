"""The streak as people meet it: what is celebrated, what is told, and where one stands."""

from typing import Any

from tests.journeys.steps import joined, texts_of
from tests.world import World

THREE = "That makes three in a row."


async def hears(world: World, person: Any, words: str) -> list[str]:
    """What a person is told after saying something."""
    before = len(person.heard)
    await person.sends(words)
    await world.settle()
    return texts_of(person)[before:]


async def press(world: World, person: Any, card: Any, button: str) -> None:
    await person.presses(card, button)
    await world.settle()


async def test_done_undone_and_done_again_is_celebrated_once(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(2):
            await hears(world, ana, "What I did")
            await world.later(days=1)
        third = ana.last
        for button in ("Done", "Undo Done", "Done"):
            await press(world, ana, third, button)
        assert sum(THREE in text for text in texts_of(ana)) == 1


async def test_what_is_celebrated_comes_after_the_answer_that_brought_it(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(2):
            await hears(world, ana, "What I did")
            await world.later(days=1)
        told = await hears(world, ana, "The third")
        assert "Saved to Day 3. Streak 3." in told[0]
        assert THREE in told[1]
        assert len(told) == 2


async def test_an_answer_in_a_pause_is_celebrated_like_any_other(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(2):
            await hears(world, ana, "What I did")
            await world.later(days=1)
        await hears(world, ana, "/pause")
        await press(world, ana, ana.last, "3 days")
        assert THREE in (await hears(world, ana, "The third, from the mountains"))[-1]
