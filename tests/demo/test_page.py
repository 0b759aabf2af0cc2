"""The chat page: who may ask, what is shown, what a person can do there."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.demo.attaching import LARGEST_FILE
from bot.demo.clock import HandClock
from bot.demo.page import LARGEST_BODY, with_page
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.client import TOKEN, Api, buttons, served

STATIC_FOLDER = Path(__file__).parents[2] / "bot" / "demo" / "static"


class Browser:
    """A page that was loaded, and what it can ask for."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http = http
        self.token = token

    async def does(self, deed: str, **asked: Any) -> httpx.Response:
        headers = {"x-demo-token": self.token}
        return await self.http.post(f"/demo/{deed}", json=asked, headers=headers)


async def load(http: httpx.AsyncClient) -> Browser:
    page = (await http.get("/")).text
    found = re.search(r'<meta name="demo-token" content="([\w-]{20,})">', page)
    assert found is not None
    return Browser(http, found.group(1))


class Idle:
    """A bot that never has anything to do."""

    async def next_due(self) -> None:
        return None

    async def next_stir(self, now: datetime) -> None:
        return None

    async def is_busy(self, now: datetime) -> bool:
        return False


@pytest_asyncio.fixture
async def browser(telegram: LocalTelegram, clock: HandClock) -> AsyncIterator[Browser]:
    transport = httpx.ASGITransport(app=with_page(telegram, clock=clock, agenda=Idle()))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as http:
        yield await load(http)


async def test_the_page_and_its_parts_are_served_under_a_strict_policy(browser: Browser) -> None:
    page = await browser.http.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    parts = set(re.findall(r'"/demo/static/([^"]+)"', page.text))
    files = {path.name for path in STATIC_FOLDER.iterdir()}
    assert parts < files
    for name in files - {"index.html"}:
        part = await browser.http.get(f"/demo/static/{name}")
        assert part.status_code == 200
        assert part.content == (STATIC_FOLDER / name).read_bytes()
        assert "default-src 'none'" in part.headers["content-security-policy"]
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"


def test_no_file_of_the_page_leaves_this_machine() -> None:
    for path in STATIC_FOLDER.iterdir():
        outside = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+", path.read_text(encoding="utf-8")))
        assert outside <= {"http://www.w3.org"}, path.name


def test_no_words_ever_become_html() -> None:
    for path in STATIC_FOLDER.glob("*.js"):
        script = path.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in script, (path.name, way)
    assert not re.search(r"\son\w+=|<style|style=", (STATIC_FOLDER / "index.html").read_text())


@pytest.mark.parametrize("path", ["/demo/static/page.py", "/demo/static/..%2Fpage.py", "/demo/x"])
async def test_there_is_nothing_else_to_get(browser: Browser, path: str) -> None:
    assert (await browser.http.get(path)).status_code in (404, 405)


async def test_the_bot_api_is_there_beside_the_page(browser: Browser) -> None:
    me = await browser.http.get(f"/bot{TOKEN}/getMe")
    assert me.json()["result"]["username"] == "kindreds_bot"
    missing = await browser.http.get("/elsewhere")
    assert missing.json()["description"] == "Not Found"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "example.org"},
        {"host": "127.0.0.1.example.org:8080"},
        {"host": "localhost@example.org"},
        {"host": ""},
        {"origin": "https://example.org"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/demo/static/chat.js", "/demo/stream", "/demo/file/x"])
async def test_only_this_machine_and_this_page_are_answered(
    browser: Browser, headers: dict[str, str], path: str
) -> None:
    response = await browser.http.get(f"{path}?token={browser.token}", headers=headers)
    assert response.status_code == 403
    assert browser.token not in response.text


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:1", "localhost", "[::1]:8080"])
async def test_every_name_of_this_machine_will_do(browser: Browser, host: str) -> None:
    headers = {"host": host, "origin": f"http://{host}"}
    assert (await browser.http.get("/", headers=headers)).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "é", "x" * 32])
async def test_without_the_pages_token_nothing_is_done_or_shown(
    browser: Browser, telegram: LocalTelegram, ana: Person, token: str
) -> None:
    headers = {"x-demo-token": token.encode()}
    asked = {"person": ana.id, "words": "hello"}
    for deed in ("send", "clock", "block", "meet", "travel", "attach"):
        response = await browser.http.post(f"/demo/{deed}", json=asked, headers=headers)
        assert response.status_code == 403
    for path in ("/demo/stream", "/demo/file/photos/file_0.jpg"):
        assert (await browser.http.get(path, params={"token": token})).status_code == 403
    assert telegram.pending == []
    assert not ana.blocked


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"{}"),
        ("application/x-www-form-urlencoded", b"person=1"),
        ("application/json", b"["),
        ("application/json", b"[]"),
        ("application/json", b" " * (LARGEST_BODY + 1)),
    ],
)
async def test_a_request_that_the_page_would_never_make_is_refused(
    browser: Browser, kind: str, body: bytes
) -> None:
    headers = {"x-demo-token": browser.token, "content-type": kind}
    response = await browser.http.post("/demo/send", content=body, headers=headers)
    assert response.status_code == 403


async def test_each_start_has_a_token_of_its_own(telegram: LocalTelegram, clock: HandClock) -> None:
    tokens = set()
    for _ in range(2):
        transport = httpx.ASGITransport(app=with_page(telegram, clock=clock))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
            tokens.add((await load(http)).token)
    assert len(tokens) == 2


async def test_what_is_written_at_the_page_reaches_the_bot(
    browser: Browser, telegram: LocalTelegram, ana: Person
) -> None:
    await browser.does("send", person=ana.id, words="  /start abc ")
    await browser.does("send", person=ana.id, words="yes", message=1)
    first, second = [update["message"] for update in telegram.pending]
    assert first["text"] == "/start abc"
    assert first["entities"][0]["type"] == "bot_command"
    assert second["reply_to_message"]["message_id"] == 1
    await browser.does("edit", person=ana.id, message=2, words="no")
    assert telegram.pending[-1]["edited_message"]["text"] == "no"
    await browser.does("send", person=ana.id, words="   ")
    assert len(telegram.pending) == 3


async def test_a_press_shows_what_the_bot_says_to_it(
    browser: Browser, api: Api, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    markup = buttons([("Done", "d:1")])
    await api("sendMessage", chat_id=ana.id, text="Day 1", reply_markup=markup)
    pressing = asyncio.create_task(browser.does("press", person=ana.id, message=2, words="d:1"))
    while len(telegram.pending) < 2:
        await asyncio.sleep(0)
    query = telegram.pending[-1]["callback_query"]
    await api("answerCallbackQuery", callback_query_id=query["id"], text="Good", show_alert=True)
    answer = (await pressing).json()["answer"]
    assert (answer["text"], answer["show_alert"]) == ("Good", True)


@pytest.mark.parametrize(
    ("deed", "asked", "code", "error"),
    [
        ("press", {"message": 1, "words": "d:1"}, 409, "that button is gone"),
        ("press", {"message": 99, "words": "d:1"}, 409, "that button is gone"),
        ("edit", {"message": 99, "words": "a"}, 409, "there is no message 99"),
        ("dance", {}, 404, "unknown"),
        ("edit", {"message": "one", "words": "a"}, 404, "unknown"),
        ("react", {"message": 99, "words": "❤"}, 409, "there is no message 99"),
        ("travel", {"zone": "Atlantis"}, 409, "There is no time zone of that name"),
        ("meet", {"name": "  ", "zone": "UTC"}, 409, "Somebody new needs a name"),
    ],
)
async def test_what_cannot_be_done_is_said(
    browser: Browser, ana: Person, deed: str, asked: dict[str, Any], code: int, error: str
) -> None:
    await ana.sends("/start")
    response = await browser.does(deed, person=ana.id, **asked)
    assert (response.status_code, response.json()["error"]) == (code, error)


async def test_a_stranger_can_do_nothing(browser: Browser) -> None:
    assert (await browser.does("send", person=1, words="hello")).status_code == 404


async def test_a_phone_shares_the_place_its_zone_is_named_after(
    browser: Browser, telegram: LocalTelegram, ana: Person
) -> None:
    kenji = telegram.person("Kenji", zone="Asia/Tokyo")
    await browser.does("locate", person=kenji.id)
    where = telegram.pending[-1]["message"]["location"]
    assert (round(where["latitude"]), round(where["longitude"])) == (36, 140)
    response = await browser.does("locate", person=ana.id)
    assert response.json()["error"] == "Ana's phone does not know where it is"


async def test_the_bot_can_be_blocked_and_unblocked(browser: Browser, ana: Person) -> None:
    await browser.does("block", person=ana.id)
    assert ana.blocked
    response = await browser.does("send", person=ana.id, words="hello")
    assert "blocked the bot" in response.json()["error"]
    await browser.does("block", person=ana.id)
    assert not ana.blocked


async def test_the_time_is_moved_from_the_page(browser: Browser, clock: HandClock) -> None:
    start = clock.now()
    assert (await browser.does("clock", to="hour")).json() == {"moved": True}
    assert clock.now() == start + timedelta(hours=1)
    assert (await browser.does("clock", to="next")).json() == {"moved": False}


async def test_what_was_sent_can_be_opened_and_kept(browser: Browser, ana: Person) -> None:
    await ana.sends_photo(content=b"a picture")
    await ana.sends_document(content=b"<script>", name="notes.html", mime="text/html")
    address = f"/demo/file/photos/file_0.jpg?token={browser.token}"
    picture = await browser.http.get(address)
    assert (picture.content, picture.headers["content-type"]) == (b"a picture", "image/jpeg")
    assert "content-disposition" not in picture.headers
    kept = await browser.http.get(f"{address}&keep")
    assert kept.headers["content-disposition"].startswith("attachment")
    page = await browser.http.get(f"/demo/file/documents/file_1.html?token={browser.token}")
    assert page.headers["content-security-policy"].startswith("sandbox")
    gone = await browser.http.get(f"/demo/file/photos/file_9.jpg?token={browser.token}")
    assert gone.status_code == 404


async def attach(browser: Browser, content: bytes, **asked: Any) -> httpx.Response:
    headers = {"x-demo-token": browser.token}
    return await browser.http.post("/demo/attach", params=asked, content=content, headers=headers)


async def test_a_file_from_the_page_reaches_the_bot(
    browser: Browser, telegram: LocalTelegram, ana: Person
) -> None:
    await ana.sends("/start")
    about = {"kind": "photo", "caption": " the view ", "width": "640", "height": "480"}
    sent = await attach(browser, b"bytes", person=ana.id, message=1, **about)
    assert sent.json() == {"sent": [2]}
    message = telegram.pending[-1]["message"]
    assert (message["caption"], message["photo"][0]["width"]) == ("the view", 640)
    assert message["reply_to_message"]["message_id"] == 1
    path = telegram.files.offer(message["photo"][0]["file_id"])["file_path"]
    stored = await browser.http.get(f"/demo/file/{path}?token={browser.token}")
    assert stored.content == b"bytes"


@pytest.mark.parametrize("person", ["1", "", "x", "²"])
async def test_nobody_sends_no_file(browser: Browser, telegram: LocalTelegram, person: str) -> None:
    assert (await attach(browser, b"a", person=person, kind="photo")).status_code == 404
    assert telegram.pending == []


async def test_a_file_too_large_for_the_bot_is_refused(
    browser: Browser, telegram: LocalTelegram, ana: Person
) -> None:
    huge = b" " * (LARGEST_FILE + 1)
    assert (await attach(browser, huge, person=ana.id, kind="document")).status_code == 403
    assert telegram.pending == []


class Stream:
    """Server-sent events, read one by one."""

    def __init__(self, response: httpx.Response) -> None:
        self.lines = response.aiter_lines()

    async def next(self) -> tuple[int, dict[str, Any]]:
        """Place in the journal, and what came."""
        async with asyncio.timeout(20):
            place = int((await anext(self.lines)).removeprefix("id: "))
            came = json.loads((await anext(self.lines)).removeprefix("data: "))
            await anext(self.lines)
            return place, came


async def test_the_stream_tells_everything_and_then_every_change(
    telegram: LocalTelegram, clock: HandClock, api: Api, ana: Person
) -> None:
    ben = telegram.person("Ben", language="pt", zone="Europe/Lisbon")
    await ben.sends("/start")
    await api(
        "setMyCommands", commands=[{"command": "hoje", "description": "."}], language_code="pt"
    )
    await api("setMyCommands", commands=[{"command": "today", "description": "."}])
    async with (
        served(telegram, with_page(telegram, clock=clock)) as root,
        httpx.AsyncClient(base_url=root, trust_env=False, timeout=20) as http,
    ):
        browser = await load(http)
        address = f"/demo/stream?token={browser.token}"
        async with http.stream("GET", address) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            stream = Stream(response)
            place, state = await stream.next()
            assert place == 1
            assert [person["name"] for person in state["people"]] == ["Ana", "Ben"]
            menus = [person["commands"][0]["command"] for person in state["people"]]
            assert menus == ["today", "hoje"]
            assert (state["ticks"], state["hasNext"]) == (False, False)
            assert [message["words"] for _, message in state["messages"]] == ["/start"]
            await api("sendMessage", chat_id=ben.id, text="<b>Hi</b>", parse_mode="HTML")
            place, state = await stream.next()
            ((chat_id, message),) = state["messages"]
            assert (place, chat_id, message["words"]) == (2, ben.id, "Hi")
            assert message["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
            clock.forward(timedelta(hours=1))
            telegram.bell.ring()
            _, state = await stream.next()
            assert (state["now"], state["messages"]) == (clock.now().timestamp(), [])
        await api("deleteMessage", chat_id=ben.id, message_id=2)
        async with http.stream("GET", address, headers={"last-event-id": "2"}) as response:
            place, state = await Stream(response).next()
            ((_, message),) = state["messages"]
            assert (place, message["id"], message["deleted"]) == (3, 2, True)


async def test_the_stream_tells_what_the_bot_has_taken_and_what_it_is_busy_with(
    telegram: LocalTelegram, clock: HandClock, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    async with (
        served(telegram, with_page(telegram, clock=clock)) as root,
        httpx.AsyncClient(base_url=root, trust_env=False, timeout=20) as http,
    ):
        browser = await load(http)
        async with http.stream("GET", f"/demo/stream?token={browser.token}") as response:
            stream = Stream(response)
            _, state = await stream.next()
            ((_, message),) = state["messages"]
            assert message["update"] == state["taken"] == 100
            await api("getUpdates", offset=101)
            _, state = await stream.next()
            assert (state["taken"], state["messages"]) == (101, [])
            await api("sendChatAction", chat_id=ana.id, action="typing")
            _, state = await stream.next()
            assert state["people"][0]["doing"] == "typing"
            await api("sendMessage", chat_id=ana.id, text="Hello")
            _, state = await stream.next()
            assert state["people"][0]["doing"] == ""


async def test_the_stream_ends_when_telegram_closes(
    telegram: LocalTelegram, clock: HandClock
) -> None:
    async with (
        served(telegram, with_page(telegram, clock=clock)) as root,
        httpx.AsyncClient(base_url=root, trust_env=False, timeout=20) as http,
    ):
        browser = await load(http)
        async with http.stream("GET", f"/demo/stream?token={browser.token}") as response:
            stream = Stream(response)
            await stream.next()
            telegram.close()
            assert [line async for line in stream.lines if line.startswith("error")] == []
