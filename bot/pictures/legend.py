"""What the marks mean, in the words of whoever asks for the picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bot.pictures.cells import State
from bot.pictures.fitting import Block, Face, fit_alike
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.sheet import INNER, MARGIN, Sheet, Side

FACE = Face(Weight.REGULAR, 33, 27)
MARK = 26
INDENT = 40
"""From the left end of an entry to its words, in pixels."""

LEAST_GAP, MOST_GAP = 26, 96
"""Pixels between one column and the next."""

LEADING = 10
"""Pixels between one row and the next."""


@dataclass(frozen=True, slots=True)
class Legend:
    """Entries in the order of `State`, row by row; `columns` are as wide as what stands in them."""

    states: tuple[State, ...]
    words: tuple[Block, ...]
    columns: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Pixels of each row: as tall as its tallest entry, and some air."""
        count = len(self.columns)
        return tuple(
            max(block.height for block in self.words[first : first + count]) + LEADING
            for first in range(0, len(self.words), count)
        )

    @property
    def height(self) -> int:
        """Pixels of the whole."""
        return sum(self.rows)

    @property
    def gap(self) -> float:
        """Pixels between columns: they reach from margin to margin, unless that is very far."""
        spare = INNER - sum(self.columns)
        return min(MOST_GAP, spare / max(1, len(self.columns) - 1))

    @property
    def width(self) -> float:
        """Pixels of the whole."""
        return sum(self.columns) + self.gap * (len(self.columns) - 1)


def lay_legend(lettering: Lettering, used: Iterable[State], words: Mapping[State, str]) -> Legend:
    """Explain the states that are used, and no others, in as many columns as their words allow.

    Raises KeyError where a state that is used has no words, UnknownScriptError as `fit` does.
    """
    present = set(used)
    states = tuple(state for state in State if state in present)
    said = [words[state] for state in states]
    for most in (4, 3):
        blocks = fit_alike(lettering, said, FACE, INNER - INDENT)
        columns = _columns(lettering, blocks, most)
        whole = all(block.size == FACE.size and len(block.lines) == 1 for block in blocks)
        if whole and sum(columns) + LEAST_GAP * (len(columns) - 1) <= INNER:
            return Legend(states, blocks, columns)
    blocks = fit_alike(lettering, said, FACE, (INNER - LEAST_GAP) / 2 - INDENT)
    return Legend(states, blocks, _columns(lettering, blocks, 2))


def draw_legend(sheet: Sheet, legend: Legend, top: int, side: Side = Side.LEFT) -> None:
    """Draw it from `top` down, at the left or in the middle of the sheet."""
    left = MARGIN + side.value * (INNER - legend.width)
    count = len(legend.columns)
    for index, (state, block) in enumerate(zip(legend.states, legend.words, strict=True)):
        row, column = divmod(index, count)
        x = round(left + sum(legend.columns[:column]) + column * legend.gap)
        y = top + sum(legend.rows[:row])
        sheet.mark(state, x + MARK // 2, y + round(block.size * 0.62), MARK)
        sheet.text(block, x + INDENT, y, sheet.palette.soft)


def _columns(lettering: Lettering, blocks: Sequence[Block], most: int) -> tuple[int, ...]:
    """The widths of so many columns that rows are about as long as one another."""
    rows = -(-len(blocks) // most)
    count = -(-len(blocks) // rows)
    return tuple(
        max(ceil(INDENT + block.width(lettering)) for block in blocks[column::count])
        for column in range(count)
    )
