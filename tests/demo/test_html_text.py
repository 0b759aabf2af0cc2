"""HTML as Telegram reads it. Offsets in refusals are bytes, those of entities UTF-16 units."""

from typing import Any

import pytest

from bot.demo.html_text import parse_html
from bot.demo.refusals import RefusedError


def refusal(source: str) -> str:
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.refusal.code == 400
    return refused.value.refusal.description.removeprefix("Bad Request: can't parse entities: ")


def only_entity(source: str) -> dict[str, Any]:
    (entity,) = parse_html(source).entities
    return entity


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_each_tag_becomes_its_entity(tag: str, kind: str) -> None:
    parsed = parse_html(f"say <{tag}>it</{tag}> so")
    assert parsed.text == "say it so"
    assert parsed.entities == [{"type": kind, "offset": 4, "length": 2}]


def test_a_quotation_may_be_expandable() -> None:
    assert only_entity("<blockquote expandable>a</blockquote>")["type"] == "expandable_blockquote"


def test_a_span_may_be_a_spoiler() -> None:
    assert only_entity('<span class="tg-spoiler">a</span>')["type"] == "spoiler"


def test_a_custom_emoji_keeps_its_number() -> None:
    entity = only_entity('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')
    assert (entity["type"], entity["custom_emoji_id"]) == ("custom_emoji", "5368324170671202286")


def test_an_instant_becomes_a_date_time_entity() -> None:
    assert only_entity('<tg-time unix="1800000000" format="wDT">then</tg-time>') == {
        "type": "date_time",
        "offset": 0,
        "length": 4,
        "unix_time": 1_800_000_000,
        "date_time_format": "wDT",
    }
    assert "date_time_format" not in only_entity('<tg-time unix="1800000000">then</tg-time>')


def test_code_inside_pre_names_the_language() -> None:
    entity = only_entity('<pre><code class="language-python">x = 1</code></pre>')
    assert (entity["type"], entity["language"]) == ("pre", "python")


def test_code_alone_names_no_language() -> None:
    assert "language" not in only_entity('<code class="language-python">x</code>')


@pytest.mark.parametrize(
    ("href", "entity"),
    [
        ("https://example.org", {"type": "text_link", "url": "https://example.org/"}),
        (
            "http://example.org/a?b=c&amp;d",
            {"type": "text_link", "url": "http://example.org/a?b=c&d"},
        ),
        ("example.org", {"type": "text_link", "url": "http://example.org/"}),
        ("tg://resolve?domain=x", {"type": "text_link", "url": "tg://resolve?domain=x"}),
        ("tg://user?id=7", {"type": "text_mention", "user": {"id": 7}}),
    ],
)
def test_a_link_leads_to_a_page_or_a_person(href: str, entity: dict[str, Any]) -> None:
    found = only_entity(f'<a href="{href}">here</a>')
    assert found == {"offset": 0, "length": 4, **entity}


def test_a_link_without_a_target_leads_to_its_own_words() -> None:
    assert only_entity("<a>example.org</a>")["url"] == "http://example.org/"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "not a link", "https://", "tg://user?id=x"]
)
def test_what_is_no_link_is_left_as_words(href: str) -> None:
    parsed = parse_html(f'<a href="{href}">here</a>')
    assert (parsed.text, parsed.entities) == ("here", [])


def test_offsets_of_entities_are_utf_16_units() -> None:
    assert only_entity("👍é <b>👍</b>") == {"type": "bold", "offset": 4, "length": 2}


def test_entities_nest_outer_before_inner() -> None:
    entities = parse_html("<i><b>a</b> b</i>").entities
    assert [(each["type"], each["length"]) for each in entities] == [("italic", 3), ("bold", 1)]


def test_an_entity_around_nothing_is_dropped() -> None:
    assert parse_html("a<b></b>").entities == []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#65;&#x42;&#128077;", "AB👍"),
        ("a & b", "a & b"),
        ("&nbsp;&laquo;&apos;", "&nbsp;&laquo;&apos;"),
        ("&lt", "<"),
        ("&#0;&#12345678;", "&#0;&#12345678;"),
        ("a > b", "a > b"),
        ("{0} %s *_`", "{0} %s *_`"),
    ],
)
def test_only_four_names_and_numbers_are_decoded(source: str, text: str) -> None:
    assert parse_html(source).text == text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <abac>", 'Unsupported start tag "abac" at byte offset 2'),
        ("👍 <x>", 'Unsupported start tag "x" at byte offset 5'),
        ("1 < 2 > 0", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a <", "Unclosed start tag at byte offset 2"),
        ('é<a href="x', "Unclosed start tag at byte offset 2"),
        ("<i x = ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i x=1,>a</i>", "Unexpected end of name token at byte offset 5"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("é<b>a</b></b>", "Unexpected end tag at byte offset 10"),
        ("<b>a</b ", "Unclosed end tag at byte offset 4"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<i>a<b>b", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="9" format="q">a</tg-time>', "Invalid date-time format specified"),
        ('<tg-time unix="soon">a</tg-time>', "Invalid Unix time specified"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(source: str, reason: str) -> None:
    assert refusal(source) == reason


def test_an_end_tag_without_a_name_closes_the_last() -> None:
    assert only_entity("<b>a</>")["type"] == "bold"
