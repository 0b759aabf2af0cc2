"""Files that people send from the page."""

import pytest

from bot.demo.attaching import LONGEST_SIDE, attach
from bot.demo.people import Person
from bot.demo.showing import show_message
from bot.demo.state import LocalTelegram


async def test_a_voice_is_a_voice_for_the_bot_and_plays_as_it_was_recorded(
    telegram: LocalTelegram, ana: Person
) -> None:
    asked = {"kind": "voice", "mime": "audio/webm;codecs=opus", "duration": "14"}
    await attach(ana, asked, b"sound")
    voice = telegram.pending[-1]["message"]["voice"]
    assert (voice["duration"], voice["mime_type"], voice["file_size"]) == (14, "audio/ogg", 5)
    shown = show_message(telegram, ana.chat[0])
    assert (shown["kind"], shown["mime"], shown["duration"]) == ("voice", "audio/webm", 14)


async def test_a_document_keeps_its_name_and_kind(telegram: LocalTelegram, ana: Person) -> None:
    asked = {"kind": "document", "name": "C:\\notes\\über\r\nuns.md", "mime": "text/markdown"}
    await attach(ana, asked, b"# Notes")
    document = telegram.pending[-1]["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("überuns.md", "text/markdown")


async def test_the_pictures_of_an_album_belong_together(
    telegram: LocalTelegram, ana: Person
) -> None:
    for _ in range(2):
        await attach(ana, {"kind": "photo", "album": "a-b"}, b"picture")
    assert [update["message"]["media_group_id"] for update in telegram.pending] == ["a-b"] * 2
    assert [show_message(telegram, each)["album"] for each in ana.chat] == ["a-b"] * 2


@pytest.mark.parametrize("kind", ["", "sticker", "photo.jpg", "location"])
async def test_only_files_are_sent_as_files(
    telegram: LocalTelegram, ana: Person, kind: str
) -> None:
    with pytest.raises(AssertionError, match="no file of a kind"):
        await attach(ana, {"kind": kind}, b"content")
    assert telegram.pending == []


async def test_an_empty_file_is_refused_as_telegram_does(
    telegram: LocalTelegram, ana: Person
) -> None:
    with pytest.raises(AssertionError, match="empty"):
        await attach(ana, {"kind": "document"}, b"")
    assert telegram.pending == []


async def test_what_a_page_measured_is_believed_within_reason(
    telegram: LocalTelegram, ana: Person
) -> None:
    asked = {"kind": "photo", "width": "9" * 15, "height": "-3", "mime": "text/html\r\nx: y"}
    await attach(ana, asked, b"picture")
    (size,) = telegram.pending[-1]["message"]["photo"]
    assert (size["width"], size["height"]) == (LONGEST_SIDE, 960)
    assert show_message(telegram, ana.chat[0])["mime"] == "image/jpeg"


async def test_who_has_blocked_the_bot_sends_it_no_file(
    telegram: LocalTelegram, ana: Person
) -> None:
    await ana.blocks()
    with pytest.raises(AssertionError, match="unblock"):
        await attach(ana, {"kind": "photo"}, b"picture")
