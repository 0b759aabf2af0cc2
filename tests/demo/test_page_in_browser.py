"""The chat page in a real browser: what a person sees, presses and types."""

import asyncio
from datetime import timedelta

from playwright.async_api import Page, expect

from bot.demo.clock import HandClock
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from tests.demo.browsing import needs_chromium
from tests.demo.client import Api, buttons

pytestmark = needs_chromium

HOSTILE = "<img src=x onerror=document.title='stolen'>&amp;</script>"


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
    await expect(page.locator("#log").get_by_text("read it")).to_be_in_viewport()
    short = "<blockquote expandable>all there is</blockquote>"
    await api("sendMessage", chat_id=ana.id, text=short, parse_mode="HTML")
    await expect(page.locator("#log").get_by_text("all there is")).to_be_in_viewport()
    await expect(page.locator(".opener").last).to_be_hidden()

    own = "What I wrote, line by line.\n" * 60
    await ana.sends(own)
    await expect(page.locator(".mine").last).to_contain_text(own.strip())
    await api("sendMessage", chat_id=ana.id, text="Saved, all of it.")
    await expect(page.locator("#log").get_by_text("Saved, all of it.")).to_be_in_viewport()


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
    await page.get_by_role("button", name="Done").focus()
    markup = buttons([("Undo", "u:1")])
    await api(
        "editMessageText",
        chat_id=ana.id,
        message_id=2,
        text="Day 1, nearly done",
        reply_markup=markup,
    )
    await expect(page.locator("#live")).to_have_text("Kindreds: Day 1, nearly done")
    await expect(page.locator("#m2")).to_be_focused()
    await page.get_by_role("button", name="Undo").focus()
    await api(
        "editMessageText",
        chat_id=ana.id,
        message_id=2,
        text="Day 1, as good as done",
        reply_markup=markup,
    )
    await expect(page.locator(".theirs .words")).to_have_text("Day 1, as good as done")
    await expect(page.get_by_role("button", name="Undo")).to_be_focused()
    await api("editMessageText", chat_id=ana.id, message_id=2, text="Day 1, done")
    await expect(page.locator(".theirs .words")).to_have_text("Day 1, done")
    await expect(page.locator(".press")).to_have_count(0)
    await api("deleteMessage", chat_id=ana.id, message_id=2)
    await expect(page.locator(".theirs")).to_have_count(0)


async def test_a_message_is_answered_from_its_menu(page: Page, ana: Person) -> None:
    await ana.sends("/start")
    await page.locator("#m1").hover()
    await page.get_by_role("button", name="Reply, react").click()
    await page.get_by_role("menuitem", name="Reply").click()
    await page.get_by_label("Message", exact=True).press_sequentially("to myself")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator(".answers")).to_have_text("/start")
    assert ana.chat[-1]["reply_to_message"]["message_id"] == 1


async def test_several_people_are_told_apart_and_their_news_counted(
    page: Page, telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    ben = next(person for person in telegram.people.values() if person.name == "Ben")
    await ben.sends("/start")
    keyboard = {"keyboard": [[{"text": "Share", "request_location": True}], ["Tokyo"]]}
    await api("sendMessage", chat_id=ben.id, text="Where are you?", reply_markup=keyboard)
    await expect(page.locator("#people .badge")).to_contain_text("1")
    await page.get_by_label("Message", exact=True).fill("a draft of Ana's")
    await page.get_by_role("button", name="Ben").click()
    await expect(page.locator("#people .badge")).to_have_count(0)
    await expect(page.locator("#clock-date")).to_contain_text("Tokyo")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("")
    await page.get_by_role("button", name="Tokyo", exact=True).click()
    await expect(page.locator(".mine .words").last).to_have_text("Tokyo")
    await page.get_by_role("button", name="Share").click()
    await expect(page.locator(".chip")).to_contain_text("35.6544")
    await page.get_by_role("button", name="Ana").click()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("a draft of Ana's")


async def test_the_clock_is_moved_from_the_page(page: Page, clock: HandClock) -> None:
    start = clock.now()
    await expect(page.locator("#clock-time")).to_have_text("08:00")
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.locator("#clock-time")).to_have_text("09:00")
    await page.get_by_role("button", name="To the next challenge").click()
    await expect(page.locator("#clock-time")).to_have_text("12:00")
    await page.get_by_role("button", name="Tomorrow").click()
    await expect(page.locator("#clock-time")).to_have_text("00:00")
    await expect(page.locator("#clock-date")).to_contain_text("Tue, Jan 5, 2027")
    assert clock.now() == start + timedelta(hours=16)
    await page.get_by_role("button", name="A week on").click()
    await expect(page.locator("#clock-date")).to_contain_text("Tue, Jan 12, 2027")
    assert clock.now() == start + timedelta(hours=16, days=7)


async def test_the_menu_offers_the_bots_commands(page: Page, api: Api, ana: Person) -> None:
    await expect(page.get_by_role("button", name="Menu", exact=True)).to_be_hidden()
    await api("setMyCommands", commands=[{"command": "today", "description": "Once more"}])
    await ana.sends("/start")
    await page.get_by_role("button", name="Menu", exact=True).press("Enter")
    await page.get_by_role("menuitem", name="/today").press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("/today")


async def test_commands_are_offered_while_one_is_typed(page: Page, api: Api, ana: Person) -> None:
    names = ("today", "yesterday", "day")
    await api(
        "setMyCommands", commands=[{"command": n, "description": f"It is {n}"} for n in names]
    )
    await ana.sends("/start")
    box = page.get_by_label("Message", exact=True)
    await expect(page.get_by_role("button", name="Menu", exact=True)).to_be_visible()
    await box.press_sequentially("/")
    await expect(page.locator("#suggestions").get_by_role("option")).to_have_count(3)
    await box.press("ArrowDown")
    await box.press("ArrowDown")
    await expect(page.locator("#suggestions").get_by_role("option", selected=True)).to_contain_text(
        "/yesterday"
    )
    await box.press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("/yesterday")
    await box.press_sequentially("/d")
    await box.press("Tab")
    await expect(box).to_have_value("/day")
    await expect(page.locator("#suggestions").get_by_role("option")).to_have_count(0)
    await box.press_sequentially(" 175")
    await box.press("Enter")
    await expect(page.locator(".mine .words").last).to_have_text("/day 175")


async def test_how_far_a_message_has_come_and_what_the_bot_is_doing(
    page: Page, api: Api, ana: Person
) -> None:
    await page.get_by_label("Message", exact=True).fill("hello")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name="sent")).to_be_visible()
    await api("getUpdates", offset=101)
    await expect(page.get_by_role("img", name="taken by the bot")).to_be_visible()
    await expect(page.locator(".mine")).to_have_count(1)
    await api("sendChatAction", chat_id=ana.id, action="upload_photo")
    await expect(page.locator("#about")).to_have_text("sending a photo…")
    await api("sendMessage", chat_id=ana.id, text="Hi")
    await expect(page.locator("#about")).to_have_text("You are Ana, in UTC")
    await expect(page.locator("#live")).to_have_text("Kindreds: Hi")


async def test_what_was_not_sent_stands_in_the_box_again(page: Page, ana: Person) -> None:
    box = page.get_by_label("Message", exact=True)
    await ana.blocks()
    await box.fill("hello")
    await box.press("Enter")
    await expect(page.locator("#notice")).to_contain_text("blocked the bot")
    await expect(box).to_have_value("hello")
    await expect(page.locator(".mine")).to_have_count(0)


async def test_a_reaction_a_forward_and_a_deletion_from_the_menu_of_a_message(
    page: Page, telegram: LocalTelegram, api: Api, ana: Person
) -> None:
    await ana.sends("/start")
    await api("sendMessage", chat_id=ana.id, text="Day 1")

    async def choose(role: str, name: str) -> None:
        await page.locator("#m2").focus()
        await page.keyboard.press("Enter")
        chosen = page.get_by_role(role, name=name)  # type: ignore[arg-type]
        await chosen.press("Enter")

    await choose("menuitemcheckbox", "Heart")
    await expect(page.get_by_role("img", name="You reacted with ❤")).to_be_visible()
    assert ana.chat[1].reactions[ana.id] == [{"type": "emoji", "emoji": "❤"}]
    await choose("menuitemcheckbox", "Heart")
    await expect(page.locator(".reaction")).to_have_count(0)
    await choose("menuitem", "Forward to the bot")
    await expect(page.locator(".origin")).to_have_text("Forwarded from Kindreds")
    assert telegram.pending[-1]["message"]["forward_origin"]["sender_user"]["is_bot"]
    await choose("menuitem", "Delete")
    await expect(page.locator("#m2")).to_have_count(0)
    assert ana.chat[1].deleted


async def test_the_bot_is_blocked_and_unblocked(page: Page, ana: Person) -> None:
    await ana.sends("/start")
    await page.get_by_role("button", name="This chat and this phone").press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Message", exact=True)).to_be_hidden()
    assert ana.blocked
    await page.get_by_role("button", name="Unblock").click()
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    assert not ana.blocked
