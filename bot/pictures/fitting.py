"""Making words fit: first smaller, then on more lines, never cut and never over one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures.lettering import EM, Lettering, Weight

SMALLEST = 22
"""Pixels: what a single long word may shrink to before it is divided by hyphens."""

LEADING = 1.24
"""From one baseline to the next, in sizes."""


@dataclass(frozen=True, slots=True)
class Face:
    """How a text is set: its size in pixels, and the smaller one at which it rather wraps."""

    weight: Weight
    size: int
    least: int


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that fit, and the size at which they do."""

    lines: tuple[str, ...]
    weight: Weight
    size: int

    @property
    def leading(self) -> int:
        """From one baseline to the next, in pixels."""
        return round(self.size * LEADING)

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last, in pixels."""
        return self.leading * len(self.lines)

    def width(self, lettering: Lettering) -> float:
        """The length of the longest line, in pixels."""
        lengths = (lettering.width(line, self.weight, self.size) for line in self.lines)
        return max(lengths, default=0)


def fit(lettering: Lettering, text: str, face: Face, width: float) -> Block:
    """Set one text in `width` pixels. Raises UnknownScriptError."""
    return fit_alike(lettering, [text], face, width)[0]


def fit_alike(
    lettering: Lettering, texts: Sequence[str], face: Face, width: float
) -> tuple[Block, ...]:
    """Set texts that stand side by side, all in the same size. Raises UnknownScriptError."""
    clean = [lettering.clean(text) for text in texts]
    size = _size(lettering, clean, face, width)
    column = _Column(lettering, face.weight, size)
    return tuple(Block(column.lines(text, width), face.weight, size) for text in clean)


def _size(lettering: Lettering, texts: Sequence[str], face: Face, width: float) -> int:
    """The largest size that keeps each text on one line, or else each word in one piece."""
    whole = _largest(lettering, texts, face.weight, width)
    if whole >= face.least:
        return min(face.size, whole)
    words = [word for text in texts for word in text.split()]
    return max(SMALLEST, min(face.least, _largest(lettering, words, face.weight, width)))


def _largest(lettering: Lettering, texts: Sequence[str], weight: Weight, width: float) -> int:
    widest = max((lettering.width(text, weight, EM) for text in texts), default=0)
    return int(width * EM / widest) if widest else EM


class _Column:
    """Breaks text into lines at one size."""

    def __init__(self, lettering: Lettering, weight: Weight, size: int) -> None:
        self._lettering = lettering
        self._weight = weight
        self._size = size

    def lines(self, text: str, width: float) -> tuple[str, ...]:
        """As few lines as can be, and these about as long as one another."""
        words = [part for word in text.split() for part in self._divided(word, width)]
        lines = self._filled(words, width)
        low, high = 0, int(width)
        while len(lines) > 1 and high - low > 4:
            middle = (low + high) // 2
            narrower = self._filled(words, middle)
            if len(narrower) > len(lines) or not all(self._fits(one, middle) for one in narrower):
                low = middle
            else:
                lines, high = narrower, middle
        return tuple(lines)

    def _fits(self, line: str, width: float) -> bool:
        return self._lettering.width(line, self._weight, self._size) <= width

    def _filled(self, words: Sequence[str], width: float) -> list[str]:
        """Put on each line as many words as it holds."""
        lines: list[str] = []
        for word in words:
            if lines and self._fits(f"{lines[-1]} {word}", width):
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines

    def _divided(self, word: str, width: float) -> Iterator[str]:
        """The word, or where it is longer than a line its pieces, each but the last hyphened."""
        while not self._fits(word, width) and len(word) > 1:
            most = max(
                (cut for cut in range(1, len(word)) if self._fits(f"{word[:cut]}-", width)),
                default=1,
            )
            yield f"{word[:most]}-"
            word = word[most:]
        yield word
