"""The eight marks: full, half and dotted moons for answers, and quiet signs for the rest.

Each differs from the others by its shape, so that they can be told apart without color.
"""

from math import cos, pi, sin

from PIL import Image, ImageDraw

from bot.pictures.cells import State

FINER = 8
"""Marks are drawn so many times larger and then averaged down, which smooths their edges."""

Box = tuple[float, float, float, float]


def mark(state: State, size: int) -> Image.Image:
    """How much ink lies where: a gray picture of `size` by `size` pixels, 255 for full ink."""
    side = size * FINER
    image = Image.new("L", (side, side))
    pen = _Pen(ImageDraw.Draw(image), side / 2)
    match state:
        case State.ON_TIME:
            pen.disc(0.92)
        case State.IN_GRACE:
            pen.half_moon(0.92, 0.14)
        case State.LATER:
            pen.ring(0.92, 0.17)
            pen.disc(0.36)
        case State.FROZEN:
            pen.star(1.0, 0.17)
        case State.NEUTRAL:
            pen.stroke(-0.66, 0, 0.66, 0, 0.2)
        case State.MISSED:
            pen.stroke(-0.5, -0.5, 0.5, 0.5, 0.2)
            pen.stroke(-0.5, 0.5, 0.5, -0.5, 0.2)
        case State.OPEN:
            pen.ring(0.98, 0.26)
        case State.AHEAD:
            pen.disc(0.2)
    return image.reduce(FINER)


class _Pen:
    """Draws around the middle of a square; every length is a share of half its side."""

    def __init__(self, draw: ImageDraw.ImageDraw, half: float) -> None:
        self._draw = draw
        self._half = half

    def _box(self, radius: float) -> Box:
        reach = radius * self._half
        return self._half - reach, self._half - reach, self._half + reach, self._half + reach

    def disc(self, radius: float, ink: int = 255) -> None:
        self._draw.ellipse(self._box(radius), fill=ink)

    def ring(self, radius: float, width: float) -> None:
        self.disc(radius)
        self.disc(radius - width, 0)

    def half_moon(self, radius: float, width: float) -> None:
        self.ring(radius, width)
        self._draw.pieslice(self._box(radius), 90, 270, fill=255)

    def star(self, radius: float, width: float) -> None:
        """Three strokes through the middle, as a snowflake has."""
        for angle in (pi / 2, pi / 6, -pi / 6):
            x, y = (radius - width / 2) * cos(angle), (radius - width / 2) * sin(angle)
            self.stroke(-x, -y, x, y, width)

    def stroke(self, x1: float, y1: float, x2: float, y2: float, width: float) -> None:
        """A line with round ends."""
        ends = [(self._half * (1 + x), self._half * (1 + y)) for x, y in ((x1, y1), (x2, y2))]
        reach = width / 2 * self._half
        self._draw.line(ends, fill=255, width=round(2 * reach))
        for x, y in ends:
            self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
