import time

import pytest

from bot.library.errors import ContentErrors
from bot.library.model import Rhythm, Safety
from bot.library.parse import parse_day
from tests.library.writing import REFLECTION, source

NAME = "001-first.md"


def errors_of(text: str | bytes) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        parse_day(NAME, text if isinstance(text, bytes) else text.encode())
    return [str(error) for error in caught.value.errors]


def only_error_of(text: str | bytes) -> str:
    errors = errors_of(text)
    assert len(errors) == 1, errors
    return errors[0]


def line_of(text: str, words: str) -> int:
    return next(at for at, line in enumerate(text.split("\n"), 1) if words in line)


def test_a_day_is_read_with_all_it_says_of_itself() -> None:
    text = source(175, rhythm="reach", findings=["F30", "F31"], safety="public", minutes=60)
    day = parse_day("175-networking.md", text.encode())
    assert (day.number, day.id, day.title, day.theme) == (175, "day-175", "Title 175", "Small")
    assert (day.minutes, day.intensity, day.audience) == (60, 1, "anyone")
    assert (day.rhythm, day.findings, day.safety) == (
        Rhythm.REACH,
        ("F30", "F31"),
        Safety.PUBLIC,
    )
    assert day.reflection.text == REFLECTION
    assert day.reply.text == "Who waved back?"
    assert day.file == "175-networking.md"


def test_a_day_without_a_safety_tag_has_none() -> None:
    assert parse_day(NAME, source().encode()).safety is None


def test_lines_may_end_as_they_do_on_windows() -> None:
    there = parse_day(NAME, source(1, "One.\n\nTwo.").replace("\n", "\r\n").encode())
    here = parse_day(NAME, source(1, "One.\n\nTwo.").encode())
    assert there.hash == here.hash


@pytest.mark.parametrize(
    ("changed", "key", "fix"),
    [
        ({"day": "one"}, "day", "a whole number from 1 to 9999"),
        ({"day": 0}, "day", "a whole number from 1 to 9999"),
        ({"minutes": 5.5}, "minutes", "a whole number from 1 to 240"),
        ({"minutes": True}, "minutes", "a whole number from 1 to 240"),
        ({"intensity": 6}, "intensity", "a whole number from 1 to 5"),
        ({"id": "Look up"}, "id", "small letters, digits and hyphens"),
        ({"id": "a" * 65}, "id", "small letters, digits and hyphens"),
        ({"title": 7}, "title", "one line of up to 80 characters"),
        ({"title": " "}, "title", "one line of up to 80 characters"),
        ({"title": "x" * 81}, "title", "one line of up to 80 characters"),
        ({"title": "two\nlines"}, "title", "one line of up to 80 characters"),
        ({"rhythm": "dance"}, "rhythm", "Choose one of act, listen, reach, rest"),
        ({"rhythm": ["act"]}, "rhythm", "Choose one of act, listen, reach, rest"),
        ({"safety": "none"}, "safety", "Choose one of public, consent"),
        ({"findings": "F20"}, "findings", 'as in findings = ["F20"]'),
        ({"findings": ["20"]}, "findings", 'as in findings = ["F20"]'),
        ({"findings": ["F20", "F20"]}, "findings", "without repeats"),
        ({"findings": [20]}, "findings", 'as in findings = ["F20"]'),
    ],
)
def test_fault_76_a_value_of_the_wrong_type_is_refused_with_its_line(
    changed: dict[str, object], key: str, fix: str
) -> None:
    text = source(**changed)  # type: ignore[arg-type]
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{line_of(text, f'{key} = ')}: {key} cannot be ")
    assert fix in error


def test_fault_76_a_key_nobody_knows_is_refused_with_the_known_ones() -> None:
    text = source(mintues=5)
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{line_of(text, 'mintues')}: there is no key 'mintues'")
    assert "Known are day, id, title" in error


def test_fault_76_a_missing_key_is_named() -> None:
    assert "the key 'theme' is missing" in only_error_of(source(theme=None))


def test_fault_76_a_key_given_twice_is_refused_with_the_line_of_the_second() -> None:
    text = source().replace("theme =", 'title = "Other"\ntheme =')
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{line_of(text, 'Other')}: a key that is here already")


def test_fault_76_a_table_inside_the_head_is_refused() -> None:
    text = source().replace("form =", "rhythm.more = 1\nform =")
    assert errors_of(text)
    text = source().replace("+++\n\n", "[extra]\nmore = 1\n+++\n\n", 1)
    assert "there is no key 'extra'" in only_error_of(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "findings = " + "[" * 1900 + "]" * 1900,
        "findings = " + "[" * 3000,
        "findings = " + "[" * 50_000,
        ".".join(["a"] * 1500) + " = 1",
        ".".join(["a"] * 30_000) + " = 1",
        "x = " + "{a=" * 1000 + "1" + "}" * 1000,
    ],
)
def test_fault_76_deep_nesting_is_refused_at_once(hostile: str) -> None:
    text = source(findings=None).replace("form =", f"{hostile}\nform =")
    began = time.perf_counter()
    errors = errors_of(text)
    assert time.perf_counter() - began < 1
    assert errors
    assert all(error.startswith(f"{NAME}:") for error in errors)
    assert all(len(error) < 400 for error in errors)


def test_fault_76_a_line_that_is_no_toml_is_named() -> None:
    text = source().replace('form = "plain talk"', "form = plain talk")
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{line_of(text, 'plain talk')}: this is not TOML")
    assert "straight quotes" in error


def test_fault_76_bytes_that_are_not_utf_8_are_refused_with_their_line() -> None:
    text = source(1, "Caf\xe9 first.")
    error = only_error_of(text.encode("latin-1"))
    assert error.startswith(f"{NAME}:{line_of(text, 'first.')}: a byte that is not UTF-8 (0xE9)")


def test_fault_76_a_byte_order_mark_is_refused() -> None:
    error = only_error_of(b"\xef\xbb\xbf" + source().encode())
    assert error == f"{NAME}:1: a byte order mark. Save the file as UTF-8 without BOM."


@pytest.mark.parametrize(
    ("sign", "name"),
    [
        ("\t", "a tab"),
        ("\0", "a control character (U+0000)"),
        ("\x1b", "a control character (U+001B)"),
        ("\u202e", "an override of the writing direction (U+202E)"),
        ("\u200b", "a zero-width space (U+200B)"),
        ("\u2028", "a line separator (U+2028)"),
        ("\ue000", "a private-use character (U+E000)"),
    ],
)
def test_fault_76_characters_that_hide_are_refused_with_their_line(sign: str, name: str) -> None:
    text = source(1, f"First.\n\nSecond{sign}here.")
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{text[: text.index(sign)].count(chr(10)) + 1}: {name}")


def test_emoji_of_several_characters_and_accents_are_welcome() -> None:
    words = "Zoë waved \U0001f468\u200d\U0001f469\u200d\U0001f467, naïvely."
    assert parse_day(NAME, source(1, words).encode()).reflection.text == words


@pytest.mark.parametrize("title", ["Homework", "On a hard day", "If you want more", "Reply"])
def test_a_missing_part_is_named_with_its_heading(title: str) -> None:
    text = source().replace(f"## {title}\n", "")
    assert any(f"the part '{title}' is missing" in error for error in errors_of(text))


@pytest.mark.parametrize("title", ["Homework", "On a hard day", "If you want more", "Reply"])
def test_an_empty_part_is_refused(title: str) -> None:
    text = source(1, REFLECTION, {title: ""})
    line = line_of(text, f"## {title}")
    assert only_error_of(text).startswith(f"{NAME}:{line + 1}: the ")


def test_a_day_without_a_reflection_is_refused() -> None:
    assert "the reflection is empty" in only_error_of(source(1, ""))


def test_a_second_part_of_one_name_is_refused_with_its_line() -> None:
    text = source() + "\n## Homework\n\nMore of it.\n"
    error = only_error_of(text)
    assert error.startswith(f"{NAME}:{text.count(chr(10)) - 2}: a second part 'Homework'")


@pytest.mark.parametrize("heading", ["## homework", "##Homework", "# Homework", "### Homework"])
def test_a_heading_that_is_not_one_of_the_four_is_refused(heading: str) -> None:
    text = source().replace("## Homework", heading)
    errors = errors_of(text)
    assert any(f"{line_of(text, heading)}: an unknown heading" in error for error in errors)
    assert any("Known are ## Homework" in error for error in errors)


@pytest.mark.parametrize(
    "cue", ["Who *waved*?", "Who?\n\nWhen?", "- Who?", "[Who?](https://example.org)"]
)
def test_a_reply_cue_is_one_plain_line(cue: str) -> None:
    error = only_error_of(source(1, REFLECTION, {"Reply": cue}))
    assert "in what is one plain line" in error


@pytest.mark.parametrize("title", ["On a hard day", "If you want more"])
def test_a_part_that_is_set_as_a_quotation_holds_none(title: str) -> None:
    error = only_error_of(source(1, REFLECTION, {title: "> Said."}))
    assert "a quotation inside a quotation" in error
    parse_day(NAME, source(1, "> Said.", {"Homework": "> Said."}).encode())


def test_a_reply_cue_may_hold_any_sign() -> None:
    day = parse_day(NAME, source(1, REFLECTION, {"Reply": "R&B, or 1 < 2?"}).encode())
    assert day.reply.html == "R&amp;B, or 1 &lt; 2?"


@pytest.mark.parametrize("text", ["", "\n", "day = 1\n", "---\nday: 1\n---\n"])
def test_a_file_without_a_head_is_told_how_to_begin(text: str) -> None:
    assert "Begin the file with a line +++" in only_error_of(text)


def test_a_head_without_an_end_is_refused() -> None:
    assert "the head has no end" in only_error_of(source().replace("+++\n\n", "\n", 1))


def test_all_errors_of_a_file_come_together() -> None:
    text = source(1, "Look: ![x](https://example.org/x.png)", minutes="five", mood="good")
    text = text.replace("## Reply\n", "")
    errors = errors_of(text)
    for words in ("an image", "minutes cannot be", "no key 'mood'", "'Reply' is missing"):
        assert any(words in error for error in errors), words


def test_fault_77_a_day_that_no_message_can_hold_is_refused() -> None:
    error = only_error_of(source(1, "word " * 1800))
    assert "of the 4096 in a message" in error


def test_the_longest_day_that_is_taken_still_fits_one_message() -> None:
    room = 4096 - 160 - len("Title 1")
    others = sum(
        len(part.text)
        for name, part in parse_day(NAME, source(1, "x").encode()).parts.items()
        if name != "reflection"
    )
    parse_day(NAME, source(1, "x" * (room - others)).encode())
    assert "in a message" in only_error_of(source(1, "x" * (room - others + 1)))


def test_length_is_counted_as_telegram_counts_it() -> None:
    assert "in a message" in only_error_of(source(1, "\U0001f44b" * 2000))
    parse_day(NAME, source(1, "é" * 2000).encode())


def test_the_hash_changes_with_what_is_sent_and_with_nothing_else() -> None:
    day = parse_day(NAME, source(form="plain talk").encode())
    assert len(day.hash) == 64
    assert parse_day(NAME, source(form="letter", theme="Other").encode()).hash == day.hash
    for other in (
        source(title="Other"),
        source(minutes=10),
        source(2),
        source(1, "Other."),
        source(1, REFLECTION, {"Homework": "Other."}),
        source(1, REFLECTION, {"Reply": "Other?"}),
    ):
        assert parse_day(NAME, other.encode()).hash != day.hash
