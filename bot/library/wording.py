"""Sentences, words and their stems, as plainly as checking a day's English needs them."""

import re
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LIST_MARK = re.compile(r"^(?:•|\d+\.)\s+", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[^\W_a-z])|\n+")
_VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in small letters; marks of lists are none."""
    return tuple(match.lower().replace("’", "'") for match in _WORD.findall(prose(text)))


def prose(text: str) -> str:
    """`text` without the marks of its lists."""
    return _LIST_MARK.sub("", text)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`. A line of its own is a sentence of its own."""
    parts = _SENTENCE_END.split(prose(text))
    return tuple(part.strip() for part in parts if _WORD.search(part))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of `text`; a list counts as one."""
    return tuple(part for part in text.split("\n\n") if part.strip())


def grams(of: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Every run of `length` words."""
    return (of[at : at + length] for at in range(len(of) - length + 1))


def stem(word: str) -> str:
    """`word` without a plural, -ed, -ing or -ly: rough, and alike for words that are alike."""
    word = word.removesuffix("'s")
    for ending, least in (("ies", 3), ("ing", 4), ("ed", 3), ("ly", 3), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def syllables(word: str) -> int:
    """An estimate: groups of vowels, less a silent e. Never below 1."""
    count = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded")))
    return max(1, count - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school in the US that reading `text` asks for.

    Formula: Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75.
    """
    said = words(text)
    if not said:
        return 0.0
    per_sentence = len(said) / max(1, len(sentences(text)))
    per_word = sum(map(syllables, said)) / len(said)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59
