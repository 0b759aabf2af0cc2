"""The days of a run as its picture shows them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain.challenge import Challenge, Reply
from bot.domain.streak import Streak, fold
from bot.library.load import load_pack
from bot.library.model import Pack
from bot.pictures.cells import Cell, State
from bot.storage.runs import Run
from bot.usecases import grid
from tests.world import PACK

FIRST = datetime(2026, 11, 23, 8, tzinfo=UTC)
A_DAY = timedelta(days=1)
SMALL: Pack = load_pack(PACK)
"""Five days long."""

RUN = Run(1, 1, "own", None, None, None, 1, FIRST, None, None, None, None)


def folded(*days: tuple[int, bool], run: int = 1) -> Streak:
    """A day a date, answered within the hour or not at all, an hour after the last came."""
    sequence = [
        Challenge(
            place,
            number,
            FIRST + place * A_DAY,
            10 * place + 1,
            run=run,
            replies=(Reply(FIRST + place * A_DAY, 10 * place + 2),) if answered else (),
        )
        for place, (number, answered) in enumerate(days)
    ]
    return fold(sequence, FIRST + (len(days) - 1) * A_DAY + timedelta(hours=1))


def told(cells: list[Cell]) -> list[tuple[int, str]]:
    return [(cell.day, cell.state.value) for cell in cells]


def test_what_has_not_come_yet_lies_ahead() -> None:
    came = folded((1, True), (2, True), (3, False))
    assert told(grid.of_run_under_way(came, RUN, SMALL)) == [
        (1, "on time"),
        (2, "on time"),
        (3, "open"),
        (4, "ahead"),
        (5, "ahead"),
    ]


def test_before_the_first_day_has_come_there_is_nothing_to_draw() -> None:
    assert grid.of_run_under_way(folded(), RUN, SMALL) == []
    of_run_1 = folded((1, True))
    assert grid.of_run_under_way(of_run_1, replace(RUN, number=2), SMALL) == []


def test_what_was_leapt_over_counts_neither_way() -> None:
    states = [
        cell.state for cell in grid.of_run_under_way(folded((1, True), (4, True)), RUN, SMALL)
    ]
    assert states == [State.ON_TIME, State.NEUTRAL, State.NEUTRAL, State.ON_TIME, State.AHEAD]


def test_after_a_leap_back_what_is_still_to_come_lies_ahead() -> None:
    came = folded((1, True), (5, True), (2, True))
    states = [cell.state for cell in grid.of_run_under_way(came, RUN, SMALL)]
    assert states == [State.ON_TIME, State.ON_TIME, State.AHEAD, State.AHEAD, State.ON_TIME]


def test_a_day_that_came_twice_is_shown_as_it_was_answered() -> None:
    came = folded((1, True), (2, True), (1, False))
    assert told(grid.of_run_under_way(came, RUN, SMALL))[0] == (1, "on time")


def test_a_run_of_missed_days_has_those_and_no_others() -> None:
    came = folded((2, True))
    cells = grid.of_run_under_way(came, replace(RUN, days=(2, 5)), SMALL)
    assert told(cells) == [(2, "on time"), (5, "ahead")]


def test_by_the_calendar_a_run_begins_with_the_number_of_its_first_date() -> None:
    run = replace(
        RUN, numbering="calendar", first_date=date(2026, 11, 20), ends_on=date(2026, 11, 28)
    )
    cells = grid.of_run_under_way(folded((4, True), (1, True)), run, SMALL)
    assert told(cells) == [
        (4, "on time"),
        (5, "neutral"),
        (1, "on time"),
        (2, "ahead"),
        (3, "ahead"),
    ]


def test_what_an_open_day_may_still_change_is_shown_as_open() -> None:
    """Day 1 was put off, so nothing after it is settled: Day 2 is not called missed yet."""
    came = folded((1, False), (2, False), (3, False), (4, False))
    first = replace(came.days[0], settled=False)
    unsettled = replace(came, days=(first, replace(came.days[1], settled=False), *came.days[2:]))
    states = [cell.state for cell in grid.of_run_under_way(unsettled, RUN, SMALL)]
    assert states[:2] == [State.OPEN, State.OPEN]
    settled = [cell.state for cell in grid.of_run_under_way(came, RUN, SMALL)]
    assert settled[:2] == [State.MISSED, State.MISSED]


def test_a_run_that_is_over_shows_what_came_and_nothing_besides() -> None:
    cells = grid.of_finished_run(folded((1, True), (4, True)), RUN)
    assert told(cells) == [(1, "on time"), (4, "on time")]
