import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.markdown import escape
from bot.library.preview import english, preview
from bot.library.render import Words, plain, render_day, utf16_length, visible_length
from tests.library.writing import written

WORDS = Words("Día 1: A &amp; B", "5 minutos", "Tarea", "Un mal día", "Algo más")


def test_a_day_is_one_message_in_its_order() -> None:
    day = written(1, "First.\n\nSecond.", homework="Do it.", small="Less.", larger="More.")
    assert render_day(day, WORDS) == (
        "<b>Día 1: A &amp; B</b>\n5 minutos\n\n"
        "First.\n\nSecond.\n\n"
        "<b>Tarea</b>\nDo it.\n\n"
        "<blockquote expandable><b>Un mal día</b>\nLess.\n\n"
        "<b>Algo más</b>\nMore.</blockquote>\n\n"
        "<i>Who waved back?</i>"
    )


def test_fault_65_a_title_with_signs_of_html_is_shown_as_it_is() -> None:
    day = written(title='<b>"R&B"</b>')
    message = render_day(day, english(day))
    assert message.startswith('<b>Day 1: &lt;b&gt;"R&amp;B"&lt;/b&gt;</b>\n')
    assert plain(message).startswith('Day 1: <b>"R&B"</b>\n')


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>a</b> &lt;b&gt; &amp;lt;", "a <b> &lt;"),
        ("&quot;so&quot; &#39;it&#x27;s", "\"so\" 'it's"),
        ("&copy; &#0; &#xD800; &#9999999;", "&copy; &#0; &#xD800; &#9999999;"),
        ('<a href="https://example.org/a?b&amp;c">a page</a>', "a page (https://example.org/a?b&c)"),
        ('<a href="https://example.org/">https://example.org/</a>', "https://example.org/"),
        ('<blockquote expandable>x</blockquote><tg-spoiler>y</tg-spoiler>', "xy"),
        ('<tg-time unix="1" format="t">08:00</tg-time>', "08:00"),
        ("1 &lt; 2 and 3 &gt; 2", "1 < 2 and 3 > 2"),
    ],
)  # fmt: skip
def test_the_same_without_formatting(html: str, text: str) -> None:
    assert plain(html) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert plain(escape(text)) == text
    assert visible_length(f"<b>{escape(text)}</b>") == utf16_length(text)


def test_length_is_in_utf_16_units_and_leaves_addresses_out() -> None:
    assert utf16_length("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466") == 11
    assert utf16_length("\ud83d") == 1
    assert visible_length('<a href="https://example.org">\U0001f44b&amp;</a>') == 3


def test_a_preview_reads_as_the_message_does_and_counts_it() -> None:
    lines = preview(written()).split("\n")
    assert lines[:2] == ["Day 1: Title 1", "5 minutes"]
    assert lines[-1] == f"[{len(chr(10).join(lines[:-2]))} characters]"
