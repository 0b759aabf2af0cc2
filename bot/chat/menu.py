"""The commands that Telegram offers as a menu."""

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from bot.texts.catalogue import Texts

COMMANDS = (
    "today",
    "streak",
    "history",
    "missed",
    "search",
    "day",
    "bookmarks",
    "status",
    "why",
    "pause",
    "resume",
    "settings",
    "export",
    "feedback",
    "privacy",
    "help",
)
"""The more often used come first: a phone shows about seven of them at once."""


async def set_menu(bot: ExtBot[None], texts: Texts) -> None:
    """Set the menu of private chats; elsewhere there is none, for no command works there.

    One that somebody left under this token, for all chats, goes. Raises what the library raises.
    """
    commands = [BotCommand(name, texts.say(f"command.{name}")) for name in COMMANDS]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
    await bot.delete_my_commands()
