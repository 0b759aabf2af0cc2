"""Reading how long a pause is to be: "until Friday", "2026-12-24", "for 3 weeks"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

FARTHEST = timedelta(days=3 * 365)
"""Beyond that nobody means a date; a pause without an end is for them."""


@dataclass(frozen=True)
class Until:
    """The challenge of this local date comes again."""

    date: date


@dataclass(frozen=True)
class Days:
    """So many due challenges do not come."""

    count: int


@dataclass(frozen=True)
class Open:
    """Until they return."""


@dataclass(frozen=True)
class Past:
    """A date that is not ahead."""

    date: date


@dataclass(frozen=True)
class Unclear:
    """Nothing could be made of it, or it is farther ahead than a pause can be."""


Length: TypeAlias = Until | Days | Open | Past | Unclear

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_OPEN = {
    "i return", "i come back", "i am back", "i'm back", "im back", "further notice", "forever",
    "ever", "indefinitely", "now", "good", "later",
}  # fmt: skip
_LEAD = re.compile(r"^(?:(?:pause|until|till|til|for|through|up to|to|on|the|a|an|me)\s+)+")
_COUNTED = re.compile(
    r"(?:(?P<digits>[0-9]{1,4}) ?|(?P<word>[a-z]+) )?"
    r"(?P<unit>d|days?|w|weeks?|months?|years?|fortnights?)"
)
_DAYS_IN = {"d": 1, "w": 7, "m": 30, "y": 365, "f": 14}


def read_length(text: str, today: date) -> Length:
    """What somebody wrote after `/pause`, in English; `today` is their local date.

    Weekdays and dates without a year are the next ones to come. Never raises.
    """
    words = " ".join(text.casefold().replace(",", " ").replace("’", "'").split()).rstrip(".!?")
    if words in _OPEN or words.removeprefix("until ") in _OPEN or words in ("for now", "for good"):
        return Open()
    words = _LEAD.sub("", f"{words} ").strip()
    if words in _OPEN:
        return Open()
    try:
        counted = _counted(words, today)
        if counted is not None:
            return counted
        found = _named(words, today) or _written(words, today)
    except (ValueError, OverflowError):
        return Unclear()
    if found is None or found > today + FARTHEST:
        return Unclear()
    return Until(found) if found > today else Past(found)


def _counted(words: str, today: date) -> Length | None:
    if words.isascii() and words.isdigit() and len(words) < 4:
        return Days(int(words)) if 0 < int(words) <= FARTHEST.days else Unclear()
    match = _COUNTED.fullmatch(words)
    if match is None:
        return None
    number = int(match["digits"] or _number(match["word"]))
    if not number:
        return Unclear() if match["digits"] else None
    unit = match["unit"][0]
    if unit == "d" and number <= 366:
        return Days(number)
    span = timedelta(days=number * _DAYS_IN[unit])
    return Until(today + span) if span <= FARTHEST else Unclear()


def _number(word: str | None) -> int:
    if word is None:
        return 1
    return _NUMBERS.index(word) + 1 if word in _NUMBERS else 0


def _named(words: str, today: date) -> date | None:
    """Days that go by a name: today, tomorrow, a weekday, the next week, a month."""
    monday = today + timedelta(days=7 - today.weekday())
    match words:
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
        case "tomorrow":
            return today + timedelta(days=1)
        case "next week" | "weekend" | "end of the week":
            return monday
        case "next month":
            return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        case "next year" | "new year":
            return date(today.year + 1, 1, 1)
    is_next, name = words.startswith("next "), words.removeprefix("next ").removeprefix("this ")
    weekday = _place(name, _WEEKDAYS)
    if weekday is not None:
        if is_next:
            return monday + timedelta(days=weekday)
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    month = _place(name, _MONTHS)
    return None if month is None else _coming(today, month + 1, 1)


def _written(words: str, today: date) -> date | None:
    """Dates as they are written: 2026-12-24, Dec 24, 24 December 2026, 12/24."""
    if match := re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?", words):
        first, second = int(match[1]), int(match[2])
        of_month = (second, first) if first > 12 else (first, second)
        return _coming(today, *of_month, match[3])
    day_of = r"([0-9]{1,2})(?:st|nd|rd|th)?"
    if match := re.fullmatch(rf"([a-z]+)\.? {day_of}(?: ([0-9]{{4}}))?", words):
        name, day, year = match[1], match[2], match[3]
    elif match := re.fullmatch(rf"{day_of} (?:of )?([a-z]+)\.?(?: ([0-9]{{4}}))?", words):
        name, day, year = match[2], match[1], match[3]
    else:
        return None
    place = _place(name, _MONTHS)
    return None if place is None else _coming(today, place + 1, int(day), year)


def _place(name: str, names: tuple[str, ...]) -> int | None:
    """Where a name stands in a list that it may shorten: "fri", "dec", "sept"."""
    name = name.rstrip(".")
    found = [at for at, full in enumerate(names) if len(name) > 2 and full.startswith(name)]
    return found[0] if found else None


def _coming(today: date, month: int, day: int, year: str | None = None) -> date:
    """That day of that year; without one, the next that is ahead. Raises ValueError for none."""
    if year is not None:
        return date(int(year), month, day)
    for ahead in range(9):  # a February 29 may be eight years away
        try:
            found = date(today.year + ahead, month, day)
        except ValueError:
            continue
        if found > today:
            return found
    raise ValueError("there is no such day")
