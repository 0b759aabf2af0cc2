"""What happens inside the bot, as the real one tells it from its own process."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import SystemClock
from bot.demo.inside import MOST_LINES, Inside
from tests.demo.started import Started, started

WORDS = "The roof has a weathercock."


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Started]:
    async with started(tmp_path) as running:
        yield running


async def test_a_first_day_is_told_with_a_line_of_every_kind(demo: Started) -> None:
    await demo.joins()
    reply = await demo.ines.sends(WORDS)
    await demo.hears("Saved to Day 1. Streak 1.")
    await demo.until(lambda: demo.lines("outbox", says="saved", now="sent"), "it was not sent")
    await demo.until(lambda: len(demo.lines("fold")) > 1, "the streak was not folded")

    (update,) = demo.lines("update", words=WORDS)
    assert (update["what"], update["from"], update["chat"]) == ("message", "Ines", demo.ines.id)
    group = update["group"]
    (stored,) = demo.lines("inbox", group=group)
    assert (stored["update"], stored["state"]) == (update["update"], "new")

    (work,) = demo.lines("work", group=group)
    assert work["by"] == "reflections.hear"
    assert work["ms"] > 0
    rows = {(row["table"], row["did"]): row for row in work["rows"]}
    kept = rows["reflections", "insert"]["values"]
    assert (kept["text"], kept["message_id"], kept["kind"]) == (WORDS, reply.id, "text")
    assert rows["inbox", "update"]["changed"]["state"] == ["new", "done"]

    said = demo.lines("outbox", group=group)
    assert [line["now"] for line in said] == ["queued", "claimed", "sending", "sent"]
    (call,) = demo.lines("call", group=group)
    (answer,) = demo.lines("answer", group=group)
    assert (call["method"], call["row"], call["chat"]) == (
        "sendMessage",
        said[0]["row"],
        demo.ines.id,
    )
    assert (answer["ok"], answer["message"]) == (True, demo.ines.last.id)
    assert answer["ms"] > 0

    (fold,) = demo.lines("fold", group=group)
    assert fold["inputs"] == {
        "challenges": 1,
        "replied": 1,
        "presses": 0,
        "pauses": 0,
        "outages": 0,
    }
    assert fold["result"] == {"current": 1, "shown": 1, "best": 1, "freezes": 1, "settled": 1}
    order = [line["kind"] for line in demo.inside.since(0) if line["group"] == group]
    assert order[:4] == ["update", "inbox", "work", "outbox"]
    assert demo.telegram.token not in json.dumps(demo.inside.since(0))
    _challenge_is_told_from_the_tick_to_its_delivery(demo)


def _challenge_is_told_from_the_tick_to_its_delivery(demo: Started) -> None:
    (planned,) = demo.lines("outbox", says="challenge", now="queued")
    assert planned["group"].startswith("w")
    assert planned["by"] == "planner._batch"
    states = [
        row["changed"]["state"] if row["did"] == "update" else row["values"]["state"]
        for line in demo.lines("work", group=planned["group"])
        for row in line["rows"]
        if row["table"] == "deliveries"
    ]
    assert states == ["planned", ["planned", "delivered"]]
    (fold,) = demo.lines("fold", group=planned["group"])
    assert [day for day, _ in fold["open"]] == [1]
    assert fold["verdicts"] == [[1, "open"]]


@pytest.fixture
def rung() -> list[None]:
    return []


@pytest.fixture
def inside(rung: list[None]) -> Inside:
    return Inside(SystemClock(), lambda: rung.append(None))


async def test_only_the_latest_lines_are_kept_and_numbered_on(inside: Inside) -> None:
    for number in range(MOST_LINES + 20):
        inside.hear(json.dumps({"kind": "call", "count": number}).encode())
    everything = inside.since(0)
    assert len(everything) == MOST_LINES
    assert everything[0]["count"] == 20
    assert [line["count"] for line in inside.since(inside.last - 2)] == [518, 519]
    assert inside.since(inside.last) == []


@pytest.mark.parametrize("noise", [b"", b"Traceback\n", b"[1]\n", b'"kind"\n', b"\xff\n", b"{}\n"])
async def test_what_is_no_line_of_the_narrators_is_passed_over(
    inside: Inside, noise: bytes
) -> None:
    inside.hear(noise)
    assert inside.since(0) == []


async def test_a_burst_of_lines_rings_once(inside: Inside, rung: list[None]) -> None:
    for _ in range(50):
        inside.add(kind="call")
    await SystemClock().sleep(0.2)
    assert rung == [None]
