"""The pictures of the README, and its short recording, taken of the real demo in Chromium.

    python scripts/picture_demo.py docs

Needs the packages that `make setup` installs, and `chromium` on the path. It starts a demo of its
own, lives a morning in it, kills the bot on the way, and ends the demo.
"""

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}
FILM = {"width": 1120, "height": 700}

REPLY = "A boy with one glove, a man carrying a lamp by its neck, and my neighbor, whistling."

LOOK, READ, PRESS = 450, 2200, 900
"""Milliseconds that a frame of the film stands: while something goes on, to read, after a press."""

SETTLING = 1000
"""Milliseconds until the last lines of a picture are there."""

PATIENCE = 20.0
"""Seconds that the demo has to come up."""


@contextmanager
def demo() -> Iterator[str]:
    """A demo that lasts as long as the block; where its page is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        words = ["-m", "bot", "demo", "--no-browser", "--port", str(port), "--data", data]
        process = subprocess.Popen([sys.executable, *words])  # noqa: S603 - our own words
        try:
            root = f"http://127.0.0.1:{port}/"
            until = monotonic() + PATIENCE
            while monotonic() < until:
                with suppress(URLError), urlopen(root):
                    break
            yield root
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@dataclass
class Film:
    """Frames of one page, each with how many milliseconds it stands."""

    page: Page
    frames: list[Image.Image] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def shoot(self, milliseconds: int) -> None:
        """One frame."""
        self.frames.append(Image.open(BytesIO(self.page.screenshot())).convert("RGB"))
        self.lengths.append(milliseconds)

    def save(self, path: Path) -> None:
        """All of them, as one picture that moves, over and over."""
        first, *rest = self.frames
        first.save(
            path, save_all=True, append_images=rest, duration=self.lengths, loop=0, quality=55
        )


def opened(browser: Browser, root: str, size: dict[str, int], scheme: str) -> Page:
    """The chat page, loaded."""
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(root)
    page.locator("#bot-name", has_text="Kindreds").wait_for()
    page.locator("#beside .line").first.wait_for(state="attached")
    return page


def hears(page: Page, words: str) -> None:
    """Wait for the bot to say something."""
    page.locator(".theirs").filter(has_text=words).last.wait_for()


def says(film: Film, words: str) -> None:
    """Type it, and send it."""
    box = film.page.get_by_label("Message", exact=True)
    for end in range(0, len(words), 24):
        box.fill(words[: end + 24])
        film.shoot(LOOK // 2)
    film.page.keyboard.press("Enter")


def presses(film: Film, label: str) -> None:
    """Press a button below the latest message that has it."""
    film.page.locator(".theirs").get_by_role("button", name=label).last.click()


def live(film: Film) -> None:
    """A morning: join, get Day 1, answer, and lose nothing when the bot is killed."""
    page = film.page
    film.shoot(READ)
    page.get_by_role("button", name="Start").click()
    hears(page, "Once a day")
    film.shoot(READ)
    presses(film, "I'm in")
    hears(page, "Where are you?")
    film.shoot(PRESS)
    says(film, "Lisbon")
    hears(page, "Is this where you are?")
    film.shoot(PRESS)
    presses(film, "Lisbon, PT")
    hears(page, "At what hour")
    film.shoot(PRESS)
    presses(film, "08:00")
    hears(page, "Day 1 arrives")
    film.shoot(READ)
    page.get_by_role("button", name="To the next challenge").click()
    hears(page, "Day 1: ")
    film.shoot(READ)
    says(film, REPLY)
    hears(page, "Saved to Day 1. Streak 1.")
    page.locator("#beside .of-fold").last.wait_for()
    page.wait_for_timeout(SETTLING)
    film.shoot(READ)


def killed(film: Film) -> None:
    """The bot dies, comes back, and says what it still has."""
    page = film.page
    page.locator("#beside summary").click()
    film.shoot(PRESS)
    page.get_by_role("button", name="Kill the bot").click()
    page.locator(".fate", has_text="The bot is dead").wait_for()
    film.shoot(PRESS)
    page.locator(".fate", has_text="Nothing was lost").wait_for()
    film.shoot(READ)
    page.locator("#beside summary").click()
    says(film, "/day 1")
    page.locator(".theirs").filter(has_text=REPLY).last.wait_for()
    page.wait_for_timeout(SETTLING)
    film.shoot(READ)


def main(folder: Path) -> None:
    """Take them all into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium")
    if program is None:
        sys.exit("There is no chromium on the path: install it, and try again.")
    with demo() as root, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        film = Film(opened(browser, root, FILM, "light"))
        live(film)
        stills = [("demo-wide", WIDE, "light"), ("demo-phone", PHONE, "dark")]
        for name, size, scheme in stills:
            page = opened(browser, root, size, scheme)
            hears(page, "Saved to Day 1.")
            page.wait_for_timeout(SETTLING)
            shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
            shot.save(folder / f"{name}.webp", quality=82)
            page.close()
        killed(film)
        film.save(folder / "demo.webp")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
