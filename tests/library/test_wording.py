import pytest

from bot.library.wording import grade, paragraphs, sentences, stem, syllables, words


def test_words_are_what_stands_between_signs() -> None:
    assert words('"Don\'t," she said: café, 2 o\u2019clock, half-way.') == (
        "don't", "she", "said", "café", "2", "o'clock", "half-way",
    )  # fmt: skip


def test_marks_of_lists_are_no_words() -> None:
    assert words("1. one\n2. two\n• three") == ("one", "two", "three")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ('He said "no." Then he left.', 2),
        ("Nine a.m. is early.", 1),
        ("A line\nand another", 2),
        ('"Two forty." "Here."', 2),
        ("Well... and so on.", 1),
        ("...", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_list_is_one_paragraph() -> None:
    assert len(paragraphs("First.\n\n• one\n• two\n\nLast.")) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("write", "writing"), ("stop", "stopped"), ("party", "parties"), ("name", "names"),
        ("note", "noted"), ("friend", "friends"), ("slow", "slowly"), ("neighbor", "neighbor's"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_different_words_keep_different_stems() -> None:
    assert len({stem(word) for word in ("class", "less", "king", "red", "bus", "thing")}) == 6


@pytest.mark.parametrize(
    ("word", "count"),
    [("a", 1), ("make", 1), ("table", 2), ("asked", 1), ("wanted", 2), ("connection", 3)],
)
def test_syllables_are_counted_by_ear(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_long_sentences_need_more_years_of_school() -> None:
    plain = grade("The cat sat on the mat. It was warm.")
    learned = grade(
        "Institutional considerations notwithstanding, the commission recommended an "
        "incremental implementation of organizational restructuring."
    )
    assert plain < 2 < 12 < learned
    assert grade("") == 0
