"""The marks can be told apart by their shapes, without any color."""

from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.pictures.cells import State
from bot.pictures.marks import mark
from bot.pictures.palette import Palette, Theme, palette_of

SIZES = (22, 28, 76)
"""On the finisher's page, in the year and in the week."""

PAIRS = list(combinations(State, 2))
LEAST_APART = 0.35
"""Of the ink of the fuller mark of two, so much must be missing or added in the other."""


def _ink(image: Image.Image, ground: Image.Image) -> float:
    """How much a picture differs from another, summed over its pixels."""
    return ImageStat.Stat(ImageChops.difference(image, ground)).sum[0]


def _apart(one: Image.Image, other: Image.Image, ground: Image.Image) -> float:
    return _ink(one, other) / max(_ink(one, ground), _ink(other, ground))


def _gray(state: State, size: int, palette: Palette) -> Image.Image:
    image = Image.new("RGB", (size, size), palette.ground)
    image.paste(palette.marks[state], (0, 0), mark(state, size))
    return image.convert("L")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda state: state.name)
def test_two_states_differ_in_shape(one: State, other: State, size: int) -> None:
    blank = Image.new("L", (size, size))
    assert _apart(mark(one, size), mark(other, size), blank) >= LEAST_APART


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda state: state.name)
def test_two_states_differ_without_color(one: State, other: State, size: int, theme: Theme) -> None:
    palette = palette_of(theme)
    blank = Image.new("RGB", (size, size), palette.ground).convert("L")
    assert _apart(_gray(one, size, palette), _gray(other, size, palette), blank) >= LEAST_APART


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", list(State))
def test_even_the_thinnest_mark_has_its_full_color_somewhere(state: State, size: int) -> None:
    assert mark(state, size).getextrema()[1] >= 250


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", list(State))
def test_a_mark_stays_within_its_square_and_stands_in_the_middle(state: State, size: int) -> None:
    left, top, right, bottom = mark(state, size).getbbox()
    assert abs(left - (size - right)) <= 1
    assert abs(top - (size - bottom)) <= 1


def test_a_half_moon_is_full_on_one_side_and_empty_on_the_other() -> None:
    half = mark(State.IN_GRACE, 40)
    assert half.getpixel((12, 20)) == 255
    assert half.getpixel((28, 20)) == 0
