"""A sheet of paper: what every picture is drawn on, from the top down."""

import zlib
from enum import Enum
from struct import pack

from PIL import Image, ImageDraw

from bot.pictures.cells import State
from bot.pictures.fitting import Block
from bot.pictures.lettering import Lettering
from bot.pictures.marks import mark
from bot.pictures.palette import Color, Palette

WIDTH = 1080
"""Pixels: three for each point of a photo on a phone, and below the 1280 Telegram shrinks to."""

MARGIN = 54
"""Pixels on each side."""

INNER = WIDTH - 2 * MARGIN
"""Pixels between the margins."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TRUE_COLOR = 2


class Side(Enum):
    """How lines stand to the place they are given."""

    LEFT = 0.0
    CENTER = 0.5
    RIGHT = 1.0


class Sheet:
    """The ground, a pen for words and a set of stamps for marks.

    Belongs to one drawing. The paper is as tall as it was asked to be; whatever is to stand on it
    has been measured before.
    """

    def __init__(self, palette: Palette, lettering: Lettering, height: int) -> None:
        self.palette = palette
        self.image = Image.new("RGB", (WIDTH, height), palette.ground)
        self._draw = ImageDraw.Draw(self.image)
        self._lettering = lettering
        self._stamps: dict[tuple[State, int], Image.Image] = {}

    def text(
        self, block: Block, x: float, top: float, color: Color, side: Side = Side.LEFT
    ) -> None:
        """Write lines one below the other; `x` is their left end, their middle or their right."""
        baseline = top + block.size * 0.95
        for line in block.lines:
            width = self._lettering.width(line, block.weight, block.size)
            at = (x - side.value * width, baseline)
            self._lettering.write(self._draw, at, line, block.weight, block.size, color)
            baseline += block.leading

    def mark(self, state: State, x: int, y: int, size: int) -> None:
        """Stamp a mark into the square of `size` pixels whose middle is (`x`, `y`)."""
        key = (state, size)
        if key not in self._stamps:
            self._stamps[key] = mark(state, size)
        corner = (x - size // 2, y - size // 2)
        self.image.paste(self.palette.marks[state], corner, self._stamps[key])

    def rule(self, y: int, left: int = MARGIN, right: int = WIDTH - MARGIN) -> None:
        """Draw a hairline across."""
        self._draw.rectangle((left, y, right - 1, y + 1), fill=self.palette.line)

    def png(self) -> bytes:
        """The picture as a file; the same picture is the same bytes.

        Put together here (PNG, third edition, sections 5 and 11): each line as it is, without the
        filters that Pillow tries on each. On flat paper they win nothing, and take half the time.
        """
        width, height = self.image.size
        pixels, step = self.image.tobytes(), 3 * width
        lines = (b"\0" + pixels[at : at + step] for at in range(0, len(pixels), step))
        header = pack(">IIBBBBB", width, height, 8, _TRUE_COLOR, 0, 0, 0)
        packed = zlib.compress(b"".join(lines), 2)
        chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
        return _SIGNATURE + b"".join(_chunk(*each) for each in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
