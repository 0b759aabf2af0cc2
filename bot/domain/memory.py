"""When something from the log comes back under a challenge, and which of all there is.

Drawn from the person and the date alone, so that a message that is sent again says the same.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations
from typing import TypeVar

T = TypeVar("T")

OLD_ENOUGH = timedelta(days=30)
"""Nothing newer comes back."""

A_WEEK = 2
"""Challenges of a week that may bring something back."""

_PAIRS = tuple(combinations(range(7), A_WEEK))
_FEWEST = 4
"""Of fewer texts than this, none comes back more often than if there were so many."""

_STRIDE = 7919
"""A prime, so that turn after turn passes through all there is, in no order that one notices."""


def turn_on(person: int, on: date) -> int | None:
    """The number of the turn that falls on a person's date; None for the other days of the week."""
    week = on.toordinal() // 7
    drawn = sha256(f"{person}:{week}".encode()).digest()
    days = _PAIRS[int.from_bytes(drawn[:4], "big") % len(_PAIRS)]
    weekday = on.toordinal() % 7
    return week * A_WEEK + days.index(weekday) if weekday in days else None


def chosen(turn: int, texts: Sequence[T]) -> T | None:
    """What comes back at a turn; None where there is too little for something every time."""
    place = turn * _STRIDE % max(len(texts), _FEWEST)
    return texts[place] if place < len(texts) else None
