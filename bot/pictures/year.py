"""The year grid: every day of a run on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pictures.cells import Cell, State
from bot.pictures.figures import Figure, draw_figures, lay_figures
from bot.pictures.fitting import Face, fit
from bot.pictures.grid import GUIDE_ROOM, draw_grid, draw_guides, lay_grid
from bot.pictures.legend import draw_legend, lay_legend
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.palette import Palette
from bot.pictures.sheet import INNER, MARGIN, Sheet

TITLE = Face(Weight.SEMIBOLD, 58, 46)
AIR = 34
"""Pixels between the parts of the page."""


@dataclass(frozen=True, slots=True)
class YearGrid:
    """What `/streak` shows: a title, up to three figures (progress, streak, best) and the days.

    `words` says what each state is called; the legend explains the states that occur.
    """

    title: str
    figures: Sequence[Figure]
    cells: Sequence[Cell]
    words: Mapping[State, str]


def draw_year(picture: YearGrid, palette: Palette) -> bytes:
    """The page as a PNG file.

    Raises ValueError without days or figures, KeyError for a state without words, and
    UnknownScriptError for letters that the type family lacks.
    """
    if not picture.cells:
        raise ValueError("a year needs at least one day")
    lettering = Lettering()
    title = fit(lettering, picture.title, TITLE, INNER)
    figures = lay_figures(lettering, picture.figures)
    legend = lay_legend(lettering, (cell.state for cell in picture.cells), picture.words)
    grid = lay_grid(len(picture.cells), INNER - 2 * GUIDE_ROOM)
    grid_top = MARGIN - 8 + title.height + AIR // 2 + figures.height + AIR
    legend_top = grid_top + AIR + grid.height + AIR
    sheet = Sheet(palette, lettering, legend_top + legend.height + MARGIN - 20)

    sheet.text(title, MARGIN, MARGIN - 8, palette.ink)
    draw_figures(sheet, figures, MARGIN - 8 + title.height + AIR // 2)
    sheet.rule(grid_top)
    corner = (MARGIN + GUIDE_ROOM, grid_top + AIR)
    draw_grid(sheet, picture.cells, grid, corner)
    draw_guides(sheet, lettering, picture.cells, grid, corner)
    draw_legend(sheet, legend, legend_top)
    return sheet.png()
