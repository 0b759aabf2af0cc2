"""Rule 7: plain words, American spelling, and as many different ones in week 50 as in week 1."""

import re
from collections.abc import Iterator
from statistics import mean, median

from bot.library.finding import Finding, fail, listed, look
from bot.library.lexicon import calendar, soft, spelling
from bot.library.model import Day, Pack
from bot.library.thresholds import Thresholds
from bot.library.wording import grade, words

WORD = "word"
GRADE = "reading grade"
VARIETY = "variety"
CALENDAR = "calendar"
SPELLING = "spelling"

_ABSTRACT = re.compile(r"\w{3,}(?:tion|ness|ment|ity)s?")
_CONCRETE = frozenset({"station", "apartment", "moment", "question", "city", "kitty", "comment"})


def vocabulary(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Uplift, abstraction, long sentences, seasons, British spellings, and words running short."""
    for day in pack.days:
        yield from _of_one(day, limits)
    yield from _soft(pack, limits)
    yield from _grades(pack, limits)
    yield from _variety(pack, limits)


def _of_one(day: Day, limits: Thresholds) -> Iterator[Finding]:
    said = words(day.text)
    for found in calendar().within(day.text):
        yield fail(day.number, CALENDAR, f'"{found}": any date and any place can be a reader\'s')
    for word in dict.fromkeys(words(f"{day.title}\n{day.text}")):
        american = spelling().american(word)
        if american is not None:
            yield fail(day.number, SPELLING, f'"{word}" is British; "{american}"')
    abstract = [word for word in said if _ABSTRACT.fullmatch(word) and not _concrete(word)]
    rate = 1000 * len(abstract) / max(1, len(said))
    if rate > limits.abstract_nouns:
        most = ", ".join(sorted(set(abstract))[:6])
        yield look(day.number, WORD, f"{rate:.0f} abstract nouns in 1,000 words: {most}")
    years = grade(f"{day.reflection.text}\n\n{day.homework.text}")
    if not limits.grade_of_one_least <= years <= limits.grade_of_one_most:
        yield fail(day.number, GRADE, f"{years:.1f} years of school")


def _soft(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    found = [(day.number, word) for day in pack.days for word in soft().within(day.text)]
    total = sum(len(words(day.text)) for day in pack.days)
    if len(found) > max(limits.soft_words_floor, limits.soft_words * total / 1000):
        days = listed(sorted({number for number, _ in found}))
        told = ", ".join(sorted({word.lower() for _, word in found})[:8])
        yield fail(None, WORD, f"{len(found)} soft words in {total:,} ({told}): {days}")


def _grades(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    years = mean(grade(day.text) for day in pack.days) if pack.days else limits.grade_least
    if not limits.grade_least <= years <= limits.grade_most:
        least, most = limits.grade_least, limits.grade_most
        yield look(None, GRADE, f"{years:.1f} years on average, {least:.0f} to {most:.0f} aimed at")


def _variety(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Weeks in a row of seven days whose words repeat each other more than the median week's."""
    shares = {}
    for at in range(len(pack.days) - 6):
        week = pack.days[at : at + 7]
        said = [word for day in week for word in words(day.text)][: limits.variety_sample]
        if week[-1].number == week[0].number + 6 and len(said) == limits.variety_sample:
            shares[week[0].number] = len(set(said)) / len(said)
    usual = median(shares.values()) if shares else 0.0
    for first, share in shares.items():
        if share < usual * (1 - limits.variety_loss):
            told = (
                f"{share:.0%} different words from here to day {first + 6}, {usual:.0%} as a rule"
            )
            yield fail(first, VARIETY, told)


def _concrete(word: str) -> bool:
    return word in _CONCRETE or word.removesuffix("s") in _CONCRETE
