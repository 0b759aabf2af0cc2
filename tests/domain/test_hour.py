"""Reading a typed hour."""

import pytest

from bot.domain.hour import parse_hour


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("7", 7 * 60),
        ("7:30", 7 * 60 + 30),
        ("7.30pm", 19 * 60 + 30),
        ("7.30 p.m.", 19 * 60 + 30),
        ("19h30", 19 * 60 + 30),
        ("19h", 19 * 60),
        ("0730", 7 * 60 + 30),
        ("730", 7 * 60 + 30),
        ("12 am", 0),
        ("12 pm", 12 * 60),
        ("12:05AM", 5),
        (" 00:00 ", 0),
        ("23:59", 23 * 60 + 59),
    ],
)
def test_an_hour_is_read_however_people_write_it(typed: str, minute: int) -> None:
    assert parse_hour(typed) == minute


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "24:00",
        "7:60",
        "13pm",
        "0am",
        "7:3",
        "-7",
        "7:30:00",
        "7" * 5000,
        "７:30x",
        "\0",
    ],
)
def test_anything_else_is_not_taken_for_an_hour(typed: str) -> None:
    assert parse_hour(typed) is None
