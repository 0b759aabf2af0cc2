"""Every sentence is found, and every sentence is used."""

import re
from pathlib import Path

import pytest

from bot.texts.catalogue import Markup, MissingTextError, Texts, load_texts

BOT = Path(__file__).parent.parent.parent / "bot"


def _keys_in_code() -> set[str]:
    """Keys as they stand in the code; `x.{…}` in an f-string stands for all below `x.`"""
    code = "\n".join(path.read_text(encoding="utf-8") for path in BOT.rglob("*.py"))
    return set(re.findall(r"""["']([a-z_]+\.[a-z0-9_{}.]+)["']""", code)) | set(
        re.findall(r"""f["']([a-z_]+\.[a-z_]*\{[^}]+\})["']""", code)
    )


def _without_plural(key: str) -> str:
    return re.sub(r"\.(one|other)$", "", key)


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    used = _keys_in_code()
    prefixes = tuple(key.partition("{")[0] for key in used if "{" in key)
    unused = [
        key
        for key in load_texts().names
        if _without_plural(key) not in used and not key.startswith(prefixes)
    ]
    assert not unused


def test_every_plural_has_both_forms() -> None:
    keys = load_texts().names
    for key in keys:
        if key.endswith((".one", ".other")):
            assert {f"{_without_plural(key)}.one", f"{_without_plural(key)}.other"} <= keys


def test_plurals_follow_the_count() -> None:
    texts = load_texts()
    assert texts.say("button.pause_days", count=1) == "1 day"
    assert texts.say("button.pause_days", count=3) == "3 days"


def test_what_is_put_into_a_sentence_is_escaped_unless_it_is_markup() -> None:
    texts = Texts({"en": {"a": "{word}!"}})
    assert texts.say("a", word='<b>&"') == "&lt;b&gt;&amp;&quot;!"
    assert texts.say("a", word=Markup("<b>x</b>")) == "<b>x</b>!"
    assert texts.say("a", word="{0} %s {word}") == "{0} %s {word}!"


def test_a_language_without_a_sentence_falls_back_to_english() -> None:
    texts = Texts({"en": {"a": "one", "b": "two"}, "pt": {"a": "um"}})
    assert texts.speaking("pt-BR").say("a") == "um"
    assert texts.speaking("pt-BR").say("b") == "two"
    with pytest.raises(MissingTextError):
        texts.say("c")


def test_no_sentence_shouts_or_hides_a_dash() -> None:
    texts = load_texts()
    for key in texts.names:
        sentence = texts.languages["en"][key]
        assert "!!" not in sentence
        assert not set("–—") & set(sentence), key
