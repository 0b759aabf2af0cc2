"""What stands above a challenge and below it."""

from typing import Any

import pytest

from bot.chat.callbacks import data, delivery_in
from bot.chat.scene import LONGEST_MESSAGE, Message, keyboard_of
from bot.chat.views import days
from bot.chat.views.table import VIEWS
from bot.library.render import visible_length
from tests.chat.test_views import PARAMS, scene


def shown(*notes: tuple[str, int, int]) -> Message:
    """Day 1 with these notes above it."""
    return VIEWS["challenge"]({"day": 1, "delivery": 7, "notes": notes}, scene())


def above(message: Message) -> list[str]:
    """The lines above the day."""
    before, found, _ = message.html.partition("<b>Day 1: ")
    assert found
    return before.strip().splitlines()


def test_without_news_a_challenge_begins_with_its_title() -> None:
    assert above(VIEWS["challenge"]({"day": 1, "delivery": 7}, scene())) == []
    assert above(shown()) == []


def test_what_became_of_earlier_days_stands_above_a_line_each() -> None:
    frozen, unknown, lost = above(shown(("frozen", 174, 3), ("unknown", 175, 4), ("lost", 176, 5)))
    assert frozen == "A freeze covered Day 174, so your streak holds."
    assert "Day 175 may not have reached you" in unknown and "/day 175" in unknown
    assert "Day 176 may be lost" in lost and "it counts" in lost


@pytest.mark.parametrize(("more", "said"), [(1, "1 more day like that"), (9, "9 more days like")])
def test_more_than_three_are_counted(more: int, said: str) -> None:
    lines = above(shown(*(("lost", 100 + each, each) for each in range(3 + more))))
    assert len(lines) == 4
    assert "Day 102 " in lines[2]
    assert said in lines[3]


@pytest.mark.parametrize("room", [400, 150, 60, 10])
def test_a_long_day_leaves_less_room_above_and_is_itself_whole(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_day = "<b>Day 1: Long</b>\n" + "x" * (LONGEST_MESSAGE - room - 12)
    monkeypatch.setattr(days, "_day", lambda params, scene: long_day)
    message = shown(*(("lost", 100 + each, each) for each in range(5)))
    assert visible_length(long_day) == LONGEST_MESSAGE - room
    assert visible_length(message.html) <= LONGEST_MESSAGE
    assert message.html.endswith(long_day)
    assert len(above(message)) == {400: 3, 150: 1, 60: 1, 10: 0}[room]


@pytest.mark.parametrize(
    "verb", ["done", "undo", "later", "skip", "unskip", "went", "notyet", "drop"]
)
def test_a_message_about_a_day_is_known_by_any_of_its_buttons(verb: str) -> None:
    """T28"""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data(verb, 175)}]]}
    assert delivery_in(markup) == 175


def test_a_list_of_days_is_about_none_of_them() -> None:
    message = VIEWS["three_waiting"](PARAMS["three_waiting"], scene())
    markup = keyboard_of(message.keyboard)
    assert markup is not None
    assert delivery_in(markup.to_dict()) is None


@pytest.mark.parametrize("kind", ["challenge", "today", "past_day", "follow_up", "dropped"])
def test_every_message_about_one_day_carries_it(kind: str) -> None:
    params: dict[str, Any] = {**PARAMS[kind]}
    markup = keyboard_of(VIEWS[kind](params, scene()).keyboard)
    assert markup is not None
    assert delivery_in(markup.to_dict()) == params["delivery"]
