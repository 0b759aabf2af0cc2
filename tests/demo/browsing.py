"""A real browser for tests: one Chromium for a whole file, a fresh page in it for each test."""

import asyncio
import contextlib
import shutil
import subprocess
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

PATIENCE = 20_000
"""Milliseconds that a slow machine may take to show something."""

STARTING = 30.0
"""Seconds that Chromium may take to start."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
"""The last two give it a microphone that hums, and the leave to use it."""

needs_chromium = [
    pytest.mark.asyncio(loop_scope="session"),  # the browser's own, which lives through them all
    pytest.mark.browser,
    pytest.mark.timeout(180),
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium on the path"),
]


@contextlib.asynccontextmanager
async def chromium_running(profile: Path) -> AsyncIterator[Browser]:
    """Chromium with an empty `profile`."""
    program = shutil.which("chromium")
    assert program is not None
    command = [program, *FLAGS, "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    with (profile.parent / "chromium.log").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        address = await _address(profile / "DevToolsActivePort", process)
        async with async_playwright() as play:
            yield await play.chromium.connect_over_cdp(address)
    finally:
        process.terminate()
        process.wait(timeout=STARTING)


async def _address(place: Path, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        if place.exists() and len(lines := place.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        await asyncio.sleep(0.05)
    raise AssertionError(f"Chromium did not start: {process.poll()}")


@contextlib.asynccontextmanager
async def page_at(chromium: Browser, root: str) -> AsyncIterator[Page]:
    """The chat page at `root`, loaded; any complaint of the browser fails the test."""
    expect.set_options(timeout=PATIENCE)
    complaints: list[str] = []

    def note(words: str) -> None:
        if "status of 409" not in words:  # a deed that could not be done, which the page says
            complaints.append(words)

    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    try:
        page = await context.new_page()
        page.on("pageerror", lambda error: note(str(error)))
        page.on("console", lambda said: note(said.text))
        await page.goto(root)
        await expect(page.locator(".person").first).to_be_visible()
        yield page
    finally:
        await context.close()
    assert complaints == []
