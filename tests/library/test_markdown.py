import contextlib

import pytest

from bot.library.errors import ContentError
from bot.library.markdown import Place, to_html

PLACE = Place("001-first.md", 20)


def html(source: str, *, quoted: bool = False) -> str:
    return to_html(source, PLACE, quoted=quoted)


def refusal(source: str, *, quoted: bool = False) -> ContentError:
    with pytest.raises(ContentError) as caught:
        to_html(source, PLACE, quoted=quoted)
    assert caught.value.file == PLACE.file
    return caught.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One line\nand the next.", "One line and the next."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One,  \ntwo.", "One,\ntwo."),
        ("An *em* and a **strong**.", "An <i>em</i> and a <b>strong</b>."),
        ("***Both***", "<i><b>Both</b></i>"),
        ("Type `hi`.", "Type <code>hi</code>."),
        ("- one\n- *two*", "• one\n• <i>two</i>"),
        ("- one\n\n- two", "• one\n\n• two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("4. four\n5. five", "4. four\n5. five"),
        ("> Said.\n>\n> Twice.", "<blockquote>Said.\n\nTwice.</blockquote>"),
        ("[x](https://example.org/?b&c)", '<a href="https://example.org/?b&amp;c">x</a>'),
        ("<https://example.org/>", '<a href="https://example.org/">https://example.org/</a>'),
        ("[a.org](https://www.a.org/b)", '<a href="https://www.a.org/b">a.org</a>'),
        ('R&B, 1 < 2 > 0, "so".', 'R&amp;B, 1 &lt; 2 &gt; 0, "so".'),
        ("Fish &amp; chips", "Fish &amp; chips"),
        ("Try R&B; it helps", "Try R&amp;B; it helps"),
        (r"\*not em\*", "*not em*"),
        ("I <3 you", "I &lt;3 you"),
    ],
)  # fmt: skip
def test_what_markdown_becomes(source: str, expected: str) -> None:
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>bold</b>", "HTML does not belong here"),
        ("An unclosed <i>tag", "HTML does not belong here"),
        ("<script>alert(1)</script>", "HTML does not belong here"),
        ("<!-- hidden -->", "HTML does not belong here"),
        ("Escaped &lt;b&gt; too", "HTML does not belong here"),
        ("![beacon](https://example.org/pixel.gif)", "an image"),
        ("*Look ![x](https://example.org/x.png)*", "an image"),
        ("[press](javascript:alert(1))", "opens something on the reader's device"),
        ("[press](JaVaScRiPt:alert(1))", "opens something on the reader's device"),
        ("[press](tg://resolve?domain=someone)", "does not begin with https://"),
        ("See tg://user?id=1", "opens something on the reader's device"),
        ("See ton://transfer/x", "opens something on the reader's device"),
        ("[mail](mailto:a@example.org)", "does not begin with https://"),
        ("<a@example.org>", "does not begin with https://"),
        ("[a](data:text/html,x)", "this looks like a link and is none"),
        ("[a](/relative)", "does not begin with https://"),
        ("[a](https:///nowhere)", "does not begin with https://"),
        ("[a](http://[)", "does not begin with https://"),
        ("[a](https://localhost/x)", "does not begin with https://"),
        ("[a](http://[::1)", "a link"),
        ("[](https://example.org)", "a link without words"),
        ("[example.com](https://evil.example)", "reads example.com and leads to evil.example"),
        ("[https://example.com/a](https://evil.example/a)", "reads example.com and leads to"),
        ("[the page www.example.com](https://evil.example)", "reads example.com and leads to"),
        ("[*example.com*](https://evil.example)", "reads example.com and leads to"),
        ("[ｅｘａｍｐｌｅ．ｃｏｍ](https://evil.example)", "reads example.com and leads to"),
        ("[@somebody](https://evil.example)", "reads as a name in Telegram"),
        ("[a](https://example.org@evil.example/)", "a name before its host"),
        ('[a](https://example.org "a title")', "a link with a title"),
        ("[a]: https://example.org\n\n[a]", "a link defined apart"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a table"),
        ("a | b\n--- | ---\n1 | 2", "a table"),
        ("### Deeper", "a heading inside a part"),
        ("Underlined\n====", "a heading inside a part"),
        ("    indented", "a line indented by four spaces"),
        ("```\ncode\n```", "a block of code"),
        ("One\n\n***\n\nTwo", "a rule across the page"),
        ("- one\n  - deeper", "an item of a list"),
        ("- one\n\n  two", "an item of a list"),
        ("> > twice", "a quotation inside a quotation"),
        ("*`code`*", "code inside other formatting"),
        ("> `code`", "code inside other formatting"),
        ("~~struck~~", "struck-out text"),
        ("Turned &#x202E;round", "an override of the writing direction"),
        ("A bell &#7; and &nosuch;", "a reference that stands for no character"),
        ("x" * 12_001, "this part has 12001 characters"),
    ],
)  # fmt: skip
def test_fault_77_whatever_is_not_on_the_list_is_refused(source: str, words: str) -> None:
    assert words in refusal(source).wrong


def test_fault_77_a_refusal_names_the_line_it_stands_on() -> None:
    assert refusal("One.\n\nTwo.\n\n<b>Three</b>").line == 24
    assert refusal("- one\n- two\n- [x](tg://x)").line == 22
    assert refusal("> One.\n>\n> <b>").line == 22
    assert refusal("- one\n- two\n  - deeper").line == 21


def test_a_part_that_is_folded_away_takes_no_quotation_and_no_code() -> None:
    assert html("> Said.") and html("`code`")
    assert "a quotation inside a quotation" in refusal("> Said.", quoted=True).wrong
    assert "code inside" in refusal("`code`", quoted=True).wrong


def test_after_a_quotation_code_may_stand_again() -> None:
    assert html("> Said.\n\n`code`") == "<blockquote>Said.</blockquote>\n\n<code>code</code>"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "hostile",
    ["*", "[", "> ", "- ", "`", "<", "[a](", "![", "&", "_a", "\\", "1. ", "a\n\n", "https://"],
)
def test_fault_77_no_text_keeps_the_reader_busy(hostile: str) -> None:
    with contextlib.suppress(ContentError):
        html(hostile * (11_999 // len(hostile)))
