from pathlib import Path

import pytest

from bot.library.errors import ContentErrors
from bot.library.references import load_references

HEAD = "day\ttitle\tweek_theme\taudience_focus\tintensity\tminutes\thomework_in_one_line\tidea_or_finding\n"  # noqa: E501


def test_a_folder_without_tables_has_no_references(tmp_path: Path) -> None:
    references = load_references(tmp_path)
    assert not references.plans and not references.findings


def test_a_plan_is_read_with_its_rhythm(tmp_path: Path) -> None:
    rows = '2\tAsk\tSmall\tanyone\t1\t5\tAsk "how".\tLISTEN; F48\n3\tX\tY\tz\t2\t10\tDo.\tcraft\n'
    (tmp_path / "syllabus.tsv").write_text(HEAD + rows)
    (tmp_path / "findings.tsv").write_text("id\tfinding\nF48\tListening helps.\n")
    references = load_references(tmp_path)
    assert references.plans[2].homework == 'Ask "how".'
    assert (references.plans[2].rhythm, references.plans[3].rhythm) == ("listen", "act")
    assert references.findings == {"F48": "Listening helps."}


@pytest.mark.parametrize(
    "row", ["x\ta\tb\tc\t1\t5\td\te\n", "1\ta\n", "1\ta\tb\tc\tone\t5\td\te\n"]
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / "syllabus.tsv").write_text(HEAD + row)
    with pytest.raises(ContentErrors, match=r"syllabus\.tsv:2: this row cannot be read"):
        load_references(tmp_path)
