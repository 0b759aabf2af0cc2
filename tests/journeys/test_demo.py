"""`kindreds demo` as a newcomer meets it: a process of its own, driven through its page."""

import asyncio
import contextlib
import json
import re
import signal
import socket
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.storage.lock import instance_lock

ROOT = Path(__file__).parent.parent.parent
PEOPLE = {"Ines": "Europe/Lisbon", "Kenji": "Asia/Tokyo", "Maya": "America/New_York"}


class Browser:
    """What the page's script does, without the page: the stream of changes, and deeds."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._token = token
        self.people: dict[str, int] = {}
        self.chats: dict[int, dict[int, Any]] = defaultdict(dict)

    async def watch(self) -> None:
        async with self._client.stream("GET", f"/demo/stream?token={self._token}") as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    self._take(json.loads(line.removeprefix("data: ")))

    def _take(self, state: dict[str, Any]) -> None:
        self.people |= {person["name"]: person["id"] for person in state["people"]}
        for chat, message in state["messages"]:
            self.chats[chat][message["id"]] = message

    async def do(self, deed: str, **asked: Any) -> None:
        headers = {"x-demo-token": self._token}
        answer = await self._client.post(f"/demo/{deed}", json=asked, headers=headers)
        assert answer.status_code == 200, answer.text

    async def says(self, name: str, words: str) -> None:
        await self.do("send", person=self.people[name], words=words)

    async def presses(self, name: str, label: str) -> None:
        for message in reversed(self.chats[self.people[name]].values()):
            for button in [each for row in message["buttons"] for each in row]:
                if button["text"].startswith(label):
                    person = self.people[name]
                    data = button["callback_data"]
                    await self.do("press", person=person, message=message["id"], words=data)
                    return
        raise AssertionError(f"{name} sees no button {label}")

    def count(self, name: str, words: str) -> int:
        said = [each for each in self.chats[self.people[name]].values() if not each["mine"]]
        return sum(words in message["words"] for message in said)

    async def hears(self, name: str, words: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(15):
                while not (name in self.people and self.count(name, words)):
                    await asyncio.sleep(0.02)
        said = [message["words"] for message in self.chats[self.people[name]].values()]
        assert self.count(name, words), f"{name} did not hear {words!r} but {said}"

    async def lives_through(self, day: str) -> None:
        """Move the clock to one person's challenge after the other's, each time until it came."""
        for heard_by in range(1, len(PEOPLE) + 1):
            await self.do("clock", to="next")
            async with asyncio.timeout(15):
                while sum(self.count(name, day) for name in PEOPLE) < heard_by:
                    await asyncio.sleep(0.02)


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "SIGTERM"])
async def demo(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Browser]:
    """The demo in a process of its own. However it is told to stop, it takes its bot along."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["demo", "--no-browser", "--port", str(port), "--data", str(tmp_path)]
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", *words, cwd=ROOT)
    limits = httpx.Timeout(20.0, read=None)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=limits) as client:
        page = await _page(client)
        token = re.search(r'name="demo-token" content="([^"]+)"', page)
        assert token is not None
        browser = Browser(client, token[1])
        watching = asyncio.create_task(browser.watch())
        try:
            async with asyncio.timeout(10):
                while not browser.people:
                    await asyncio.sleep(0.02)
            yield browser
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            process.send_signal(request.param)
            async with asyncio.timeout(20):
                assert await process.wait() == 0
            with instance_lock(tmp_path / "kindreds-demo" / "kindreds.db"):
                pass


async def _page(client: httpx.AsyncClient) -> str:
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            return (await client.get("/")).text
        await asyncio.sleep(0.05)
    raise AssertionError("the demo did not come up")


@pytest.mark.parametrize("demo", [signal.SIGINT], indirect=True)
async def test_three_people_in_three_zones_live_two_days_of_the_demo(demo: Browser) -> None:
    for name, zone in PEOPLE.items():
        await demo.says(name, "/start")
        await demo.hears(name, "Once a day")
        await demo.presses(name, "I'm in")
        await demo.hears(name, "Where are you?")
        await demo.says(name, zone)
        await demo.hears(name, "At what hour")
        await demo.presses(name, "08:00")
        await demo.hears(name, "Day 1 arrives")

    await demo.lives_through("Day 1: ")
    for name in PEOPLE:
        await demo.hears(name, "Day 1: Look up")
        await demo.says(name, "Three people, one detail each.")
        await demo.hears(name, "Saved to Day 1. Streak 1.")

    await demo.lives_through("Day 2: ")
    for name in PEOPLE:
        await demo.hears(name, "Day 2: The second answer")
        assert demo.count(name, "Day 1: ") == 1
        assert demo.count(name, "Day 2: ") == 1


async def test_told_to_stop_the_demo_ends_with_its_bot(demo: Browser) -> None:
    await demo.says("Ines", "/start")
    await demo.hears("Ines", "Once a day")
