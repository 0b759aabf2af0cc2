"""Rule 1: no two days begin alike."""

from collections.abc import Iterator
from itertools import pairwise

from bot.library.finding import Finding, fail, listed
from bot.library.lexicon import word_classes
from bot.library.model import Day, Pack
from bot.library.thresholds import Thresholds
from bot.library.wording import sentences, words

RULE = "opening"

_STOCK = ("there is", "there are", "we", "most of us", "imagine", "think of")
_TAGGED = 4  # words
_ENDINGS = ("ing", "ed", "ly")


def openings(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Beginnings that come back: the same words, the same kind, the same build a day later."""
    yield from _same_three_words(pack)
    yield from _same_first_word(pack, limits)
    yield from _questions(pack, limits)
    yield from _stock(pack, limits)
    yield from _same_build(pack)


def build(day: Day) -> tuple[str, ...]:
    """How a reflection's first sentence is built: the kinds of its first words, and its end."""
    first = _first_sentence(day)
    return (*map(_kind, words(first)[:_TAGGED]), first.rstrip("\"')")[-1:])


def _same_three_words(pack: Pack) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], int] = {}
    for day in pack.days:
        three = words(day.reflection.text)[:3]
        if three in seen:
            told = f'"{" ".join(three)}" opens day {seen[three]} already'
            yield fail(day.number, RULE, told)
        seen.setdefault(three, day.number)


def _same_first_word(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    days: dict[str, list[int]] = {}
    for day in pack.days:
        for word in words(day.reflection.text)[:1]:
            days.setdefault(word, []).append(day.number)
    for word, numbers in days.items():
        if limits.same_first_word.passed(len(numbers), len(pack.days)):
            yield fail(None, RULE, f'"{word}" is the first word of {listed(numbers)}')


def _questions(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    numbers = [
        day.number for day in pack.days if _first_sentence(day).rstrip("\"')*_").endswith("?")
    ]
    if limits.question_opening.passed(len(numbers), len(pack.days)):
        yield fail(None, RULE, f"a question opens {listed(numbers)}")


def _stock(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    for stock in _STOCK:
        begins = tuple(stock.split())
        numbers = [
            day.number for day in pack.days if words(day.reflection.text)[: len(begins)] == begins
        ]
        if limits.stock_opening.passed(len(numbers), len(pack.days)):
            yield fail(None, RULE, f'"{stock}" opens {listed(numbers)}')


def _same_build(pack: Pack) -> Iterator[Finding]:
    for before, day in pairwise(pack.days):
        shape = build(day)
        telling = sum(kind not in ("word", *_ENDINGS) for kind in shape[:-1])
        neighbors = day.number == before.number + 1
        if neighbors and telling >= 2 and shape == build(before):
            told = f"the first sentence is built like that of day {before.number}"
            yield fail(day.number, RULE, f"{told} ({', '.join(shape[:-1])})")


def _first_sentence(day: Day) -> str:
    return next(iter(sentences(day.reflection.text)), "")


def _kind(word: str) -> str:
    known = word_classes().get(word)
    if known is not None:
        return known
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return ending
    return "word"
