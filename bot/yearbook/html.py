"""The book as one HTML file: nothing is loaded from anywhere, and it prints as a book does.

What a person wrote is text here and never markup, each message on its own in its own direction, so
that no sign in it reaches beyond it.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator

from bot.domain.streak import Verdict
from bot.yearbook.book import (
    Book,
    Challenge,
    Chapter,
    Page,
    Say,
    Words,
    answered_how,
    day_name,
    file_name,
    mark_of,
    moment_name,
    span,
    verdict_name,
)
from bot.yearbook.style import SHEET, SYMBOLS

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if something slipped in, no browser would run or fetch it."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OPENING, _CLOSING = re.compile(r"<[a-z]"), re.compile(r"</[a-z]")
_MOONS: tuple[Verdict | None, ...] = (None, Verdict.OPEN, Verdict.IN_GRACE, Verdict.ON_TIME)
_ORDER: tuple[Verdict | None, ...] = (
    Verdict.ON_TIME,
    Verdict.IN_GRACE,
    Verdict.LATER,
    Verdict.FROZEN,
    Verdict.NEUTRAL,
    Verdict.MISSED,
    Verdict.OPEN,
    None,
)


def render(book: Book, say: Say) -> str:
    """The whole file."""
    body = [*_cover(book, say), *_glance(book, say), *_contents(book, say)]
    for chapter in book.chapters:
        body += _chapter(chapter, book, say)
    credit = say("yearbook.credit", author=book.author, license=book.license)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(book.language)}" dir="ltr">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">',
            f"<title>{escape(book.title)}</title>",
            f"<style>{SHEET}</style></head>",
            f"<body>{SYMBOLS}",
            *body,
            f'<footer class="colophon"><p>{credit}</p></footer>',
            "</body></html>\n",
        ]
    )


def escape(text: str) -> str:
    """Plain text as HTML. What HTML has no place for is shown as a character nobody knows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return html.escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def _cover(book: Book, say: Say) -> Iterator[str]:
    title, _, under = book.title.partition(": ")
    yield '<header class="cover">'
    moons = "".join(_mark(moon) for moon in _MOONS)
    yield f'<div class="moons" aria-hidden="true">{moons}</div>'
    yield f"<h1>{escape(title)}</h1>"
    if under:
        yield f'<p class="under">{escape(under[:1].upper() + under[1:])}</p>'
    yield '<div class="figures">'
    if between := span(book, say):
        yield f"<p>{between}</p>"
    if book.answered:
        yield f"<p>{say('yearbook.answered', count=book.answered)}</p>"
        yield f"<p>{say('yearbook.best', count=book.best)}</p>" if book.best else ""
    else:
        yield f"<p>{say('yearbook.empty')}</p>"
    made = say("yearbook.made", date=day_name(say, book.made_on))
    yield f'</div><p class="made">{made}</p></header>'


def _glance(book: Book, say: Say) -> Iterator[str]:
    chapters = [chapter for chapter in book.chapters if chapter.days]
    if not chapters:
        return
    title = say("yearbook.glance")
    yield f'<section class="glance"><h2>{title}</h2>'
    for chapter in chapters:
        name = say("yearbook.run", number=chapter.number)
        if len(chapters) > 1:
            yield f"<h3>{name}</h3>"
        yield f'<ol class="grid" aria-label="{name}">'
        written = {page.day: page for page in chapter.pages}
        for day, verdict in chapter.days.items():
            yield _cell(day, verdict, written.get(day), say)
        yield "</ol>"
        yield from _legend(chapter, say)
    yield "</section>"


def _cell(day: int, verdict: Verdict | None, page: Page | None, say: Say) -> str:
    words = say("yearbook.cell", day=day, mark=verdict_name(say, verdict))
    inside = f'{_mark(verdict)}<span class="unseen">{words}</span>'
    if page is not None:
        inside = f'<a href="#{_anchor(page)}" title="{words}">{inside}</a>'
    return f"<li>{inside}</li>"


def _legend(chapter: Chapter, say: Say) -> Iterator[str]:
    seen = Counter(mark_of(verdict) for verdict in chapter.days.values())
    yield '<ul class="legend">'
    for verdict in _ORDER:
        if many := seen[mark_of(verdict)]:
            name = verdict_name(say, verdict)
            yield f'<li>{_mark(verdict)} {name} <span class="many">{many}</span></li>'
    yield "</ul>"


def _contents(book: Book, say: Say) -> Iterator[str]:
    if not book.answered:
        return
    yield f'<nav class="contents"><h2>{say("yearbook.contents")}</h2>'
    for chapter in book.chapters:
        if len(book.chapters) > 1 and chapter.pages:
            yield f"<h3>{say('yearbook.run', number=chapter.number)}</h3>"
        yield "<ol>"
        for page in chapter.pages:
            number = say("yearbook.day", day=page.day)
            title = escape(page.challenge.title) if page.challenge else ""
            yield f'<li><a href="#{_anchor(page)}"><span class="number">{number}</span>'
            yield f"<span>{title}</span></a></li>"
        yield "</ol>"
    yield "</nav>"


def _chapter(chapter: Chapter, book: Book, say: Say) -> Iterator[str]:
    if not chapter.pages:
        return
    if len(book.chapters) > 1:
        name = say("yearbook.run", number=chapter.number)
        yield f'<section class="run"><h2>{name}</h2></section>'
    for page in chapter.pages:
        yield from _page(page, book, say)


def _page(page: Page, book: Book, say: Say) -> Iterator[str]:
    verdict = verdict_name(say, page.verdict)
    which = f"{say('yearbook.day', day=page.day)} · {day_name(say, page.came)}"
    yield f'<article class="day" id="{_anchor(page)}"><header>'
    yield f'<p class="which">{_mark(page.verdict)}<span>{which} · {verdict}</span></p>'
    title = escape(page.challenge.title) if page.challenge else say("yearbook.day", day=page.day)
    yield f"<h3>{title}</h3></header>"
    if page.challenge is None:
        yield f'<p class="remark">{say("yearbook.gone")}</p>'
    else:
        yield from _challenge(page.challenge, say)
    if page.reworded:
        yield f'<p class="remark">{say("yearbook.reworded")}</p>'
    yield f'<section class="mine"><h4>{say("yearbook.yours")}</h4>'
    for words in page.words:
        yield from _entry(words, book, say)
    if how := answered_how(say, page):
        yield f'<p class="entry file">{how}</p>'
    yield "</section></article>"


def _challenge(challenge: Challenge, say: Say) -> Iterator[str]:
    reflection = _paragraphs(challenge.reflection.html)
    yield f'<section class="challenge"><div class="text">{reflection}</div>'
    homework = _paragraphs(challenge.homework.html)
    yield f'<h4>{say("day.homework")}</h4><div class="text">{homework}</div>'
    yield '<div class="less">'
    for label, part in (("day.small", challenge.small), ("day.larger", challenge.larger)):
        yield f'<h4>{say(label)}</h4><div class="text">{_paragraphs(part.html)}</div>'
    yield "</div></section>"


def _paragraphs(text: str) -> str:
    """Telegram's HTML, cut into paragraphs at its empty lines, but never inside a quotation."""
    made, whole = [], ""
    for piece in text.split("\n\n"):
        whole = f"{whole}\n\n{piece}" if whole else piece
        if len(_OPENING.findall(whole)) == len(_CLOSING.findall(whole)):
            made.append(whole if whole.startswith("<blockquote") else f"<p>{whole}</p>")
            whole = ""
    return "".join([*made, whole])


def _entry(words: Words, book: Book, say: Say) -> Iterator[str]:
    yield '<div class="entry">'
    if words.kind != "text":
        yield f'<p class="file">{file_name(say, words)}</p>'
    if words.text:
        yield f'<p class="words" dir="auto">{escape(words.text)}</p>'
    moment = moment_name(say, words.at, clock12=book.clock12)
    yield f'<time datetime="{words.at.isoformat()}">{moment}</time></div>'


def _mark(verdict: Verdict | None) -> str:
    name = mark_of(verdict)
    use = f'<use href="#m-{name}"/>'
    return f'<svg class="mark {name}" fill="currentColor" aria-hidden="true">{use}</svg>'


def _anchor(page: Page) -> str:
    return f"page-{page.place}"
