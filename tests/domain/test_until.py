"""Reading how long a pause is to be."""

from datetime import date

import pytest

from bot.domain.until import Days, Length, Open, Past, Unclear, Until, read_length

MONDAY = date(2026, 11, 23)

READ: list[tuple[str, Length]] = [
    ("until Friday", Until(date(2026, 11, 27))),
    ("until Monday", Until(date(2026, 11, 30))),
    ("fri", Until(date(2026, 11, 27))),
    ("until this Friday.", Until(date(2026, 11, 27))),
    ("until next Friday", Until(date(2026, 12, 4))),
    ("2026-12-24", Until(date(2026, 12, 24))),
    ("until Dec 24", Until(date(2026, 12, 24))),
    ("until December 24th", Until(date(2026, 12, 24))),
    ("till the 24th of December", Until(date(2026, 12, 24))),
    ("24 dec 2026", Until(date(2026, 12, 24))),
    ("Dec. 24, 2027", Until(date(2027, 12, 24))),
    ("until 12/24", Until(date(2026, 12, 24))),
    ("24/12", Until(date(2026, 12, 24))),
    ("until Jan 2", Until(date(2027, 1, 2))),
    ("until Nov 20", Until(date(2027, 11, 20))),
    ("until Feb 29", Until(date(2028, 2, 29))),
    ("until January", Until(date(2027, 1, 1))),
    ("until tomorrow", Until(date(2026, 11, 24))),
    ("until next week", Until(date(2026, 11, 30))),
    ("until next month", Until(date(2026, 12, 1))),
    ("for the weekend", Until(date(2026, 11, 30))),
    ("for 3 weeks", Until(date(2026, 12, 14))),
    ("a week", Until(date(2026, 11, 30))),
    ("two weeks", Until(date(2026, 12, 7))),
    ("for a month", Until(date(2026, 12, 23))),
    ("3", Days(3)),
    ("for 10 days", Days(10)),
    ("one day", Days(1)),
    ("until I return", Open()),
    ("until I'm back", Open()),
    ("for now", Open()),
    ("2026-11-22", Past(date(2026, 11, 22))),
    ("until 2026-11-23", Past(date(2026, 11, 23))),
    ("until today", Past(date(2026, 11, 23))),
    ("Dec 24 2025", Past(date(2025, 12, 24))),
    ("2026-13-45", Unclear()),
    ("until February 30", Unclear()),
    ("until 2099-01-01", Unclear()),
    ("9999 years", Unclear()),
    ("0 days", Unclear()),
    ("until the cows come home", Unclear()),
    ("x" * 4000, Unclear()),
    ("٣ days", Unclear()),
    ("until 9999-12-31", Unclear()),
]


@pytest.mark.parametrize(("text", "length"), READ, ids=[text[:30] for text, _ in READ])
def test_a_length_is_read_as_people_write_it(text: str, length: Length) -> None:
    assert read_length(text, MONDAY) == length


def test_the_end_of_time_raises_nothing() -> None:
    assert read_length("for 3 weeks", date(9999, 12, 30)) == Unclear()
    assert read_length("until Friday", date(9999, 12, 30)) == Unclear()
