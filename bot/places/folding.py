"""How names of places are compared: without case, accents or punctuation."""

import unicodedata
from collections.abc import Mapping

# Letters that are not a plain letter with a mark, so that Unicode does not take them apart; the
# marks of European writing; and apostrophes, which stand inside a word, in any of the shapes that
# keyboards and gazetteers give them: "St. John's" is "st johns".
_PLAIN: Mapping[int, str | None] = {
    **dict(zip(map(ord, "øłđðþæœı"), ("o", "l", "d", "d", "th", "ae", "oe", "i"), strict=True)),
    **dict.fromkeys(range(0x300, 0x370)),
    **dict.fromkeys(map(ord, "'`´‘’ʻʼʽʾʿ")),
}

# What of ASCII is no letter and no digit.
_SPACES: Mapping[int, str] = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded(text: str) -> str:
    """`text` in small plain letters and digits, words parted by one space; "" if none are left.

    Takes any string, lone surrogates and control characters included.
    """
    if text.isascii() and text.replace(" ", "").isalnum():  # as are most: the quick way
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    if not plain.isascii():
        bare = (mark for mark in plain if not unicodedata.combining(mark))
        plain = "".join(sign if _is_letter(sign) else " " for sign in bare)
    return " ".join(plain.translate(_SPACES).split())


def _is_letter(sign: str) -> bool:
    """Whether it belongs to a word, as the vowel signs of India and Thailand do."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
