"""Somebody's first days as they live them on the demo's page, and the bot killed in between."""

from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.demo.browsing import needs_chromium, page_at
from tests.demo.started import started

pytestmark = needs_chromium

REPLY = "The baker hums while she counts the change."
BETTER = "The baker hums while she counts the change, always the same tune."
SECOND = "Tired, it turned out, and glad to be asked."


async def test_two_days_and_a_kill_and_everything_is_there(
    tmp_path: Path, chromium: Browser
) -> None:
    async with started(tmp_path) as demo, page_at(chromium, demo.root) as page:
        log = page.locator("#log")
        await joins(page, log)
        await page.get_by_role("button", name="To the next challenge").click()
        await expect(log).to_contain_text("Day 1: Look up")

        await writes(page, REPLY)
        await expect(log).to_contain_text("Saved to Day 1. Streak 1.")
        await presses(log, "Done")
        await expect(log.get_by_role("button", name="Undo Done")).to_be_visible()
        mine = log.locator("li", has_text=REPLY).first
        await mine.locator(".more").click()
        await page.get_by_role("menuitem", name="Edit").click()
        await writes(page, BETTER)
        await expect(log).to_contain_text(BETTER)

        await page.get_by_role("button", name="Tomorrow").click()
        await expect(page.locator("#clock-time")).to_have_text("00:00")
        await page.get_by_role("button", name="To the next challenge").click()
        await expect(log).to_contain_text("Day 2: ")

        await page.locator("#beside summary").click()
        await page.get_by_role("button", name="Kill the bot").click()
        await writes(page, SECOND)
        fate = page.locator("#beside .fate")
        await expect(fate).to_contain_text("Nothing was lost: ")
        await expect(log).to_contain_text("Saved to Day 2. Streak 2.")

        await page.reload()
        for words in (BETTER, SECOND, "Day 1: Look up", "Undo Done", "Saved to Day 2. Streak 2."):
            await expect(log).to_contain_text(words)
        await writes(page, "/day 1")
        await expect(log.locator("li").last).to_contain_text(BETTER)


async def joins(page: Page, log: Locator) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await presses(log, "I'm in")
    await expect(log).to_contain_text("Where are you?")
    await writes(page, "Lisbon")
    await log.get_by_role("button", name="Lisbon, PT").click()
    await presses(log, "08:00")
    await expect(log).to_contain_text("Day 1 arrives")


async def presses(log: Locator, words: str) -> None:
    await log.get_by_role("button", name=words, exact=True).last.click()


async def writes(page: Page, words: str) -> None:
    await page.fill("#words", words)
    await page.press("#words", "Enter")
