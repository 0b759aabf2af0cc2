"""Days as plain values and back."""

import json

import pytest

from bot.pictures.cells import Cell, State
from bot.pictures.stretches import LETTERS, packed, unpacked
from tests.pictures.scenes import cells


def test_every_day_comes_back_as_it_was() -> None:
    year = cells(365, 175)
    assert unpacked(json.loads(json.dumps(packed(year)))) == year


def test_a_stretch_ends_where_the_numbers_leap() -> None:
    days = [Cell(number, State.ON_TIME) for number in (364, 365, 1, 2, 5)]
    assert packed(days) == [[364, "oo"], [1, "oo"], [5, "o"]]
    assert unpacked(packed(days)) == tuple(days)


def test_each_state_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(State)
    assert len(set(LETTERS.values())) == len(State)


def test_a_year_takes_less_than_half_a_kilobyte() -> None:
    assert len(json.dumps(packed(cells(365, 175)))) < 512


def test_a_letter_that_stands_for_nothing_is_no_day() -> None:
    with pytest.raises(KeyError):
        unpacked([[1, "?"]])
