"""How the chat page looks and is moved through: sizes, colors, keys, long and empty chats."""

import pytest
from playwright.async_api import Page, expect

from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.browsing import needs_chromium
from tests.demo.client import Api, buttons

pytestmark = needs_chromium

FAINT = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]));
  const behind = (node) => {
    if (!node) return [255, 255, 255];
    const own = rgba(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(node.parentElement));
  };
  const light = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) =>
      c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const hidden = ".hidden, .skip, .spoiler:not(.open), [aria-hidden], .notice, noscript";
    if (!walker.currentNode.data.trim() || node.closest(hidden)) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const ground = behind(node);
    const ink = over(rgba(getComputedStyle(node).color), ground);
    const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    seen += 1;
    if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${walker.currentNode.data.trim()}`);
  }
  return { seen, found };
}"""
"""Words whose contrast with their ground is under 4.5 to 1 (WCAG 2.2, success criterion 1.4.3)."""


async def fill(api: Api, ana: Person) -> None:
    """One of everything."""
    await ana.sends("/start see https://example.org/a")
    text = (
        "<b>Day 1</b> <a href='https://example.org'>a link</a> <code>code</code> #tag /today "
        "<blockquote expandable>" + "a line of it\n" * 9 + "</blockquote>"
    )
    markup = '{"inline_keyboard": [[{"text": "Done", "callback_data": "d", "style": "primary"}, \
{"text": "Keep", "callback_data": "k", "style": "success"}, \
{"text": "Delete", "callback_data": "x", "style": "danger"}, \
{"text": "Read", "url": "https://example.org"}]]}'
    await api("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML", reply_markup=markup)
    await ana.sends("an answer", reply_to=2)
    await ana.edits(3, "an answer, edited")
    await ana.sends_document("notes")
    await ana.sends_voice("a voice")
    await ana.sends_location(38.7, -9.1)
    await ana.forwards(2)
    keyboard = {"keyboard": [["Lisbon"]]}
    await api("sendMessage", chat_id=ana.id, text="Where?", reply_markup=keyboard)


async def test_all_words_stand_out_from_their_ground_in_light_and_dark(
    page: Page, api: Api, ana: Person
) -> None:
    commands = [{"command": "today", "description": "Once more"}]
    await api("setMyCommands", commands=commands)
    await fill(api, ana)
    await expect(page.locator(".row")).to_have_count(8)
    await page.get_by_label("Message", exact=True).fill("/")
    await expect(page.get_by_role("option", name="/today")).to_be_visible()
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        looked = await page.evaluate(FAINT)
        assert looked["found"] == []
        assert looked["seen"] > 40


async def test_dark_and_light_are_changed_by_hand_and_kept(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.get_by_role("button", name="Change to dark").press("Enter")
    dark = await page.evaluate(ground)
    assert dark != light
    await page.reload()
    await expect(page.get_by_role("button", name="Change to light")).to_be_visible()
    assert await page.evaluate(ground) == dark
    await page.get_by_role("button", name="Change to light").click()
    assert await page.evaluate(ground) == light


async def test_nothing_is_wider_than_the_screen(page: Page, api: Api, ana: Person) -> None:
    await ana.sends("/start")
    markup = buttons([("A button with a rather long label", "1"), ("Another of that kind", "2")])
    text = "https://example.org/" + "a" * 300 + "\n" + "word " * 200
    await api("sendMessage", chat_id=ana.id, text=text, reply_markup=markup)
    await ana.sends_document("w" * 300, name="a" * 90 + ".pdf")
    await expect(page.locator(".row")).to_have_count(3)
    for width in (320, 390, 720, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        for part in ("document.documentElement", "document.getElementById('log')"):
            assert await page.evaluate(f"{part}.scrollWidth - {part}.clientWidth") == 0
        box = await page.locator("#words").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844
        for name in ("To the next challenge", "Attach", "Record a voice message"):
            button = page.get_by_role("button", name=name)
            await expect(button).to_be_in_viewport(ratio=1 if width > 320 else 0.9)


async def test_on_a_phone_people_and_what_lies_beside_slide_in(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    opener = page.get_by_role("button", name="People")
    ben = page.get_by_role("button", name="Ben")
    await expect(ben).to_be_hidden()
    await opener.press("Enter")
    await expect(page.get_by_role("button", name="Ana")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(ben).to_be_hidden()
    await expect(opener).to_be_focused()
    await opener.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("#about")).to_contain_text("You are Ben")
    await expect(ben).to_be_hidden()
    inside = page.get_by_role("button", name="Inside")
    await expect(page.locator("#beside")).to_be_hidden()
    await inside.click()
    await expect(page.locator("#beside")).to_be_in_viewport(ratio=1)
    await inside.click()
    await expect(page.locator("#beside")).to_be_hidden()
    await page.set_viewport_size({"width": 1280, "height": 844})
    await expect(page.locator("#beside")).to_be_in_viewport(ratio=1)
    await expect(inside).to_be_hidden()


async def test_in_a_long_chat_one_finds_the_way_back_to_the_latest(
    page: Page, api: Api, ana: Person
) -> None:
    for number in range(200):
        await ana.sends(f"message {number}")
    latest = page.get_by_role("button", name="To the latest message")
    await expect(page.locator(".row")).to_have_count(200)
    await expect(page.locator(".row").last).to_be_in_viewport()
    await expect(latest).to_be_hidden()
    await page.locator("#log").evaluate("log => log.scrollTop = 0")
    await expect(latest).to_be_visible()
    await api("sendMessage", chat_id=ana.id, text="Hello")
    await expect(page.locator("#latest-count")).to_have_text("1")
    await expect(page.locator(".row").first).to_be_in_viewport()
    await latest.click()
    await expect(page.locator(".theirs")).to_be_in_viewport()
    await expect(latest).to_be_hidden()
    await page.locator("#log").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(".row").nth(199)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()


@pytest.mark.parametrize("words", ["שלום עולם", "اليوم تحدثت مع جاري"])
async def test_what_is_read_from_the_right_begins_there(
    page: Page, ana: Person, words: str
) -> None:
    await ana.sends("a line that is quite a bit longer than the other one\n" + words)
    middle = await page.locator(".words").evaluate(
        """node => {
          const range = document.createRange();
          const text = node.lastChild;
          range.setStart(text, text.data.indexOf("\\n") + 1);
          range.setEnd(text, text.data.length);
          const [line, all] = [range.getBoundingClientRect(), node.getBoundingClientRect()];
          return line.left - all.left > all.right - line.right;
        }"""
    )
    assert middle


async def test_somebody_new_joins_and_a_phone_travels(
    page: Page, telegram: LocalTelegram, api: Api
) -> None:
    await page.get_by_role("button", name="Somebody new").press("Enter")
    await page.get_by_label("Name").fill("Noor")
    await page.get_by_label("Language of the phone").select_option("de")
    await page.get_by_label("Time zone of the phone").select_option("Asia/Tokyo")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator("#about")).to_have_text("You are Noor, in Tokyo")
    noor = next(each for each in telegram.people.values() if each.name == "Noor")
    await page.get_by_role("button", name="Start").click()
    await expect(page.locator(".mine")).to_have_count(1)
    text = '<tg-time unix="1799118000" format="wt">then</tg-time>'
    await api("sendMessage", chat_id=noor.id, text=text, parse_mode="HTML")
    await expect(page.locator(".theirs .words")).to_have_text("Dienstag, 12:00")
    await page.get_by_role("button", name="This chat and this phone").press("Enter")
    await page.get_by_role("menuitem", name="Noor's phone: Tokyo").press("Enter")
    await page.get_by_label("Time zone of the phone").select_option("America/New_York")
    await page.get_by_role("button", name="Travel", exact=True).click()
    await expect(page.locator("#about")).to_have_text("You are Noor, in New York")
    await expect(page.locator("#clock-time")).to_have_text("03:00")
    await expect(page.locator(".theirs .words")).to_have_text("Montag, 22:00")
