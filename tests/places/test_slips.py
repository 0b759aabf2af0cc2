"""Slips of the finger, counted one way here and another way in the program."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places.slips import allowed, traces, within

WORDS = st.text(alphabet="abc", max_size=9)


def distance(one: str, other: str) -> int:
    """The restricted Damerau-Levenshtein distance, by its definition."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        steps = [
            of(i - 1, j) + 1,
            of(i, j - 1) + 1,
            of(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            steps.append(of(i - 2, j - 2) + 1)
        return min(steps)

    return of(len(one), len(other))


@pytest.mark.parametrize(
    "typed", ["Lndon", "Loondon", "Lomdon", "Lodnon", "ondon", "oLndon", "Londo", "Londons"]
)
def test_a_letter_left_out_put_in_put_wrong_or_swapped_is_one_slip(typed: str) -> None:
    assert within(typed, "London", 1)
    assert not within(typed, "London", 0)


@given(WORDS, WORDS)
def test_it_agrees_with_the_definition(one: str, other: str) -> None:
    for slips in (0, 1, 2):
        assert within(one, other, slips) == (distance(one, other) <= slips)


def test_a_short_name_forgives_none_and_a_long_one_two() -> None:
    assert [allowed("x" * length) for length in (0, 3, 4, 8, 9, 100)] == [0, 0, 1, 1, 2, 2]


@given(st.text(alphabet="abc", min_size=4, max_size=9), WORDS)
def test_whatever_is_one_slip_away_holds_one_of_the_traces(one: str, other: str) -> None:
    line = f"\n{other}\n"
    if distance(one, other) <= 1:
        assert any(trace in line for trace in traces(f"\n{one}\n", 1))


@given(st.text(alphabet="abcdefgh", min_size=9, max_size=14), st.data())
def test_whatever_lacks_two_letters_holds_one_of_the_traces(one: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(one) - 2))
    second = data.draw(st.integers(first, len(one) - 2))
    fewer = one[:first] + one[first + 1 :]
    fewer = fewer[:second] + fewer[second + 1 :]
    assert any(trace in f"\n{fewer}\n" for trace in traces(f"\n{one}\n", 2))
