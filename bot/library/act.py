"""What a day's homework asks for, read off its first sentences: rough, but enough to compare."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.library.lexicon import acts, word_classes
from bot.library.wording import sentences, stem, words

_CLAUSE = re.compile(r"[,;:.!?\"]|\b(?:and|then|or|but)\b")
_LEADING = 4  # words that may stand before the verb of a clause: "once today", "at a counter"


@dataclass(frozen=True)
class Act:
    """A verb, its object, the kind of person it goes to and the way: "" where none was seen."""

    verb: str
    object: str
    recipient: str
    channel: str

    @property
    def whole(self) -> bool:
        """Whether every part was seen, so that two acts can be called the same."""
        return all((self.verb, self.object, self.recipient, self.channel))


def act_of(homework: str) -> Act:
    """The main act of `homework`: that of its first sentence which begins with a known verb."""
    known = _stems("outward") | _stems("inward")
    for sentence in sentences(homework):
        for verb, rest in _imperatives(sentence):
            if verb in known:
                said = words(sentence)
                return Act(verb, _object(rest), _group("recipients", said), channel(sentence))
    return Act("", "", "", channel(homework))


def channel(text: str) -> str:
    """The way the first telling word of `text` goes: voice, written, together, or ""."""
    said = words(text)
    sure = _groups("channels")["surely_voice"]
    if any(stem(word) in sure for word in said):
        return "voice"
    return _group("channels", said)


def asks_nothing(homework: str) -> bool:
    """Whether it could all be done without anybody else noticing: every verb stays at home."""
    outward, inward, reaching = _stems("outward"), _stems("inward"), frozenset(acts()["reaching"])
    found = False
    for sentence in sentences(homework):
        for verb, rest in _imperatives(sentence):
            if verb in outward or (verb in inward and reaching & set(rest[:4])):
                return False
            found = found or verb in inward
    return found


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry its meaning."""
    return frozenset(stem(word) for word in words(text) if word not in word_classes())


def _imperatives(sentence: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Stems that may be a clause's verb, each with the words that follow it in the clause."""
    for clause in _CLAUSE.split(sentence):
        said = words(clause)
        for at, word in enumerate(said[:_LEADING]):
            kind = word_classes().get(word)
            if kind in ("pronoun", "verb", "question") and word not in ("be", "do", "have", "let"):
                break
            if kind in (None, "verb"):
                yield stem(word), said[at + 1 :]
                if kind is None and at == 0:
                    break


def _object(rest: tuple[str, ...]) -> str:
    people = frozenset().union(*_groups("recipients").values())
    for word in rest:
        if word not in word_classes() and stem(word) not in people:
            return stem(word)
    return ""


def _group(kind: str, said: Iterable[str]) -> str:
    for word in said:
        for name, members in _groups(kind).items():
            if stem(word) in members:
                return name
    return ""


@cache
def _stems(kind: str) -> frozenset[str]:
    return frozenset(stem(word) for word in acts()[kind])


@cache
def _groups(kind: str) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(map(stem, members)) for name, members in acts()[kind].items()}
