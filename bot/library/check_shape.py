"""Rules 8 and 9: the length of each part, usual minutes, and no markup left in the message."""

import re
from collections.abc import Iterator

from bot.library.finding import Finding, fail
from bot.library.model import Day, Pack
from bot.library.preview import english
from bot.library.render import LONGEST_MESSAGE, plain, render_day, utf16_length, visible_length
from bot.library.thresholds import Thresholds
from bot.library.wording import words

LENGTH = "length"
MINUTES = "minutes"
MARKUP = "markup"

_LEFT_OVER = re.compile(
    r"\*\*|\]\(|(?<!\w)[*_]\w|\w[*_](?!\w)|`|&(?:\w{2,}|#\d+);|</?\w+[^>]*>|\\[*_\[]"
)


def shape(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Days that are too short or too long, in their parts or as a message, or leak their source."""
    for day in pack.days:
        yield from _lengths(day, limits)
        yield from _markup(day)
        if day.minutes not in limits.minutes:
            yield fail(day.number, MINUTES, f"{day.minutes} is none of the usual lengths")


def _lengths(day: Day, limits: Thresholds) -> Iterator[Finding]:
    ranges = {
        "reflection": limits.reflection_words,
        "homework": limits.homework_words,
        "small": limits.small_words,
        "larger": limits.larger_words,
        "reply": limits.reply_words,
    }
    counts = {name: len(words(day.parts[name].text)) for name in ranges}
    counts["heading"] = len(words(f"Day {day.number}: {day.title}"))
    ranges["heading"] = limits.heading_words
    for name, (least, most) in ranges.items():
        if not least <= counts[name] <= most:
            told = f"the {name} has {counts[name]} words, {least} to {most} are right"
            yield fail(day.number, LENGTH, told)
    length = len(plain(render_day(day, english(day))))
    if length > limits.message:
        yield fail(
            day.number, LENGTH, f"{length:,} characters of {limits.message:,} in the message"
        )


def _markup(day: Day) -> Iterator[Finding]:
    message = render_day(day, english(day))
    if visible_length(message) > LONGEST_MESSAGE:
        yield fail(day.number, MARKUP, "longer than a message of Telegram")
    expected = sum(utf16_length(part.text) for part in day.parts.values())
    if visible_length(message) < expected:
        yield fail(day.number, MARKUP, "part of the text is lost in the message")
    for name, part in day.parts.items():
        for found in _LEFT_OVER.findall(part.text):
            yield fail(day.number, MARKUP, f"{found!r} is left over in the {name}")
