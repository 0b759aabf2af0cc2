"""The grid of a run: where each day stands, and the numbers by which one finds it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.cells import Cell
from bot.pictures.fitting import Face, fit_alike
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.sheet import Sheet, Side

GUIDE = Face(Weight.REGULAR, 29, 18)
GUIDE_ROOM = 72
"""Pixels beside the grid on either side, for four digits and some air."""

AIR = 12
"""Pixels between a number and its row."""

LARGEST_PITCH = 104
"""Pixels: short packs do not blow up their marks."""

TALLEST = 775
"""Pixels: with this grid a whole page stays within the 1280 to which Telegram shrinks a photo."""

INK = 0.74
"""A mark's share of its place."""

BREATH = 0.28
"""The air after every fifth row and column, in places."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the days stand, in pixels; `places` are their middles, from the grid's own corner."""

    columns: int
    pitch: int
    width: int
    height: int
    places: tuple[tuple[int, int], ...]

    @property
    def mark_size(self) -> int:
        """Pixels on each side of a mark; even, so that it has a middle."""
        return int(self.pitch * INK / 2) * 2


def lay_grid(count: int, width: int, tallest: int = TALLEST) -> Grid:
    """Find places for `count` days, one at least, within `width` by `tallest` pixels.

    Rows of twenty, so that a year is no taller than a phone shows; short packs have rows of ten
    or, up to five weeks, of seven. A little air after every fifth column and row makes twenty by
    five a block of a hundred.
    """
    columns = _columns(count)
    rows = -(-count // columns)
    breath = BREATH if columns >= 10 else 0
    across, down = (lines + (lines - 1) // 5 * breath for lines in (columns, rows))
    pitch = min(LARGEST_PITCH, int(width / across), max(16, int(tallest / down)))
    air, half = round(pitch * breath), pitch // 2
    middles = [half + index * pitch + index // 5 * air for index in range(max(columns, rows))]
    places = tuple((middles[i % columns], middles[i // columns]) for i in range(count))
    rest = pitch - half
    return Grid(columns, pitch, middles[columns - 1] + rest, middles[rows - 1] + rest, places)


def _columns(count: int) -> int:
    if count <= 35:
        return min(7, count)
    return 10 if count <= 100 else 20


def draw_grid(sheet: Sheet, cells: Sequence[Cell], grid: Grid, corner: tuple[int, int]) -> None:
    """Stamp every day at its place."""
    left, top = corner
    for cell, (x, y) in zip(cells, grid.places, strict=True):
        sheet.mark(cell.state, left + x, top + y, grid.mark_size)


def draw_guides(
    sheet: Sheet, lettering: Lettering, cells: Sequence[Cell], grid: Grid, corner: tuple[int, int]
) -> None:
    """Write beside each row the days with which it begins and ends."""
    left, top = corner
    firsts = range(0, len(cells), grid.columns)
    lasts = [min(first + grid.columns, len(cells)) - 1 for first in firsts]
    days = [str(cells[index].day) for index in (*firsts, *lasts)]
    numbers = fit_alike(lettering, days, GUIDE, GUIDE_ROOM - AIR)
    for row, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        x, y = grid.places[last]
        begin, end = numbers[row], numbers[row + len(firsts)]
        line = top + y - begin.size * 0.6
        sheet.text(begin, left - AIR, line, sheet.palette.soft, Side.RIGHT)
        if last > first:
            sheet.text(end, left + x + grid.pitch // 2 + AIR, line, sheet.palette.soft)
