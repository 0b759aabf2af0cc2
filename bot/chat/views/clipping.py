"""Short pieces of what people wrote, on one line and never as markup."""

import re
from html import escape

from bot.library.render import utf16_length
from bot.texts.catalogue import Markup

_ISOLATE, _END = "\u2068", "\u2069"
"""What is written from right to left, or overrides the direction, ends where the piece ends."""


def clipped(text: str, most: int) -> str:
    """The first `most` characters, ended at a word, as plain text; "" where there are none."""
    line = " ".join(text.split())
    if len(line) > most:
        start = line[:most]
        line = (start.rsplit(" ", 1)[0] if " " in start else start) + "…"
    return f"{_ISOLATE}{line}{_END}" if line else ""


def around(text: str, start: int, end: int, before: int, after: int) -> Markup:
    """What stands from `start` to `end`, in bold, and some characters on either side of it."""
    left = text[max(start - before, 0) : start]
    if start > before:
        left = "…" + left.partition(" ")[2]
    right = text[end : end + after]
    if len(text) > end + after:
        right = right.rpartition(" ")[0] + "…"
    pieces = (_flat(left), f"<b>{_flat(text[start:end])}</b>", _flat(right))
    return Markup(_ISOLATE + "".join(pieces) + _END)


def fitting(text: str, room: int) -> str:
    """As much of the beginning as fits so many UTF-16 units; ended after a word, where one ends in
    its second half.
    """
    if utf16_length(text) <= room:
        return text
    units = text.encode("utf-16-le", "replace")[: 2 * max(room, 0)]
    start = units.decode("utf-16-le", "ignore")
    last = re.search(r"\s\S*\Z", start)
    return start[: last.start() + 1] if last and last.start() > len(start) // 2 else start


def pieces(text: str, first: int, following: int) -> list[str]:
    """All of a text, in pieces of so many UTF-16 units; `first` is the room of the first one, which
    is empty where there is none.
    """
    found = [fitting(text, first)]
    rest = text[len(found[0]) :]
    while rest:
        found.append(fitting(rest, following))
        rest = rest[len(found[-1]) :]
    return found


def _flat(text: str) -> str:
    """On one line, for HTML; a space at either end is one that is seen."""
    return escape("".join(" " if sign.isspace() else sign for sign in text), quote=True)
