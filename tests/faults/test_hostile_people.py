"""What people, and clients that only pretend to be one, may send in."""

from pathlib import Path
from typing import Any

import pytest

from tests.faults.crowd import column, everything, joined_now, no_trouble
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.faults.leaping import leaping_world
from tests.journeys.steps import joined, texts_of
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return leaping_world(tmp_path)


FORGED = [
    "1:done:-1",
    "1:done:0",
    "1:done:999999999999999999",
    "1:done:9999999999999999999999",
    "1:done:1 OR 1=1",
    "1:done:",
    "1:done:\u0661",
    "1:undo:99",
    "0:done:1",
    "2:done:1",
    "done:1",
    "x" * 64,
    "\x00\x01\x02",
    "1:pause:-1",
    "1:pause:365",
    "1:hour:99999",
    "1:hour:-5",
    "1:zone:../../etc/passwd",
    "1:zone:posixrules",
    "1:in:1",
    "{0}%s<b>",
    "",
]


async def test_forged_buttons_are_answered_and_change_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 68: another's delivery, numbers that are none, other versions, noise."""
    async with world.running():
        ana = await joined(world, "Ana")
        eve = await joined_now(world, "Eve")
        before = everything(world)
        hers = next(message for message in eve.heard if message.buttons)
        for data in ["1:done:1", "1:undo:1", *FORGED]:
            answer = await eve.press_data(data, dict(hers))
            assert "Traceback" not in str(answer)
        await world.settle()
        assert everything(world) == before
        assert len(ana.heard) == len([m for m in ana.chat if m.by_bot])
        no_trouble(world, caplog)
    assert_promises_hold(world)


@pytest.mark.parametrize("data", ["1:done:1", "1:in:", "1:now:", "1:pause:7", "noise"])
async def test_a_press_without_a_message_is_answered(
    world: World, data: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 68: no message at all, or one that Telegram no longer shows."""
    async with world.running():
        ana = await joined(world, "Ana")
        gone = {"chat": ana.room.describe(), "message_id": ana.last.id, "date": 0}
        await ana.press_data(data, None)
        await ana.press_data(data, gone)
        await world.settle()
        no_trouble(world, caplog)
    assert_promises_hold(world)


ODD_DAYS = [
    "/day",
    "/day 0",
    "/day -1",
    "/day 1e3",
    "/day 99999999999999999999",
    "/day 1.5",
    "/day \u0661",
    "/day \u00b2",
    "/day one",
    "/day 1 2 3",
    "/day\n1",
    "/day <b>1</b>",
    "/day {0} %s",
    "/day \ud83d",
    "/day " + "9" * 4000,
    "/day@kindreds_test_bot 1",
    "/day ; DROP TABLE deliveries",
]


async def test_odd_arguments_are_answered_once_each(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 65, 80: a command is never a reflection, and its argument never more than a number."""
    async with world.running():
        ana = await joined(world, "Ana")
        heard = len(ana.heard)
        for text in ODD_DAYS:
            await ana.sends(text)
        await world.settle()
        assert len(ana.heard) == heard + len(ODD_DAYS)
        for payload in ("<b>x</b>", "\ud800", "x" * 4000, "../../etc", "ref_700000001"):
            await ana.sends(f"/start {payload}")
            await world.telegram.person(f"New {ord(payload[0])}").sends(f"/start {payload}")
        await world.settle()
        for person in world.telegram.people.values():
            assert person.heard, f"{person.name} was left without an answer"
        no_trouble(world, caplog)
    assert column(world, "SELECT count(*) FROM reflections") == [0]
    assert_promises_hold(world)


HOSTILE_TEXTS = [
    "x" * 4096,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 300,
    "a\0b",
    "lone \ud83d surrogate",
    "\u202eright to left\u202c",
    "z\u0300\u0301\u0302" * 200,
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "*_[]()~`>#+-=|{}.! {0} {day} %s %(x)s",
    "'); DROP TABLE reflections; --",
    "   ",
    "\u200b",
]


async def test_hostile_texts_are_kept_and_come_back_harmless(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 63 to 65: stored as they are, shown escaped, never a format string."""
    async with world.running():
        ana = await joined(world, "<b>{0}</b> %s \u202e")
        written = []
        for text in HOSTILE_TEXTS:
            written.append(await ana.sends(text))
        await world.settle()
        await ana.sends("/day 1")
        await world.settle()
        shown = ana.last
        assert "Day 1: " in shown["text"] and len(shown["text"].encode("utf-16-le")) <= 8192
        bold = [entity for entity in shown["entities"] if entity["type"] == "bold"]
        assert not any("alert(1)" in _part(shown["text"], entity) for entity in bold)
        ben = await joined_now(world, "<script>")
        written += [await ben.sends(text) for text in HOSTILE_TEXTS if len(text) < 100]
        await world.settle()
        await ben.sends("/day 1")
        await world.settle()
        for text in HOSTILE_TEXTS[6:9]:
            assert text in ben.last["text"]
        no_trouble(world, caplog)
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world, written=written, logs=caplog.text)


def _part(text: str, entity: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode(
        "utf-16-le"
    )


async def test_texts_beyond_the_cap_are_refused_with_a_word(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 63: 16 KiB are kept, a byte more is not, and never silently."""
    async with world.running():
        ana = await joined(world, "Ana")
        kept = [await ana.sends("x" * 16_384)]
        for text in ("x" * 16_385, "\u00e9" * 8_193, "\ud83d" * 16_385, "x" * 100_000):
            await ana.sends(text)
            await ana.sends(text)  # said once a minute and no more often (fault 66)
            await world.later(minutes=2)
        assert sum("longer than I can keep" in text for text in texts_of(ana)) == 4
        no_trouble(world, caplog)
    assert column(world, "SELECT count(*) FROM reflections") == [1]
    assert_promises_hold(world, written=kept)


async def test_edits_follow_what_was_logged_and_nothing_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 19, 64, 65: hostile words in an edit, too, and edits of what nobody logged."""
    async with world.running():
        ana = await joined(world, "Ana")
        note = await ana.sends("First words")
        photo = await ana.sends_photo("A caption")
        command = await ana.sends("/streak")
        await world.settle()
        for text in ("a\0b", "lone \ud83d surrogate", "<b>{0}%s", "Last words"):
            await ana.edits(note, text)
            await world.settle()
            kept = column(world, "SELECT text FROM reflections ORDER BY id")[0]
            assert kept == text.replace("\0", "").encode("utf-8", "replace").decode()
        await ana.edits(note, "\ud83d" * 20_000)
        await ana.edits(note, "Last words")
        await ana.edits(photo, "Another caption")
        await ana.edits(command, "/today")
        first = next(message for message in ana.chat if message.words == "/start")
        await ana.edits(first, "An edit of a command")
        await world.settle()
        no_trouble(world, caplog)
    assert column(world, "SELECT count(*) FROM reflections") == [2]
    assert_promises_hold(world, written=[note, photo])


async def test_other_kinds_of_messages_are_kept_or_left_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 63: photos with captions, voices, files; a sticker is a Done, a forward no reply."""
    async with world.running():
        ana = await joined(world, "Ana")
        written = [
            await ana.sends_photo("A <b>caption</b> \ud83d"),
            await ana.sends_voice(),
            await ana.sends_document("notes {0}"),
            await ana.sends_video(),
        ]
        await ana.sends_sticker()
        await ana.forwards(next(message for message in ana.heard if "Day 1: " in message.words))
        await ana.sends_location(38.7, -9.1)
        await world.settle()
        await ana.sends("/day 1")
        await world.settle()
        shown = next(each["text"] for each in reversed(ana.heard) if "You wrote:" in each.words)
        assert "A <b>caption</b>" in shown and "(a voice message)" in shown
        no_trouble(world, caplog)
    assert column(world, "SELECT count(*) FROM reflections") == [len(written)]
    assert_promises_hold(world, written=written, logs=caplog.text)


async def test_everything_can_be_asked_before_the_first_day(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody has to know what is possible when: each command is answered at every stage."""
    commands = ("/today", "/day 1", "/streak", "/pause", "/resume", "/help", "/start", "words")
    async with world.running():
        ana = world.telegram.person("Ana")
        steps = ("/start", "\0", "x" * 5000, "posixrules", "../../etc/passwd", "\ud83d", "Lisbon")
        for step in (*commands, *steps):
            await _answered(world, ana, step)
        await ana.presses(next(m for m in ana.heard if m.buttons and "I'm in" in str(m)), "I'm in")
        for step in (*steps, "Europe/Lisbon", "25:99", "-1", "\ud83d", "9" * 4000, "09:00"):
            await _answered(world, ana, step)
        for step in commands:
            await _answered(world, ana, step)
        no_trouble(world, caplog)
    assert_promises_hold(world, logs=caplog.text)


async def _answered(world: World, person: Any, text: str) -> None:
    heard = len(person.heard)
    await person.sends(text)
    await world.settle()
    assert len(person.heard) > heard, f"{text[:40]!r} was left unanswered\n{person.transcript()}"
