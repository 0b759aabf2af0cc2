"""Short pieces of what people wrote, on one line and never as markup."""

from html import escape

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


def _flat(text: str) -> str:
    """On one line, for HTML; a space at either end is one that is seen."""
    return escape("".join(" " if sign.isspace() else sign for sign in text), quote=True)
