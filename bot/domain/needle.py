"""What somebody looks for, found however it is written: in any case, with accents or without.

A text is folded once, when it is kept, and a word when it is looked for: the one is found in the
other as a plain substring, in every script. Where it stands in the text as it was written is worked
out for the few that are shown.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

LONGEST = 100
"""Characters of what is looked for; whoever sends more is asked for less."""

_MARKS = (
    *((0x00, 0x09), (0xAD, 0xAE), (0x300, 0x370), (0x483, 0x488), (0x591, 0x5C8)),
    *((0x610, 0x61B), (0x640, 0x641), (0x64B, 0x660), (0x670, 0x671), (0x6D6, 0x6DD)),
    *((0x1AB0, 0x1AD0), (0x1DC0, 0x1E00), (0x200B, 0x2010), (0x202A, 0x202F)),
    *((0x2060, 0x2070), (0x20D0, 0x20F1), (0xFE00, 0xFE10), (0xFE20, 0xFE30), (0xFEFF, 0xFF00)),
)
"""Signs upon letters, and signs that are not seen: nothing is told apart by them. The vowel signs
of India, the voiced sounds of Japan and the tones of Thailand are no such marks."""

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("‘’ʼ`´", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—", "-")
)
"""Letters that Unicode does not take apart, and what phones make of plain signs while one types."""

_MIDDLES_AND_ENDS = range(0x1160, 0x1200)
"""The parts of a Korean syllable that follow its first sound."""


def folded(text: str) -> str:
    """`text` in small plain letters, with single spaces: what is kept to be searched."""
    return " ".join(_folded(text).split())


def wanted(words: str) -> str | None:
    """What somebody typed, as it is looked for; None where there is nothing in it."""
    return folded(words) or None


def place(text: str, sought: str) -> tuple[int, int] | None:
    """From where to where the folded `sought` first stands in a text, in characters.

    None exactly where it is not in `folded(text)`. No letter is parted from its accents.
    """
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for sign in _folded(text[start:end]):
            if not sign.isspace():
                signs.append(sign)
                places.append((start, end))
            elif signs and signs[-1] != " ":
                signs.append(" ")
                places.append((start, end))
    at = "".join(signs).find(sought)
    return (places[at][0], places[at + len(sought) - 1][1]) if at >= 0 and sought else None


def _folded(text: str) -> str:
    if text.isascii():
        small = text.lower().translate(_PLAIN)
        return _unseen().sub("", small)
    return unicodedata.normalize("NFC", _apart(text))


def _apart(text: str) -> str:
    """Small plain letters, each taken apart from what was upon it."""
    plain = unicodedata.normalize("NFD", text).translate(_PLAIN)
    small = unicodedata.normalize("NFKD", plain).casefold().translate(_PLAIN)
    return _unseen().sub("", unicodedata.normalize("NFKD", small).translate(_PLAIN))


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile("[" + "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in _MARKS) + "]")


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are folded each for itself: a letter and what belongs to it."""
    start = 0
    for at, sign in enumerate(text):
        if at > start and _opens(sign):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=4096)
def _opens(sign: str) -> bool:
    """Whether a character never becomes one with what stands before it."""
    bare = _apart(sign)
    if not bare:
        return False
    return unicodedata.category(bare[0])[0] != "M" and ord(bare[0]) not in _MIDDLES_AND_ENDS
