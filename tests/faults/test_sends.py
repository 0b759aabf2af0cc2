"""Messages that Telegram refuses, delays, or takes without our hearing of it."""

from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import (
    BadRequest,
    CutAfter,
    CutBefore,
    Fault,
    Forbidden,
    Hang,
    HtmlError,
    ServerError,
    TooManyRequests,
    Truncated,
)
from bot.domain.outbox import MAX_COPIES
from tests.faults.crowd import column
from tests.faults.invariants import (
    assert_promises_hold,
    assert_streaks_are_what_the_rows_say,
    copies_by_delivery,
)
from tests.faults.leaping import LeapClock, leaping_world
from tests.journeys.steps import joined, texts_of
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


def sends_to(world: World, person: Any) -> int:
    """How many sendMessage calls were made for a person, refused ones too."""
    return sum(
        call.chat_id == person.id and call.method == "sendMessage" for call in world.telegram.calls
    )


async def leap(world: World, seconds: float) -> None:
    """Let time pass by every clock, and everything follow from it."""
    assert isinstance(world.clock, LeapClock) and world.bot is not None
    world.clock.leap(seconds)
    world.bot.delivery.wake()  # it would look by itself, a second later
    await world.settle()


LOST_ANSWERS = [
    pytest.param(Hang(0.05), id="27 read time-out"),
    pytest.param(CutAfter(), id="28 reset after acceptance"),
    pytest.param(HtmlError(502), id="29 a gateway's page"),
    pytest.param(Truncated(), id="29 a torn answer"),
    pytest.param(ServerError(500, accepted=True), id="29 a server error"),
]


@pytest.mark.parametrize("fault", LOST_ANSWERS)
async def test_an_answer_lost_once_costs_at_most_one_more_copy(world: World, fault: Fault) -> None:
    """Faults 27 to 29: accepted, and we never heard; a reply to either copy counts."""
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(fault, method="sendMessage", chat_id=ana.id)
        await world.later(days=1)
        first = ana.last
        note = await ana.sends("Answering the copy whose answer was lost", reply_to=first)
        await world.settle()
        assert "Saved to Day 2" in ana.last.words
        await leap(world, 31)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 2
        await leap(world, 600)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 2
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT state FROM deliveries") == ["delivered", "delivered"]
    assert_promises_hold(world, written=[note])


@pytest.mark.parametrize("fault", [CutAfter(), CutBefore()], ids=["cut after", "cut before"])
async def test_answers_lost_again_and_again_end_as_unknown(world: World, fault: Fault) -> None:
    """Faults 27 to 29: at most three copies, then the day is `unknown`, and neutral."""
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends("Day 1 was fine")
        await world.settle()
        world.telegram.faults.add(fault, method="sendMessage", chat_id=ana.id, times=None)
        await world.later(days=1)
        before = sends_to(world, ana)
        for _ in range(4):
            await leap(world, 301)
        assert sends_to(world, ana) - before == MAX_COPIES - 1
        world.telegram.faults.clear()
        assert column(world, "SELECT state FROM deliveries") == ["delivered", "unknown"]
        assert column(world, "SELECT position FROM subscribers") == [2]
        copies = copies_by_delivery(world)[2]
        assert copies == (MAX_COPIES if fault.accepted else 0)
        await world.later(days=1)
        assert sum("Day 3: " in text for text in texts_of(ana)) == 1
        await world.later(days=2)
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT shown FROM streaks") != [0] or not fault.accepted
    assert_promises_hold(world, written=[note])


@pytest.mark.parametrize("wait", [3, 30, 3600])
async def test_a_chat_that_is_told_to_wait_waits_alone(world: World, wait: int) -> None:
    """Fault 30: no request to that chat before its time, of any kind; the others go on."""
    async with world.running():
        ana, ben = await joined(world, "Ana"), await joined_too(world, "Ben")
        written = [await ana.sends("A first note")]
        await world.settle()
        day_one = next(message for message in ana.heard if "Day 1: " in message.words)
        world.telegram.faults.add(
            TooManyRequests(retry_after=wait), method="sendMessage", chat_id=ana.id
        )
        await world.later(days=1)
        assert any("Day 2: " in text for text in texts_of(ben))
        assert not any("Day 2: " in text for text in texts_of(ana))
        written.append(await ana.sends("More, while the chat must rest"))
        await ana.presses(day_one, "Done", wait=False)
        await ben.sends("/streak")
        await world.settle()
        assert "Your streak" in ben.last.words or "No streak" in ben.last.words
        await leap(world, wait / 2)
        assert not any("Day 2: " in text for text in texts_of(ana))
        await leap(world, wait / 2 + 0.2)
        await ana.hears("Day 2: ")
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
    assert world.telegram.violations == []
    assert column(world, "SELECT DISTINCT copies FROM outbox") == [0]
    assert_promises_hold(world, written=written)


async def joined_too(world: World, name: str) -> Any:
    """Somebody who has Day 1 now, at this hour."""
    person = world.telegram.person(name)
    for words in ("/start", None, "Europe/Lisbon", "09:00"):
        if words is None:
            await person.presses(person.last, "I'm in")
        else:
            await person.sends(words)
        await world.settle()
    await person.presses(person.last, "Send Day 1 now")
    await world.settle()
    return person


async def test_a_wait_told_for_a_reaction_counts_for_messages_too(world: World) -> None:
    """Fault 30: a 429 is a 429, whichever call it was the answer to."""
    async with world.running():
        ana = await joined(world, "Ana")
        written = [await ana.sends("One")]
        await world.settle()
        world.telegram.faults.add(
            TooManyRequests(retry_after=30), method="setMessageReaction", chat_id=ana.id
        )
        written.append(await ana.sends("Two"))
        await world.settle()
        await ana.sends("/streak")
        await world.settle()
        assert not any("Your streak is" in text for text in texts_of(ana))
        await leap(world, 30.5)
        await ana.hears("Your streak is")
    assert world.telegram.violations == []
    assert_promises_hold(world, written=written)


FORBIDDEN = [
    "bot was blocked by the user",
    "user is deactivated",
    "bot can't initiate conversation with a user",
    "bot was kicked from the group chat",
]


@pytest.mark.parametrize("reason", FORBIDDEN)
async def test_a_refusal_of_the_person_stops_everything_and_keeps_everything(
    world: World, reason: str
) -> None:
    """Fault 32: one request, then silence; whoever comes back goes on where they stopped."""
    async with world.running():
        ana = await joined(world, "Ana")
        written = [await ana.sends("Before I left")]
        await world.settle()
        world.telegram.faults.add(
            Forbidden(reason), method="sendMessage", chat_id=ana.id, times=None
        )
        before = sends_to(world, ana)
        for _ in range(4):
            await world.later(days=1)
        assert sends_to(world, ana) - before == 1
        assert column(world, "SELECT state FROM subscribers") == ["unreachable"]
        world.telegram.faults.clear()
        written.append(await ana.sends("I am back"))
        await world.settle()
        await ana.hears("Welcome back. The last challenge you had was Day 1.", within=1)
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT current FROM streaks") == [1]
    assert_promises_hold(world, written=written)


async def test_a_block_in_the_middle_of_joining_asks_the_open_question_again(world: World) -> None:
    """Fault 32: nobody who was still answering is told that they are paused."""
    async with world.running():
        ana = world.telegram.person("Ana")
        await ana.sends("/start")
        await world.settle()
        await ana.presses(ana.last, "I'm in")
        world.telegram.faults.add(Forbidden(), method="sendMessage", chat_id=ana.id)
        await ana.sends("Lisbon")
        await world.settle()
        await ana.sends("Europe/Lisbon")
        await world.settle()
        assert "At what hour" in ana.last.words, ana.transcript()


async def test_unreadable_formatting_is_sent_plain_once(world: World) -> None:
    """Fault 33: the words arrive without their formatting, and no request is made twice."""
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(
            BadRequest("can't parse entities: Unsupported start tag"),
            method="sendMessage",
            chat_id=ana.id,
        )
        before = sends_to(world, ana)
        await world.later(days=1)
        assert sends_to(world, ana) - before == 2
        assert "Day 2: " in ana.last.words and "entities" not in ana.last
        assert "<b>" not in ana.last.words and ana.last.buttons
    assert_promises_hold(world)


REFUSALS = [
    ("can't parse entities: Unsupported start tag", 2),
    ("message is too long", 1),
    ("BUTTON_DATA_INVALID", 1),
]


@pytest.mark.parametrize(("reason", "requests"), REFUSALS)
async def test_what_telegram_will_never_take_is_given_up_and_reported(
    world: World, reason: str, requests: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 33: no loop, an alert, and the day is neutral and comes the next day."""
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends("Day 1 was fine")
        await world.settle()
        world.telegram.faults.add(
            BadRequest(reason), method="sendMessage", chat_id=ana.id, times=None
        )
        before = sends_to(world, ana)
        caplog.clear()
        await world.later(days=1)
        await leap(world, 4000)
        assert sends_to(world, ana) - before == requests
        alerts = [entry.message for entry in caplog.records if entry.levelname == "ERROR"]
        assert any("challenge" in alert and "refused message" in alert for alert in alerts), alerts
        world.telegram.faults.clear()
        assert column(world, "SELECT state FROM deliveries") == ["delivered", "failed"]
        await world.later(days=1)
        assert sum("Day 2: " in text for text in texts_of(ana)) == 1
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT shown FROM streaks") == [1]
    assert_promises_hold(world, written=[note], logs=caplog.text)


async def test_a_chat_that_is_not_found_is_not_asked_for_again(world: World) -> None:
    """Fault 33: "chat not found" is a person who is gone."""
    async with world.running():
        ana = await joined(world, "Ana")
        world.telegram.faults.add(
            BadRequest("chat not found"), method="sendMessage", chat_id=ana.id, times=None
        )
        before = sends_to(world, ana)
        for _ in range(3):
            await world.later(days=1)
        assert sends_to(world, ana) - before == 1
    assert column(world, "SELECT state FROM subscribers") == ["unreachable"]
    assert_promises_hold(world)
