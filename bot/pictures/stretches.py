"""The days of a run as plain values, short enough for a message on its way to carry a year.

`[[1, "oog."]]` is days 1 to 4: a stretch is the number of its first day and a letter for what
became of each. Where the numbers leap, another stretch begins.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.pictures.cells import Cell, State

Stretch = Sequence[int | str]

LETTERS: Mapping[State, str] = {
    State.ON_TIME: "o",
    State.IN_GRACE: "g",
    State.LATER: "l",
    State.FROZEN: "f",
    State.NEUTRAL: "n",
    State.MISSED: "x",
    State.OPEN: "w",
    State.AHEAD: ".",
}
"""One for each state. Messages on their way hold them, so that none changes its meaning."""

_STATES = {letter: state for state, letter in LETTERS.items()}


def packed(cells: Iterable[Cell]) -> list[list[int | str]]:
    """These days, in their order."""
    stretches: list[tuple[int, list[str]]] = []
    for cell in cells:
        if not stretches or cell.day != stretches[-1][0] + len(stretches[-1][1]):
            stretches.append((cell.day, []))
        stretches[-1][1].append(LETTERS[cell.state])
    return [[first, "".join(letters)] for first, letters in stretches]


def unpacked(stretches: Iterable[Stretch]) -> tuple[Cell, ...]:
    """The days again. Raises KeyError for a letter that stands for nothing."""
    return tuple(
        Cell(int(first) + place, _STATES[letter])
        for first, letters in stretches
        for place, letter in enumerate(str(letters))
    )
