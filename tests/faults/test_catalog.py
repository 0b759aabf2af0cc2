"""The README of this folder is complete, and points at tests that are there."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ROWS = 80


def lines() -> dict[int, str]:
    """What the README says of each row."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", text, flags=re.MULTILINE)
    assert len(found) == len(dict(found))
    return {int(number): said for number, said in found}


def test_every_row_is_proven_or_says_why_it_is_not() -> None:
    said = lines()
    assert sorted(said) == list(range(1, ROWS + 1))
    for number, words in said.items():
        assert "`" in words or words.startswith("later, "), number


def test_every_test_that_is_named_exists() -> None:
    for number, words in lines().items():
        for name in re.findall(r"`([\w/]+\.py)`", words):
            assert (ROOT / name if "/" in name else HERE / name).exists(), (number, name)
