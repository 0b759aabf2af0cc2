"""A seed head: as many dots as there are days, laid as a sunflower lays its seeds."""

from collections.abc import Sequence
from math import ceil, cos, pi, sin, sqrt

from PIL import Image, ImageDraw

GOLDEN_ANGLE = pi * (3 - sqrt(5))
"""Radians from each seed to the next (H. Vogel, "A better way to construct the sunflower head",
Mathematical Biosciences 44, 1979): no two ever line up."""

MOST = 2000
"""Above this the seeds would run into one another; so many are drawn and no more."""

LARGEST_STEP = 74.0
"""Pixels: few seeds lie close together instead of filling the head."""

SEED = 0.62
"""The radius of a seed, in steps."""

FINER = 3
"""Drawn so many times larger and averaged down."""

Spot = tuple[float, float]


def masks(number: int, radius: int) -> tuple[Image.Image, Image.Image]:
    """Two gray pictures of one size, 255 for full ink: all seeds but the last, and the last one.

    The last seed is on top. Both pictures are as large as the seeds need, and no seed lies further
    than about `radius` pixels from the middle.
    """
    shown = max(1, min(number, MOST))
    step = min(LARGEST_STEP, radius / sqrt(shown + 0.5))
    reach = SEED * step
    spots = [_spot(index, index - shown + 1, step) for index in range(shown)]
    left, right = min(x for x, _ in spots) - reach, max(x for x, _ in spots) + reach
    top, bottom = min(y for _, y in spots) - reach, max(y for _, y in spots) + reach
    size = (ceil(right - left), ceil(bottom - top))
    moved = [(x - left, y - top) for x, y in spots]
    return _mask(moved[:-1], reach, size), _mask(moved[-1:], reach, size)


def _spot(index: int, turns: int, step: float) -> Spot:
    distance, angle = step * sqrt(index + 0.5), turns * GOLDEN_ANGLE - pi / 2
    return distance * cos(angle), distance * sin(angle)


def _mask(spots: Sequence[Spot], reach: float, size: tuple[int, int]) -> Image.Image:
    image = Image.new("L", (size[0] * FINER, size[1] * FINER))
    draw = ImageDraw.Draw(image)
    for x, y in spots:
        sides = (x - reach, y - reach, x + reach, y + reach)
        draw.ellipse([side * FINER for side in sides], fill=255)
    return image.reduce(FINER)
