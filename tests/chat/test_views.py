"""What messages look like."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.chat.scene import LONGEST_MESSAGE, Scene
from bot.chat.views.clipping import pieces
from bot.chat.views.table import VIEWS
from bot.library.load import load_pack, packaged_content
from bot.library.model import Day, Part
from bot.library.render import plain, utf16_length, visible_length
from bot.storage.reflections import Reflection
from bot.texts.catalogue import load_texts

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
TOMORROW = (NOW + timedelta(days=1, hours=2)).isoformat()
STANDING = {
    "state": "active",
    "latest": 3,
    "own_pace": True,
    "next_day": 4,
    "length": 365,
    "waiting": [1, 2],
    "zone": "Europe/Lisbon",
    "next": TOMORROW,
    "run": 2,
    "streak": 2,
    "settled": 1,
    "grid": [[1, "oxw"], [4, "...."]],
    "best": 5,
    "freezes": 1,
    "answered": 3,
    "open": [[3, TOMORROW], [2, None]],
    "paused": False,
    "minute": 480,
    "weekend": 600,
    "notes": [["frozen", 1, 1]],
}
SET = {
    "state": "active",
    "zone": "Europe/Lisbon",
    "minute": 480,
    "weekend": 600,
    "rest": [5, 6],
    "silent": False,
    "nudge": 1200,
    "recap": True,
    "memories": True,
    "dark": True,
    "next": TOMORROW,
    "old": {"zone": "Europe/Berlin", "next": NOW.isoformat()},
    "had": 0,
    "moved": False,
    "today": True,
}
PARAMS: Mapping[str, Mapping[str, Any]] = {
    "ask_city": {"back": "welcome"},
    "ask_hour": {"zone": "Asia/Tokyo", "back": "place"},
    "ask_weekend": {"zone": "Asia/Tokyo", "minute": 480, "back": "settings"},
    "type_hour": {"back": "hour"},
    "joining_reminder": {"card": "ask_city", "params": {"back": "welcome"}},
    "which_place": {"places": [["Lisbon, Portugal", "Europe/Lisbon"]]},
    "countries": {"letter": "S"},
    "country_zones": {"code": "CA"},
    "offset_zones": {"minutes": -300},
    "is_this_it": {"zone": "Europe/Lisbon", "asked": True},
    "there_already": {"zone": "Europe/Lisbon"},
    "keys_away": {"zone": "Europe/Lisbon"},
    "settings": SET,
    "rest_days": SET,
    "ready": {"zone": "Europe/Lisbon", "next": TOMORROW, "day": 1, "now": 1, "ahead": False},
    "begun": {"zone": "Europe/Lisbon", "next": TOMORROW, "day": 2},
    "challenge": {"day": 1, "delivery": 7},
    "today": {"day": 1, "delivery": 7, "zone": "Europe/Lisbon", "next": TOMORROW},
    "past_day": {
        "day": 1,
        "delivery": 7,
        "bookmarked": False,
        "before": None,
        "after": [2, 8],
    },
    "history": {"page": 1, "pages": 3, "days": [[9, 15, "frozen"], [8, 14, "on_time"]]},
    "missed": {"page": 0, "pages": 1, "days": [[3, 9, "missed"]]},
    "bookmarks": {"page": 0, "pages": 1, "days": []},
    "search": {"page": 1, "more": True, "hits": [[1, 7, None, 2, 5], [2, 8, 4, 0, 3]]},
    "reply_ask": {"day": 3},
    "last_time": {"day": 3, "before": 7, "zone": "Europe/Lisbon"},
    "day_ahead": {"day": 5, "delivery": None},
    "which_day": {"last": 7},
    "nothing_yet": {"zone": "Europe/Lisbon", "next": TOMORROW},
    "saved": {
        "reflection": 4,
        "day": 2,
        "streak": 1,
        "answered": 141,
        "was": [1, 7],
        "rest": [3, 9],
        "paused": True,
        "hint": True,
    },
    "edit_ask": {"reflection": 4, "day": 2},
    "move_ask": {"reflection": 4, "day": 2, "days": [[day, day + 6] for day in range(1, 9)]},
    "move_where": {"reflection": 4, "day": 2, "days": []},
    "delete_ask": {"reflection": 4, "day": 2},
    "delete_day_ask": {"day": 2, "count": 3},
    "deleted": {"day": 2, "delivery": 8, "reopen": True},
    "reopened": {"day": 2},
    "nothing_to_delete": {"day": 2},
    "delete_which": {"last": 365},
    "own_file": {"reflection": 4, "day": 2},
    "streak": STANDING,
    "status": STANDING,
    "milestone": {"streak": 7, "day": 7},
    "freeze_back": {"day": 3, "answered": True},
    "why": {
        "zone": "Europe/Lisbon",
        "lines": [
            ["day", 1, 9, "on_time", None, []],
            ["paused", 9, 10, 3],
            ["day", 10, 10, "neutral_pause", None, ["answered_later"]],
            ["day", 11, 11, "missed", None, ["taken_away", "ended"]],
            ["outage", TOMORROW, TOMORROW],
            ["run", 2, 1],
            ["away", 11, 12, 20],
            ["day", 12, 12, "open", TOMORROW, []],
            ["paused", 12, None, 1],
            ["away", 12, None, None],
        ],
        "streak": 0,
        "best": 9,
    },
    "paused": {"zone": "Europe/Lisbon", "back": TOMORROW, "was": TOMORROW},
    "pause_past": {"example": "2026-12-07"},
    "pause_unclear": {"example": "2026-12-07"},
    "still_paused": {"days": 30},
    "as_usual": {"zone": "Europe/Lisbon", "next": TOMORROW},
    "came_back": {
        "day": 12,
        "zone": "Europe/Lisbon",
        "next": TOMORROW,
        "streak": 12,
        "own_pace": True,
    },
    "nudge_ask": {"minute": 1200},
    "ask_nudge": {"zone": "Europe/Lisbon", "minute": 480, "back": "settings"},
    "nudge_on": {"minute": 1200},
    "nudge": {"day": 12, "delivery": 7, "streak": 12},
    "recap": {
        "marks": ["on_time", "in_grace", "later", "frozen", "neutral", "missed", "open"],
        "answered": 5,
        "of": 7,
        "streak": 12,
        "settled": 12,
        "waiting": [3],
        "first": "2026-11-23",
        "last": "2026-11-29",
    },
    "quiet": {"alternate": True},
    "keep_coming": {"zone": "Europe/Lisbon", "next": TOMORROW},
    "every_other_day": {"zone": "Europe/Lisbon", "next": TOMORROW},
    "every_day": {"zone": "Europe/Lisbon", "next": None},
    "resumed": {"zone": "Europe/Lisbon", "next": TOMORROW, "streak": 3, "now": True},
    "welcome_back": {"days": 9, "streak": 12},
    "restart_ask": {"position": 12, "run": 3},
    "run_begun": {"zone": "Europe/Lisbon", "next": TOMORROW, "day": 12, "paused": False},
    "jump_where": {"last": 365},
    "summary": {
        "number": 1,
        "last": 365,
        "complete": True,
        "own_pace": True,
        "best": 38,
        "delivered": 365,
        "answered": 141,
        "grid": [[1, "o" * 141 + "x" * 224]],
        "dates": ["2026-11-23", "2027-11-22"],
    },
    "pressed": {
        "notice": "press.later",
        "values": {"day": 175},
        "delivery": 7,
        "verbs": ["done", "skip"],
        "asks_at": TOMORROW,
        "zone": "Europe/Lisbon",
    },
    "follow_up": {"day": 1, "delivery": 7},
    "went": {"day": 1, "delivery": 7, "streak": 13},
    "not_yet": {"day": 1, "delivery": 7, "zone": "Europe/Lisbon", "next": TOMORROW},
    "dropped": {"day": 1, "delivery": 7, "excused": True},
    "three_waiting": {"day": 9, "waiting": [[1, 7], [2, 8], [3, 9]]},
    "help": {"own_pace": True},
    "sorry": {"reference": "a1b2"},
    "deleteme_ask": {"messages": 141, "days": 365, "since": 1795413600},
    "deleteme_sure": {"since": 1795413600},
    "export": {"form": "yearbook"},
    "export_coming": {"count": 3},
    "export_wait": {"zone": "Europe/Lisbon", "last": NOW.isoformat(), "next": TOMORROW},
}


def scene(*reflections: Reflection) -> Scene:
    return Scene(
        texts=load_texts(),
        now=NOW,
        pack=load_pack(packaged_content()),
        reflections=reflections,
        operator_contact="@operator",
        help_line="call 000",
    )


@pytest.mark.parametrize("kind", sorted(VIEWS))
def test_every_kind_of_message_can_be_made_and_fits_telegram(kind: str) -> None:
    message = VIEWS[kind](PARAMS.get(kind, {}), scene())
    assert message.html
    assert utf16_length(plain(message.html)) <= LONGEST_MESSAGE
    assert "{" not in message.html
    for row in message.keyboard:
        for label, data in row:
            assert label
            assert 1 <= len(data.encode()) <= 64


def test_times_are_said_in_the_persons_zone_and_by_their_phone() -> None:
    html = VIEWS["ready"](PARAMS["ready"], scene()).html
    assert "tomorrow at 08:00 in Lisbon" in html
    assert '<tg-time unix="' in html


def test_ones_own_words_come_back_as_they_were_and_never_as_markup() -> None:
    words = '<b>not bold</b> & "quoted" {0} %s'
    kept = Reflection(1, 1, 7, 1, "text", words, None, NOW, None, 1)
    html = VIEWS["past_day"](PARAMS["past_day"], scene(kept)).html
    assert words in plain(html)
    assert "<b>not bold" not in html


@pytest.mark.parametrize("letter", ["x", "é", "\N{FAMILY}", "<"])
def test_very_long_words_of_ones_own_go_on_from_page_to_page(letter: str) -> None:
    kept = [Reflection(n, 1, 7, n, "text", letter * 5000, None, NOW, None, 1) for n in range(3)]
    shown, part, more = "", 1, True
    while more:
        message = VIEWS["past_day"]({**PARAMS["past_day"], "part": part}, scene(*kept))
        assert utf16_length(plain(message.html)) <= LONGEST_MESSAGE
        shown += plain(message.html).partition("ou wrote")[2]
        labels = [label for row in message.keyboard for label, _ in row]
        more, part = "More of your words »" in labels, part + 1
    assert shown.count(letter) == 3 * 5000
    assert "« Your words before" in labels


def test_a_page_that_is_there_no_more_is_the_last_one() -> None:
    kept = Reflection(1, 1, 7, 1, "text", "Short by now", None, NOW, None, 1)
    html = VIEWS["past_day"]({**PARAMS["past_day"], "part": 7}, scene(kept)).html
    assert "Short by now" in html


def test_below_a_day_that_fills_its_message_nothing_is_said_that_would_not_fit() -> None:
    full = scene()
    day = full.pack.day(1)
    assert day is not None
    long = replace(day, reflection=Part("x" * 3000, "x" * 3000))
    spare = 4096 - visible_length(render_of(long, full))
    long = replace(day, reflection=Part("x" * (3000 + spare), "x" * (3000 + spare)))
    packed = replace(full, pack=replace(full.pack, days=(long,)))
    kept = Reflection(1, 1, 7, 1, "text", "My words", None, NOW, None, 1)
    for kind in ("today", "past_day"):
        html = VIEWS[kind](PARAMS[kind], packed).html
        assert visible_length(html) == LONGEST_MESSAGE
    first = VIEWS["past_day"](PARAMS["past_day"], replace(packed, reflections=[kept]))
    assert visible_length(first.html) == LONGEST_MESSAGE
    assert "More of your words »" in [label for row in first.keyboard for label, _ in row]
    second = {**PARAMS["past_day"], "part": 2}
    assert "My words" in VIEWS["past_day"](second, replace(packed, reflections=[kept])).html


def render_of(day: Day, here: Scene) -> str:
    return VIEWS["challenge"](
        {"day": day.number, "delivery": 7},
        replace(here, pack=replace(here.pack, days=(day,))),
    ).html


@pytest.mark.parametrize(
    "text", ["a b  c\n\nd" * 40, "👨‍👩‍👧 é" * 30, "日本語" * 60, "x" * 300, ""]
)
@pytest.mark.parametrize("first", [0, 1, 7, 1000])
def test_pieces_of_a_text_are_all_of_it_and_none_is_too_long(text: str, first: int) -> None:
    found = pieces(text, first, 11)
    assert "".join(found) == text
    assert utf16_length(found[0]) <= first
    assert all(0 < utf16_length(each) <= 11 for each in found[1:])


def test_a_day_ahead_shows_its_title_and_more_only_where_the_operator_lets_it() -> None:
    day = scene().pack.day(5)
    assert day is not None
    title_only = VIEWS["day_ahead"]({"day": 5, "whole": False}, scene()).html
    assert day.title in plain(title_only)
    assert day.homework.text[:40] not in plain(title_only)
    whole = VIEWS["day_ahead"]({"day": 5, "whole": True}, scene()).html
    assert day.homework.text[:40] in plain(whole)
    assert "still ahead of you" in whole


def test_the_streak_tells_progress_first_then_the_streak_then_the_best() -> None:
    lines = VIEWS["streak"](STANDING, scene()).html.splitlines()
    assert lines[2:6] == [
        "Run 2: 3 of 365 days answered.",
        "Your streak is 2.",
        "Your longest so far: 5.",
        "Settled so far: 1 day.",
    ]
    assert "Day 3 is open, until tomorrow at 08:00 at least." in lines
