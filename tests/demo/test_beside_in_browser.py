"""The inside of the bot and its troubles in a real browser, beside the chat."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.demo.browsing import needs_chromium, page_at
from tests.demo.started import Started, started

pytestmark = needs_chromium

HOSTILE = "<img src=x onerror=document.title='stolen'>"


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[Started]:
    async with started(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def page(demo: Started, chromium: Browser) -> AsyncIterator[Page]:
    """The page as Ines sees it."""
    async with page_at(chromium, demo.root) as shown:
        await expect(shown.locator("#beside .line").first).to_be_attached()
        yield shown


async def test_a_day_is_followed_in_the_panel(page: Page, demo: Started) -> None:
    panel = page.locator("#beside")
    await demo.joins()
    await demo.ines.sends(HOSTILE)
    await demo.hears("Saved to Day 1. Streak 1.")
    for kind in ("update", "inbox", "work", "outbox", "call", "answer", "fold", "bot"):
        await expect(panel.locator(f".of-{kind}").first).to_be_attached()
    update = panel.locator(".group").filter(has_text=HOSTILE).last
    await expect(update.locator(".group-name")).to_contain_text("Ines")
    await expect(update.locator(".row-told").filter(has_text="reflections")).to_contain_text(
        HOSTILE
    )
    await expect(update.locator(".of-outbox .sentence").last).to_contain_text("sending → sent")
    await expect(update.locator(".of-fold")).to_contain_text("1 challenge, 1 answered in words")
    assert await panel.locator("img").count() == 0

    whose = panel.get_by_label("Whose lines")
    await whose.select_option("Kenji")
    await expect(update).to_be_hidden()
    await expect(panel.locator(".of-bot").first).to_be_visible()
    await whose.select_option("Ines")
    await expect(update.locator(".of-fold")).to_be_visible()

    await panel.get_by_role("button", name="Pause").press("Enter")
    lines = await panel.locator(".line").count()
    await demo.ines.sends("while it pauses")
    await expect(panel.get_by_role("button", name="Go on (")).to_be_visible()
    assert await panel.locator(".line").count() == lines
    await panel.get_by_role("button", name="Go on (").press("Enter")
    await expect(panel.locator(".of-update").last).to_contain_text("while it pauses")
    await expect(panel.locator(".line").last).to_be_in_viewport()
    await panel.get_by_role("button", name="Clear").press("Enter")
    await expect(panel.locator(".line")).to_have_count(0)


async def test_the_bot_is_killed_from_the_page_and_nothing_is_lost(
    page: Page, demo: Started
) -> None:
    await demo.joins()
    await demo.ines.sends("one")
    await demo.hears("Saved to Day 1. Streak 1.")
    await page.locator("#beside summary").press("Enter")
    await page.get_by_role("button", name="Kill the bot").press("Enter")
    fate = page.locator("#beside .fate")
    await expect(fate).to_contain_text("The bot is dead")
    await expect(fate).to_contain_text("Nothing was lost: 1 reply kept, 0 lost.")
    await fate.get_by_role("button", name="Put away").click()
    await expect(fate).to_be_hidden()


async def test_trouble_is_named_while_it_is_on_and_ends_at_once(page: Page, demo: Started) -> None:
    panel = page.locator("#beside")
    await panel.locator("summary").click()
    await panel.get_by_label("How often").select_option("every call")
    await panel.get_by_label("Seconds").fill("2")
    await panel.get_by_label("For", exact=True).select_option("Kenji")
    await panel.get_by_role("button", name="Be slow").click()
    now = panel.locator(".trouble-now li")
    await expect(now.first).to_have_text(
        "Every answer comes 2 s late for Kenji, until switched off, struck 0"
    )
    await panel.get_by_role("button", name="Block the bot").click()
    await expect(now.nth(1)).to_have_text("Kenji has blocked the bot")
    await expect(panel.get_by_role("button", name="Unblock the bot")).to_be_visible()
    await expect(panel.locator(".trouble-count")).to_have_text("2 on")
    await panel.get_by_role("button", name="Switch all off").click()
    await expect(now).to_have_count(0)
    assert demo.telegram.faults.planned == []


async def test_the_panel_goes_along_with_whoever_is_looked_at(page: Page, demo: Started) -> None:
    panel = page.locator("#beside")
    await panel.locator("summary").click()
    whom, first = panel.get_by_label("For", exact=True), panel.locator(".group time").first
    here = await first.inner_text()
    await page.get_by_role("button", name="Kenji").click()
    await expect(whom.locator("option:checked")).to_have_text("Kenji")
    await expect(first).not_to_have_text(here)  # the same instant, by Tokyo's clocks
    await page.get_by_role("button", name="Ines").click()
    await expect(whom.locator("option:checked")).to_have_text("Ines")
    await expect(first).to_have_text(here)

    await demo.joins()
    await panel.get_by_label("Whose lines").select_option("Kenji")
    presses = panel.locator(".group").filter(has_text="answerCallbackQuery")
    await expect(presses).to_have_count(2)  # which names no chat, and is about hers all the same
    await expect(presses.filter(visible=True)).to_have_count(0)


async def test_a_bot_that_is_killed_while_its_line_is_cut_says_how_far_it_is(
    page: Page, demo: Started
) -> None:
    panel = page.locator("#beside")
    await panel.locator("summary").click()
    await panel.get_by_label("How often").select_option("every call")
    await panel.get_by_role("button", name="Cut the connection").click()
    await panel.get_by_role("button", name="Kill the bot").click()
    fate = panel.locator(".fate")
    await expect(fate).to_contain_text("and has yet to reach Telegram.")
    await panel.get_by_role("button", name="Switch all off").click()
    await expect(fate).to_contain_text(
        "Nothing was lost: 0 replies kept, 0 lost. Nothing was under way at the kill."
    )


async def test_a_long_name_read_from_the_right_leaves_the_lines_in_order(
    page: Page, demo: Started
) -> None:
    demo.ines.name = "Maria-Magdalena von und zu Hohenstein am See לאה"
    await demo.ines.sends("/start")
    panel = page.locator("#beside")
    head = panel.locator(".group-name").filter(has_text="Hohenstein").last
    await expect(head).to_be_visible()
    height = await head.evaluate("node => node.offsetHeight")
    assert height == await panel.locator(".group-name").first.evaluate("node => node.offsetHeight")
    await panel.locator("summary").click()
    await panel.get_by_role("button", name="Block the bot").click()
    said = panel.locator(".trouble-now li").first
    await expect(said).to_have_text(f"{demo.ines.name} has blocked the bot")
    await expect(said.locator("bdi")).to_have_text(demo.ines.name)


async def test_seconds_stay_within_what_can_be_waited(page: Page) -> None:
    panel = page.locator("#beside")
    await panel.locator("summary").click()
    seconds = panel.get_by_label("Seconds")
    for typed, meant in (("99999", "60"), ("-3", "1"), ("2.6", "3"), ("", "1")):
        await seconds.fill(typed)
        await seconds.press("Tab")
        await expect(seconds).to_have_value(meant)


async def test_on_a_phone_it_is_a_drawer(page: Page, demo: Started) -> None:
    panel, opener = page.locator("#beside"), page.get_by_role("button", name="Inside")
    for width in (320, 390, 800):
        await page.set_viewport_size({"width": width, "height": 844})
        await expect(panel).to_be_hidden()
        await opener.press("Enter")
        await expect(panel.get_by_role("button", name="Close")).to_be_focused()
        await panel.locator("summary").click()
        await expect(panel.get_by_role("button", name="Kill the bot")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        box = await panel.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        await panel.locator("summary").click()
        await page.keyboard.press("Escape")
        await expect(panel).to_be_hidden()
        await expect(opener).to_be_focused()
    for width in (1100, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        await expect(panel).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        for name in ("+1 hour", "Attach"):
            await expect(page.get_by_role("button", name=name)).to_be_in_viewport()
