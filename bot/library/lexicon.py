"""The lists the checks go by: words and phrases kept as data beside the code."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Phrases:
    """Phrases that are looked for all at once."""

    _pattern: re.Pattern[str]

    def within(self, text: str) -> list[str]:
        """Every one that `text` holds, as it stands there, as often as it stands there."""
        return [match[0] for match in self._pattern.finditer(text)]


@dataclass(frozen=True)
class Spelling:
    """British forms and their American ones."""

    stems: Mapping[str, str]
    whole: Mapping[str, str]
    spared: frozenset[str]

    def american(self, word: str) -> str | None:
        """What an American would write for `word` (in small letters), None if just that."""
        word = word.removesuffix("'s")
        if word in self.spared:
            return None
        if word in self.whole:
            return self.whole[word]
        for length in range(len(word), 3, -1):
            if word[:length] in self.stems:
                return self.stems[word[:length]] + word[length:]
        return None


def phrases(entries: Iterable[str], *, cased: bool = False) -> Phrases:
    """Phrases from the notation of the data: * at the end stands for any ending, before which a
    last e may fall away ("delve*" finds "delving").

    With `cased`, an entry that has a capital is found only with that capital.
    """
    known = sorted(entries, key=len, reverse=True)
    exact = [entry for entry in known if cased and entry != entry.lower()]
    groups = [
        f"{flag}{'|'.join(map(_spelled_out, chosen))})"
        for flag, chosen in (("(?:", exact), ("(?i:", [one for one in known if one not in exact]))
        if chosen
    ]
    # What all have in common stands outside, so that the middle of a word is passed over at once.
    found = "|".join(groups) or "(?!)"
    return Phrases(re.compile(rf"(?<![\w'-])(?:{found})(?![\w-])"))


def _spelled_out(entry: str) -> str:
    """The pattern of one entry."""
    words = r"\s+".join(re.escape(word) for word in entry.removesuffix("*").split())
    if entry.endswith("e*"):
        return rf"{words[:-1]}(?:e\w*|ing\w*)"
    return rf"{words}\w*" if entry.endswith("*") else words


@cache
def banned() -> Phrases:
    """Turns of phrase of which one is too many."""
    return phrases(_data("phrases")["banned"])


@cache
def soft() -> Phrases:
    """Words of which a few in a year are enough."""
    return phrases(_data("phrases")["soft"])


@cache
def rationed() -> Mapping[str, tuple[Phrases, int]]:
    """Phrases that have a number of uses in the whole series."""
    return {entry: (phrases([entry]), most) for entry, most in _data("phrases")["at_most"].items()}


@cache
def stock_names() -> Phrases:
    """Names that are given to people who do not exist."""
    return phrases(_data("names")["stock"], cased=True)


@cache
def known_capitals() -> frozenset[str]:
    """Words that may begin with a capital within a sentence."""
    return frozenset(_data("names")["capitals"])


@cache
def calendar() -> Phrases:
    """Seasons, feasts, weekdays and what not everybody has."""
    return phrases(_data("calendar")["words"], cased=True)


@cache
def spelling() -> Spelling:
    """British spellings and the American ones."""
    data = _data("spelling")
    return Spelling(data["stems"], data["words"], frozenset(data["spared"]["words"]))


@cache
def word_classes() -> Mapping[str, str]:
    """The small words of English, each with what it does in a sentence."""
    known: dict[str, str] = {}
    for name, members in _data("grammar")["classes"].items():
        for word in members:
            known.setdefault(word, name)
    return known


@cache
def acts() -> Mapping[str, Any]:
    """Verbs and nouns by which homework is told apart; see data/acts.toml."""
    return _data("acts")


def _data(name: str) -> dict[str, Any]:
    text = resources.files("bot.library").joinpath("data", f"{name}.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
