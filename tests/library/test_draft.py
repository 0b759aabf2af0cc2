"""Beginning a day: what a writer finds in the file."""

import tomllib
from pathlib import Path

import pytest

from bot.library import draft
from bot.library.load import load_pack, packaged_content
from bot.library.parse import HEADINGS
from bot.library.references import load_references

PLANS = load_references(packaged_content().parent).plans
SMALL = Path(__file__).parent.parent / "packs" / "small"


def test_a_draft_has_the_head_of_the_plan_and_every_part() -> None:
    made = draft.draft(PLANS[184])
    head = tomllib.loads(made.text.split("+++")[1])
    assert (head["day"], head["title"]) == (184, PLANS[184].title)
    assert made.name.startswith("184-")
    assert made.name.endswith(".md.draft")
    assert all(f"## {title}" in made.text for title in HEADINGS)
    assert set(draft.GUIDANCE) == set(HEADINGS.values())


def test_every_day_of_the_plan_can_be_begun_under_a_name_of_its_own() -> None:
    names = {draft.draft(plan).name for plan in PLANS.values()}
    assert len(names) == len(PLANS) == 365


def test_a_draft_is_no_day_yet(tmp_path: Path) -> None:
    for source in SMALL.iterdir():
        (tmp_path / source.name).write_bytes(source.read_bytes())
    draft.write(tmp_path, draft.draft(PLANS[184]))
    assert load_pack(tmp_path).day(184) is None


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = draft.write(tmp_path, draft.draft(PLANS[184]))
    path.write_text("half a day's work", encoding="utf-8")
    with pytest.raises(draft.DraftExistsError):
        draft.write(tmp_path, draft.draft(PLANS[184]))
    assert path.read_text(encoding="utf-8") == "half a day's work"
