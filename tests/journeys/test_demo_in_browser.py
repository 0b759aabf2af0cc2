"""The demo in a real browser, from joining to a bot that was killed and has forgotten nothing."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.demo.browsing import chromium_running, needs_chromium, page_at

pytestmark = needs_chromium

ROOT = Path(__file__).parent.parent.parent


@pytest_asyncio.fixture(loop_scope="session")
async def chromium(tmp_path: Path) -> AsyncIterator[Browser]:
    async with chromium_running(tmp_path / "profile") as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def demo(tmp_path: Path) -> AsyncIterator[tuple[str, int]]:
    """The demo in a process of its own: where its page is, and the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["demo", "--no-browser", "--port", str(port), "--data", str(tmp_path)]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", *words, cwd=ROOT)
    root = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(20):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    await client.get(root)
                    break
                await asyncio.sleep(0.05)
        yield root, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            await process.wait()


def bot_of(demo: int) -> int:
    """The process of the bot that the demo has started; 0 while there is none."""
    children = Path(f"/proc/{demo}/task/{demo}/children").read_text().split()
    for child in map(int, children):
        if b"bot.demo.runner" in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    return 0


async def says(page: Page, words: str) -> None:
    await page.get_by_label("Message", exact=True).fill(words)
    await page.keyboard.press("Enter")


async def hears(page: Page, words: str) -> None:
    await expect(page.locator(".theirs").filter(has_text=words).last).to_be_visible()


async def presses(page: Page, label: str) -> None:
    await page.locator(".theirs").get_by_role("button", name=label).last.click()


async def joins(page: Page) -> None:
    await page.get_by_role("button", name="Start").click()
    await presses(page, "I'm in")
    await hears(page, "Where are you?")
    await says(page, "Europe/Lisbon")
    await presses(page, "08:00")
    await hears(page, "Day 1 arrives")


async def test_a_life_in_the_demo_and_the_bot_killed_in_the_middle_of_it(
    demo: tuple[str, int], chromium: Browser
) -> None:
    root, process = demo
    async with page_at(chromium, root) as page:
        await joins(page)
        await page.get_by_role("button", name="To the next challenge").click()
        await hears(page, "Day 1: Look up")
        await says(page, "A heron on the roof.")
        await hears(page, "Saved to Day 1. Streak 1.")
        await page.get_by_label("Message", exact=True).press("ArrowUp")
        await says(page, "A gray heron on the roof.")
        edited = page.locator(".mine", has_text="A gray heron")
        await expect(edited.locator(".reaction")).to_be_visible()
        day = page.locator(".theirs", has_text="Day 1: Look up")
        await day.get_by_role("button", name="Done").click()
        await expect(day.get_by_role("button", name="Undo")).to_be_visible()
        await page.get_by_role("button", name="Tomorrow").click()
        await page.get_by_role("button", name="To the next challenge").click()
        await hears(page, "Day 2: The second answer")
        count = await page.locator(".row").count()

        before = bot_of(process)
        os.kill(before, signal.SIGKILL)
        await says(page, "/day 1")
        await expect(page.get_by_role("img", name=re.compile("^sent$"))).to_be_visible()
        await expect(page.locator(".theirs").last).to_contain_text("A gray heron on the roof.")
        assert bot_of(process) not in (0, before)
        assert await page.locator(".row").count() >= count + 2
        await expect(page.locator(".theirs").filter(has_text="Day 2: ")).to_have_count(1)

        await page.get_by_role("button", name="A week on").click()
        for day in range(3, 10):
            await expect(page.locator(".theirs").filter(has_text=f"Day {day}: ")).to_have_count(1)
