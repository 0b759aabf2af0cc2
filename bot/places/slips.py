"""Slips of the finger: letters left out, put in, put wrong, or swapped with the next."""

from collections.abc import Iterator
from itertools import pairwise


def within(one: str, other: str, slips: int) -> bool:
    """Whether at most so many `slips` lead from `one` to `other`; no letter is mended twice.

    It is meant for one slip or two: each more takes about four times as long.
    """
    if abs(len(one) - len(other)) > slips:
        return False
    if slips == 0:
        return one == other
    at = 0
    while at < len(one) and at < len(other) and one[at] == other[at]:
        at += 1
    one, other = one[at:], other[at:]
    return (
        one == other
        or within(one[1:], other[1:], slips - 1)
        or within(one[1:], other, slips - 1)
        or within(one, other[1:], slips - 1)
        or (one[:2] == other[1::-1] and within(one[2:], other[2:], slips - 1))
    )


def allowed(name: str) -> int:
    """How many slips are forgiven in a name of this length; none in a short one."""
    return 0 if len(name) < 4 else 1 if len(name) < 9 else 2


def traces(line: str, slips: int) -> Iterator[str]:
    """Parts of `line`, one of which stands in every line that is so many slips away.

    Cut into one part more than there are slips, one part stays whole. Two letters swapped across a
    cut spoil both parts. For one slip that is seen to: it is the line with these swapped back. For
    two it is not: that such a swap and another slip spoil all three parts is too rare to pay for.
    """
    size, longer = divmod(len(line), slips + 1)
    cuts = [size * part + min(part, longer) for part in range(slips + 2)]
    yield from (line[start:end] for start, end in pairwise(cuts))
    if slips == 1:
        cut = cuts[1]
        yield line[: cut - 1] + line[cut] + line[cut - 1] + line[cut + 1 :]
