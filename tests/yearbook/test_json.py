"""The copy that can be read in again, and what is said of a file that cannot."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.yearbook.json import Copy, UnfitFileError, dump, load

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
COPY = Copy(
    bot=42,
    series="a-year",
    outages=[(NOW, NOW)],
    person={"user_id": 7, "created_at": NOW},
    rows={"reflections": [{"text": "über die Brücke", "on": date(2026, 11, 30)}], "marks": []},
)


def changed(**changes: Any) -> bytes:
    """The file with some of it replaced; None takes it out."""
    document = json.loads(dump(COPY, NOW, "1.0"))
    document.update(changes)
    return json.dumps({key: it for key, it in document.items() if it is not None}).encode()


def test_what_was_written_is_read_again_with_instants_and_dates_as_text() -> None:
    found = load(dump(COPY, NOW, "1.0"))
    assert (found.bot, found.series, found.outages) == (42, "a-year", [(NOW, NOW)])
    assert found.person == {"user_id": 7, "created_at": "2026-12-01T09:30:00+00:00"}
    assert found.rows == {
        "reflections": [{"text": "über die Brücke", "on": "2026-11-30"}],
        "marks": [],
    }


def test_words_stand_in_the_file_as_they_were_typed() -> None:
    assert "über die Brücke".encode() in dump(COPY, NOW, "1.0")


def test_a_file_says_what_it_is_when_it_was_made_and_by_which_version() -> None:
    document = json.loads(dump(COPY, NOW, "1.0"))
    assert document["format"] == "kindreds export"
    assert (document["version"], document["made_by"]) == (1, "1.0")
    assert document["made_at"] == NOW.isoformat()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (dump(COPY, NOW, "1.0")[:-20], "cut off"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no export of Kindreds"),
        (changed(format="another"), "no export of Kindreds"),
        (changed(version=2), "another version"),
        (changed(bot="42"), "the bot it names"),
        (changed(bot=True), "the bot it names"),
        (changed(person=None), "about nobody"),
        (changed(person=[1]), "about nobody"),
        (changed(marks={"a": 1}), "not in lists"),
        (changed(marks=[1]), "not in lists"),
        (changed(outages=[["2026-01-01", "2026-01-02"]]), "outages"),
        (changed(outages=[[NOW.isoformat()]]), "outages"),
        (changed(outages=[["2026-01-02T00:00+00:00", "2026-01-01T00:00+00:00"]]), "outages"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(UnfitFileError, match=said):
        load(content)


def test_a_value_that_no_file_can_hold_is_a_mistake_of_the_program() -> None:
    strange = Copy(None, "", [], {"user_id": {1}}, {})
    with pytest.raises(TypeError, match="set"):
        dump(strange, NOW, "1.0")
