"""Rule 8: what was planned for a day is what was written."""

from collections.abc import Iterator

from bot.library.act import content_stems
from bot.library.finding import Finding, fail
from bot.library.model import Day, Pack
from bot.library.references import Plan, References
from bot.library.thresholds import Thresholds

RULE = "plan"
SAFETY = "safety"

NEEDS_SAFETY = frozenset(
    {57, 74, 221, 230, 243, 250, 251, 361}  # family, reunion, apology, distance, grudges
    | set(range(134, 140))  # strangers
    | {175, 258, 279, 349}  # meetings with people one does not know
)
"""Days of the packaged series on which somebody could be led into harm."""


def plan(pack: Pack, references: References, limits: Thresholds) -> Iterator[Finding]:
    """Departures from the syllabus. A pack without one has none."""
    for day in pack.days:
        planned = references.plans.get(day.number)
        if planned is None:
            if references.plans:
                yield fail(day.number, RULE, "the syllabus has no such day")
            continue
        yield from _compared(day, planned)
        yield from _kept(day, planned, limits)
        if day.number in NEEDS_SAFETY and day.safety is None:
            yield fail(day.number, SAFETY, "this day needs its care: safety = ... is missing")


def _compared(day: Day, planned: Plan) -> Iterator[Finding]:
    for name, written, wanted in (
        ("title", day.title, planned.title),
        ("theme", day.theme, planned.theme),
        ("minutes", day.minutes, planned.minutes),
        ("intensity", day.intensity, planned.intensity),
        ("audience", day.audience, planned.audience),
        ("rhythm", day.rhythm.value, planned.rhythm),
    ):
        if written != wanted:
            yield fail(day.number, RULE, f"{name} is {written!r}, planned was {wanted!r}")


def _kept(day: Day, planned: Plan, limits: Thresholds) -> Iterator[Finding]:
    wanted = content_stems(planned.homework)
    kept = wanted & content_stems(day.homework.text)
    if wanted and len(kept) / len(wanted) < limits.kept_from_syllabus:
        lost = ", ".join(sorted(wanted - kept)[:8])
        told = f"the homework keeps {len(kept)} of {len(wanted)} words of its plan; lost: {lost}"
        yield fail(day.number, RULE, told)
