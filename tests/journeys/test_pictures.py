"""Pictures as people get them: with their words, in their colors, and the words without them."""

import sqlite3
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.chat import photo
from bot.demo.faults import BadRequest, CutAfter, TooManyRequests
from bot.pictures.palette import DARK, LIGHT
from tests.journeys.steps import joined, turn
from tests.world import PACK, World, new_world

REFUSED = "Bad Request: PHOTO_INVALID_DIMENSIONS"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The five days of the small series."""
    return new_world(tmp_path, content_dir=PACK)


def column(world: World, query: str) -> list[Any]:
    with sqlite3.connect(world.home / "kindreds.db") as database:
        return [row[0] for row in database.execute(query)]


async def ask(world: World, person: Any, words: str) -> Any:
    """What comes last after these words."""
    await person.sends(words)
    await world.settle()
    return person.last


def picture_of(world: World, message: Any) -> Image.Image:
    """The picture as it was received."""
    file = world.telegram.files.get(message["photo"][-1]["file_id"])
    with Image.open(BytesIO(file.content)) as image:
        return image.convert("RGB")


async def test_the_streak_comes_as_a_picture_with_the_same_in_words(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ask(world, ana, "What I did")
        await world.later(days=1)
        told = await ask(world, ana, "/streak")
        assert picture_of(world, told).width == 1080
        assert "1 of 5 days answered." in told["caption"]
        assert "In the picture: 1 on time, 1 open and 3 still ahead." in told["caption"]


async def test_before_day_1_there_is_nothing_to_draw(world: World) -> None:
    async with world.running():
        ana = world.telegram.person("Ana")
        for words in ("/start", None, "Europe/Lisbon", "09:00"):
            if words is None:
                await ana.presses(ana.last, "I'm in")
                await world.settle()
            else:
                await ask(world, ana, words)
        told = await ask(world, ana, "/streak")
        assert "photo" not in told
        assert "0 of 5 days answered." in told["text"]


async def test_pictures_are_light_until_somebody_wants_them_dark(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        assert picture_of(world, await ask(world, ana, "/streak")).getpixel((2, 2)) == LIGHT.ground
        card = await ask(world, ana, "/settings")
        assert "Pictures come in light colors." in card.words
        await turn(world, ana, card, "Pictures: light")
        assert "Pictures come in dark colors." in card.words
        assert picture_of(world, await ask(world, ana, "/streak")).getpixel((2, 2)) == DARK.ground
        await turn(world, ana, card, "Pictures: dark")
        assert picture_of(world, await ask(world, ana, "/streak")).getpixel((2, 2)) == LIGHT.ground


async def test_a_picture_that_telegram_refuses_leaves_its_words(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(BadRequest(REFUSED), method="sendPhoto", chat_id=ana.id)
        told = await ask(world, ana, "/streak")
        assert "photo" not in told
        assert "In the picture: 1 open and 4 still ahead." in told["text"]
        assert "photo" in await ask(world, ana, "/streak")
    assert column(world, "SELECT state FROM outbox WHERE kind = 'streak'") == ["sent", "sent"]


async def test_a_picture_that_cannot_be_drawn_leaves_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fonts_are_gone(*_: object) -> bytes:
        raise FileNotFoundError(Path("fonts"))

    monkeypatch.setattr(photo, "draw", fonts_are_gone)
    async with world.running():
        ana = await joined(world, "Ana")
        told = await ask(world, ana, "/streak")
        assert "photo" not in told
        assert "0 of 5 days answered." in told["text"]
    assert "could not be drawn" in caplog.text


async def test_a_picture_whose_answer_is_lost_comes_twice_at_most_as_any_message(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(CutAfter(), method="sendPhoto", chat_id=ana.id)
        await ana.sends("/streak")
        await world.settle()
        await world.later(minutes=5)
        assert sum("photo" in message for message in ana.heard) == 2
    assert column(world, "SELECT copies FROM outbox WHERE kind = 'streak'") == [1]


async def test_a_picture_that_has_to_wait_is_not_said_in_words_instead(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(TooManyRequests(30), method="sendPhoto", chat_id=ana.id)
        await ana.sends("/streak")
        await world.settle()
        assert not any("of 5 days answered" in message.words for message in ana.heard)
        await world.later(seconds=31)
        assert "photo" in await ana.hears("of 5 days answered")
    assert column(world, "SELECT copies FROM outbox WHERE kind = 'streak'") == [0]


async def test_a_milestone_comes_as_a_card(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(2):
            await ask(world, ana, "What I did")
            await world.later(days=1)
        card = await ask(world, ana, "The third")
        assert "That makes three in a row." in card["caption"]
        assert picture_of(world, card).width == 1080


async def test_the_end_of_a_run_comes_as_a_page_that_keeps_its_words(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ask(world, ana, "What I did on the first of the days")
        for _ in range(5):
            await world.later(days=1)
        page = ana.last
        caption = page["caption"]
        assert "The dates: November 23, 2026 to November 27, 2026." in caption
        assert "What I did on the first of the days" in caption
        assert picture_of(world, page).width == 1080
        await ana.presses(page, "Run 2 from Day 1")
        await world.settle()
        assert page["caption"] == caption and not page.buttons
        assert "Day 1 comes tomorrow at 09:00" in ana.last.words
    kept = column(world, "SELECT params FROM outbox WHERE kind = 'summary'")
    assert all("first of the days" not in params for params in kept)


async def test_a_picture_is_nowhere_in_the_database(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ask(world, ana, "/streak")
    (params,) = column(world, "SELECT params FROM outbox WHERE kind = 'streak'")
    assert '"grid":[[1,"w...."]]' in params


async def test_the_menu_stands_in_private_chats_and_nowhere_else(world: World) -> None:
    world.telegram.commands["default", "", "", ""] = [{"command": "old", "description": "Gone"}]
    async with world.running():
        ana = await joined(world, "Ana")
        await ask(world, ana, "/help")
    assert set(world.telegram.commands) == {("all_private_chats", "", "", "")}
    offered = [each["command"] for each in world.telegram.commands["all_private_chats", "", "", ""]]
    assert offered[:2] == ["today", "streak"]
    assert "deleteme" not in offered
