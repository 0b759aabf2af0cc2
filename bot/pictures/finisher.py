"""The finisher's page: a whole run, to be kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.pictures.cells import Cell, State
from bot.pictures.figures import Figure, draw_figures, lay_figures
from bot.pictures.fitting import Face, fit
from bot.pictures.grid import draw_grid, lay_grid
from bot.pictures.legend import draw_legend, lay_legend
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.palette import Palette
from bot.pictures.sheet import INNER, MARGIN, WIDTH, Sheet, Side

TITLE = Face(Weight.SEMIBOLD, 64, 50)
DATES = Face(Weight.REGULAR, 38, 30)
GRID_WIDTH = 660
GRID_HEIGHT = 620
TOP = MARGIN + 14
AIR = 40
"""Pixels between the parts of the page."""


@dataclass(frozen=True, slots=True)
class FinisherPage:
    """What the summary after the last day shows.

    `title` is the series', `dates` the line with its first and last date, `figures` the best
    streak and what was answered, `words` what each state is called.
    """

    title: str
    dates: str
    figures: Sequence[Figure]
    cells: Sequence[Cell]
    words: Mapping[State, str]


def draw_finisher(picture: FinisherPage, palette: Palette) -> bytes:
    """The page as a PNG file.

    Raises ValueError without days or figures, KeyError for a state without words, and
    UnknownScriptError for letters that the type family lacks.
    """
    if not picture.cells:
        raise ValueError("a run that is over has at least one day")
    lettering = Lettering()
    title = fit(lettering, picture.title, TITLE, INNER)
    dates = fit(lettering, picture.dates, DATES, INNER)
    figures = lay_figures(lettering, picture.figures)
    legend = lay_legend(lettering, (cell.state for cell in picture.cells), picture.words)
    grid = lay_grid(len(picture.cells), GRID_WIDTH, GRID_HEIGHT)
    dates_top = TOP + title.height + 6
    grid_top = dates_top + dates.height + AIR
    figures_top = grid_top + grid.height + AIR - 10
    legend_top = figures_top + figures.height + AIR
    sheet = Sheet(palette, lettering, legend_top + legend.height + MARGIN - 14)

    sheet.text(title, WIDTH / 2, TOP, palette.ink, Side.CENTER)
    sheet.text(dates, WIDTH / 2, dates_top, palette.soft, Side.CENTER)
    draw_grid(sheet, picture.cells, grid, ((WIDTH - grid.width) // 2, grid_top))
    draw_figures(sheet, figures, figures_top, Side.CENTER)
    sheet.rule(legend_top - AIR // 2)
    draw_legend(sheet, legend, legend_top, Side.CENTER)
    return sheet.png()
