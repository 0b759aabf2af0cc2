"""Everything on a picture stands out enough from its ground (WCAG 2.2, 1.4.3 and 1.4.11)."""

import pytest

from bot.pictures.cells import State
from bot.pictures.palette import Color, Theme, palette_of

MARK_CONTRAST = 3.0
TEXT_CONTRAST = 4.5


def _luminance(color: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = (part / 255 for part in color)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: Color, other: Color) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_strongest_contrast() -> None:
    assert _contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("state", list(State))
def test_marks_stand_out_from_the_ground(theme: Theme, state: State) -> None:
    palette = palette_of(theme)
    assert _contrast(palette.marks[state], palette.ground) >= MARK_CONTRAST


@pytest.mark.parametrize("theme", list(Theme))
def test_words_stand_out_from_the_ground(theme: Theme) -> None:
    palette = palette_of(theme)
    assert _contrast(palette.ink, palette.ground) >= TEXT_CONTRAST
    assert _contrast(palette.soft, palette.ground) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", list(Theme))
def test_the_newest_seed_stands_out_from_the_ground(theme: Theme) -> None:
    palette = palette_of(theme)
    assert _contrast(palette.accent, palette.ground) >= MARK_CONTRAST


@pytest.mark.parametrize("theme", list(Theme))
def test_every_state_has_a_color_of_its_own(theme: Theme) -> None:
    marks = palette_of(theme).marks
    assert set(marks) == set(State)
    assert len(set(marks.values())) == len(State)
