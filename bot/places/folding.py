"""How names of places are compared: without case, accents or punctuation."""

import unicodedata
from collections.abc import Mapping

# Letters that are not a plain letter with a mark, so that Unicode does not take them apart.
_PLAIN: Mapping[int, str] = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def folded(text: str) -> str:
    """`text` in small plain letters and digits, words parted by one space; "" if none are left.

    Takes any string, lone surrogates and control characters included.
    """
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in taken_apart if not unicodedata.combining(mark))
    # An apostrophe stands inside a word: "St. John's" is "st johns".
    bare = bare.translate(_PLAIN).replace("'", "").replace("’", "")
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())
