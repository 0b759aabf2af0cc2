"""MarkdownV2 and the older Markdown, as Telegram reads them."""

from typing import Any

import pytest

from bot.demo.entities import Formatted
from bot.demo.markdown_text import parse_markdown, parse_old_markdown
from bot.demo.refusals import RefusedError


def refusal(source: str, read: Any = parse_markdown) -> str:
    with pytest.raises(RefusedError) as refused:
        read(source)
    return refused.value.refusal.description.removeprefix("Bad Request: can't parse entities: ")


def spans(parsed: Formatted) -> list[tuple[str, int, int]]:
    return [(each["type"], each["offset"], each["length"]) for each in parsed.entities]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("*a*", "bold"),
        ("_a_", "italic"),
        ("__a__", "underline"),
        ("~a~", "strikethrough"),
        ("||a||", "spoiler"),
        ("`a`", "code"),
        ("```a```", "pre"),
        (">a", "blockquote"),
        (">a||", "expandable_blockquote"),
    ],
)
def test_each_mark_becomes_its_entity(source: str, kind: str) -> None:
    parsed = parse_markdown(source)
    assert (parsed.text, spans(parsed)) == ("a", [(kind, 0, 1)])


def test_marks_nest() -> None:
    parsed = parse_markdown("*a _b_ c*")
    assert (parsed.text, spans(parsed)) == ("a b c", [("bold", 0, 5), ("italic", 2, 1)])


def test_three_underscores_close_the_inner_first() -> None:
    parsed = parse_markdown("__a _b_**__")
    assert parsed.text == "a b"
    assert spans(parsed) == [("underline", 0, 3), ("italic", 2, 1)]


def test_a_block_of_code_names_its_language() -> None:
    parsed = parse_markdown("```python\nx = 1```")
    assert parsed.text == "x = 1"
    assert parsed.entities[0]["language"] == "python"


def test_inside_code_only_the_backtick_counts() -> None:
    assert parse_markdown("`a.b!(c)`").text == "a.b!(c)"


def test_a_quotation_runs_to_the_line_without_its_mark() -> None:
    parsed = parse_markdown(">one\n>two\nthree")
    assert (parsed.text, spans(parsed)) == ("one\ntwo\nthree", [("blockquote", 0, 7)])


def test_an_empty_bold_parts_two_quotations() -> None:
    parsed = parse_markdown("a\n>b\n**>c||")
    assert parsed.text == "a\nb\nc"
    assert [kind for kind, _, _ in spans(parsed)] == ["blockquote", "expandable_blockquote"]


def test_links_lead_where_the_parentheses_say() -> None:
    (entity,) = parse_markdown(r"[here](https://example.org/\)a)").entities
    assert (entity["type"], entity["url"]) == ("text_link", "https://example.org/)a")


def test_emoji_and_instants_are_written_as_images() -> None:
    emoji, instant = parse_markdown(
        "![👍](tg://emoji?id=5368324170671202286) ![then](tg://time?unix=1800000000&format=r)"
    ).entities
    assert emoji["custom_emoji_id"] == "5368324170671202286"
    assert (instant["unix_time"], instant["date_time_format"]) == (1_800_000_000, "r")


def test_a_backslash_takes_the_meaning_from_any_ascii_mark() -> None:
    assert parse_markdown(r"1\. a\!\*\\").text == r"1. a!*" + "\\"


def test_offsets_of_entities_are_utf_16_units() -> None:
    assert spans(parse_markdown("👍 *👍*")) == [("bold", 3, 2)]


@pytest.mark.parametrize("char", list(".!-=+#(){}>|"))
def test_a_reserved_character_has_to_be_escaped(char: str) -> None:
    expected = f"Character '{char}' is reserved and must be escaped with the preceding '\\'"
    assert refusal(f"a {char}") == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("*a", "Can't find end of Bold entity at byte offset 0"),
        ("é_a", "Can't find end of Italic entity at byte offset 2"),
        ("__a", "Can't find end of Underline entity at byte offset 0"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("```a b", "Can't find end of PreCode entity at byte offset 0"),
        (">*a", "Can't find end of Bold entity at byte offset 1"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![a](b", "Can't find end of a custom emoji URL at byte offset 5"),
        ("![a]", "Custom emoji entity must contain a tg://emoji URL"),
    ],
)
def test_what_is_not_closed_is_refused_with_its_place(source: str, reason: str) -> None:
    assert refusal(source) == reason


def test_the_older_markdown_still_works() -> None:
    parsed = parse_old_markdown("*a* _b_ `c` ```d``` [e](https://example.org) 2\\*3.")
    assert parsed.text == "a b c d e 2*3."
    assert [kind for kind, _, _ in spans(parsed)] == ["bold", "italic", "code", "pre", "text_link"]


def test_the_older_markdown_says_where_an_entity_began() -> None:
    expected = "Can't find end of the entity starting at byte offset 3"
    assert refusal("é snake_case"[0:1] + " _case", parse_old_markdown) == expected
