"""A chat that goes on under a new id takes its people along, and loses no message."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import BadRequest
from bot.domain.retry import SEND_FAILURES
from tests.faults.crowd import column, no_trouble
from tests.faults.leaping import leaping_world
from tests.journeys.steps import joined
from tests.world import World

UPGRADED = "group chat was upgraded to a supergroup chat"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


async def speaks_in(world: World, person: Any, chat_id: int) -> None:
    """Have the bot write to this person in another chat from now on."""
    with sqlite3.connect(world.home / "kindreds.db") as database:
        database.execute(
            "UPDATE subscribers SET chat_id = ? WHERE user_id = ?", (chat_id, person.id)
        )


def challenges_in(world: World, chat_id: int, day: int) -> int:
    said = world.telegram.chats[chat_id].messages.values()
    return sum(f"Day {day}: " in message.words for message in said)


async def test_a_refusal_that_names_the_new_chat_is_followed_and_the_message_sent_there_once(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 34: the 400 first, and then the service messages, twice."""
    async with world.running():
        ana = await joined(world, "Ana")
        old = world.telegram.group("Ana", ana)
        new = world.telegram.migrates(old)
        await world.settle()
        services = [dict(each) for room in (old, new) for each in room.chat.messages.values()]
        await speaks_in(world, ana, old.id)
        await world.later(days=1)
        assert challenges_in(world, new.id, 2) == 1
        assert column(world, "SELECT chat_id FROM subscribers") == [new.id]
        for message in services * 2:
            world.telegram.updates.put("message", message)
        await world.later(days=1)
        assert challenges_in(world, new.id, 3) == 1
        no_trouble(world, caplog)
    assert column(world, "SELECT DISTINCT copies FROM outbox") == [0]
    assert column(world, "SELECT chat_id FROM subscribers") == [new.id]
    assert column(world, f"SELECT count(*) FROM outbox WHERE chat_id = {old.id}") == [0]


async def test_a_chat_that_says_it_moved_is_followed_before_anything_is_refused(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 34: the service messages first, twice; no request goes to the old chat."""
    async with world.running():
        ana = await joined(world, "Ana")
        old = world.telegram.group("Ana", ana)
        await speaks_in(world, ana, old.id)
        new = world.telegram.migrates(old)
        await world.settle()
        for message in list(old.chat.messages.values()) + list(new.chat.messages.values()):
            world.telegram.updates.put("message", dict(message))
        await world.settle()
        assert column(world, "SELECT chat_id FROM subscribers") == [new.id]
        await world.later(days=1)
        assert challenges_in(world, new.id, 2) == 1
        assert not any(call.chat_id == old.id for call in world.telegram.calls)
        no_trouble(world, caplog)


async def test_a_chat_that_is_said_to_be_where_it_is_or_elsewhere_for_ever_is_given_up(
    world: World,
) -> None:
    """Fault 34: a circle of new ids costs a few requests and no more."""
    async with world.running():
        ana = await joined(world, "Ana")
        here = BadRequest(UPGRADED, migrate_to_chat_id=ana.id)
        world.telegram.faults.add(here, method="sendMessage", chat_id=ana.id, times=None)
        before = len(world.telegram.calls)
        await world.later(days=1)
        assert len([c for c in world.telegram.calls[before:] if c.method == "sendMessage"]) == 1
        world.telegram.faults.clear()
        there = world.telegram.person("Bea")
        back = BadRequest(UPGRADED, migrate_to_chat_id=ana.id)
        away = BadRequest(UPGRADED, migrate_to_chat_id=there.id)
        world.telegram.faults.add(away, method="sendMessage", chat_id=ana.id, times=None)
        world.telegram.faults.add(back, method="sendMessage", chat_id=there.id, times=None)
        before = len(world.telegram.calls)
        await world.later(days=1)
        sends = [c for c in world.telegram.calls[before:] if c.method == "sendMessage"]
        assert len(sends) == SEND_FAILURES
    assert column(world, "SELECT state FROM deliveries") == ["delivered", "failed", "failed"]
