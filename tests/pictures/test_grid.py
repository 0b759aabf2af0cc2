"""Where the days of a run stand, for packs of every length."""

from itertools import pairwise

import pytest

from bot.pictures.grid import TALLEST, lay_grid

WIDTH = 828


@pytest.mark.parametrize("length", range(1, 401))
def test_every_day_has_a_place_of_its_own_within_the_page(length: int) -> None:
    grid = lay_grid(length, WIDTH)
    assert len(set(grid.places)) == length
    assert grid.width <= WIDTH
    assert grid.height <= TALLEST
    half = grid.pitch // 2
    assert all(half <= x <= grid.width - half for x, _ in grid.places)
    assert all(half <= y <= grid.height - half for _, y in grid.places)
    assert grid.mark_size < grid.pitch
    assert grid.mark_size >= 26, "a mark smaller than nine points cannot be read on a phone"


@pytest.mark.parametrize("length", range(2, 401, 7))
def test_days_follow_one_another_as_in_a_book(length: int) -> None:
    places = [(y, x) for x, y in lay_grid(length, WIDTH).places]
    assert places == sorted(places)


def test_neighbors_keep_their_distance() -> None:
    grid = lay_grid(365, WIDTH)
    xs = sorted({x for x, _ in grid.places})
    assert min(right - left for left, right in pairwise(xs)) == grid.pitch


def test_a_year_has_blocks_of_a_hundred() -> None:
    grid = lay_grid(365, WIDTH)
    rows = sorted({y for _, y in grid.places})
    steps = [below - above for above, below in pairwise(rows)]
    wider = [place for place, step in enumerate(steps, 1) if step > grid.pitch]
    assert grid.columns == 20
    assert wider == [5, 10, 15]


def test_day_175_is_the_fifteenth_of_the_row_that_begins_with_161() -> None:
    grid = lay_grid(365, WIDTH)
    assert grid.places[174][1] == grid.places[160][1]
    assert grid.places[174][0] == grid.places[14][0]


def test_a_pack_far_longer_than_a_year_only_makes_a_taller_page() -> None:
    grid = lay_grid(2000, WIDTH)
    assert grid.width <= WIDTH
    assert len(set(grid.places)) == 2000
