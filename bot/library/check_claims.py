"""Rule 6: nobody who does not exist, and no figure or study without its source."""

import re
from collections.abc import Iterator

from bot.library.finding import Finding, fail, listed, look
from bot.library.lexicon import known_capitals, stock_names
from bot.library.model import Day, Pack
from bot.library.references import References
from bot.library.thresholds import Thresholds
from bot.library.wording import prose, sentences

RULE = "claim"

NEVER_CITED = frozenset({"F34", "F37", "F72"})
"""Disputed, failed in replication, and a model whose figures nobody vouches for."""

_RESEARCH = re.compile(
    r"\b(?:research(?:ers?|ed)?|psychologists?|scientists?|sociologists?|experiments?|surveys?"
    r"|(?:a|one|another|this|that|recent|many|several) stud(?:y|ies)"
    r"|studies (?:show|find|found|suggest|say|have|of)|percent)\b|%",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,])(?<!\b[Dd]ay )\d[\d.,]*")
"""Figures, but for the number of a day of the series."""
_MARKS = re.compile(r"^(\d+)\.\s", re.MULTILINE)
_ACQUAINTANCE = re.compile(
    r"\b[Mm]y (?:\w+ )?(?:friend|neighbor|colleague|aunt|uncle|sister|brother|cousin|wife|husband"
    r"|boss|teacher|grandmother|grandfather) [A-Z]\w+"
)
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'-]+")


def claims(pack: Pack, references: References, limits: Thresholds) -> Iterator[Finding]:
    """Stock names, made-up acquaintances, figures and studies without an F-code."""
    for day in pack.days:
        yield from _people(day)
        yield from _sources(day, references)
    with_research = [day.number for day in pack.days if _RESEARCH.search(day.reflection.text)]
    if limits.research.passed(len(with_research), len(pack.days)):
        yield fail(None, RULE, f"research is mentioned in {listed(with_research)}")


def _people(day: Day) -> Iterator[Finding]:
    for name, part in day.parts.items():
        for found in stock_names().within(part.text):
            yield fail(day.number, RULE, f"a stock name, {found}, in the {name}")
        for told in _ACQUAINTANCE.findall(part.text):
            yield fail(day.number, RULE, f'somebody made up: "{told}"')
    capitals = {
        word
        for sentence in sentences(day.reflection.text)
        for word in _CAPITAL.findall(sentence)
        if word not in known_capitals() and not re.fullmatch(r"I(?:'\w+)?", word)
    }
    if capitals:
        yield look(day.number, RULE, f"capitals within a sentence: {', '.join(sorted(capitals))}")


def _sources(day: Day, references: References) -> Iterator[Finding]:
    text = day.reflection.text
    marks = set(_MARKS.findall(text))
    figures = [figure.rstrip(".,") for figure in _NUMBER.findall(prose(text))]
    claimed = [figure for figure in figures if figure not in marks] + _RESEARCH.findall(text)
    if claimed and not day.findings:
        yield fail(day.number, RULE, f'"{claimed[0]}" without an F-code in findings')
    for code in day.findings:
        if code in NEVER_CITED:
            yield fail(day.number, RULE, f"{code} must not be used")
        elif references.findings and code not in references.findings:
            yield fail(day.number, RULE, f"{code} is not in the table of findings")
