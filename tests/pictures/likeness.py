"""How far two pictures are from one another, as the eye sees it and FreeType's versions do not.

Pictures are compared at half their size, where the edges of letters, which each version of FreeType
smooths in its own way, weigh little. What counts is the largest difference that eight by eight
pixels have on average (a mark that is another mark, a word that moved), and the average over all.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageOps, ImageStat

TILE = 8
MOST_IN_A_TILE = 48
"""Of 255. Another mark in one cell of a year makes 54 at least; drawing with FreeType 2.13.0 in
place of 2.14.3 makes 25 at most."""

MOST_OVERALL = 2.5
"""Of 255, on average. Those two versions are 0.03 apart; another ground is 3 or more."""


@dataclass(frozen=True)
class Likeness:
    """The differences, and a picture of where they are: black for none."""

    worst_tile: int
    overall: float
    difference: Image.Image

    @property
    def holds(self) -> bool:
        """Whether they count as the same."""
        return self.worst_tile <= MOST_IN_A_TILE and self.overall <= MOST_OVERALL


def halved(png: bytes) -> Image.Image:
    """A picture at the size in which it is compared."""
    with Image.open(BytesIO(png)) as image:
        return image.convert("RGB").reduce(2)


def compare(one: Image.Image, other: Image.Image) -> Likeness:
    """Raises ValueError for pictures of different sizes."""
    if one.size != other.size:
        raise ValueError(f"{one.size} is not {other.size}")
    gray = ImageChops.difference(one, other).convert("L")
    tiles = gray.reduce(TILE)
    shown = ImageOps.autocontrast(gray)
    return Likeness(tiles.getextrema()[1], ImageStat.Stat(gray).mean[0], shown)
