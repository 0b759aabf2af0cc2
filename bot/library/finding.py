"""What a check has found in the texts: something that must change, or that somebody should read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """FAIL must be put right; LOOK asks for a person's judgment."""

    FAIL = "fail"
    LOOK = "look"


@dataclass(frozen=True)
class Finding:
    """One finding. `day` is None where it concerns the series as a whole."""

    day: int | None
    rule: str
    detail: str
    severity: Severity


def fail(day: int | None, rule: str, detail: str) -> Finding:
    """A finding that must be put right."""
    return Finding(day, rule, detail, Severity.FAIL)


def look(day: int | None, rule: str, detail: str) -> Finding:
    """A finding that somebody should read and judge."""
    return Finding(day, rule, detail, Severity.LOOK)


def listed(numbers: Sequence[int], most: int = 8) -> str:
    """Day numbers as they are named in a detail: "days 1, 4 and 9", or "days 1, 2, ... (12)"."""
    if len(numbers) == 1:
        return f"day {numbers[0]}"
    if len(numbers) > most:
        return f"days {', '.join(map(str, numbers[:most]))}, ... ({len(numbers)} in all)"
    return f"days {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
