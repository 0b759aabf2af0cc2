"""A small book, made by hand."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.domain.streak import Verdict
from bot.yearbook.book import Book, Challenge, Chapter, Page, Part, Words

CAME = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 21, 5, tzinfo=UTC)


def part(text: str) -> Part:
    """A stretch without formatting."""
    return Part(text, text)


CHALLENGE = Challenge(
    title="Look up",
    minutes=5,
    reflection=Part("One.\n\n<b>Two.</b>", "One.\n\nTwo."),
    homework=Part("<blockquote>Ask.\n\nListen.</blockquote>", "Ask.\n\nListen."),
    small=part("Less."),
    larger=part("More."),
)


def page(
    *texts: str,
    day: int = 1,
    place: int = 1,
    kind: str = "text",
    challenge: Challenge | None = CHALLENGE,
    reworded: bool = False,
    done: bool = False,
) -> Page:
    """An answered day."""
    words = tuple(Words(AT, kind, text) for text in texts)
    return Page(place, day, CAME, Verdict.ON_TIME, challenge, reworded, done, words)


def book(
    *chapters: tuple[Page, ...],
    days: Mapping[int, Verdict | None] | None = None,
    clock12: bool = False,
) -> Book:
    """A book with a chapter for each run."""
    became = days if days is not None else {1: Verdict.ON_TIME, 2: Verdict.MISSED, 3: None}
    return Book(
        title="Kindreds: a year of better connections",
        author="The authors",
        license="CC BY 4.0",
        language="en",
        made_on=date(2026, 12, 1),
        first=CAME if any(chapters) else None,
        last=date(2026, 11, 25) if any(chapters) else None,
        best=2 if any(chapters) else 0,
        clock12=clock12,
        chapters=tuple(Chapter(number, became, each) for number, each in enumerate(chapters, 1)),
    )
