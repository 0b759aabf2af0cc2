"""Meanings compared: with vectors made by hand, and with the model on the packaged series."""

import re
from collections.abc import Sequence

import pytest

from bot.library.check import USUAL, fails
from bot.library.check_meanings import NOT_COMPARED, compare, cosines, meanings, nearest
from bot.library.encoder import Encode, load_encoder
from bot.library.load import load_pack, packaged_content
from bot.library.model import Pack
from bot.library.references import load_references
from tests.library.writing import pack_of, written

CLOSEST_IN_SPIRIT = (
    (18, 132), (31, 101), (53, 116), (94, 334), (165, 209), (170, 254), (88, 342), (291, 87),
)  # fmt: skip
"""Days of the plan that are nearest to each other in spirit, though distinct as tasks."""


class Compass:
    """An encoder for tests: each text ends with the degrees its vector points to."""

    def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [_DEGREES[text] for text in texts]


_DEGREES = {
    "North.": (0.0, 2.0),
    "Nearly north.": (0.6, 0.8),  # 0.80 to north
    "North by a hair.": (0.1, 1.0),  # 0.995 to north
    "Leaning.": (0.65, 0.76),  # 0.76 to north
    "East.": (3.0, 0.0),
    "Nowhere.": (0.0, 0.0),
}


def told(homework: str, reflection: str = "East.") -> list[str]:
    first = written(3, "North.", homework="North.")
    second = written(40, reflection, homework=homework)
    found = meanings(pack_of(first, second), Compass(), USUAL)
    return [f"{one.severity} {one.day} {one.detail}" for one in found]


def test_homework_that_means_the_same_must_change() -> None:
    assert told("North by a hair.") == ["fail 40 1.00 like day 3 by the meaning of its homework"]


def test_a_reflection_that_means_the_same_must_change() -> None:
    found = told("East.", "North by a hair.")
    assert found == ["fail 40 1.00 like day 3 by the meaning of its reflection"]


def test_meanings_that_lean_towards_each_other_are_shown_to_a_reader() -> None:
    assert told("Leaning.") == ["look 40 0.76 like day 3 by the meaning of its homework"]


def test_different_meanings_are_left_alone() -> None:
    assert not told("East.")


def test_a_text_without_a_direction_is_like_no_other() -> None:
    assert list(cosines([(0.0, 0.0), (0.0, 1.0)])) == [(0, 1, 0.0)]


def test_the_report_has_the_ten_nearest_pairs_the_nearest_first() -> None:
    texts = ("North.", "Nearly north.", "North by a hair.", "Leaning.", "East.")
    days = [written(at, text, homework=text) for at, text in enumerate(texts, 1)]
    lines = compare(pack_of(*days), Compass(), USUAL).report.split("\n")
    assert lines[0] == "Nearest in meaning:"
    rows = lines[2:12]
    scores = [float(row.split()[0]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert {tuple(row.split()[1:3]) for row in rows[:4]} == {("1", "3"), ("2", "4")}
    assert lines[12].startswith(("fail", "look"))


def test_a_series_of_one_day_has_nothing_to_compare() -> None:
    one = compare(pack_of(written(1, "North.", homework="North.")), Compass(), USUAL)
    assert (one.findings, one.report) == ((), "Nearest in meaning:\nnone")
    assert compare(pack_of(), Compass(), USUAL).findings == ()


def test_without_the_model_the_report_says_that_meanings_were_not_compared() -> None:
    compared = compare(pack_of(written(1), written(2)), None, USUAL)
    assert (compared.findings, compared.report) == ((), NOT_COMPARED)
    assert "\n" not in NOT_COMPARED


# With the model


@pytest.fixture(scope="module")
def encode() -> Encode:
    found = load_encoder()
    assert found is not None, "the development packages hold the extra `check`"
    return found


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(packaged_content())


def test_no_two_days_of_the_packaged_series_mean_the_same(pack: Pack, encode: Encode) -> None:
    compared = compare(pack, encode, USUAL)
    assert not fails(compared.findings), compared.report
    assert len(nearest(pack, encode)) == len(pack.days) * (len(pack.days) - 1)


def test_a_day_turned_round_is_always_found_and_one_cut_short_but_for_one_in_a_hundred(
    pack: Pack, encode: Encode
) -> None:
    """A text may say nearly all of itself in its first sentence, and is another without that."""
    missed, texts = [], 0
    for day in pack.days:
        for text in (day.homework.text, day.reflection.text):
            said = re.split(r"(?<=[.!?])\s+", text)
            copies = [" ".join(reversed(said)), " ".join(said[1:])]
            scores = {pair[1]: pair[2] for pair in cosines(encode([text, *copies])) if not pair[0]}
            assert scores[1] > USUAL.meaning_fail, (day.number, text)
            texts += 1
            if scores[2] <= USUAL.meaning_fail:
                missed.append((day.number, text))
    assert len(missed) <= 0.01 * texts, missed


def test_a_near_copy_among_other_days_is_the_only_one_found(pack: Pack, encode: Encode) -> None:
    model = pack.days[4].homework.text
    turned = " ".join(reversed(re.split(r"(?<=[.!?])\s+", model)))
    copy = written(364, "Kettles boil.", homework=turned)
    found = fails(meanings(pack_of(*pack.days, copy), encode, USUAL))
    assert [one.day for one in found] == [364]
    assert f"like day {pack.days[4].number} by the meaning of its homework" in found[0].detail


def test_lines_of_the_plan_that_are_close_in_spirit_are_not_taken_for_copies(
    encode: Encode,
) -> None:
    plans = load_references(packaged_content().parent).plans
    for pair in CLOSEST_IN_SPIRIT:
        ((_, _, score),) = cosines(encode([plans[number].homework for number in pair]))
        assert score < USUAL.meaning_look, pair
