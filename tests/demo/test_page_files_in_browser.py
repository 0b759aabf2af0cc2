"""Pictures, voices, files and places on the chat page, in a real browser."""

import re
import struct
import zlib

from playwright.async_api import FilePayload, Page, expect

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.browsing import needs_chromium
from tests.demo.client import TOKEN, Api

pytestmark = needs_chromium

YEARBOOK = b"<title>Yearbook</title><h1>Mine</h1><script>document.title = 'stolen'</script>"


def png(width: int, height: int) -> bytes:
    """A picture of one color."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x7a\x9f\xd0" * width) * height)
    chunks = [chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def picture(name: str, width: int, height: int) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": png(width, height)}


async def bot_sends(api: Api, method: str, kind: str, ana: Person, name: str, **about: str) -> None:
    content, mime = (png(1080, 1350), "image/png") if kind == "photo" else (YEARBOOK, "text/html")
    asked = {"chat_id": str(ana.id), **about}
    files = {kind: (name, content, mime)}
    sent = await api.http.post(f"/bot{TOKEN}/{method}", data=asked, files=files)
    assert sent.json()["ok"], sent.text


async def test_photos_are_sent_as_an_album_with_a_caption(
    page: Page, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    chosen = [picture("a.png", 2560, 640), picture("b.png", 300, 200), picture("c.png", 9, 9)]
    await page.locator("#pictures").set_input_files(chosen)
    await expect(page.locator("#sending canvas")).to_have_count(3)
    await page.get_by_label("Caption").fill("three of them")
    await page.get_by_label("Caption").press("Enter")
    await expect(page.locator(".album .picture")).to_have_count(3)
    await expect(page.locator(".album ~ .words")).to_have_text("three of them")
    messages = [update["message"] for update in telegram.pending[1:]]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["three of them", None, None]
    sizes = [message["photo"][0] for message in messages]
    assert [(size["width"], size["height"]) for size in sizes][:2] == [(1280, 320), (300, 200)]
    stored = telegram.files.get(sizes[0]["file_id"])
    assert (stored.mime, stored.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    await ana.deletes(3)
    await expect(page.locator(".album .picture")).to_have_count(2)


async def test_a_picture_opens_large_and_the_arrows_turn_to_the_next(
    page: Page, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    for words in ("Your year", "Your week"):
        await bot_sends(api, "sendPhoto", "photo", ana, "year.png", caption=words)
    await page.locator(".picture").last.press("Enter")
    viewer = page.locator("#viewer")
    await expect(viewer.locator("#viewer-words")).to_have_text("Your week")
    await expect(viewer.locator("#viewer-place")).to_have_text("2 of 2")
    await expect(viewer.get_by_role("button", name="after")).to_be_hidden()
    await page.keyboard.press("ArrowLeft")
    await expect(viewer.get_by_role("img", name="Your year")).to_be_in_viewport(ratio=1)
    download = viewer.get_by_role("link", name="Download")
    await expect(download).to_have_attribute("href", re.compile("file_0.*&keep$"))
    await page.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()
    await expect(page.locator(".picture").last).to_be_focused()


async def test_a_voice_is_recorded_sent_and_played(
    page: Page, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    record = page.get_by_role("button", name="Record a voice message")
    await record.click()
    await expect(page.get_by_role("timer")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("timer")).to_be_hidden()
    assert len(telegram.pending) == 1
    await record.click()
    await expect(page.get_by_role("timer")).to_have_text("0:01")
    await page.get_by_role("button", name="Send the recording").click()
    await expect(page.locator(".player")).to_be_visible()
    voice = telegram.pending[-1]["message"]["voice"]
    assert voice["duration"] >= 1
    assert voice["file_size"] > 500
    await page.get_by_role("button", name="Play").click()
    await expect(page.locator("#log").get_by_role("button", name="Pause")).to_be_visible()
    await expect(page.get_by_role("button", name="Play")).to_be_visible()


async def test_a_document_opens_in_a_page_without_rights(page: Page, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    await bot_sends(api, "sendDocument", "document", ana, "year.html", caption="All of it")
    link = page.get_by_role("link", name="Open year.html")
    await expect(link).to_contain_text(f"{len(YEARBOOK)} bytes")
    async with page.context.expect_page() as opening:
        await link.click()
    opened = await opening.value
    await expect(opened.locator("h1")).to_have_text("Mine")
    assert await opened.title() == "Yearbook"
    async with page.expect_download() as loading:
        await page.get_by_role("link", name="Download year.html").click()
    assert (await loading.value).suggested_filename == "year.html"


async def test_files_places_and_stickers_are_sent_from_the_menu(
    page: Page, telegram: LocalTelegram
) -> None:
    ben = next(person for person in telegram.people.values() if person.name == "Ben")
    await page.get_by_role("button", name="Ben").click()
    notes: FilePayload = {"name": "notes.md", "mimeType": "text/markdown", "buffer": b"# Mine"}
    await page.locator("#files").set_input_files(notes)
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".file")).to_contain_text("notes.md")
    for name, shown in (("Where this phone is", "35.6544"), ("Sticker", "👍")):
        await page.get_by_role("button", name="Attach").press("Enter")
        await page.get_by_role("menuitem", name=name).press("Enter")
        await expect(page.locator(".row").last).to_contain_text(shown)
    kinds = [each.keys() & {"document", "location", "sticker"} for each in ben.chat]
    assert kinds == [{"document"}, {"location"}, {"sticker"}]


async def test_what_is_no_picture_after_all_is_still_sent_and_still_shown(
    page: Page, telegram: LocalTelegram, ana: Person
) -> None:
    broken: FilePayload = {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    await page.locator("#pictures").set_input_files(broken)
    await page.get_by_label("Caption").press("Enter")
    await expect(page.locator(".file")).to_contain_text("x.png")
    assert "document" in telegram.pending[-1]["message"]
    await ana.sends_photo(content=b"no picture either")
    await expect(page.locator("#log .chip").last).to_contain_text("cannot be shown")
