"""Pictures look as they did when somebody last looked at them.

Where a picture is meant to change, look at the new one, whose path the failure names, and put it in
the place of the old one.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.pictures.cells import Cell, State
from bot.pictures.drawing import draw
from bot.pictures.palette import Theme
from tests.pictures.likeness import compare, halved
from tests.pictures.scenes import SCENES, year

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", SCENES)
def test_a_picture_looks_as_it_did(name: str, theme: Theme, tmp_path: Path) -> None:
    golden, new = GOLDEN / f"{name}-{theme}.png", tmp_path / f"{name}-{theme}.png"
    drawn = halved(draw(SCENES[name], theme))
    drawn.save(new, optimize=True)
    assert golden.exists(), f"nobody has looked at {new} yet"
    with Image.open(golden) as image:
        kept = image.convert("RGB")
    assert drawn.size == kept.size, f"{new} has another size than {golden}"
    likeness = compare(drawn, kept)
    difference = tmp_path / "difference.png"
    likeness.difference.save(difference)
    assert likeness.holds, (
        f"{new} differs from {golden}: {likeness.worst_tile} in a tile, {likeness.overall:.2f}"
        f" overall, see {difference}"
    )


def test_no_picture_is_kept_that_nothing_draws() -> None:
    known = {f"{name}-{theme}.png" for name in SCENES for theme in Theme}
    assert {path.name for path in GOLDEN.iterdir()} == known


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("state", [state for state in State if state is not State.ON_TIME])
def test_one_cell_that_changes_is_noticed(state: State, theme: Theme) -> None:
    before = year()
    first = before.cells[0]
    assert first.state is State.ON_TIME
    after = replace(before, cells=(Cell(first.day, state), *before.cells[1:]))
    assert not compare(halved(draw(before, theme)), halved(draw(after, theme))).holds


def test_a_title_that_changes_by_a_letter_is_noticed() -> None:
    before = year()
    after = replace(before, title=before.title.replace("better", "bitter"))
    likeness = compare(halved(draw(before, Theme.LIGHT)), halved(draw(after, Theme.LIGHT)))
    assert not likeness.holds


def test_another_ground_is_noticed() -> None:
    drawn = halved(draw(year(), Theme.LIGHT))
    assert not compare(drawn, ImageChops.add(drawn, Image.new("RGB", drawn.size, (4, 4, 6)))).holds


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", SCENES)
def test_edges_that_are_smoothed_in_another_way_are_tolerated(name: str, theme: Theme) -> None:
    """Everything is moved by half a pixel, which is more than versions of FreeType do."""
    with Image.open(BytesIO(draw(SCENES[name], theme))) as image:
        drawn = image.convert("RGB")
    moved = Image.blend(drawn, ImageChops.offset(drawn, 1, 0), 0.5)
    assert compare(drawn.reduce(2), moved.reduce(2)).holds
