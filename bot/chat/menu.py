"""The commands that Telegram offers as a menu."""

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from bot.texts.catalogue import Texts

COMMANDS = (
    "today",
    "day",
    "streak",
    "status",
    "why",
    "pause",
    "resume",
    "settings",
    "help",
    "start",
)


async def set_menu(bot: ExtBot[None], texts: Texts) -> None:
    """Set the menu of private chats. Raises what the library raises."""
    commands = [BotCommand(name, texts.say(f"command.{name}")) for name in COMMANDS]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
