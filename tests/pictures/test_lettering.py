"""What the type family can write, and what happens where it cannot."""

from importlib import resources

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.pictures.lettering import Lettering, UnknownScriptError, Weight

FONTS = resources.files("bot.pictures") / "fonts"
MOST_BYTES = 400_000


def test_the_family_ships_with_its_license_and_stays_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
    assert sum(len(file.read_bytes()) for file in FONTS.iterdir() if file.is_file()) < MOST_BYTES


@pytest.mark.parametrize("weight", list(Weight))
def test_both_weights_have_every_character_of_the_list(weight: Weight) -> None:
    with resources.as_file(FONTS / f"{weight}.ttf") as path:
        font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)
    empty_box = bytes(font.getmask("\U0010ffff"))
    listed = (FONTS / "characters.txt").read_bytes().decode()
    assert set("AZazßéßœČşŁếЖяΩ0123456789·–—…’“”„€") <= set(listed)
    boxes = [one for one in listed if bytes(font.getmask(one)) == empty_box]
    assert not boxes


@pytest.mark.parametrize("weight", list(Weight))
def test_all_figures_are_as_wide_as_one_another(weight: Weight) -> None:
    lettering = Lettering()
    assert len({lettering.width(figure * 3, weight, 100) for figure in "0123456789"}) == 1


def test_kerned_pairs_stand_closer() -> None:
    lettering = Lettering()
    apart = sum(lettering.width(letter, Weight.REGULAR, 100) for letter in "AV")
    assert lettering.width("AV", Weight.REGULAR, 100) < apart - 5


def test_words_end_where_they_were_measured_to_end() -> None:
    lettering, image = Lettering(), Image.new("RGB", (800, 120))
    pen = ImageDraw.Draw(image)
    lettering.write(pen, (10, 80), "Winter noon", Weight.REGULAR, 60, (255, 255, 255))
    box = image.getbbox()
    assert box is not None
    assert box[0] == pytest.approx(10, abs=4)
    assert box[2] == pytest.approx(10 + lettering.width("Winter noon", Weight.REGULAR, 60), abs=4)


def test_accents_that_come_apart_are_put_together() -> None:
    assert Lettering().clean("Cafe\u0301 Stro\u0308mung") == "Café Strömung"


def test_white_space_becomes_plain_and_soft_hyphens_go() -> None:
    assert Lettering().clean("  one\ttwo\nthree Schiff\u00adfahrt ") == "one two three Schifffahrt"


def test_pictographs_are_left_out() -> None:
    assert Lettering().clean("A year ❤️ of 🎉 days 👍🏽") == "A year of days"


@pytest.mark.parametrize("text", ["一年", "год 一", "سنة", "שנה", "ปี", "साल", "1️⃣ ๑"])
def test_letters_that_the_family_lacks_are_an_error_that_names_them(text: str) -> None:
    with pytest.raises(UnknownScriptError) as caught:
        Lettering().clean(text)
    assert caught.value.letters
    assert caught.value.letters <= set(text)


@pytest.mark.parametrize("text", ["Ελληνικά", "Русский", "Українська", "Tiếng Việt", "Türkçe"])
def test_scripts_and_accents_that_the_family_has_are_written_as_they_are(text: str) -> None:
    assert Lettering().clean(text) == text
