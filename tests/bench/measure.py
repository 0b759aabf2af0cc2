"""One figure beside what it should be, and the table that shows many of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A figure of the product; `goal` and `floor` are None where it is only told.

    `most`: the goal is not to be exceeded (seconds, bytes); else it is to be reached (replies a
    second). `peer`: the same figure of what the product is compared with, taken in the same run.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    floor: float | None = None
    most: bool = False
    peer: float | None = None

    @property
    def past_floor(self) -> bool:
        """Whether the figure is worse than may be."""
        if self.floor is None:
            return False
        return self.value > self.floor if self.most else self.value < self.floor


def table(measures: Sequence[Measure]) -> str:
    """All of them, a line each."""
    head = ("measure", "goal", "floor", "product", "peer", "ratio", "")
    lines = [head, *(_line(each) for each in measures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _line(each: Measure) -> tuple[str, ...]:
    sign = "<=" if each.most else ">="
    ratio = each.value / each.peer if each.peer else None
    return (
        f"{each.name} ({each.unit})",
        f"{sign} {_number(each.goal)}" if each.goal is not None else "",
        f"{sign} {_number(each.floor)}" if each.floor is not None else "",
        _number(each.value),
        _number(each.peer),
        f"{ratio:.2f}" if ratio is not None else "",
        "past the floor" if each.past_floor else "",
    )


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"
