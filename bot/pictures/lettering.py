"""Words in the one type family of the pictures, Literata.

Where a glyph goes is worked out here, from the font's own widths and its list of kerned pairs, so
that the same words take the same room whatever text engine a machine has.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from io import BytesIO
from types import MappingProxyType

from PIL import ImageDraw, ImageFont

from bot.pictures.palette import Color

EM = 1000
"""Widths and kerning are thousandths of the size."""


class Weight(StrEnum):
    """The two cuts that ship with the package."""

    REGULAR = "Literata-Regular"
    SEMIBOLD = "Literata-SemiBold"


class UnknownScriptError(ValueError):
    """Letters that the family does not have. Empty boxes would tell nobody anything.

    Whoever asked for the picture says the same in words instead.
    """

    def __init__(self, letters: frozenset[str]) -> None:
        super().__init__(f"no glyphs for {' '.join(sorted(letters))}")
        self.letters = letters


class Lettering:
    """Fonts of one drawing. Each drawing opens its own: they are not to be shared by threads."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[Weight, int], ImageFont.FreeTypeFont] = {}
        self._widths: dict[tuple[Weight, str], float] = {}
        self._known = frozenset(_file("characters.txt").decode())

    def clean(self, text: str) -> str:
        """The text as it can be drawn: composed, its white space plain, without pictographs.

        Raises UnknownScriptError for letters, accents or digits that the family lacks.
        """
        composed = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
        lacking = frozenset(composed) - self._known
        letters = frozenset(one for one in lacking if unicodedata.category(one)[0] in "LMN")
        letters -= _PRESENTATION
        if letters:
            raise UnknownScriptError(letters)
        drawn = "".join(one for one in composed if one not in lacking)
        return " ".join(drawn.split())

    def width(self, text: str, weight: Weight, size: int) -> float:
        """How wide a line is, in pixels."""
        return sum(step for _, step in self._steps(text, weight)) * size / EM

    def write(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        text: str,
        weight: Weight,
        size: int,
        color: Color,
    ) -> None:
        """Write one line from `at`, the left end of its baseline."""
        font, (x, y) = self._font(weight, size), at
        for glyph, step in self._steps(text, weight):
            if glyph != " ":
                draw.text((x, y), glyph, font=font, fill=color, anchor="ls")
            x += step * size / EM

    def _steps(self, text: str, weight: Weight) -> Iterator[tuple[str, float]]:
        """Each glyph, and how far it is to the next one."""
        pairs = _kerning(weight)
        for place, glyph in enumerate(text):
            yield glyph, self._width_of(glyph, weight) + pairs.get(text[place : place + 2], 0)

    def _width_of(self, glyph: str, weight: Weight) -> float:
        key = (weight, glyph)
        if key not in self._widths:
            self._widths[key] = self._font(weight, EM).getlength(glyph)
        return self._widths[key]

    def _font(self, weight: Weight, size: int) -> ImageFont.FreeTypeFont:
        key = (weight, size)
        if key not in self._fonts:
            source, basic = BytesIO(_file(f"{weight}.ttf")), ImageFont.Layout.BASIC
            self._fonts[key] = ImageFont.truetype(source, size, layout_engine=basic)
        return self._fonts[key]


_PRESENTATION = frozenset("\ufe0e\ufe0f\u20e3")
"""These belong to pictographs, although Unicode counts them among the accents."""


@cache
def _file(name: str) -> bytes:
    return (resources.files("bot.pictures") / "fonts" / name).read_bytes()


@cache
def _kerning(weight: Weight) -> Mapping[str, int]:
    lines = _file(f"{weight}.kern.txt").decode().splitlines()
    return MappingProxyType({line[:2]: int(line[3:]) for line in lines})
