"""The bot itself, its menu, its chats and their files."""

from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.demo.files import LARGEST_DOWNLOAD
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import Api


async def test_the_bot_knows_who_it_is(api: Api, bot: Bot) -> None:
    me = await api("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (12345, True, "kindreds_bot")
    assert me["first_name"]
    for ability in ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries"):
        assert isinstance(me[ability], bool)
    assert bot.username == "kindreds_bot"


async def test_commands_are_kept_by_scope_and_language(bot: Bot, ana: Person) -> None:
    await bot.set_my_commands([("today", "The latest challenge")])
    await bot.set_my_commands([("hoy", "El reto de hoy")], language_code="es")
    own = BotCommandScopeChat(ana.id)
    await bot.set_my_commands([("backup", "For the operator")], scope=own)
    assert await bot.get_my_commands() == (BotCommand("today", "The latest challenge"),)
    assert (await bot.get_my_commands(language_code="es"))[0].command == "hoy"
    assert (await bot.get_my_commands(scope=own))[0].command == "backup"
    await bot.delete_my_commands(language_code="es")
    assert await bot.get_my_commands(language_code="es") == ()
    assert len(await bot.get_my_commands()) == 1


def command(name: str = "today", description: str = "Now") -> dict[str, str]:
    return {"command": name, "description": description}


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ("{", "can't parse commands JSON object"),
        ({}, None),
        ({"command": "a"}, "expected an Array of BotCommand"),
        (["today"], "can't parse BotCommand: expected an Object"),
        ([{"command": "a"}], "can't parse BotCommand: Can't find field \"description\""),
        ([command("Today")], "BOT_COMMAND_INVALID"),
        ([command("to-day")], "BOT_COMMAND_INVALID"),
        ([command("")], "command must be non-empty"),
        ([command("a" * 33)], "command length must not exceed 32"),
        ([command(description=" ")], "command description must be non-empty"),
        ([command(description="a" * 257)], "command description length must not exceed 256"),
        ([command(f"c{number}") for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
        ([command("/" + "a" * 32, "a" * 256)], None),
        ([command(f"c{number}") for number in range(100)], None),
    ],
)
async def test_a_menu_that_is_none_is_refused(api: Api, commands: Any, reason: str | None) -> None:
    if reason is None:
        assert await api("setMyCommands", commands=commands) is True
    else:
        refused = await api.refusal("setMyCommands", commands=commands)
        assert refused == f"400 Bad Request: {reason}"


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("{", "can't parse BotCommandScope JSON object"),
        ({"type": "everyone"}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"type": "chat"}, "can't parse BotCommandScope: Empty chat_id specified"),
    ],
)
async def test_a_scope_that_is_none_is_refused(api: Api, scope: Any, reason: str) -> None:
    refused = await api.refusal("setMyCommands", commands=[command()], scope=scope)
    assert refused == f"400 Bad Request: {reason}"


async def test_name_and_descriptions_are_kept_by_language(bot: Bot) -> None:
    assert (await bot.get_my_name()).name == "Kindreds"
    await bot.set_my_name("Afines", language_code="es")
    assert (await bot.get_my_name(language_code="es")).name == "Afines"
    assert (await bot.get_my_name(language_code="de")).name == "Kindreds"
    await bot.set_my_description("One small thing a day")
    described = await bot.get_my_description(language_code="es")
    assert described.description == "One small thing a day"
    await bot.set_my_short_description("A year of days")
    assert (await bot.get_my_short_description()).short_description == "A year of days"


@pytest.mark.parametrize(
    ("what", "longest"), [("Name", 64), ("Description", 512), ("ShortDescription", 120)]
)
async def test_name_and_descriptions_have_their_lengths(api: Api, what: str, longest: int) -> None:
    name = {"Name": "name", "Description": "description"}.get(what, "short_description")
    assert await api(f"setMy{what}", **{name: "a" * longest}) is True
    assert "too long" in await api.refusal(f"setMy{what}", **{name: "a" * (longest + 1)})


async def test_a_chat_describes_itself_to_the_library(bot: Bot, ana: Person) -> None:
    await ana.sends("/start")
    chat = await bot.get_chat(ana.id)
    assert (chat.id, chat.type, chat.first_name) == (ana.id, "private", "Ana")


async def test_membership_is_told_of_people_and_of_the_bot(
    bot: Bot, api: Api, ana: Person, telegram: LocalTelegram
) -> None:
    ben = telegram.person("Ben")
    family = telegram.group("Family", ana)
    assert (await bot.get_chat_member(family.id, ana.id)).status == "member"
    assert (await bot.get_chat_member(family.id, ben.id)).status == "left"
    assert (await bot.get_chat_member(family.id, bot.id)).status == "member"
    family.sets_bot("kicked", by=ana)
    assert (await bot.get_chat_member(family.id, bot.id)).status == "kicked"
    where = {"chat_id": family.id}
    assert await api.refusal("getChatMember", **where, user_id=9) == (
        "400 Bad Request: user not found"
    )
    assert await api.refusal("getChatMember", **where) == (
        "400 Bad Request: invalid user_id specified"
    )


async def test_a_file_that_cannot_be_fetched_is_refused(api: Api, ana: Person) -> None:
    assert await api.refusal("getFile") == "400 Bad Request: file_id not specified"
    assert await api.refusal("getFile", file_id="x") == (
        "400 Bad Request: wrong file_id or the file is temporarily unavailable"
    )
    for size, fits in ((LARGEST_DOWNLOAD, True), (LARGEST_DOWNLOAD + 1, False)):
        video = (await ana.sends_video(content=bytes(size)))["video"]
        response = await api.answer("getFile", file_id=video["file_id"])
        assert response.json()["ok"] is fits
        assert fits or response.json()["description"] == "Bad Request: file is too big"


async def test_closing_is_acknowledged(api: Api) -> None:
    assert await api("close") is True
