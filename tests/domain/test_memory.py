"""When something from the log comes back, and which of all there is."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.memory import chosen, turn_on

PEOPLE = st.integers(min_value=1, max_value=2**62)
DATES = st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 1, 1))


def weeks_of(person: int, first: date, weeks: int) -> list[list[int | None]]:
    """The turns of so many whole weeks, as the rule counts weeks."""
    start = first - timedelta(days=first.toordinal() % 7)
    return [
        [turn_on(person, start + timedelta(days=7 * week + day)) for day in range(7)]
        for week in range(weeks)
    ]


@given(PEOPLE, DATES)
def test_two_days_of_every_week_have_a_turn_and_no_turn_comes_twice(
    person: int, first: date
) -> None:
    found = [
        [turn for turn in week if turn is not None] for week in weeks_of(person, first, weeks=8)
    ]
    assert [len(week) for week in found] == [2] * 8
    turns = [turn for week in found for turn in week]
    assert turns == list(range(turns[0], turns[0] + 16))


def test_people_are_not_reminded_on_the_same_days() -> None:
    first = date(2026, 11, 23)
    weekdays = Counter(
        day
        for person in range(500)
        for [week] in [weeks_of(person, first, weeks=1)]
        for day, turn in enumerate(week)
        if turn is not None
    )
    assert sorted(weekdays) == list(range(7))
    assert min(weekdays.values()) > 80


@given(st.integers(min_value=0, max_value=10**7), st.integers(min_value=1, max_value=400))
def test_turn_after_turn_passes_through_everything_before_anything_comes_again(
    turn: int, much: int
) -> None:
    rounds = max(much, 4)
    shown = [chosen(turn + each, range(much)) for each in range(rounds)]
    assert sorted(each for each in shown if each is not None) == list(range(much))


def test_of_an_empty_log_nothing_comes_back() -> None:
    assert {chosen(turn, []) for turn in range(20)} == {None}


def test_of_a_single_text_it_does_not_come_back_every_time() -> None:
    assert [chosen(turn, ["it"]) for turn in range(8)].count("it") == 2
