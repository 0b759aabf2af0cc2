"""What the bot does where others can read along: nothing."""

from pathlib import Path

import pytest

from tests.faults.crowd import everything, no_trouble
from tests.faults.leaping import leaping_world
from tests.journeys.steps import joined
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


async def test_buttons_pressed_in_a_group_do_nothing_and_say_nothing_there(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 68, 69: a press from a group's message joins nobody and names nobody."""
    async with world.running():
        ana = await joined(world, "Ana")
        eve = world.telegram.person("Eve")
        group = world.telegram.group("Friends", ana, eve)
        before = everything(world)
        message = {
            "message_id": 77,
            "date": world.telegram.unix(),
            "chat": group.chat.describe(),
            "from": world.telegram.bot,
            "text": "?",
        }
        for person, data in (
            (eve, "1:in:"),
            (eve, "1:done:1"),
            (ana, "1:done:1"),
            (ana, "1:what:"),
        ):
            await person.press_data(data, message)
        await world.settle()
        assert everything(world) == before
        assert not any(sent.chat_id == group.id for sent in world.telegram.sent)
        no_trouble(world, caplog)


async def test_a_group_hears_nothing_whatever_is_asked_there(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 71: commands, mentions, answers and edits; nobody's days are shown to others."""
    async with world.running():
        ana = await joined(world, "Ana")
        group = world.telegram.group("Friends", ana)
        before, sent = everything(world), len(world.telegram.sent)
        group.sets_bot("member", ana)
        for text in ("/start", "/start@kindreds_test_bot", "/today", "/streak", "/day 1", "/help"):
            await ana.sends(text, chat=group)
        await ana.sends("hello @kindreds_test_bot", chat=group)
        group.sets_bot("kicked", ana)
        await world.settle()
        assert len(world.telegram.sent) == sent
        assert everything(world) == before
        no_trouble(world, caplog)
