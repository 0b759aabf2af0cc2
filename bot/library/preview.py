"""A day as it will be read, for whoever is writing it."""

from bot.library.markdown import escape
from bot.library.model import Day
from bot.library.render import Words, plain, render_day, utf16_length


def preview(day: Day) -> str:
    """The message without formatting, in English, and its length in UTF-16 units below it."""
    message = plain(render_day(day, english(day)))
    return f"{message}\n\n[{utf16_length(message)} characters]"


def english(day: Day) -> Words:
    """The labels of a preview; what people are sent takes them from the catalog of texts."""
    return Words(
        heading=escape(f"Day {day.number}: {day.title}"),
        minutes=f"{day.minutes} minutes",
        homework="Homework",
        small="On a hard day",
        larger="If you want more",
    )
