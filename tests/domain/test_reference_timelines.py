"""The slow reference and the fold, both, on the rows of T1 to T32 that concern the streak.

Hours are UTC; the first week begins on Monday, March 1, 2027. Where a row is about delivery, its
days come when it says, and what is asked is whether their windows follow.
"""

from dataclasses import replace

import pytest

from bot.domain.challenge import FollowUp, Span
from tests.domain.histories import History
from tests.domain.side_by_side import folded, told
from tests.domain.timeline import (
    BLOCK,
    MON,
    MON_DONE,
    SIX,
    SKIPPED_NUMBERS,
    SUMMARY,
    THU,
    THU_DONE,
    TUE,
    TWELVE,
    WED,
    WED_DONE,
    WEEK_OFF,
    Row,
    at,
    day,
    number,
    press,
    text,
)  # fmt: skip

IN_GRACE = {174: "in grace", 175: "open", "current": 13, "best": 13, "open": (175,), "freezes": 1}
MOVED_ID = number(at("Tue 20:00")) + 1

ROWS = [
    Row("T1", [replace(MON, replies=text("Tue 20:00")), TUE], {"Tue 20:00": IN_GRACE}),
    Row(
        "T2",
        [
            replace(MON, replies=text("Tue 20:00")),
            replace(TUE, replies=text("Tue 20:00", moved="Tue 20:01")),
        ],
        {
            "Tue 20:00": {174: "open in grace", 175: "on time", "current": 12, "shown": 13},
            "Tue 20:01": IN_GRACE,
        },
        filed={(174, MOVED_ID): at("Tue 20:01")},
    ),
    Row(
        "T3",
        [replace(MON, replies=text("Wed 08:00", after=-1)), TUE, WED],
        {"Wed 08:00": {174: "in grace", "current": 13, "freezes": 1, "open": (175, 176)}},
    ),
    Row(
        "T3, its message id above",
        [replace(MON, replies=text("Wed 08:00")), TUE, WED],
        {"Wed 08:00": {174: "frozen", "current": 12, "freezes": 0}},
    ),
    Row(
        "T4",
        [MON, TUE, replace(WED, replies=text("Wed 12:00")), THU],
        {
            "Wed 08:00": {174: "frozen", "current": 12, "freezes": 0, "shown": 12},
            "Wed 12:00": {"current": 12, "shown": 13, "open": (175,), "settled_up_to": 14},
            "Thu 08:00": {175: "missed", "current": 1, "best": 12, "open": (177,)},
        },
    ),
    Row(
        "T5",
        [MON, TUE, day(176, "+1 Wed 08:00"), day(177, "+1 Thu 08:00")],
        {
            "+1 Tue 11:00": {"open": (174, 175), "current": 12},
            "+1 Thu 08:00": {174: "neutral", 175: "neutral", "current": 12, "freezes": 1},
        },
        pause=WEEK_OFF,
    ),
    Row(
        "T5, both answered",
        [replace(MON, replies=text("Sat 10:00")), replace(TUE, replies=text("Sat 10:01"))],
        {"Sat 10:01": {174: "in grace", 175: "on time", "current": 14, "freezes": 2}},
        pause=WEEK_OFF,
    ),
    Row(
        "T6",
        [day(10, "Mon 08:00"), day(11, "Tue 08:00", replies=text("Tue 12:00")), WED],
        {
            "Tue 12:00": {"current": 6, "shown": 7, "open": (10,), "freezes": 0},
            "Wed 08:00": {10: "missed", "current": 1, "freezes": 0, "best": 6},
        },
        before=SIX,
    ),
    Row(
        "T11",
        [MON_DONE, day(175, "Tue 21:00", replies=text("Wed 20:59")), WED],
        {"Wed 12:00": {175: "open", 176: "open"}, "Wed 20:59": {175: "on time", "current": 14}},
    ),
    Row(
        "T13",
        [MON, day(175, "Wed 08:00"), THU],
        {"Thu 08:00": {174: "neutral", "current": 12, "freezes": 1}},
        outage=Span(at("Mon 20:00"), at("Wed 02:00")),
    ),
    Row(
        "T19",
        [day(1, "Mon 08:00"), day(2, "Tue 08:00"), day(3, "Wed 08:00")],
        {"Wed 08:00": {1: "missed", "current": 0, "best": 0, "freezes": 1}},
        before=[],
    ),
    Row(
        "T20",
        [
            MON_DONE,
            replace(TUE, done=press("Tue 12:00"), replies=text("Wed 10:00")),
            replace(WED, replies=text("Wed 10:00", moved="Wed 10:01")),
        ],
        {"Wed 10:01": {175: "on time", 176: "open", "current": 14}},
        filed={(175, number(at("Wed 10:00")) + 1): at("Wed 10:01")},
    ),
    Row(
        "T21",
        [
            MON_DONE,
            replace(TUE, not_today=press("Tue 09:00"), replies=text("Tue 21:00")),
            replace(WED, not_today=press("Wed 09:00")),
            THU_DONE,
            day(178, "Fri 08:00"),
        ],
        {
            "Tue 21:00": {175: "on time", "current": 14, "freezes": 2},
            "Fri 08:00": {176: "neutral", "current": 15, "freezes": 2},
        },
    ),
    Row(
        "T22",
        [MON_DONE, TUE],
        {"Tue 12:00": {162: "frozen", "current": 13, "freezes": 1}},
        before=[TWELVE[0], replace(TWELVE[1], not_today=press("Tue 10:00")), *TWELVE[2:]],
    ),
    Row(
        "T23",
        [MON_DONE, replace(TUE, replies=text("Tue 12:00")), WED, THU],
        {"Sat 12:00": {175: "on time", "answered": 14}},
    ),
    Row(
        "T24",
        [
            replace(MON, replies=text("Tue 12:00")),
            replace(TUE, replies=text("Tue 12:00", moved="Sat 12:00")),
            WED_DONE,
            THU_DONE,
        ],
        {
            "Sat 11:59": {174: "frozen", 175: "on time", "current": 15, "freezes": 1},
            "Sat 12:00": {174: "in grace", 175: "on time", "current": 16, "freezes": 2},
        },
        filed={(174, number(at("Tue 12:00")) + 1): at("Sat 12:00")},
    ),
    Row(
        "T25",
        [
            MON_DONE,
            replace(TUE, follow_up=FollowUp(at("Tue 09:00"), at("Fri 08:05"), True)),
            WED_DONE,
            THU_DONE,
        ],
        {
            "Fri 08:04": {175: "neutral", "current": 15, "freezes": 2},
            "Fri 08:05": {175: "in grace", "current": 16, "freezes": 2},
        },
    ),
    Row(
        "T26",
        [MON_DONE, replace(TUE, done=press("Wed 07:50")), day(176, "Wed 12:00")],
        {"Wed 12:00": {175: "on time", "current": 14}},
    ),
    Row(
        "T27",
        [
            MON_DONE,
            replace(TUE, unknown=True, message_id=None, replies=text("Tue 09:00")),
            WED_DONE,
        ],
        {"Wed 09:00": {175: "on time", "current": 15}},
    ),
    Row(
        "T27, not seen after all",
        [MON_DONE, replace(TUE, unknown=True, message_id=None), WED_DONE, THU_DONE],
        {"Thu 09:00": {175: "neutral", "current": 15, "freezes": 2}},
    ),
    Row(
        "T28",
        [MON_DONE, replace(TUE, replies=text("Tue 08:04")), WED],
        {"Wed 08:00": {175: "on time", "current": 14}},
    ),
    Row(
        "T29",
        [MON, day(175, "+3 Mon 08:00"), day(176, "+3 Tue 08:00")],
        {
            "+2 Sun 09:00": {174: "open", "current": 12},
            "+3 Tue 08:00": {174: "neutral", "current": 12, "freezes": 1},
        },
        pause=BLOCK,
    ),
    Row(
        "T31",
        [
            day(365, "Mon 08:00", replies=text("Tue 14:00"), summary=SUMMARY),
            day(1, "+1 Mon 08:00", run=2),
        ],
        {
            "Tue 13:59": {365: "open in grace", "current": 12},
            "Tue 14:00": {365: "in grace", "current": 13, "answered": 13},
            "+1 Mon 08:00": {365: "in grace", "current": 13, "answered": 0},
        },
    ),
    Row(
        "T31, unanswered",
        [day(365, "Mon 08:00", summary=SUMMARY)],
        {"Wed 07:59": {365: "open in grace"}, "Wed 08:00": {365: "frozen", "freezes": 0}},
    ),
    Row(
        "T32",
        [MON, day(190, "+2 Wed 08:00"), day(191, "+2 Thu 08:00")],
        {
            "+2 Tue 11:59": {174: "open"},
            "+2 Thu 08:00": {174: "neutral", "current": 12, "freezes": 1, "open": (190, 191)},
        },
        pause=SKIPPED_NUMBERS,
    ),
    Row(
        "T32, answered before it ends",
        [replace(MON, replies=text("+2 Tue 11:59")), day(190, "+2 Wed 08:00")],
        {"+2 Wed 08:00": {174: "on time", "current": 13}},
        pause=SKIPPED_NUMBERS,
    ),
]


WINDOWS = [
    ("T7", "Tue 07:00", "Wed 13:00", "Wed 12:59"),
    ("T8", "Mon 13:00", "Tue 23:00", "Tue 22:59"),
    ("T9", "Mon 19:00", "Wed 16:00", "Wed 15:59"),
    ("T10", "Mon 23:00", "Tue 07:00", "Tue 22:59"),
    ("T12", "Mon 08:00", "Wed 08:00", "Wed 07:59"),
    ("T14", "Mon 08:00", "Tue 21:30", "Tue 21:29"),
    ("T15", "Fri 08:00", "+1 Mon 08:00", "Sun 21:00"),
    ("T16", "Mon 18:00", "Tue 20:00", "Tue 19:59"),
    ("T17", "Mon 23:50", "Tue 07:50", "Tue 23:49"),
    ("T18", "Tue 00:30", "Wed 20:00", "Wed 19:59"),
    ("T30", "Mon 08:00", "Tue 07:00", "Tue 07:59"),
]
"""A challenge, the next as the row has it delivered, and a minute that is still in its window."""


@pytest.mark.parametrize(("name", "came", "following", "late"), WINDOWS, ids=lambda each: each)
def test_a_window_lasts_until_the_next_delivery_and_never_less_than_a_day(
    name: str, came: str, following: str, late: str
) -> None:
    """An answer in it is on time; where both are open at once, both say so."""
    days = [day(174, came, replies=text(late)), day(175, following)]
    history = History([*TWELVE, *days])
    now = max(at(following), at(late))
    slow = told(history.as_known_at(now), now)
    assert (slow.verdicts[174], slow.current, slow.open) == ("on time", 13, (175,)), name
    assert folded(history.as_known_at(now), now) == slow
    both = history.as_known_at(at(following))
    if name in {"T10", "T17", "T30"}:
        assert told(both, at(following)).open == folded(both, at(following)).open == (174, 175)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_reference_and_the_fold_give_what_the_timeline_says(row: Row) -> None:
    """Every number and verdict that the row names, and then all the others alike."""
    for when, expected in row.holds.items():
        now = at(when)
        known = row.history().as_known_at(now)
        slow = told(known, now)
        for key, value in expected.items():
            found = slow.verdicts[key] if isinstance(key, int) else getattr(slow, key)
            assert found == value, (when, key)
        assert folded(known, now) == slow, when


def test_the_settled_streak_before_is_what_the_timelines_start_from() -> None:
    """12, best 12, one freeze; and for T6 6 and none."""
    for before, streak, freezes in ((TWELVE, 12, 1), (SIX, 6, 0)):
        start = told(History(before), at("Mon 07:59"))
        assert (start.current, start.best, start.freezes) == (streak, streak, freezes)
