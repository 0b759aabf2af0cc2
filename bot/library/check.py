"""Everything that can be checked in a series without a reader: ten rules, one report.

What passes can still be dull. The rules find what a tired writer does not see any more; whether a
day is worth sending, somebody has to read.
"""

from collections import Counter
from collections.abc import Iterable

from bot.library.check_claims import claims
from bot.library.check_openings import openings
from bot.library.check_plan import plan
from bot.library.check_repeats import alike, phrases
from bot.library.check_rhythm import rhythm
from bot.library.check_shape import shape
from bot.library.check_tics import tics
from bot.library.check_vocabulary import vocabulary
from bot.library.check_weeks import weeks
from bot.library.finding import Finding, Severity
from bot.library.model import Pack
from bot.library.references import References
from bot.library.thresholds import Thresholds

USUAL = Thresholds()
ALONE = References()
"""A pack without a syllabus and a table of findings."""

_WORST = 10


def check(
    pack: Pack, references: References = ALONE, limits: Thresholds = USUAL
) -> tuple[Finding, ...]:
    """All findings in `pack`, those of the whole first, then by day."""
    found = [
        *openings(pack, limits),
        *alike(pack, limits),
        *phrases(pack, limits),
        *rhythm(pack, limits),
        *tics(pack, limits),
        *claims(pack, references, limits),
        *vocabulary(pack, limits),
        *shape(pack, limits),
        *plan(pack, references, limits),
        *weeks(pack, limits),
    ]
    return tuple(sorted(found, key=lambda one: (one.day or 0, one.severity, one.rule, one.detail)))


def fails(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that must be put right."""
    return tuple(one for one in findings if one.severity is Severity.FAIL)


def report(pack: Pack, references: References = ALONE, limits: Thresholds = USUAL) -> str:
    """What `check` finds, for people: a summary, the days that need most, then every finding."""
    found = check(pack, references, limits)
    failed = len(fails(found))
    lines = [
        f"{pack.title}: {len(pack.days)} of {pack.length} days, "
        f"{failed} to put right, {len(found) - failed} to look at."
    ]
    if found:
        lines += ["", *_worst(pack, found), "", *map(_line, found)]
    return "\n".join(lines)


def _worst(pack: Pack, found: tuple[Finding, ...]) -> list[str]:
    """The days with most findings, as a table; failures weigh before looks."""
    failed = Counter(one.day for one in found if one.severity is Severity.FAIL)
    looked = Counter(one.day for one in found if one.severity is Severity.LOOK)
    days = {one.day for one in found if one.day is not None}
    ranked = sorted(days, key=lambda day: (-failed[day], -looked[day], day))[:_WORST]
    rows = [f"{'day':>5}  {'fail':>4}  {'look':>4}  title"]
    for number in ranked:
        day = pack.day(number)
        title = day.title if day is not None else ""
        rows.append(f"{number:>5}  {failed[number]:>4}  {looked[number]:>4}  {title}")
    return rows if ranked else []


def _line(one: Finding) -> str:
    where = f"day {one.day}" if one.day is not None else "series"
    return f"{one.severity:<4}  {where:<8} {one.rule}: {one.detail}"
