"""The book as Markdown, which any editor opens. Words stay words, whatever signs are in them."""

import re
from collections.abc import Iterator

from bot.yearbook.book import (
    Book,
    Challenge,
    Chapter,
    Page,
    Say,
    Words,
    answered_how,
    bare,
    day_name,
    file_name,
    moment_name,
    span,
    verdict_name,
)

_INLINE = re.compile(r"[\\`*_\[\]<>|~&$]")
_AT_START = re.compile(r"^( *)([-+=#])", re.MULTILINE)
_NUMBERED = re.compile(r"^( *)([0-9]+)([.)])", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ADDRESS = re.compile(r"(https?|www)([:.])", re.IGNORECASE)


def render(book: Book, say: Say) -> str:
    """The whole file."""
    lines = [f"# {escape(book.title)}", *_cover(book, say)]
    for chapter in book.chapters:
        if len(book.chapters) > 1:
            lines.append(f"# {_line(say('yearbook.run', number=chapter.number))}")
        lines += _chapter(chapter, book, say)
    lines += ["---", _line(say("yearbook.credit", author=book.author, license=book.license))]
    return "\n\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Plain text as Markdown that shows just this, line by line."""
    text = _CONTROLS.sub(
        "\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")
    )
    text = _INLINE.sub(r"\\\g<0>", text)
    text = _INDENT.sub(lambda spaces: "\N{NO-BREAK SPACE}" * len(spaces[0]), text)
    text = _NUMBERED.sub(r"\1\2\\\3", text)
    text = _AT_START.sub(r"\1\\\2", text)
    return _ADDRESS.sub(r"\1\\\2", text)


def _cover(book: Book, say: Say) -> Iterator[str]:
    if between := span(book, say):
        yield _line(between)
    if book.answered:
        figures = [say("yearbook.answered", count=book.answered)]
        figures += [say("yearbook.best", count=book.best)] if book.best else []
        yield _line(" · ".join(figures))
    else:
        yield _line(say("yearbook.empty"))
    yield _line(say("yearbook.made", date=day_name(say, book.made_on)))


def _chapter(chapter: Chapter, book: Book, say: Say) -> Iterator[str]:
    for page in chapter.pages:
        heading = say("yearbook.day", day=page.day)
        if page.challenge is not None:
            heading = say("day.heading", day=page.day, title=page.challenge.title)
        yield f"## {_line(heading)}"
        yield _line(f"{day_name(say, page.came)} · {verdict_name(say, page.verdict)}")
        if page.challenge is None:
            yield f"*{_line(say('yearbook.gone'))}*"
        else:
            yield from _challenge(page.challenge, say)
        if page.reworded:
            yield f"*{_line(say('yearbook.reworded'))}*"
        yield f"### {_line(say('yearbook.yours'))}"
        yield from _words(page, book, say)


def _challenge(challenge: Challenge, say: Say) -> Iterator[str]:
    yield _lines(challenge.reflection.text)
    for label, part in (
        ("day.homework", challenge.homework),
        ("day.small", challenge.small),
        ("day.larger", challenge.larger),
    ):
        yield f"**{_line(say(label))}**"
        yield _lines(part.text)


def _words(page: Page, book: Book, say: Say) -> Iterator[str]:
    if how := answered_how(say, page):
        yield _line(how)
    for words in page.words:
        yield f"*{_line(moment_name(say, words.at, clock12=book.clock12))}*"
        yield "\n".join(f"> {line}" if line else ">" for line in _quoted(words, say).split("\n"))


def _quoted(words: Words, say: Say) -> str:
    parts = [f"*{_line(file_name(say, words))}*"] if words.kind != "text" else []
    if words.text:
        parts.append(_lines(words.text))
    return "\n\n".join(parts)


def _line(sentence: str) -> str:
    return escape(bare(sentence))


def _lines(text: str) -> str:
    """Text whose line breaks stay where they are."""
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\\\n", escape(text))
