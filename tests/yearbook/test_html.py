"""The yearbook as a page: what was written stays words, and nothing is loaded from anywhere."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streak import Verdict
from bot.texts.catalogue import load_texts
from bot.yearbook import html
from bot.yearbook.book import Book
from tests.yearbook.volume import CHALLENGE, book, page

VOID = {"meta", "use"}

SAY = load_texts().say


class Reader(HTMLParser):
    """Reads a page as a browser would; fails on a tag that closes nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if tag == "a" and name == "href":
                self.links.append(value or "")
            if name in ("src", "srcset", "action") or (name == "href" and tag not in ("a", "use")):
                self.fetched.append(value or "")
            assert not name.startswith("on"), f"{tag} {name}"
            if tag == "p" and (name, value) == ("class", "words"):
                self.words.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "p" and self.words and self._in_words:
            self.words[-1] += data

    @property
    def _in_words(self) -> bool:
        return "div" in self._open and "article" in self._open

    def finish(self) -> None:
        self.close()
        assert self._open == []


def read(made: Book) -> Reader:
    reader = Reader()
    reader.feed(html.render(made, SAY))
    reader.finish()
    return reader


def test_a_book_has_a_cover_the_days_at_a_glance_contents_and_each_answered_day() -> None:
    made = html.render(book((page("one", day=1), page("two", day=4, place=2))), SAY)
    at = [made.index(part) for part in ('class="cover"', 'class="glance"', 'class="contents"')]
    at += [made.index('id="page-1"'), made.index('id="page-2"'), made.index('class="colophon"')]
    assert at == sorted(at)
    assert "2 days answered" in made
    assert "Longest streak: 2" in made
    assert "November 23, 2026 to November 25, 2026" in made


def test_every_link_leads_to_a_day_of_the_book_and_no_name_is_given_twice() -> None:
    first = (page("one", day=1), page("two", day=4, place=2))
    reader = read(book(first, (page("again", day=1, place=3),)))
    assert max(Counter(reader.ids).values()) == 1
    assert set(reader.links) == {"#page-1", "#page-2", "#page-3"}
    assert {link[1:] for link in reader.links} <= set(reader.ids)


def test_nothing_is_fetched_and_no_script_can_run() -> None:
    made = html.render(book((page("<script src=https://x.example/a.js></script>"),)), SAY)
    reader = read(book((page("<script src=https://x.example/a.js></script>"),)))
    assert reader.fetched == []
    assert reader.tags["script"] == 0
    assert "default-src 'none'" in made
    assert not re.search(r"url\(|@import", made)


@given(st.text(min_size=1, max_size=60))
def test_whatever_was_written_is_words_and_never_markup(text: str) -> None:
    plain, written = read(book((page("x"),))), read(book((page(text),)))
    assert written.tags == plain.tags
    shown = "".join(written.words)
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert [a for a, b in zip(kept, shown, strict=True) if a != b and b != "\ufffd"] == []


@pytest.mark.parametrize("number", [1, 2])
def test_runs_are_told_apart_only_where_there_are_several(number: int) -> None:
    chapters = [(page(f"words {place}", place=place),) for place in range(1, number + 1)]
    made = html.render(book(*chapters), SAY)
    assert ("Run 1" in re.sub(r'aria-label="[^"]*"', "", made)) is (number == 2)


def test_the_glance_tells_every_day_in_words_and_counts_each_mark() -> None:
    days = {1: Verdict.ON_TIME, 2: Verdict.OPEN_IN_GRACE, 3: Verdict.OPEN, 4: None}
    made = html.render(book((page("one"),), days=days), SAY)
    for told in ("Day 1: on time", "Day 2: open", "Day 3: open", "Day 4: still ahead"):
        assert told in made
    assert 'open <span class="many">2</span>' in made
    used = set(re.findall(r'href="#(m-\w+)"', made))
    assert used <= set(re.findall(r'id="(m-\w+)"', made))


def test_a_quotation_over_two_paragraphs_stays_one_and_paragraphs_are_paragraphs() -> None:
    made = html.render(book((page("one"),)), SAY)
    assert "<p>One.</p><p><b>Two.</b></p>" in made
    assert "<blockquote>Ask.\n\nListen.</blockquote>" in made


def test_a_photo_is_named_with_what_was_said_to_it() -> None:
    made = html.render(book((page("our bench", kind="photo"),)), SAY)
    assert made.index("A photo, kept in Telegram") < made.index("our bench")


def test_a_day_that_is_no_more_or_was_reworded_or_only_done_says_so() -> None:
    gone = html.render(book((page("one", challenge=None),)), SAY)
    assert SAY("yearbook.gone") in gone and CHALLENGE.title not in gone
    assert SAY("yearbook.reworded") in html.render(book((page("one", reworded=True),)), SAY)
    done = html.render(book((page(done=True),)), SAY)
    assert "Marked as done." in done and SAY("yearbook.no_words") not in done
    assert SAY("yearbook.no_words") in html.render(book((page(),)), SAY)


def test_times_are_told_as_the_reader_reads_clocks() -> None:
    assert "21:05" in html.render(book((page("one"),)), SAY)
    assert "9:05 pm" in html.render(book((page("one"),), clock12=True), SAY)


def test_before_the_first_answer_the_cover_says_what_will_stand_there() -> None:
    made = html.render(book(()), SAY)
    assert SAY("yearbook.empty") in made
    assert 'class="contents"' not in made
    read(book(()))
