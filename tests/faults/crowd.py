"""Many people at once, and what the bot's file says of them."""

import sqlite3
from typing import Any

from tests.world import World


async def joined_now(world: World, name: str, hour: str = "12:00") -> Any:
    """Someone in Lisbon who asked for Day 1 at once; the clock stays where it is."""
    (person,) = await crowd_of(world, 1, name, hour)
    return person


async def crowd_of(world: World, size: int, name: str = "Person", hour: str = "12:00") -> list[Any]:
    """So many people in Lisbon who have just had Day 1."""
    people = await expecting(world, size, name, hour)
    for person in people:
        await person.presses(person.last, "Send Day 1 now", wait=False)
    await world.settle(within=30)
    for person in people:
        assert any("Look up" in message.words for message in person.heard), person.transcript()
    return people


async def expecting(
    world: World, size: int, name: str = "Person", hour: str = "12:00"
) -> list[Any]:
    """So many people in Lisbon whose Day 1 comes at `hour`."""
    people = [world.telegram.person(f"{name} {number}") for number in range(size)]
    for words in ("/start", None, "Europe/Lisbon", hour):
        for person in people:
            if words is None:
                await person.presses(person.last, "I'm in", wait=False)
            else:
                await person.sends(words)
        await world.settle(within=30)
    return people


def column(world: World, query: str) -> list[Any]:
    """The first column of what `query` finds in the bot's file."""
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return [row[0] for row in database.execute(query)]
