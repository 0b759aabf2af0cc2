"""Methods about the bot itself, its menu, its chats and their files."""

import re
from typing import TYPE_CHECKING, Any

from bot.demo.addressing import find_chat
from bot.demo.chats import Chat
from bot.demo.params import Params
from bot.demo.refusals import (
    COMMAND_INVALID,
    COMMANDS_NO_ARRAY,
    COMMANDS_TOO_MANY,
    COMMANDS_UNREADABLE,
    FILE_ID_MISSING,
    SCOPE_UNREADABLE,
    USER_ID_INVALID,
    USER_NOT_FOUND,
    RefusedError,
    bad_request,
)

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]

ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "supports_guest_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
    "can_manage_bots": False,
}

MOST_COMMANDS = 100
LONGEST_COMMAND = 32
LONGEST_DESCRIPTION = 256
"""Characters (documentation of BotCommand; TDLib)."""

SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")

PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}
"""Characters (documentation of setMyName, setMyDescription, setMyShortDescription)."""


def get_me(telegram: "LocalTelegram", params: Params) -> Json:
    """getMe."""
    return {**telegram.bot, **ABILITIES}


def set_my_commands(telegram: "LocalTelegram", params: Params) -> bool:
    """setMyCommands, for a scope and a language."""
    try:
        given = params.json("commands") or []
    except ValueError:
        raise RefusedError(COMMANDS_UNREADABLE) from None
    if not isinstance(given, list):
        raise RefusedError(COMMANDS_NO_ARRAY)
    commands = [_command(each) for each in given]
    if len(commands) > MOST_COMMANDS:
        raise RefusedError(COMMANDS_TOO_MANY)
    telegram.commands[_scope(params)] = commands
    return True


def get_my_commands(telegram: "LocalTelegram", params: Params) -> list[Json]:
    """getMyCommands: those of exactly this scope and language."""
    return telegram.commands.get(_scope(params), [])


def delete_my_commands(telegram: "LocalTelegram", params: Params) -> bool:
    """deleteMyCommands."""
    telegram.commands.pop(_scope(params), None)
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        _refuse_command("expected an Object")
    for needed in ("command", "description"):
        if not isinstance(given.get(needed), str):
            _refuse_command(f'Can\'t find field "{needed}"')
    name = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    for what, value, longest in (
        ("Command", name, LONGEST_COMMAND),
        ("Command description", description, LONGEST_DESCRIPTION),
    ):
        if not value:
            raise RefusedError(bad_request(f"{what} must be non-empty"))
        if len(value) > longest:
            raise RefusedError(bad_request(f"{what} length must not exceed {longest}"))
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise RefusedError(COMMAND_INVALID)
    return {"command": name, "description": description}


def _refuse_command(reason: str) -> None:
    raise RefusedError(bad_request(f"Can't parse BotCommand: {reason}"))


def _scope(params: Params) -> tuple[str, str, str, str]:
    """What commands are kept under: kind, chat, user, language."""
    try:
        scope = params.json("scope") or {"type": "default"}
    except ValueError:
        raise RefusedError(SCOPE_UNREADABLE) from None
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in SCOPES + CHAT_SCOPES:
        raise RefusedError(bad_request("Can't parse BotCommandScope: Unsupported type specified"))
    language = params.text("language_code")
    if kind in SCOPES:
        return kind, "", "", language
    if not scope.get("chat_id"):
        raise RefusedError(bad_request("Can't parse BotCommandScope: Empty chat_id specified"))
    return kind, str(scope["chat_id"]), str(scope.get("user_id", "")), language


def set_my_name(telegram: "LocalTelegram", params: Params) -> bool:
    """setMyName."""
    return _describe(telegram, params, "name")


def set_my_description(telegram: "LocalTelegram", params: Params) -> bool:
    """setMyDescription."""
    return _describe(telegram, params, "description")


def set_my_short_description(telegram: "LocalTelegram", params: Params) -> bool:
    """setMyShortDescription."""
    return _describe(telegram, params, "short_description")


def get_my_name(telegram: "LocalTelegram", params: Params) -> Json:
    """getMyName; the bot's own first name where none was set."""
    named = _described(telegram, params, "name")
    return named if named["name"] else {"name": telegram.bot["first_name"]}


def get_my_description(telegram: "LocalTelegram", params: Params) -> Json:
    """getMyDescription."""
    return _described(telegram, params, "description")


def get_my_short_description(telegram: "LocalTelegram", params: Params) -> Json:
    """getMyShortDescription."""
    return _described(telegram, params, "short_description")


def _describe(telegram: "LocalTelegram", params: Params, what: str) -> bool:
    words = params.text(what)
    if len(words) > PROFILE_LIMITS[what]:
        too_long = {"name": "bot name is too long"}.get(what, "bot info description is too long")
        raise RefusedError(bad_request(too_long))
    telegram.profile[what, params.text("language_code")] = words
    return True


def _described(telegram: "LocalTelegram", params: Params, what: str) -> Json:
    """In the language asked for; without one there, in none."""
    own = telegram.profile.get((what, params.text("language_code")))
    return {what: own or telegram.profile.get((what, ""), "")}


def get_chat(telegram: "LocalTelegram", params: Params) -> Json:
    """getChat."""
    chat = find_chat(telegram, params.text("chat_id"))
    facts = {"accent_color_id": chat.id % 7, "max_reaction_count": 11}
    return {**chat.describe(), **facts, "accepted_gift_types": dict.fromkeys(GIFTS, False)}


GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat_member(telegram: "LocalTelegram", params: Params) -> Json:
    """getChatMember."""
    chat = find_chat(telegram, params.text("chat_id"))
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise RefusedError(USER_ID_INVALID)
    if user_id == telegram.bot["id"]:
        return telegram.membership(chat.role)
    person = telegram.people.get(user_id)
    if person is None:
        raise RefusedError(USER_NOT_FOUND)
    return {"user": person.user, "status": "member" if _is_in(chat, user_id) else "left"}


def _is_in(chat: Chat, user_id: int) -> bool:
    return chat.id == user_id or user_id in chat.members


def get_file(telegram: "LocalTelegram", params: Params) -> Json:
    """getFile."""
    if not params.text("file_id"):
        raise RefusedError(FILE_ID_MISSING)
    return telegram.files.offer(params.text("file_id"))


def log_out(telegram: "LocalTelegram", params: Params) -> bool:
    """logOut: every later call is refused."""
    telegram.logged_out = True
    return True


def close(telegram: "LocalTelegram", params: Params) -> bool:
    """close: the server lets go of the bot, which may come back at once here."""
    return True
