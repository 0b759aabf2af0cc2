"""What somebody looks for is found however it is written, and where it stands."""

import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.needle import folded, place, wanted

HARD = (
    "aeiouİIıißẞǰΐΰάΣσςᾳﬁﬂœæøØłđðÅåñçğşé`´‘’“„–—­\t\n \u00a0\u3000\u200b\u200d\u2060\ufeff\ufe0f"
    "\u0300\u0301\u0307\u0308\u0345\u0323\u064b\u0640\u05b0\u093c\u3099\u309a"
    "ぱばはがかＡａ１ｶﾞ한국하한ㅎㅏㄴকোক\u09be\u09c7क़कำกิ؟سلام😊👨👩🏽❤½①ﷺ\x00"
)
"""What folding has most to do with: signs that vanish, grow, compose, or hang on to others."""

TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(st.sampled_from(HARD), max_size=12),
    st.text(st.sampled_from("aá\u0301 がか\u3099"), max_size=8),
)


@given(TEXTS, TEXTS)
def test_a_word_is_found_exactly_where_the_folded_text_holds_it(text: str, words: str) -> None:
    sought = wanted(words)
    if sought is None:
        assert folded(words) == ""
        return
    assert (place(text, sought) is not None) == (sought in folded(text))


@given(TEXTS, TEXTS, TEXTS)
def test_where_it_is_said_to_stand_it_stands_in_the_text_as_it_was_written(
    before: str, words: str, after: str
) -> None:
    sought, text = wanted(words), f"{before} {words} {after}"
    if sought is None:
        return
    span = place(text, sought)
    assert span is not None
    start, end = span
    assert 0 <= start < end <= len(text)
    assert sought in folded(text[start:end])
    assert sought not in folded(text[: max(start, 0)])


@given(TEXTS)
def test_a_text_contains_itself_and_every_way_to_compose_it(text: str) -> None:
    sought = wanted(text)
    if sought is None:
        return
    for form in ("NFC", "NFD"):
        assert sought in folded(f"x {unicodedata.normalize(form, text)} y")


@given(TEXTS)
def test_what_is_folded_has_no_two_spaces_and_none_at_its_ends(text: str) -> None:
    assert folded(text) == " ".join(folded(text).split())


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ein Stück im CAFÉ", "cafe"),
        ("im cafe", "CAFÉ"),
        ("die Straße", "STRASSE"),
        ("die strasse", "Straße"),
        ("ΓΕΊΤΟΝΑΣ", "γειτονας"),
        ("ο γείτονας γέλασε", "ΓΕΙΤΟΝΑΣ"),
        ("Сосед и ещё", "ЕЩЕ"),
        ("IŞILDAK ve İstanbul", "ışıldak"),
        ("IŞILDAK ve İstanbul", "istanbul"),
        ("隣の人が笑った", "が笑"),
        ("隣の人か\u3099笑った", "が笑"),
        ("ＴＯＫＹＯ", "tokyo"),
        ("ｶﾞｰﾃﾞﾝ", "ガーデン"),
        ("이웃이 웃으며", "웃으"),
        (unicodedata.normalize("NFD", "이웃이 웃으며"), "웃으"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("बगीचे में", "बगीचे"),
        ("she didn’t say", "didn't"),
        ("“yes”", '"yes"'),
        ("a walk—then tea", "walk-then"),
        ("one\n  two", "one two"),
        ("I ❤️ it", "❤"),
        ("50% of _all_", "% of _a"),
    ],
)
def test_letters_are_found_in_every_shape_they_are_written_in(text: str, typed: str) -> None:
    sought = wanted(typed)
    assert sought is not None
    assert sought in folded(text)
    assert place(text, sought) is not None


@pytest.mark.parametrize(
    ("text", "typed"),
    [("かき", "がき"), ("ハハ", "パパ"), ("कल", "काल"), ("one two", "onetwo"), ("tea", "teas")],
)
def test_what_tells_words_apart_is_no_accent(text: str, typed: str) -> None:
    sought = wanted(typed)
    assert sought is not None
    assert sought not in folded(text)


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u200b", "\u0301", "\u200d\ufe0f", "\x00"])
def test_where_there_is_nothing_to_see_there_is_nothing_to_look_for(typed: str) -> None:
    assert wanted(typed) is None


def test_a_hit_takes_the_accents_of_its_last_letter_along() -> None:
    assert place("cafe\u0301!", "cafe") == (0, 5)
    assert place("im CAFÉ!", "cafe") == (3, 7)


def test_a_character_that_stands_for_several_is_shown_whole() -> None:
    assert place("groß", "s") == (3, 4)
    assert place("ﬁne", "i") == (0, 1)


def test_what_is_long_is_looked_through_to_its_end() -> None:
    text = "".join(chain.from_iterable(("é" * 200, "\n") for _ in range(80))) + "Ende"
    assert place(text, "ende") == (len(text) - 4, len(text))
