"""A row of large numbers with a word or two below each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.fitting import Block, Face, fit_alike
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.sheet import INNER, MARGIN, Sheet, Side

VALUE = Face(Weight.REGULAR, 72, 30)
LABEL = Face(Weight.REGULAR, 34, 28)
GAP = 30
"""At least so much air between neighbors, in pixels."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written, and what it counts: ("141", "of 365 answered")."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures that have been measured."""

    values: tuple[Block, ...]
    labels: tuple[Block, ...]

    @property
    def height(self) -> int:
        """Pixels of the whole."""
        return max(b.height for b in self.values) + max(b.height for b in self.labels)


def lay_figures(lettering: Lettering, figures: Sequence[Figure]) -> FigureRow:
    """Measure figures for the width of a sheet. Raises ValueError for none, and as `fit` does."""
    if not figures:
        raise ValueError("a row of figures needs at least one")
    room = INNER / len(figures) - (GAP if len(figures) > 1 else 0)
    return FigureRow(
        fit_alike(lettering, [one.value for one in figures], VALUE, room),
        fit_alike(lettering, [one.label for one in figures], LABEL, room),
    )


def draw_figures(sheet: Sheet, row: FigureRow, top: int, side: Side = Side.LEFT) -> None:
    """Draw them across the sheet, from `top` down, at the left or the middle of columns."""
    step = INNER / len(row.values)
    below = top + max(block.height for block in row.values)
    for column, (value, label) in enumerate(zip(row.values, row.labels, strict=True)):
        x = MARGIN + step * (column + side.value)
        sheet.text(value, x, top, sheet.palette.ink, side)
        sheet.text(label, x, below, sheet.palette.soft, side)
