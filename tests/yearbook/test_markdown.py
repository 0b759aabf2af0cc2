"""The same as Markdown: any editor opens it, and no sign in somebody's words becomes formatting."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.texts.catalogue import load_texts
from bot.yearbook import markdown
from bot.yearbook.book import Book
from tests.yearbook.volume import book, page

SAY = load_texts().say
QUOTED = ("blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close")


def quotations(made: Book) -> Iterator[Sequence[Token]]:
    """Each quotation of a book, as a reader of Markdown takes it."""
    tokens = MarkdownIt("commonmark").parse(markdown.render(made, SAY))
    begun = None
    for place, token in enumerate(tokens):
        if token.type == "blockquote_open" and token.level == 0:
            begun = place
        if token.type == "blockquote_close" and token.level == 0 and begun is not None:
            yield tokens[begun : place + 1]


def shown(inline: Token) -> str:
    """The text of a paragraph with its line breaks."""
    assert inline.children is not None
    breaks = ("softbreak", "hardbreak")
    return "".join("\n" if each.type in breaks else each.content for each in inline.children)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs"]), min_size=1))
@example("# no heading")
@example("1. no list")
@example("- no list either")
@example("*no stress* __none__ `no code`")
@example("<b>no markup</b> &amp; [no](link) ![no](image)")
@example("a\n===\nb\n---\n> no quotation in it")
@example("    no code")
@example("| no | table |\n|---|---|")
@example("www.example.org https://example.org")
@example("\\ and \\* and $x$ and ~~gone~~")
def test_whatever_was_written_is_words_and_never_formatting(text: str) -> None:
    """Line by line, at the beginning of a line as within it."""
    if re.search(r"\n\s*\n|^\s|\s$", text):
        return
    [quoted] = quotations(book((page(text),)))
    assert tuple(token.type for token in quoted) == QUOTED
    kept = text.replace("\t", " ")
    assert re.sub(r"\s", " ", shown(quoted[2])) == re.sub(r"\s", " ", kept)


def test_a_message_of_several_paragraphs_is_one_quotation() -> None:
    [quoted] = quotations(book((page("one\ntwo\n\nthree"),)))
    assert [shown(token) for token in quoted if token.type == "inline"] == ["one\ntwo", "three"]


def test_a_book_begins_with_its_title_and_has_a_heading_for_each_answered_day() -> None:
    made = markdown.render(book((page("one", day=1), page("two", day=4, place=2))), SAY)
    assert made.startswith("# Kindreds: a year of better connections\n")
    assert re.findall("^## (.*)", made, re.MULTILINE) == ["Day 1: Look up", "Day 4: Look up"]
    assert "\n2 days answered · Longest streak: 2\n" in made
    assert made.index("**Homework**") < made.index("Ask.") < made.index("### What you wrote")
    assert "CC BY 4.0" in made[made.index("\n---\n") :]


@pytest.mark.parametrize("number", [1, 2])
def test_runs_are_told_apart_only_where_there_are_several(number: int) -> None:
    chapters = [(page(f"words {place}", place=place),) for place in range(1, number + 1)]
    made = markdown.render(book(*chapters), SAY)
    assert ("# Run 1" in made) is (number == 2)


def test_what_has_no_words_is_said_in_words() -> None:
    assert "Marked as done." in markdown.render(book((page(done=True),)), SAY)
    photo = markdown.render(book((page("our bench", kind="photo"),)), SAY)
    assert "> *A photo, kept in Telegram*\n>\n> our bench" in photo
    assert SAY("yearbook.empty") in markdown.render(book(()), SAY)
