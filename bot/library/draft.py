"""The file in which a writer begins a day: its head filled in from the plan, its parts still empty.

It ends in `.draft`, so that no bot takes it for a day before its writer says it is one.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bot.library.parse import HEADINGS
from bot.library.references import Plan

ENDING = ".md.draft"

GUIDANCE = {
    "homework": "One act, today, with what they have: 50 to 120 words.",
    "small": "The same person in less time: 10 to 25 words.",
    "larger": "Further in, or one person more: 10 to 30 words.",
    "reply": "What to write back, in one line.",
}


class DraftExistsError(Exception):
    """There is a file for that day already; the argument is its path."""


@dataclass(frozen=True)
class Draft:
    """A file that is to be: its name and what is in it."""

    name: str
    text: str


def draft(plan: Plan) -> Draft:
    """The draft of a planned day."""
    plain = unicodedata.normalize("NFKD", plan.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    head = {
        "day": plan.day,
        "id": slug,
        "title": plan.title,
        "theme": plan.theme,
        "minutes": plan.minutes,
        "intensity": plan.intensity,
        "audience": plan.audience,
        "rhythm": plan.rhythm,
        "form": "",
        "findings": re.findall(r"\bF[0-9]+\b", plan.idea),
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in head.items()]
    parts = [f"## {title}\n\n<!-- {GUIDANCE[name]} -->" for title, name in HEADINGS.items()]
    reflection = f"<!-- 120 to 220 words. The plan: {plan.homework} ({plan.idea}) -->"
    text = "\n\n".join(["\n".join(["+++", *lines, "+++"]), reflection, *parts])
    return Draft(f"{plan.day:03}-{slug}{ENDING}", f"{text}\n")


def write(folder: Path, made: Draft) -> Path:
    """Write a draft into a pack's folder; returns its path.

    Raises DraftExistsError if that day has a file there, written or begun, and OSError.
    """
    number = made.name.partition("-")[0]
    taken = next(folder.glob(f"{number}-*"), None)
    if taken is not None:
        raise DraftExistsError(taken)
    path = folder / made.name
    with path.open("x", encoding="utf-8") as stream:
        stream.write(made.text)
    return path
