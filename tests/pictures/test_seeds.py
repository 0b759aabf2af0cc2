"""The seed head of a milestone: one seed a day, none over another."""

import pytest
from PIL import Image, ImageDraw

from bot.pictures.seeds import masks

RADIUS = 268
FULL = 255


def _count(mask: Image.Image) -> int:
    """How many separate spots there are."""
    spots = mask.point(lambda ink: FULL * (ink >= 128))
    found = 0
    while (first := spots.tobytes().find(FULL)) >= 0:
        y, x = divmod(first, spots.width)
        ImageDraw.floodfill(spots, (x, y), 0)
        found += 1
    return found


@pytest.mark.parametrize("number", [1, 2, 3, 7, 14, 30, 50, 100, 182, 365])
def test_there_is_a_seed_for_each_day_and_the_last_stands_apart(number: int) -> None:
    others, last = masks(number, RADIUS)
    assert _count(others) == number - 1
    assert _count(last) == 1


@pytest.mark.parametrize("number", [2, 7, 100, 365])
def test_the_last_seed_is_on_top(number: int) -> None:
    others, last = masks(number, RADIUS)
    rest, top = others.getbbox(), last.getbbox()
    assert rest is not None and top is not None
    assert top[1] <= rest[1]


@pytest.mark.parametrize("number", [1, 7, 365, 2000, 100_000])
def test_the_head_keeps_to_its_room(number: int) -> None:
    others, last = masks(number, RADIUS)
    assert others.size == last.size
    assert max(last.size) <= 2 * RADIUS + 40
