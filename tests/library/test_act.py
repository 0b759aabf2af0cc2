import pytest

from bot.library.act import Act, act_of, asks_nothing, channel, content_stems


def test_an_act_is_a_verb_its_object_somebody_and_a_way() -> None:
    act = act_of("Once today, send a friend a voice message. Or write.")
    assert act == Act("send", "voic", "friend", "voice")
    assert act.whole


def test_an_act_that_is_not_fully_seen_is_not_whole() -> None:
    assert not act_of("Walk around the block.").whole
    assert act_of("The weather being what it is.") == Act("", "", "", "")


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Write to an old friend.", "written"),
        ("Send them a voice message.", "voice"),
        ("Call your aunt.", "voice"),
        ("Walk with a neighbor.", "together"),
        ("Breathe.", ""),
    ],
)
def test_a_way_is_told_by_its_first_word(text: str, way: str) -> None:
    assert channel(text) == way


@pytest.mark.parametrize(
    "text",
    [
        "Write down three names. Circle one.",
        "On any scrap of paper, list everyone you met.",
        "Think of a door, and draw it.",
    ],
)
def test_homework_that_stays_at_the_table_asks_nothing(text: str) -> None:
    assert asks_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write to a cousin.",
        "List three names, then call one.",
        "Tell somebody what you saw.",
        "Whatever it may be.",
    ],
)
def test_homework_that_somebody_notices_asks_something(text: str) -> None:
    assert not asks_nothing(text)


def test_small_words_carry_no_meaning() -> None:
    assert content_stems("Who was it that called the neighbors?") == {"call", "neighbor"}
