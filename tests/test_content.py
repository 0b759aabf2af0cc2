"""The packaged series, every day that is written: readable, sendable, and in order."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.library.check import check, fails, report
from bot.library.lexicon import spelling
from bot.library.likeness import alike_by_words
from bot.library.load import load_pack, packaged_content
from bot.library.model import Pack
from bot.library.parse import LABELS, parse_day
from bot.library.references import References, load_references
from bot.library.render import Words, plain, render_day, utf16_length, visible_length
from bot.library.wording import words
from bot.texts.catalogue import load_texts

FOLDER = packaged_content()
FILES = sorted(FOLDER.glob("*.md"))
TAGS = {"b", "i", "a", "code", "blockquote"}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(FOLDER)


@pytest.fixture(scope="module")
def references() -> References:
    return load_references(FOLDER.parent)


class Reader(HTMLParser):
    """Reads a message as Telegram does: known tags only, each closed in its turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert tag not in self.open, f"{tag} inside {tag}"
        allowed = {"a": ["href"], "blockquote": ["expandable"]}.get(tag, [])
        assert [name for name, _ in attrs if name not in allowed] == []
        if tag == "a":
            assert dict(attrs)["href"].startswith(("https://", "http://"))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def words_of(day_number: int, title: str, minutes: int) -> Words:
    texts = load_texts()
    return Words(
        heading=texts.say("day.heading", day=day_number, title=title),
        minutes=texts.say("day.minutes", count=minutes),
        homework=texts.say("day.homework"),
        small=texts.say("day.small"),
        larger=texts.say("day.larger"),
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fault_77_a_day_is_a_message_that_telegram_takes(path: Path) -> None:
    day = parse_day(path.name, path.read_bytes())
    labels = words_of(day.number, day.title, day.minutes)
    message = render_day(day, labels)
    reader = Reader()
    reader.feed(message)
    reader.close()
    assert not reader.open
    assert reader.text == plain(message) or "<a " in message
    assert 1 <= visible_length(message) == utf16_length(reader.text) <= 4096
    assert utf16_length(plain(message)) <= 4096
    parts = sum(utf16_length(part.text) for part in day.parts.values())
    assert visible_length(message) - parts - utf16_length(day.title) <= LABELS


def test_the_series_is_read_whole(pack: Pack) -> None:
    assert pack.id == "kindreds"
    assert (pack.title, pack.length) == ("Kindreds: a year of better connections", 365)
    assert len(pack.days) == len(FILES) > 0
    assert pack.last >= 7
    assert pack.complete is (len(pack.days) == pack.length)


def test_day_175_is_networking_is_work(pack: Pack) -> None:
    day = pack.day(175)
    assert day is not None
    assert (day.id, day.title) == ("networking-is-work", "Networking is work")
    assert "group" in day.homework.text and "GO" in day.homework.text


def test_nothing_in_the_texts_has_to_be_put_right(pack: Pack, references: References) -> None:
    found = fails(check(pack, references))
    assert not found, "\n" + report(pack, references)


def test_the_plan_of_the_year_is_whole(references: References) -> None:
    plans = references.plans
    assert sorted(plans) == list(range(1, 366))
    assert len({planned.title for planned in plans.values()}) == 365
    assert len({planned.theme for planned in plans.values()}) == 52
    for number, planned in plans.items():
        rest = number % 7 == 0 if number not in (174, 175) else number == 174
        assert (planned.rhythm == "rest") is rest, number
        assert 1 <= planned.intensity <= 5


def test_the_plan_is_in_american_spelling_and_repeats_nothing(references: References) -> None:
    plans = list(references.plans.values())
    british = {
        word
        for planned in plans
        for word in words(f"{planned.title} {planned.theme} {planned.homework} {planned.idea}")
        if spelling().american(word) is not None
    }
    assert not british
    lines = [planned.homework for planned in plans]
    assert list(alike_by_words(lines, 0.51)) == []


def test_every_finding_the_plan_leans_on_is_in_the_table(references: References) -> None:
    for planned in references.plans.values():
        for code in (word.upper() for word in words(planned.idea)):
            if code[0] == "F" and code[1:].isdigit():
                assert code in references.findings, (planned.day, code)
