"""The colors of the pictures, for Telegram's light and dark.

Marks stand at least 3:1 against the ground and text at least 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3).
Color never tells a state alone: see `bot.pictures.marks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.pictures.cells import State

Color = tuple[int, int, int]
"""Red, green and blue in sRGB, each 0 to 255."""


class Theme(StrEnum):
    """The chat that a picture is meant for. Bots cannot see which one a person uses."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """`ground` lies below all; `ink` and `soft` write; `line` separates; `accent` is rare."""

    ground: Color
    ink: Color
    soft: Color
    line: Color
    accent: Color
    marks: Mapping[State, Color]


LIGHT = Palette(
    ground=(251, 249, 243),
    ink=(38, 36, 31),
    soft=(106, 100, 90),
    line=(221, 215, 203),
    accent=(168, 106, 6),
    marks={
        State.ON_TIME: (35, 104, 82),
        State.IN_GRACE: (150, 98, 10),
        State.LATER: (132, 74, 118),
        State.FROZEN: (38, 112, 176),
        State.NEUTRAL: (122, 115, 103),
        State.MISSED: (178, 74, 52),
        State.OPEN: (38, 36, 31),
        State.AHEAD: (143, 136, 124),
    },
)
"""Ink on warm paper."""

DARK = Palette(
    ground=(27, 31, 36),
    ink=(237, 232, 221),
    soft=(166, 160, 148),
    line=(58, 63, 69),
    accent=(226, 172, 76),
    marks={
        State.ON_TIME: (104, 190, 152),
        State.IN_GRACE: (219, 167, 72),
        State.LATER: (204, 148, 194),
        State.FROZEN: (118, 182, 236),
        State.NEUTRAL: (158, 152, 140),
        State.MISSED: (226, 136, 110),
        State.OPEN: (245, 240, 228),
        State.AHEAD: (116, 118, 118),
    },
)
"""The same page by lamplight."""


def palette_of(theme: Theme) -> Palette:
    """The colors of a theme."""
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK
        case _:
            assert_never(theme)
