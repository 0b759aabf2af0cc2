"""Rule 5: figures of speech that one notices from the second time on."""

import re
from collections.abc import Iterator

from bot.library.finding import Finding, fail, listed, look
from bot.library.lexicon import word_classes
from bot.library.model import Day, Pack
from bot.library.thresholds import Share, Thresholds
from bot.library.wording import sentences, words

RULE = "tic"

_NOT_BUT = re.compile(
    r"\b(?:not|isn't|aren't|wasn't|never) (?:just|only|merely|about)\b"
    r"|\bnot\b[^.?!]{1,60}\bbut\b"
    r"|\bit(?:'s| is| was) not [^.?!]{1,60}[.;,] it(?:'s| is| was)\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"[–—]|(?<=\w) -{1,2} (?=\w)|\w--\w")
_TRIAD = re.compile(r"\b[\w'-]+, [\w'-]+,? and [\w'-]+")
_ANSWERED = re.compile(r"\?\s+[A-Z]\w*(?: [\w']+){0,6}\.")
_COLON = re.compile(r"(?:[\w',]+ ){4,}[\w']+: [a-z]")


def tics(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Not this but that; threes; questions answered at once; dashes; last words."""
    yield from _counted(pack, _NOT_BUT, "not ... but", limits.not_but_in_one, limits.not_but)
    yield from _counted(pack, _TRIAD, "a list of three", limits.triads_in_one, limits.triads)
    yield from _answered(pack, limits)
    for day in pack.days:
        for name, part in day.parts.items():
            for dash in _DASH.findall(part.text):
                yield fail(day.number, RULE, f"a dash ({dash.strip()}) in the {name}")
        colons = _COLON.findall(day.reflection.text)
        if len(colons) > limits.colons_in_one:
            yield look(day.number, RULE, f"{len(colons)} colons that reveal something")
        if _is_aphorism(day, limits.closing_words):
            last = sentences(day.reflection.text)[-1]
            yield look(day.number, RULE, f'a last word that may be a moral: "{last}"')


def _counted(
    pack: Pack, pattern: re.Pattern[str], name: str, in_one: int, of_all: Share
) -> Iterator[Finding]:
    """Days that have a figure too often, and the whole if too many days have it."""
    holders = []
    for day in pack.days:
        found = pattern.findall(_asked_and_told(day))
        if found:
            holders.append(day.number)
        if len(found) > in_one:
            yield fail(day.number, RULE, f"{name}, {len(found)} times: {found[0]!r}, {found[1]!r}")
    if of_all.passed(len(holders), len(pack.days)):
        yield fail(None, RULE, f"{name} in {listed(holders)}")


def _answered(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    holders = [day.number for day in pack.days if _ANSWERED.search(day.reflection.text)]
    if limits.answered_questions.passed(len(holders), len(pack.days)):
        yield fail(None, RULE, f"a question that is answered at once in {listed(holders)}")


def _asked_and_told(day: Day) -> str:
    return f"{day.reflection.text}\n\n{day.homework.text}"


def _is_aphorism(day: Day, longest: int) -> bool:
    """Whether the reflection closes on a short sentence that speaks to and of nobody."""
    last = (words(sentences(day.reflection.text)[-1]) if day.reflection.text else ())[:longest]
    kinds = {word_classes().get(word) for word in last}
    asks = word_classes().get(last[0]) is None if last else False
    return 0 < len(last) < longest and "pronoun" not in kinds and not asks
