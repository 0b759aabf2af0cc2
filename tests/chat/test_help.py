"""What people are told they can do: all of it, on one screen, and nothing that is not there."""

import re

import pytest
from telegram.ext import CommandHandler

from bot.chat.menu import COMMANDS
from bot.chat.routes import handlers
from bot.chat.views.table import VIEWS
from bot.library.render import plain
from bot.texts.catalogue import load_texts
from tests.chat.test_views import scene

LEFT_OUT = {
    "start": "whoever reads this has sent it",
    "help": "it is what they are reading",
    "hour": "a button of /settings",
    "timezone": "a button of /settings",
}
"""Commands that the card does not name, and why."""

WIDTH = 42
"""About so many letters stand on a line of a phone 390 points wide."""


def commands() -> set[str]:
    return {
        name
        for handler in handlers(load_texts())
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }


def named(own_pace: bool = True) -> set[str]:
    html = VIEWS["help"]({"own_pace": own_pace}, scene()).html
    return set(re.findall(r"(?<![\w/])/([a-z]+)", plain(html)))


def test_every_command_is_in_the_help_or_left_out_for_a_reason() -> None:
    assert named() | set(LEFT_OUT) == commands()
    assert not named() & set(LEFT_OUT)


def test_by_the_calendar_nobody_chooses_a_place_in_the_series() -> None:
    assert named() - named(own_pace=False) == {"restart", "jump"}


def test_the_help_is_one_screen_of_a_phone() -> None:
    text = plain(VIEWS["help"]({"own_pace": True}, scene()).html)
    assert sum(max(1, -(-len(line) // WIDTH)) for line in text.splitlines()) <= 28


def test_the_operators_listening_line_and_address_stand_in_the_help() -> None:
    text = plain(VIEWS["help"]({"own_pace": True}, scene()).html)
    assert "call 000" in text
    assert "@operator" in text


def test_the_menu_offers_only_what_exists_and_says_what_it_is() -> None:
    assert set(COMMANDS) <= commands()
    assert len(set(COMMANDS)) == len(COMMANDS)
    for name in COMMANDS:
        assert 3 <= len(load_texts().say(f"command.{name}")) <= 40


@pytest.mark.parametrize("name", ["deleteme", "restart", "jump", "stop", "delete"])
def test_what_changes_much_is_not_a_slip_of_the_thumb_away(name: str) -> None:
    assert name in commands()
    assert name not in COMMANDS
