"""Texts that are too long become smaller, then longer; nothing is lost."""

import pytest

from bot.pictures.fitting import SMALLEST, Block, Face, fit, fit_alike
from bot.pictures.lettering import Lettering, Weight
from tests.pictures.scenes import ENDLESS

FACE = Face(Weight.REGULAR, 60, 40)


@pytest.fixture
def lettering() -> Lettering:
    return Lettering()


def _room_of(lettering: Lettering, text: str, size: int) -> float:
    return lettering.width(text, Weight.REGULAR, size)


def _fits(lettering: Lettering, block: Block, width: float) -> bool:
    return block.width(lettering) <= width


def test_a_short_text_keeps_its_size(lettering: Lettering) -> None:
    assert fit(lettering, "A year", FACE, 900) == Block(("A year",), Weight.REGULAR, 60)


def test_a_longer_text_shrinks_before_it_wraps(lettering: Lettering) -> None:
    text = "A year of better connections"
    width = _room_of(lettering, text, 50) + 1
    block = fit(lettering, text, FACE, width)
    assert block.lines == (text,)
    assert block.size == 50


def test_a_text_that_is_longer_still_wraps_at_the_smaller_size(lettering: Lettering) -> None:
    text = "A year of better connections"
    width = _room_of(lettering, text, 39)
    block = fit(lettering, text, FACE, width)
    assert len(block.lines) == 2
    assert block.size == FACE.least
    assert " ".join(block.lines) == text
    assert _fits(lettering, block, width)


def test_lines_are_about_as_long_as_one_another(lettering: Lettering) -> None:
    text = "one two three four five six seven eight nine ten"
    width = _room_of(lettering, text, 39)
    first, second = fit(lettering, text, FACE, width).lines
    assert abs(len(first) - len(second)) <= 8


def test_a_long_word_shrinks_rather_than_being_divided(lettering: Lettering) -> None:
    width = _room_of(lettering, ENDLESS, 30)
    block = fit(lettering, f"the {ENDLESS} of it", FACE, width)
    assert ENDLESS in block.lines
    assert SMALLEST <= block.size <= 30
    assert _fits(lettering, block, width)


@pytest.mark.parametrize("width", [60, 140, 260, 400])
def test_a_word_that_is_too_long_even_then_is_divided_by_hyphens(
    lettering: Lettering, width: int
) -> None:
    block = fit(lettering, ENDLESS, FACE, width)
    assert len(block.lines) > 1
    assert all(line.endswith("-") for line in block.lines[:-1])
    assert "".join(line.removesuffix("-") for line in block.lines) == ENDLESS
    assert block.size == SMALLEST
    assert _fits(lettering, block, width)


def test_texts_side_by_side_have_one_size(lettering: Lettering) -> None:
    long = "answered in all these many days"
    width = _room_of(lettering, long, 44) + 1
    blocks = fit_alike(lettering, ["short", long], FACE, width)
    assert {block.size for block in blocks} == {44}


@pytest.mark.parametrize("text", ["", "   ", "🎉"])
def test_nothing_takes_no_room(lettering: Lettering, text: str) -> None:
    assert fit(lettering, text, FACE, 300).height == 0
