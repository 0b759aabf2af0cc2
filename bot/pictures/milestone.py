"""The milestone card: a number, what it counts, and one sentence."""

from dataclasses import dataclass

from bot.pictures.cells import State
from bot.pictures.fitting import Face, fit
from bot.pictures.lettering import Lettering, Weight
from bot.pictures.palette import Palette
from bot.pictures.seeds import masks
from bot.pictures.sheet import INNER, MARGIN, WIDTH, Sheet, Side

RADIUS = 268
"""Of the seed head, in pixels."""

TOP = MARGIN + 14
NUMBER = Face(Weight.REGULAR, 150, 80)
LABEL = Face(Weight.REGULAR, 40, 32)
SENTENCE = Face(Weight.REGULAR, 44, 44)
NARROW = INNER - 120
"""Pixels: a sentence reads better in a narrow column."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A streak or a day that is a milestone.

    `number` is how many seeds are drawn; `value` is how it is written, `label` what it counts.
    """

    number: int
    value: str
    label: str
    sentence: str


def draw_milestone(picture: Milestone, palette: Palette) -> bytes:
    """The card as a PNG file.

    Raises ValueError for a number below 1, and UnknownScriptError for letters that the type family
    lacks.
    """
    if picture.number < 1:
        raise ValueError(f"a milestone is 1 at least, not {picture.number}")
    lettering = Lettering()
    value = fit(lettering, picture.value, NUMBER, INNER)
    label = fit(lettering, picture.label, LABEL, INNER)
    sentence = fit(lettering, picture.sentence, SENTENCE, NARROW)
    seeds, last = masks(picture.number, RADIUS)
    value_top = TOP + seeds.height + 28
    label_top = value_top + value.height
    sentence_top = label_top + label.height + 44
    sheet = Sheet(palette, lettering, sentence_top + sentence.height + MARGIN + 6)

    corner = ((WIDTH - seeds.width) // 2, TOP)
    sheet.image.paste(palette.marks[State.ON_TIME], corner, seeds)
    sheet.image.paste(palette.accent, corner, last)
    sheet.text(value, WIDTH / 2, value_top, palette.ink, Side.CENTER)
    sheet.text(label, WIDTH / 2, label_top, palette.soft, Side.CENTER)
    sheet.rule(sentence_top - 24, WIDTH // 2 - 60, WIDTH // 2 + 60)
    sheet.text(sentence, WIDTH / 2, sentence_top, palette.ink, Side.CENTER)
    return sheet.png()
