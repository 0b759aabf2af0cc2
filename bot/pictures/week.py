"""The strip of a week: seven marks under the letters of their weekdays."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.cells import State
from bot.pictures.figures import Figure, draw_figures, lay_figures
from bot.pictures.fitting import Face, fit, fit_alike
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.palette import Palette
from bot.pictures.sheet import INNER, MARGIN, Sheet, Side

TITLE = Face(Weight.SEMIBOLD, 48, 40)
LETTER = Face(Weight.REGULAR, 38, 28)
MARK = 76
AIR = 34
"""Pixels between the parts of the strip."""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week: its letter or short name, and its mark; None where no challenge came."""

    letter: str
    state: State | None


@dataclass(frozen=True, slots=True)
class WeekStrip:
    """What the weekly recap shows. `figures` are the streak and what was answered."""

    title: str
    weekdays: Sequence[Weekday]
    figures: Sequence[Figure]


def draw_week(picture: WeekStrip, palette: Palette) -> bytes:
    """The strip as a PNG file.

    Raises ValueError unless there are seven weekdays and a figure, and UnknownScriptError for
    letters that the type family lacks.
    """
    if len(picture.weekdays) != 7:
        raise ValueError(f"a week has seven days, not {len(picture.weekdays)}")
    lettering = Lettering()
    step = INNER / 7
    title = fit(lettering, picture.title, TITLE, INNER)
    letters = fit_alike(lettering, [day.letter for day in picture.weekdays], LETTER, step - 16)
    figures = lay_figures(lettering, picture.figures)
    letters_top = MARGIN - 8 + title.height + AIR
    marks_top = letters_top + max(block.height for block in letters) + 18
    rule_top = marks_top + MARK + AIR + 8
    sheet = Sheet(palette, lettering, rule_top + AIR - 8 + figures.height + MARGIN - 10)

    sheet.text(title, MARGIN, MARGIN - 8, palette.ink)
    for place, (day, letter) in enumerate(zip(picture.weekdays, letters, strict=True)):
        x = round(MARGIN + step * (place + 0.5))
        sheet.text(letter, x, letters_top, palette.soft, Side.CENTER)
        if day.state is not None:
            sheet.mark(day.state, x, marks_top + MARK // 2, MARK)
    sheet.rule(rule_top)
    draw_figures(sheet, figures, rule_top + AIR - 8)
    return sheet.png()
