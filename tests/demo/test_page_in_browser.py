"""The chat page in a real browser: what a person sees, presses and types."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from bot.demo.clock import HandClock
from bot.demo.page import with_page
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from bot.pictures.drawing import draw
from bot.pictures.palette import Theme
from tests.demo.client import TOKEN, Api, buttons, served
from tests.pictures.scenes import year

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium on the path"),
]

PATIENCE = 20_000
"""Milliseconds that a slow machine may take to show something."""

HOSTILE = "<img src=x onerror=document.title='stolen'>&amp;</script>"


@pytest_asyncio.fixture
async def page(
    telegram: LocalTelegram, clock: HandClock, ana: Person, tmp_path: Path
) -> AsyncIterator[Page]:
    """The page as Ana sees it, with Ben beside her; any complaint of the browser fails the test."""
    telegram.person("Ben", zone="Asia/Tokyo")
    expect.set_options(timeout=PATIENCE)

    async def due() -> object:
        return clock.now() + timedelta(hours=3)

    complaints: list[str] = []
    async with contextlib.AsyncExitStack() as stack:
        app = with_page(telegram, clock=clock, next_due=due)
        root = await stack.enter_async_context(served(telegram, app))
        play = await stack.enter_async_context(async_playwright())
        browser = await play.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync"],
            viewport={"width": 1280, "height": 800},
        )
        stack.push_async_callback(browser.close)
        browser.set_default_timeout(PATIENCE)
        shown = browser.pages[0]
        shown.on("pageerror", lambda error: complaints.append(str(error)))
        shown.on("console", lambda said: complaints.append(said.text))
        await shown.goto(root)
        await expect(shown.locator(".person")).to_have_count(2)
        yield shown
        assert complaints == []


async def test_a_conversation_can_be_had_with_the_keyboard_alone(
    page: Page, telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await page.get_by_role("button", name="Start").press("Enter")
    await expect(page.locator(".mine .words")).to_have_text("/start")
    assert telegram.pending[0]["message"]["text"] == "/start"
    await api(
        "sendMessage",
        chat_id=ana.id,
        text="<b>Day 1</b>: <tg-spoiler>look up</tg-spoiler> <code>x</code>",
        parse_mode="HTML",
    )
    await expect(page.locator(".theirs b")).to_have_text("Day 1")
    await page.locator(".spoiler").press("Enter")
    await expect(page.locator(".spoiler.open")).to_have_text("look up")
    box = page.get_by_label("Message", exact=True)
    await box.fill("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    await box.press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("one\ntwo")
    await expect(box).to_have_value("")
    await box.press("ArrowUp")
    await expect(page.locator("#context")).to_be_visible()
    await box.fill("three")
    await box.press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("three")
    assert ana.chat[-1]["text"] == "three"
    assert telegram.pending[-1]["edited_message"]["text"] == "three"


async def test_what_people_write_stays_words(page: Page, api: Api, ana: Person) -> None:
    await ana.sends(HOSTILE)
    await api("sendMessage", chat_id=ana.id, text=HOSTILE)
    markup = buttons([(HOSTILE, "d:1")])
    await api("sendMessage", chat_id=ana.id, text="buttons", reply_markup=markup)
    await ana.sends("an answer", reply_to=ana.chat[0])
    await expect(page.locator(".row")).to_have_count(4)
    await expect(page.locator(".mine .words").first).to_have_text(HOSTILE)
    await expect(page.locator(".press")).to_have_text(HOSTILE)
    await expect(page.locator(".answers")).to_have_text(HOSTILE)
    assert await page.locator("#log img").count() == 0
    assert await page.title() == "Kindreds, a local Telegram"


async def test_a_long_message_is_read_from_its_beginning(page: Page, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    text = "<b>Day 1</b>\n" + "a line of it\n" * 60
    quote = "<blockquote expandable>" + "more\n" * 9 + "the end</blockquote>"
    await api("sendMessage", chat_id=ana.id, text=text + quote, parse_mode="HTML")
    await expect(page.locator(".theirs b")).to_be_in_viewport()
    await expect(page.locator(".opener")).not_to_be_in_viewport()
    await page.locator(".opener").click()
    await expect(page.locator(".opener")).to_have_text("Show less")
    await ana.sends("read it")
    await expect(page.get_by_text("read it")).to_be_in_viewport()
    short = "<blockquote expandable>all there is</blockquote>"
    await api("sendMessage", chat_id=ana.id, text=short, parse_mode="HTML")
    await expect(page.get_by_text("all there is")).to_be_in_viewport()
    await expect(page.locator(".opener").last).to_be_hidden()


async def test_a_picture_and_the_words_below_it_are_seen_on_a_phone(
    page: Page, api: Api, ana: Person
) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="earlier\n" * 12)
    sent = {"chat_id": str(ana.id), "caption": "12 of 365 answered."}
    photo = {"photo": ("streak.png", draw(year(), Theme.LIGHT), "image/png")}
    answer = await api.http.post(f"/bot{TOKEN}/sendPhoto", data=sent, files=photo)
    assert answer.json()["ok"]
    picture = page.locator("img.picture")
    await expect(picture).to_have_js_property("complete", value=True)
    await expect(picture).to_have_js_property("naturalWidth", 1080)
    await expect(page.locator(".theirs .words").last).to_have_text("12 of 365 answered.")
    await expect(page.locator(".theirs .words").last).to_be_in_viewport()
    place = await picture.bounding_box()
    assert place is not None and place["x"] >= 0 and place["x"] + place["width"] <= 390


async def test_a_press_is_answered_on_the_page(
    page: Page, telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    markup = buttons([("Done", "d:1"), ("Alert", "a:1")])
    await api("sendMessage", chat_id=ana.id, text="Day 1", reply_markup=markup)

    async def acknowledge(show_alert: bool) -> None:
        seen = len(telegram.pending)
        async with asyncio.timeout(20):
            while len(telegram.pending) == seen:
                await asyncio.sleep(0.01)
        query = telegram.pending[-1]["callback_query"]
        await api(
            "answerCallbackQuery",
            callback_query_id=query["id"],
            text=f"Pressed {query['data']}",
            show_alert=show_alert,
        )

    answering = asyncio.create_task(acknowledge(show_alert=False))
    await page.get_by_role("button", name="Done").click()
    await expect(page.locator("#notice")).to_have_text("Pressed d:1")
    await answering
    answering = asyncio.create_task(acknowledge(show_alert=True))
    await page.get_by_role("button", name="Alert").click()
    await expect(page.locator("#alert-words")).to_have_text("Pressed a:1")
    await page.get_by_role("button", name="OK", exact=True).click()
    await answering
    await api("editMessageText", chat_id=ana.id, message_id=2, text="Day 1, done")
    await expect(page.locator(".theirs .words")).to_have_text("Day 1, done")
    await expect(page.locator(".press")).to_have_count(0)
    await api("deleteMessage", chat_id=ana.id, message_id=2)
    await expect(page.locator(".theirs")).to_have_count(0)


async def test_a_message_is_answered_from_its_menu(page: Page, ana: Person) -> None:
    await ana.sends("/start")
    await page.locator("#m1").hover()
    await page.get_by_role("button", name="Reply or edit").click()
    await page.get_by_role("menuitem", name="Reply").click()
    await page.get_by_label("Message", exact=True).press_sequentially("to myself")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".answers")).to_have_text("/start")
    assert ana.chat[-1]["reply_to_message"]["message_id"] == 1


async def test_several_people_are_told_apart_and_their_news_counted(
    page: Page, telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    ben = next(person for person in telegram.people.values() if person.name == "Ben")
    await ben.sends("/start")
    keyboard = {"keyboard": [[{"text": "Share", "request_location": True}], ["Tokyo"]]}
    await api("sendMessage", chat_id=ben.id, text="Where are you?", reply_markup=keyboard)
    await expect(page.locator(".badge")).to_contain_text("1")
    await page.get_by_label("Message", exact=True).fill("a draft of Ana's")
    await page.get_by_role("button", name="Ben").click()
    await expect(page.locator(".badge")).to_have_count(0)
    await expect(page.locator("#clock-date")).to_contain_text("Tokyo")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("")
    await page.get_by_role("button", name="Tokyo", exact=True).click()
    await expect(page.locator(".mine .words").last).to_have_text("Tokyo")
    await page.get_by_role("button", name="Share").click()
    await expect(page.locator(".chip")).to_contain_text("Location: 35.")
    await page.get_by_role("button", name="Ana").click()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("a draft of Ana's")


async def test_the_clock_is_moved_from_the_page(page: Page, clock: HandClock) -> None:
    start = clock.now()
    await expect(page.locator("#clock-time")).to_have_text("08:00")
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.locator("#clock-time")).to_have_text("09:00")
    await page.get_by_role("button", name="To the next challenge").click()
    await expect(page.locator("#clock-time")).to_have_text("12:00")
    await page.get_by_role("button", name="To tomorrow").click()
    await expect(page.locator("#clock-time")).to_have_text("00:00")
    await expect(page.locator("#clock-date")).to_contain_text("Tue, 5 Jan 2027")
    assert clock.now() == start + timedelta(hours=16)


async def test_the_menu_offers_the_bots_commands(page: Page, api: Api, ana: Person) -> None:
    await expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    await api("setMyCommands", commands=[{"command": "today", "description": "Once more"}])
    await ana.sends("/start")
    await page.get_by_role("button", name="Menu").press("Enter")
    await page.get_by_role("menuitem", name="/today").press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("/today")


async def test_nothing_is_wider_than_the_screen(page: Page, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    markup = buttons([("A button with a rather long label", "1"), ("Another of that kind", "2")])
    text = "https://example.org/" + "a" * 300 + "\n" + "word " * 200
    await api("sendMessage", chat_id=ana.id, text=text, reply_markup=markup)
    await expect(page.locator(".theirs")).to_have_count(1)
    for width in (320, 390, 720, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        box = await page.locator("#words").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844
        for name in ("+1 hour", "Send"):
            await expect(page.get_by_role("button", name=name)).to_be_in_viewport()
