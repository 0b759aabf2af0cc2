"""What people do in journeys, in a few words."""

from typing import Any

from tests.world import World


async def join(world: World, name: str, zone: str, hour: str, day: int = 1) -> Any:
    """Someone joins from a zone, for an hour; the last thing they heard is when Day 1 comes."""
    person = world.telegram.person(name, language="en")
    await person.sends("/start")
    await world.settle()
    await person.presses(person.last, "I'm in")
    await world.settle()
    await person.sends(zone)
    await world.settle()
    await person.sends(hour)
    await world.settle()
    assert f"Day {day} arrives" in person.last["text"], person.last
    return person


async def turn(world: World, person: Any, card: Any, button: str) -> Any:
    """Press a button, and wait until the card that it belongs to has been redrawn."""
    before = len(card.earlier)
    await person.presses(card, button)
    for _ in range(1000):
        if len(card.earlier) > before:
            break
        await world.clock.sleep(0.005)
    assert len(card.earlier) > before, person.transcript()
    await world.settle()
    return card


async def joined(world: World, name: str, zone: str = "Europe/Lisbon") -> Any:
    """Someone who has just had Day 1, at nine in the morning of their own zone."""
    person = await join(world, name, zone, "09:00")
    await world.later(hours=3)
    assert "Day 1: " in person.last["text"], person.last
    return person


def texts_of(person: Any) -> list[str]:
    """All that a person heard, in order; below a picture it is the caption."""
    return [message.words for message in person.heard]
