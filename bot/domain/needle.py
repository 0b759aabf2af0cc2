"""What somebody looks for, found however it is written: in any case, with accents or without.

Texts are not folded to be searched. A pattern made from the word itself finds it, which says where
it stands; and because a pattern is slow, a sieve at the speed of a codec lets through little else.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

LONGEST = 100
"""Characters of what is looked for; the rest would only narrow down what is found already."""

_SCRIPTS = ((0x80, 0x250), (0x370, 0x588), (0x1E00, 0x2000), (0xFB00, 0xFB07), (0xFF00, 0xFF5F))
"""Where letters have a case, an accent or a second shape: Latin, Greek, Cyrillic, Armenian, and the
wide letters of Japanese keyboards."""

_MARKS = (
    *((0xAD, 0xAE), (0x300, 0x370), (0x483, 0x488), (0x591, 0x5C8), (0x610, 0x61B)),
    *((0x640, 0x641), (0x64B, 0x660), (0x670, 0x671), (0x6D6, 0x6DD), (0x1AB0, 0x1AD0)),
    *((0x1DC0, 0x1E00), (0x200B, 0x2010), (0x20D0, 0x20F1), (0xFE00, 0xFE10), (0xFE20, 0xFE30)),
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

_SOURCES = 256 - 128
"""Characters beyond ASCII that a table of single bytes has room for."""

Sieve = Callable[[str], bool]


@dataclass(frozen=True)
class Needle:
    """`folded` is what is looked for, and `word` the longest one in it.

    `sieve`: False for nearly every text that it is not in, and for no other.
    """

    folded: str
    word: str
    pattern: re.Pattern[str]
    sieve: Sieve

    def find(self, text: str) -> tuple[int, int] | None:
        """From where to where it first stands in a text, in characters; None: nowhere."""
        may_be = self.word in text.lower() if text.isascii() else self.sieve(text)
        found = self.pattern.search(text) if may_be else None
        return found.span() if found else None


def needle(words: str) -> Needle | None:
    """Something to look for, made of what somebody typed; None where there is nothing in it."""
    wanted = " ".join(folded(words[:LONGEST]).split())
    if not wanted:
        return None
    pattern = re.compile("".join(_parts(wanted)))
    return Needle(wanted, max(wanted.split(), key=len), pattern, _sieve(wanted))


def folded(text: str) -> str:
    """`text` in small plain letters."""
    apart = unicodedata.normalize("NFD", text.casefold().translate(_PLAIN))
    bare = apart.translate(_no_marks())
    return unicodedata.normalize("NFC", "".join(map(_narrow, bare)).translate(_PLAIN))


def _narrow(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign) if "\uff00" <= sign < "\uff5f" else sign


@cache
def _no_marks() -> Mapping[int, None]:
    return dict.fromkeys(code for first, end in _MARKS for code in range(first, end))


@cache
def _variants() -> Mapping[str, tuple[str, ...]]:
    """What else is folded to a letter, or to two."""
    found: dict[str, list[str]] = {}
    dashes_and_quotes = (ord(sign) for sign in map(chr, _PLAIN))
    ranges: Iterable[int] = (code for first, end in _SCRIPTS for code in range(first, end))
    for code in sorted({*ranges, *dashes_and_quotes}):
        plain = folded(chr(code))
        if plain != chr(code) and len(plain) <= 2:
            found.setdefault(plain, []).append(chr(code))
    return {plain: tuple(signs) for plain, signs in found.items()}


def _shapes(letter: str) -> list[str]:
    """Every way to write one folded letter, itself first."""
    others = {letter.upper(), letter.title(), *_variants().get(letter, ())} - {letter}
    return [letter, *sorted(each for each in others if len(each) == 1)]


def _pairs(wanted: str) -> Iterator[int]:
    """Where two letters stand that some write as one, such as ss, ae and fi."""
    return (at for at in range(len(wanted) - 1) if wanted[at : at + 2] in _variants())


def _parts(wanted: str) -> Iterator[str]:
    marks = "[" + "".join(f"{chr(first)}-{chr(end - 1)}" for first, end in _MARKS) + "]*"
    pairs, at = set(_pairs(wanted)), 0
    while at < len(wanted):
        if wanted[at] == " ":
            yield r"\s+"
        elif at in pairs:
            one, other = (_any_of(_shapes(sign)) + marks for sign in wanted[at : at + 2])
            yield f"(?:{one}{other}|{_any_of(_variants()[wanted[at : at + 2]])}{marks})"
            at += 1
        else:
            yield _any_of(_shapes(wanted[at])) + marks
        at += 1


def _any_of(signs: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, signs)) + "]"


def _sieve(wanted: str) -> Sieve:
    """Whether the longest stretch that can be told by single bytes is in a text.

    A codec turns every shape of its letters into one byte each, and drops what it does not know;
    ASCII it knows whole. So nothing is held back that the pattern would find.
    """
    piece = max(_pieces(wanted), key=len, default="")
    if not piece:
        return lambda text: True
    letters = dict.fromkeys(piece)
    beyond = {shape: sign for sign in letters for shape in _shapes(sign) if not shape.isascii()}
    known = [chr(code) for code in range(128)] + list(beyond)
    codes = {sign: known.index(sign) for sign in letters}
    same = [codes.get(beyond.get(sign, sign.lower()), at) for at, sign in enumerate(known)]
    plain = bytes(same + [0] * (256 - len(same)))
    encoding: Any = codecs.charmap_build("".join(known).ljust(256, "\ufffe"))
    sought = bytes(codes[sign] for sign in piece)

    def lets_through(text: str) -> bool:
        return sought in codecs.charmap_encode(text, "ignore", encoding)[0].translate(plain)

    return lets_through


def _pieces(wanted: str) -> Iterator[str]:
    """The stretches of a word that are written letter for letter, and fit a table of bytes."""
    in_pairs = {at + more for at in _pairs(wanted) for more in (0, 1)}
    piece, room = "", _SOURCES
    for at, sign in enumerate(wanted):
        shapes = [] if sign in piece else _shapes(sign)
        needed = sum(not shape.isascii() for shape in shapes)
        if sign == " " or at in in_pairs or ord(sign) > 0xFFFD or needed > room:
            yield piece
            piece, room = "", _SOURCES
        else:
            piece, room = piece + sign, room - needed
    yield piece
