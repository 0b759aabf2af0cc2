"""Many people at once, and what the bot's file says of them."""

import sqlite3
from typing import Any

import pytest

from bot.storage import subscribers
from bot.storage.engine import Tx
from bot.usecases import choices
from bot.usecases.person import Person
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
    await world.settle()
    for person in people:
        assert any("Day 1: " in message.words for message in person.heard), person.transcript()
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
        await world.settle()
    return people


def column(world: World, query: str) -> list[Any]:
    """The first column of what `query` finds in the bot's file."""
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return [row[0] for row in database.execute(query)]


async def enrolled(world: World, size: int, hour: int = 12) -> list[Any]:
    """So many people in Lisbon who wait for Day 1 at `hour`, written straight into the rows."""
    assert world.bot is not None
    people = [world.telegram.person(f"Enrolled {number}") for number in range(size)]
    for person in people:
        person.room.started = True
    await world.bot.services.db.write(_enroll, world, people, hour)
    return people


async def _enroll(tx: Tx, world: World, people: list[Any], hour: int) -> None:
    assert world.bot is not None
    now, series = world.clock.now(), world.bot.services.series
    for person in people:
        who = Person(person.id, person.id)
        await subscribers.welcome(tx, now, person.id, person.id, "en", None)
        await choices.choose_place(tx, now, who, series, "Europe/Lisbon")
        await choices.choose_hour(tx, now, who, series, hour * 60)
    await tx.exec_driver_sql("DELETE FROM outbox")


def everything(world: World) -> list[Any]:
    """What the bot knows of people and days, whoever they are."""
    tables = ("subscribers", "runs", "deliveries", "reflections", "marks", "pauses")
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return [database.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def no_trouble(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing raised, and nothing was set aside."""
    raised = [entry.getMessage() for entry in caplog.records if entry.levelname == "ERROR"]
    assert raised == [], caplog.text
    assert column(world, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") == [0]
