"""What a narrator's line says of the rows that a transaction wrote."""

from typing import Any

from bot.demo.lines import netted, row_told
from bot.storage.witness import Written


def pause(chat: int, was: dict[str, Any] | None, now: dict[str, Any] | None) -> Written:
    return Written("pauses", chat, was, now)


def test_a_row_that_is_touched_again_and_again_is_told_once() -> None:
    rows = [
        pause(7, {"id": 1, "reason": "asked", "ended_at": None}, {"id": 1, "reason": "silence"}),
        pause(7, None, {"id": 2, "reason": "asked"}),
        pause(7, {"id": 1, "reason": "silence"}, {"id": 1, "reason": "blocked", "ended_at": None}),
        pause(7, {"id": 2, "reason": "asked"}, {"id": 2, "reason": "silence"}),
    ]
    changed, written = map(row_told, netted(rows))
    assert changed is not None
    assert (changed["id"], changed["changed"]) == (1, {"reason": ["asked", "blocked"]})
    assert written is not None
    assert written["did"] == "insert"
    assert written["values"] == {"id": 2, "reason": "silence"}


def test_a_row_that_came_and_went_is_not_told() -> None:
    row = {"id": 1, "reason": "asked"}
    assert netted([pause(7, None, row), pause(7, row, None)]) == []


def test_rows_are_told_apart_by_their_whole_key() -> None:
    rows = [
        Written("bookmarks", 7, None, {"subscriber_id": 1, "day": day, "at": "2026"})
        for day in (3, 4)
    ]
    assert netted(rows) == rows
