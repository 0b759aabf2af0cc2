"""What `/why` tells of the last challenges, and of what lay between them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.chat.scene import LONGEST_MESSAGE, Scene
from bot.chat.views.table import VIEWS
from bot.domain.challenge import Challenge, FollowUp, Press, Reply, Span
from bot.domain.streak import fold
from bot.library.load import load_pack
from bot.library.render import utf16_length
from bot.storage.pauses import Pause
from bot.texts.catalogue import load_texts
from bot.usecases.why import LOOKED_BACK, Line, Past, lines_of
from tests.world import PACK

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def day(place: int, *, answered: bool = True, later: timedelta = HOUR, **facts: Any) -> Challenge:
    """The challenge of a morning, answered within the hour."""
    at = MONDAY + (place - 1) * A_DAY
    if answered:
        facts = {"replies": (Reply(at + later, 10 * place + 5),), **facts}
    return Challenge(place, place, at, 10 * place, **facts)


def told(
    sequence: list[Challenge],
    now: datetime,
    *,
    pauses: tuple[Pause, ...] = (),
    outages: tuple[tuple[datetime, datetime], ...] = (),
) -> list[Line]:
    rests = [Span(one.started_at, one.ended_at) for one in pauses]
    gaps = [Span(*gap) for gap in outages]
    folded = fold(sequence, now, pauses=rests, outages=gaps)
    return lines_of(Past(folded, pauses, outages), LOOKED_BACK)


def noon(place: int) -> datetime:
    return MONDAY + (place - 1) * A_DAY + 4 * HOUR


def pause(start: datetime, end: datetime | None, reason: str = "asked") -> Pause:
    return Pause(1, reason, start, None, end)


def shift(one: Challenge, days: int) -> Challenge:
    """The same challenge, so many days later."""
    by = days * A_DAY
    replies = tuple(replace(reply, at=reply.at + by) for reply in one.replies)
    return replace(one, delivered_at=one.delivered_at + by, replies=replies)


def said(lines: list[Line]) -> list[str]:
    """The lines as a person reads them, without what stands around them."""
    scene = Scene(texts=load_texts(), now=noon(30), pack=load_pack(PACK))
    params = {"zone": "Europe/Lisbon", "lines": lines, "streak": 3, "best": 12, "freezes": 0}
    return VIEWS["why"](params, scene).html.splitlines()[2:-2]


def test_ordinary_days_in_a_row_share_a_line() -> None:
    assert said(told([day(n) for n in range(1, 6)], noon(5))) == ["Days 1 to 5: on time"]
    assert said(told([day(n) for n in (1, 2)], noon(2))) == ["Days 1 and 2: on time"]


def test_only_the_last_fourteen_are_told() -> None:
    assert told([day(n) for n in range(1, 31)], noon(30)) == [["day", 17, 30, "on_time", None, []]]


def test_a_day_in_grace_and_a_freeze_stand_for_themselves() -> None:
    sequence = [day(1), day(2, later=30 * HOUR), day(3), day(4, answered=False), day(5), day(6)]
    assert said(told(sequence, noon(6))) == [
        "Day 1: on time",
        "Day 2: a little late, in grace, and counted",
        "Day 3: on time",
        "Day 4: not answered in time, and a freeze covered it",
        "Days 5 and 6: on time",
    ]


def test_a_freeze_covers_a_day_that_was_answered_later_and_both_are_said() -> None:
    sequence = [day(1), day(2, later=50 * HOUR), day(3), day(4), day(5)]
    assert said(told(sequence, noon(5)))[1] == (
        "Day 2: not answered in time, and a freeze covered it (you answered it later)"
    )


def test_where_a_streak_ended_is_said_even_if_the_day_before_is_not_told_any_more() -> None:
    sequence = [day(1), *(day(n, answered=False) for n in (2, 3)), *(day(n) for n in range(4, 17))]
    first = told(sequence, noon(16))[0]
    assert first == ["day", 3, 3, "missed", None, ["ended"]]
    assert said([first]) == ["Day 3: not answered (there the streak ended)"]


def test_an_open_day_says_until_when_and_promises_no_past_time() -> None:
    fresh = told([day(1), day(2, answered=False)], noon(2))
    assert fresh[-1] == ["day", 2, 2, "open", (MONDAY + 2 * A_DAY).isoformat(), []]
    assert told([day(1), day(2, answered=False)], noon(5))[-1] == ["day", 2, 2, "open", None, []]


def test_two_open_days_are_told_with_the_end_of_each_ones_time() -> None:
    until = (MONDAY + 3 * A_DAY).isoformat()
    lines = told([day(1), day(2, answered=False), day(3, answered=False)], noon(3))
    assert lines[1:] == [
        ["day", 2, 2, "open_in_grace", until, []],
        ["day", 3, 3, "open", until, []],
    ]


def test_in_a_pause_no_day_has_a_deadline() -> None:
    lines = told([day(1), day(2, answered=False)], noon(2), pauses=(pause(noon(2) - HOUR, None),))
    assert said(lines) == ["Day 1: on time", "Day 2: open", "Paused since Day 2"]


def test_a_pause_between_two_days_is_named_with_the_days_people_were_told() -> None:
    """From noon to the morning nine challenges on, which is less than ten days."""
    sequence = [day(1), day(2), day(3), shift(day(4), 9)]
    rest = pause(noon(3), MONDAY + 12 * A_DAY)
    lines = told(sequence, noon(13), pauses=(rest,))
    assert said(lines)[1] == "Paused 9 days between Day 3 and Day 4"


def test_what_was_open_when_a_pause_began_counts_neither_way() -> None:
    sequence = [day(1), day(2, answered=False), shift(day(3), 9), shift(day(4), 9)]
    lines = told(sequence, noon(14), pauses=(pause(noon(2), MONDAY + 11 * A_DAY),))
    assert said(lines)[1:3] == [
        "Day 2: was open when a pause began, so it counts neither way",
        "Paused 9 days between Day 2 and Day 3",
    ]


def test_a_pause_that_is_over_before_the_next_challenge_comes_is_told_as_over() -> None:
    lines = told([day(1)], noon(3), pauses=(pause(noon(1), noon(3) - HOUR),))
    assert said(lines)[-1] == "Paused 1 day after Day 1"


def test_a_block_is_not_called_a_pause() -> None:
    sequence = [day(1), shift(day(2), 20)]
    gone = pause(noon(1), noon(21), "blocked")
    assert said(told(sequence, noon(22), pauses=(gone,)))[1] == (
        "Out of reach for 20 days between Day 1 and Day 2"
    )
    assert said(told([day(1)], noon(22), pauses=(replace(gone, ended_at=None),)))[-1] == (
        "Out of reach since Day 1"
    )


def test_an_outage_is_named_and_the_day_it_touched_counts_neither_way() -> None:
    gap = (noon(1), noon(1) + 30 * HOUR)
    sequence = [day(1, answered=False), shift(day(2), 1), shift(day(3), 1)]
    lines = said(told(sequence, noon(4), outages=(gap,)))
    assert lines[0] == "Day 1: your reply may have been lost, so it counts neither way"
    assert lines[1] == (
        "I could hear nobody between Monday, November 23 at 12:00 and Tuesday, November 24 at 18:00"
    )


def test_a_further_run_is_begun_and_is_no_pause() -> None:
    second = replace(day(5), day=1, run=2)
    lines = told([day(3), day(4), second], noon(5))
    assert said(lines) == ["Days 3 and 4: on time", "Run 2 begins, with Day 1", "Day 1: on time"]


def test_days_that_follow_by_number_in_another_run_are_not_folded_together() -> None:
    second = replace(day(5), day=5, run=2)
    assert len(told([day(3), day(4), second], noon(5))) == 3


def test_a_follow_up_that_came_true_says_so() -> None:
    asked = FollowUp(noon(2), noon(6), went=True)
    sequence = [day(1), day(2, answered=False, follow_up=asked), *(day(n) for n in range(3, 7))]
    assert said(told(sequence, noon(6) + HOUR))[1] == "Day 2: put off, done later, and counted"


def test_what_is_put_off_or_set_aside_is_told_as_such() -> None:
    sequence = [
        day(1),
        day(2, answered=False, follow_up=FollowUp(noon(2))),
        day(3, answered=False, not_today=(Press(noon(3)),)),
        day(4, answered=False, unknown=True),
        *(day(n) for n in range(5, 8)),
    ]
    assert said(told(sequence, noon(7)))[1:4] == [
        "Day 2: put off, so it counts neither way",
        "Day 3: set aside, so it counts neither way",
        "Day 4: may not have reached you, so it counts neither way",
    ]


def test_words_that_were_moved_away_from_an_unanswered_day_are_mentioned() -> None:
    moved = (Reply(noon(2), 25, noon(2) + HOUR),)
    lines = told([day(1), day(2, answered=False, replies=moved)], noon(2) + 2 * HOUR)
    assert said(lines)[1] == (
        "Day 2: open, until Wednesday, November 25 at 08:00 at least"
        " (what you had written for it was moved or taken back)"
    )


def test_a_life_of_nothing_but_pauses_still_fits_a_message() -> None:
    rests = tuple(pause(noon(2) + n * HOUR / 30, noon(2) + n * HOUR / 30) for n in range(200))
    lines = told([day(1), day(2)], noon(12), pauses=rests)
    scene = Scene(texts=load_texts(), now=noon(12), pack=load_pack(PACK))
    params = {"zone": "Europe/Lisbon", "lines": lines, "streak": 2, "best": 2, "freezes": 1}
    html = VIEWS["why"](params, scene).html
    assert utf16_length(html) <= LONGEST_MESSAGE
    assert html.endswith("That makes your streak 2, and the longest 2.")
