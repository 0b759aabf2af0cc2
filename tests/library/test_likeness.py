import pytest

from bot.library.likeness import alike_by_letters, alike_by_words

TEXTS = (
    "Write a letter to an old teacher and thank her for one lesson.",
    "Thank an old teacher for one lesson in a letter you write.",
    "Carry a heavy bag up the stairs for a stranger.",
)


@pytest.mark.parametrize("measure", [alike_by_words, alike_by_letters])
def test_only_texts_that_say_the_same_are_alike(measure) -> None:  # type: ignore[no-untyped-def]
    pairs = list(measure(TEXTS, 0.3))
    assert [(first, second) for first, second, _ in pairs] == [(0, 1)]


def test_a_text_is_wholly_like_itself_and_not_at_all_like_another() -> None:
    (_, _, same), *others = alike_by_words([TEXTS[0], TEXTS[0], TEXTS[2]], 0.01)
    assert same == pytest.approx(1.0)
    assert not others


def test_a_word_that_all_share_counts_less_than_one_that_two_share() -> None:
    texts = ["person kettle", "person kettle boat", "person ladder", "person garlic"]
    scores = {(a, b): score for a, b, score in alike_by_words(texts, 0.0)}
    assert scores[0, 1] > 2 * scores[2, 3] > 0


def test_empty_texts_are_like_nothing() -> None:
    assert not list(alike_by_words(["", "", "the of"], 0.1))
    assert not list(alike_by_letters(["", "", "a"], 0.1))
