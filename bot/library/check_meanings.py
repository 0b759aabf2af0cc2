"""Rule 2 once more: no two days mean the same, in whatever order their words come.

The model sees what shared words hide, and the other way round: a text turned upside down, with a
sentence gone or its words exchanged, stays close to itself. A day told anew in wholly different
words does not; that, only somebody who reads both can see.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul

from bot.library.encoder import Encode
from bot.library.finding import Finding, Severity
from bot.library.model import Pack
from bot.library.thresholds import Thresholds

MEANING = "meaning alike"
NOT_COMPARED = "Meanings were not compared: the extra `check` is not installed."

_NEAREST = 10


@dataclass(frozen=True)
class Near:
    """How near one part of two days is in meaning: a cosine, 1 for the same text."""

    part: str
    first: int
    second: int
    cosine: float


@dataclass(frozen=True)
class Compared:
    """What comparing the meanings has found, and the same for people."""

    findings: tuple[Finding, ...]
    report: str


def compare(pack: Pack, encode: Encode | None, limits: Thresholds) -> Compared:
    """Findings and report; without `encode` no findings, and a line that says so."""
    if encode is None:
        return Compared((), NOT_COMPARED)
    pairs = nearest(pack, encode)
    found = tuple(_judged(pairs, limits))
    shown = [f"{'cosine':>8}  {'days':>9}  part", *map(_row, pairs[:_NEAREST])] if pairs else []
    told = [f"{one.severity:<4}  day {one.day:<4} {one.rule}: {one.detail}" for one in found]
    return Compared(found, "\n".join(["Nearest in meaning:", *(shown or ["none"]), *told]))


def meanings(pack: Pack, encode: Encode, limits: Thresholds) -> Iterator[Finding]:
    """Homework and reflections that mean nearly what another day's do, the nearest first."""
    yield from _judged(nearest(pack, encode), limits)


def nearest(pack: Pack, encode: Encode) -> tuple[Near, ...]:
    """Every pair of homework and of reflections, the nearest first."""
    parts = {
        "homework": [day.homework.text for day in pack.days],
        "reflection": [day.reflection.text for day in pack.days],
    }
    pairs = [
        Near(part, pack.days[first].number, pack.days[second].number, cosine)
        for part, texts in parts.items()
        for first, second, cosine in cosines(encode(texts) if texts else ())
    ]
    return tuple(sorted(pairs, key=lambda one: (-one.cosine, one.part, one.first, one.second)))


def cosines(vectors: Sequence[Sequence[float]]) -> Iterator[tuple[int, int, float]]:
    """Each pair of positions, with the cosine of the angle between their vectors."""
    units = [_unit(vector) for vector in vectors]
    for second, ours in enumerate(units):
        for first in range(second):
            yield first, second, sum(map(mul, units[first], ours))


def _unit(vector: Sequence[float]) -> list[float]:
    length = math.hypot(*vector) or 1.0
    return [value / length for value in vector]


def _judged(pairs: Iterable[Near], limits: Thresholds) -> Iterator[Finding]:
    for pair in pairs:
        if pair.cosine > limits.meaning_look:
            severity = Severity.FAIL if pair.cosine > limits.meaning_fail else Severity.LOOK
            told = f"{pair.cosine:.2f} like day {pair.first} by the meaning of its {pair.part}"
            yield Finding(pair.second, MEANING, told, severity)


def _row(pair: Near) -> str:
    return f"{pair.cosine:>8.2f}  {pair.first:>4} {pair.second:>4}  {pair.part}"
