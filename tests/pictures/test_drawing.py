"""Every picture comes out as it should: whole, on its paper, and the same each time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.cells import Cell, State
from bot.pictures.drawing import Picture, draw
from bot.pictures.fitting import Block
from bot.pictures.lettering import Lettering, UnknownScriptError
from bot.pictures.milestone import Milestone
from bot.pictures.palette import Color, Theme, palette_of
from bot.pictures.sheet import MARGIN, WIDTH, Sheet, Side
from tests.pictures.scenes import SCENES, WORDS, cells, week, year

TALLEST = 1280
"""Pixels to which Telegram shrinks the longer side of a photo."""

Box = tuple[float, float, float, float]


def _opened(png: bytes) -> Image.Image:
    with Image.open(BytesIO(png)) as image:
        return image.convert("RGB")


class Tracing:
    """Remembers the room that each line of words and each mark takes on a sheet."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.boxes: list[Box] = []
        self.words: list[str] = []
        self._text, self._mark = Sheet.text, Sheet.mark
        monkeypatch.setattr(Sheet, "text", lambda *args: self._note_text(*args))
        monkeypatch.setattr(Sheet, "mark", lambda *args: self._note_mark(*args))

    def _note_text(
        self,
        sheet: Sheet,
        block: Block,
        x: float,
        top: float,
        color: Color,
        side: Side = Side.LEFT,
    ) -> None:
        for place, line in enumerate(block.lines):
            width = Lettering().width(line, block.weight, block.size)
            left, y = x - side.value * width, top + place * block.leading
            self.boxes.append((left, y + 0.2 * block.size, left + width, y + 1.15 * block.size))
            self.words += line.split()
        self._text(sheet, block, x, top, color, side)

    def _note_mark(self, sheet: Sheet, state: State, x: int, y: int, size: int) -> None:
        half = size / 2
        self.boxes.append((x - half, y - half, x + half, y + half))
        self._mark(sheet, state, x, y, size)


def _meet(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0 and min(one[3], other[3]) - max(one[1], other[1]) > 0


@pytest.mark.parametrize("name", SCENES)
def test_nothing_lies_over_anything_else_or_beyond_the_margins(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracing = Tracing(monkeypatch)
    height = _opened(draw(SCENES[name], Theme.LIGHT)).height
    boxes = sorted(tracing.boxes, key=lambda box: box[1])
    for place, box in enumerate(boxes):
        assert box[0] >= MARGIN - 1 and box[2] <= WIDTH - MARGIN + 1, box
        assert box[1] >= MARGIN - 14 and box[3] <= height - 24, box
        for below in boxes[place + 1 :]:
            if below[1] >= box[3]:
                break
            assert not _meet(box, below), (box, below)


def test_every_word_that_was_given_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    tracing = Tracing(monkeypatch)
    draw(year(), Theme.LIGHT)
    given = "A year of better connections 141 of 365 answered 12 streak 38 best 1 20 161 180 361"
    legend = " ".join(WORDS.values())
    assert set(f"{given} {legend}".split()) <= set(tracing.words)


def test_a_legend_explains_what_occurs_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    tracing = Tracing(monkeypatch)
    run = (Cell(1, State.ON_TIME), Cell(2, State.OPEN))
    draw(replace(year(), cells=run), Theme.LIGHT)
    assert "open" in tracing.words
    assert "missed" not in tracing.words


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", SCENES)
def test_the_edge_is_ground_and_the_width_is_a_phones(name: str, theme: Theme) -> None:
    image = _opened(draw(SCENES[name], theme))
    assert image.width == WIDTH
    inner = image.copy()
    inner.paste(palette_of(theme).ground, (30, 24, image.width - 30, image.height - 24))
    assert inner.getcolors() == [(image.width * image.height, palette_of(theme).ground)]


@pytest.mark.parametrize("length", [1, 2, 7, 8, 35, 36, 99, 100, 101, 200, 364, 365, 366, 400])
def test_a_pack_of_any_length_is_a_page_that_a_phone_shows_whole(length: int) -> None:
    image = _opened(draw(year(length, min(length, 175)), Theme.DARK))
    assert image.height <= TALLEST


def test_a_run_of_odd_days_is_numbered_by_its_own_days(monkeypatch: pytest.MonkeyPatch) -> None:
    tracing = Tracing(monkeypatch)
    run = tuple(Cell(day, State.MISSED) for day in range(3, 303, 7))
    draw(replace(year(), cells=run), Theme.LIGHT)
    assert {"3", "66", "73", "136", "283", "297"} <= set(tracing.words)


@pytest.mark.parametrize("name", SCENES)
def test_the_same_picture_is_the_same_bytes_in_every_thread(name: str) -> None:
    expected = draw(SCENES[name], Theme.LIGHT)
    with ThreadPoolExecutor(4) as threads:
        drawn = threads.map(draw, [SCENES[name]] * 4, [Theme.LIGHT] * 4)
        assert all(picture == expected for picture in drawn)


def test_different_pictures_drawn_at_once_do_not_mix() -> None:
    names = [*SCENES, *SCENES]
    expected = [draw(SCENES[name], Theme.DARK) for name in SCENES]
    with ThreadPoolExecutor(6) as threads:
        drawn = list(threads.map(lambda name: draw(SCENES[name], Theme.DARK), names))
    assert drawn == [*expected, *expected]


@pytest.mark.parametrize("number", [1, 2, 3, 7, 14, 182, 365, 5000])
def test_a_milestone_of_any_number_is_a_card_that_a_phone_shows_whole(number: int) -> None:
    card = Milestone(number, str(number), "days in a row", "One small thing a day.")
    assert _opened(draw(card, Theme.LIGHT)).height <= TALLEST


def _nothing() -> list[Picture]:
    return [
        replace(year(), cells=()),
        replace(year(), figures=()),
        replace(week(), weekdays=week().weekdays[:6]),
        Milestone(0, "0", "days", "Nothing yet."),
    ]


@pytest.mark.parametrize("picture", _nothing(), ids=["cells", "figures", "week", "milestone"])
def test_a_picture_of_nothing_is_refused(picture: Picture) -> None:
    with pytest.raises(ValueError, match=r"least|seven"):
        draw(picture, Theme.LIGHT)


def test_a_state_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        draw(replace(year(), words={State.OPEN: "open"}, cells=cells(30, 16)), Theme.LIGHT)


def test_a_script_that_the_family_lacks_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(UnknownScriptError):
        draw(replace(year(), title="より良いつながりの一年"), Theme.LIGHT)


@pytest.mark.parametrize("theme", Theme)
def test_the_file_is_png_that_every_reader_opens_whole(theme: Theme) -> None:
    content = draw(year(), theme)
    with Image.open(BytesIO(content)) as image:
        image.verify()  # every chunk against its checksum
    with Image.open(BytesIO(content)) as image:
        image.load()
        assert (image.format, image.mode, image.width) == ("PNG", "RGB", 1080)
        assert image.getpixel((0, 0)) == palette_of(theme).ground
        assert image.getpixel((image.width - 1, image.height - 1)) == palette_of(theme).ground
    assert len(content) < 200_000
