import pytest

from bot.library import lexicon


@pytest.mark.parametrize(
    ("entry", "text", "found"),
    [
        ("delve*", "We delved, delving.", ["delved", "delving"]),
        ("toxic", "Toxicology", []),
        ("the power of", "The  Power\nof now", ["The  Power\nof"]),
        ("care", "self-care", []),
        ("self-care", "Self-care!", ["Self-care"]),
    ],
)
def test_a_phrase_is_found_as_the_notation_says(entry: str, text: str, found: list[str]) -> None:
    assert lexicon.phrases([entry]).within(text) == found


def test_a_capital_is_heeded_only_where_it_matters() -> None:
    assert lexicon.phrases(["Tom", "snow*"], cased=True).within("tom Tom Snowy") == ["Tom", "Snowy"]


def test_no_phrases_find_nothing() -> None:
    assert lexicon.phrases([]).within("anything at all") == []


@pytest.mark.parametrize(
    ("word", "american"),
    [
        ("neighbours", "neighbors"), ("recognised", "recognized"), ("colour's", "color"),
        ("practising", "practicing"), ("rota", "schedule"), ("travelling", "traveling"),
        ("realistic", None), ("organism", None), ("neighbor", None), ("our", None), ("hour", None),
    ],
)  # fmt: skip
def test_british_spelling_is_known_by_its_american_one(word: str, american: str | None) -> None:
    assert lexicon.spelling().american(word) == american


def test_every_list_can_be_read_and_holds_something() -> None:
    assert lexicon.banned().within("a tapestry of in today's fast-paced world")
    assert lexicon.soft().within("truly")
    assert lexicon.stock_names().within("Sarah and Mrs. Henderson") == ["Sarah", "Mrs. Henderson"]
    assert lexicon.calendar().within("on Mondays, in May, at Christmas") == [
        "Mondays", "in May", "Christmas",
    ]  # fmt: skip
    assert lexicon.calendar().within("you may march on, lent a hand") == []
    assert lexicon.rationed()["meaningful connection*"][1] == 5
    assert lexicon.word_classes()["the"] == "article"
    assert "English" in lexicon.known_capitals()
    assert lexicon.acts()["outward"]
