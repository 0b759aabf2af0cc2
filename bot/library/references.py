"""The plan of the year and the research behind it: tables that stand beside the texts, for writers.

A pack may well have neither; then nothing is compared with them.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.library.errors import ContentError, ContentErrors

SYLLABUS = "syllabus.tsv"
FINDINGS = "findings.tsv"

_COLUMNS = (
    "day",
    "title",
    "week_theme",
    "audience_focus",
    "intensity",
    "minutes",
    "homework_in_one_line",
    "idea_or_finding",
)


@dataclass(frozen=True)
class Plan:
    """What the syllabus plans for a day. `idea` begins with LISTEN, REACH or REST on their days."""

    day: int
    title: str
    theme: str
    audience: str
    intensity: int
    minutes: int
    homework: str
    idea: str

    @property
    def rhythm(self) -> str:
        """act, listen, reach or rest."""
        tag = self.idea.partition(";")[0].strip().lower()
        return tag if tag in ("listen", "reach", "rest") else "act"


@dataclass(frozen=True)
class References:
    """The plans by day, and what each F-code stands for."""

    plans: Mapping[int, Plan] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)


def load_references(folder: Path) -> References:
    """The tables in `folder`, as far as they are there. Raises ContentErrors for a broken row."""
    return References(_plans(folder / SYLLABUS), _findings(folder / FINDINGS))


def _plans(path: Path) -> Mapping[int, Plan]:
    plans = {}
    for line, row in _rows(path):
        try:
            plan = Plan(
                day=int(row["day"]),
                title=row["title"],
                theme=row["week_theme"],
                audience=row["audience_focus"],
                intensity=int(row["intensity"]),
                minutes=int(row["minutes"]),
                homework=row["homework_in_one_line"],
                idea=row["idea_or_finding"],
            )
        except (KeyError, TypeError, ValueError) as error:
            fix = f"Give every row {len(_COLUMNS)} columns: {', '.join(_COLUMNS)}"
            fault = f"this row cannot be read ({error})"
            raise ContentErrors([ContentError(path.name, line, fault, fix)]) from None
        plans[plan.day] = plan
    return plans


def _findings(path: Path) -> Mapping[str, str]:
    return {str(row.get("id")): str(row.get("finding")) for _, row in _rows(path)}


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its line; none if there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(reader.line_num, row) for row in reader]
