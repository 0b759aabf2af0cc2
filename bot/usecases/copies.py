"""Making a file of what was gathered: pure work, which may take a while and belongs in a thread."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.yearbook import html, json, markdown
from bot.yearbook.book import Book, Say
from bot.yearbook.json import Copy


class Form(StrEnum):
    """The files there are."""

    YEARBOOK = "yearbook"
    MARKDOWN = "markdown"
    JSON = "json"


_ENDINGS = {Form.YEARBOOK: "html", Form.MARKDOWN: "md", Form.JSON: "json"}


@dataclass(frozen=True)
class File:
    """A file that is not on any disk."""

    name: str
    content: bytes


def make(found: Book | Copy, form: Form, now: datetime, made_by: str, say: Say) -> File:
    """The file; it blocks for as long as that takes."""
    name = f"kindreds-{now:%Y-%m-%d}.{_ENDINGS[form]}"
    match found:
        case Copy():
            return File(name, json.dump(found, now, made_by))
        case Book():
            render = html.render if form is Form.YEARBOOK else markdown.render
            return File(name, render(found, say).encode())
