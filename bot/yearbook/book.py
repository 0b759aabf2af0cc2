"""A person's year as a book: plain values, whatever the file that is made of them."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.streak import Verdict


class Say(Protocol):
    """Finds a sentence by its key; values put into it are escaped for HTML."""

    def __call__(self, key: str, **values: object) -> str:
        """The sentence, as HTML."""
        ...


@dataclass(frozen=True)
class Words:
    """One message of the log. `at` is in the zone of whoever wrote it; `kind` as Telegram has it.

    Of a file only its kind is known here: the file itself is kept in Telegram.
    """

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class Part:
    """A stretch of a challenge: `html` as Telegram takes it, `text` without formatting."""

    html: str
    text: str


@dataclass(frozen=True)
class Challenge:
    """A day of the series, as far as the book shows it."""

    title: str
    minutes: int
    reflection: Part
    homework: Part
    small: Part
    larger: Part


@dataclass(frozen=True)
class Page:
    """An answered day, the `place`-th page of the book from 1 on: a day may come more than once.

    Its challenge is None where the series has it no more. `reworded`: the text has changed since
    it was sent; `done`: somebody said so with a button.
    """

    place: int
    day: int
    came: date
    verdict: Verdict
    challenge: Challenge | None
    reworded: bool
    done: bool
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Chapter:
    """A run: what became of each of its days, and the pages of those that were answered.

    A day that has not come is None.
    """

    number: int
    days: Mapping[int, Verdict | None]
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Book:
    """Everything, from the cover on. `first` and `last`: when challenges came, None before any."""

    title: str
    author: str
    license: str
    language: str
    made_on: date
    first: date | None
    last: date | None
    best: int
    clock12: bool
    chapters: tuple[Chapter, ...]

    @property
    def answered(self) -> int:
        """How many days were answered, in all runs."""
        return sum(len(chapter.pages) for chapter in self.chapters)


def day_name(say: Say, day: date) -> str:
    """Such as "Monday, November 23, 2026"."""
    return say(
        "yearbook.date",
        weekday=say(f"weekday.{day.weekday()}"),
        month=say(f"month.{day.month}"),
        day=day.day,
        year=day.year,
    )


def _date_name(say: Say, day: date) -> str:
    """Such as "November 23, 2026"."""
    return say("yearbook.short", month=say(f"month.{day.month}"), day=day.day, year=day.year)


def moment_name(say: Say, at: datetime, *, clock12: bool) -> str:
    """The same with the time of day, as its reader reads clocks."""
    time = f"{at:%H:%M}"
    if clock12:
        half = say("when.am" if at.hour < 12 else "when.pm")
        time = f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {half}"
    return say("yearbook.moment", day=day_name(say, at.date()), time=time)


def span(book: Book, say: Say) -> str:
    """From which day to which the challenges came; empty before the first one."""
    if book.first is None or book.last is None:
        return ""
    if book.first == book.last:
        return _date_name(say, book.first)
    return say("yearbook.span", first=_date_name(say, book.first), last=_date_name(say, book.last))


def verdict_name(say: Say, verdict: Verdict | None) -> str:
    """What became of a day, in a word or two."""
    return say(f"yearbook.mark_{mark_of(verdict)}")


def mark_of(verdict: Verdict | None) -> str:
    """The name of the mark that tells a verdict: open is open, in grace or not."""
    match verdict:
        case None:
            return "ahead"
        case Verdict.OPEN_IN_GRACE:
            return Verdict.OPEN.name.lower()
        case _:
            return verdict.name.lower()


def file_name(say: Say, words: Words) -> str:
    """What stands in the place of a file; empty for a text."""
    return "" if words.kind == "text" else say(f"yearbook.kept_{words.kind}")


def answered_how(say: Say, page: Page) -> str:
    """How a day was answered, as far as its words do not say it; empty where they say it all."""
    if page.done:
        return say("yearbook.done")
    return "" if page.words else say("yearbook.no_words")


def bare(sentence: str) -> str:
    """A sentence of the catalogue as plain text."""
    return html.unescape(sentence)
