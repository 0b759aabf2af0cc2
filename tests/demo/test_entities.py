"""Trimming a text, and what Telegram finds in it by itself."""

from typing import Any

import pytest

from bot.demo.entities import tidy, units


def found(text: str) -> list[tuple[str, str]]:
    wide = text.encode("utf-16-le")
    return [
        (
            each["type"],
            wide[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le"),
        )
        for each in tidy(text, []).entities
    ]


def test_length_is_counted_in_utf_16_units() -> None:
    assert (units("abc"), units("é"), units("👍"), units("👨‍👩‍👧")) == (3, 1, 2, 8)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("👍 /day@kindreds_bot 3", [("bot_command", "/day@kindreds_bot")]),
        ("either/or", []),
        ("<b>bold</b> and </start>", []),
        ("see https://example.org/a?b.", [("url", "https://example.org/a?b")]),
        ("ask @somebody now", [("mention", "@somebody")]),
        ("a@example.org", [("email", "a@example.org")]),
        ("#day1 and #1", [("hashtag", "#day1")]),
    ],
)
def test_telegram_finds_entities_by_itself(text: str, entities: list[tuple[str, str]]) -> None:
    assert found(text) == entities


def test_nothing_is_looked_for_inside_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert tidy("/start /help", [code]).entities == [
        code,
        {"type": "bot_command", "offset": 7, "length": 5},
    ]


@pytest.mark.parametrize(
    ("text", "offset", "left"),
    [("  👍 bold  ", 5, (3, 4)), ("\n\nbold", 2, (0, 4)), ("bold   ", 0, (0, 4))],
)
def test_trimming_moves_entities_along(text: str, offset: int, left: tuple[int, int]) -> None:
    entity: dict[str, Any] = {"type": "bold", "offset": offset, "length": 4}
    tidied = tidy(text, [entity])
    assert tidied.text == text.strip()
    assert [(each["offset"], each["length"]) for each in tidied.entities] == [left]


def test_an_entity_in_what_is_trimmed_goes_with_it() -> None:
    assert tidy("a   ", [{"type": "bold", "offset": 2, "length": 2}]).entities == []


def test_control_characters_become_spaces_and_returns_go() -> None:
    assert tidy("a\x00b\r\nc", []).text == "a b\nc"
