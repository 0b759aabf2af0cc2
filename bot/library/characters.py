"""Characters that have no place in a text: they hide, reorder or break what is read."""

import unicodedata

_INVISIBLE = {
    0x200B: "a zero-width space",
    0x2028: "a line separator",
    0x2029: "a paragraph separator",
    0xFEFF: "a byte order mark",
    **dict.fromkeys(range(0x202A, 0x202F), "an override of the writing direction"),
    **dict.fromkeys(range(0x2066, 0x206A), "an isolate of the writing direction"),
}
_CATEGORIES = {
    "Cc": "a control character",
    "Cs": "half of a surrogate pair",
    "Co": "a private-use character",
    "Cn": "an unassigned character",
}


def stray(text: str) -> tuple[int, str] | None:
    """The first such character of `text` and what it is, or None. Line feeds are welcome."""
    for at, sign in enumerate(text):
        code = ord(sign)
        if sign == "\n" or 0x20 <= code < 0x7F:
            continue
        kind = _INVISIBLE.get(code) or _CATEGORIES.get(unicodedata.category(sign))
        if kind is not None:
            return at, f"{kind} (U+{code:04X})"
    return None
