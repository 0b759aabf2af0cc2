"""The one door to the pictures: plain values in, the bytes of a PNG file out."""

from typing import assert_never

from bot.pictures.finisher import FinisherPage, draw_finisher
from bot.pictures.milestone import Milestone, draw_milestone
from bot.pictures.palette import Theme, palette_of
from bot.pictures.week import WeekStrip, draw_week
from bot.pictures.year import YearGrid, draw_year

Picture = YearGrid | WeekStrip | Milestone | FinisherPage


def draw(picture: Picture, theme: Theme) -> bytes:
    """Draw a picture, 1080 pixels wide, in the colors of a theme.

    Takes tens of milliseconds of computing: call it in a thread. Any number of threads may call it
    at once, for nothing is shared; the same picture gives the same bytes. Raises ValueError for a
    picture of nothing, KeyError for a state without words, and UnknownScriptError (a ValueError)
    for letters that the type family lacks.
    """
    palette = palette_of(theme)
    match picture:
        case YearGrid():
            return draw_year(picture, palette)
        case WeekStrip():
            return draw_week(picture, palette)
        case Milestone():
            return draw_milestone(picture, palette)
        case FinisherPage():
            return draw_finisher(picture, palette)
        case _:
            assert_never(picture)
