"""The days of a run as the pictures tell them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.streak import Verdict


class State(StrEnum):
    """What became of a day: each state has a mark and a color of its own."""

    ON_TIME = "on time"
    IN_GRACE = "in grace"
    LATER = "later"
    FROZEN = "frozen"
    NEUTRAL = "neutral"
    MISSED = "missed"
    OPEN = "open"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a run: its number in the series, and what became of it."""

    day: int
    state: State


def state_of(verdict: Verdict | None) -> State:
    """How a picture tells a verdict: open is open, in grace or not; None is a day not delivered."""
    match verdict:
        case None:
            return State.AHEAD
        case Verdict.OPEN | Verdict.OPEN_IN_GRACE:
            return State.OPEN
        case _:
            return State(verdict.value)


def count(cells: Iterable[Cell]) -> Mapping[State, int]:
    """How many cells are in each state, all eight of them, in the order of `State`.

    A caption can thereby say in words whatever the picture says in marks.
    """
    found = Counter(cell.state for cell in cells)
    return {state: found[state] for state in State}
