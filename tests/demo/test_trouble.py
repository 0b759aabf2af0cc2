"""Trouble at a click: it strikes the real bot, and nothing is lost by it."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.demo.beside import only_trouble
from bot.demo.clock import HandClock
from bot.demo.inside import Inside
from bot.demo.people import Person
from bot.demo.state import LocalTelegram
from bot.demo.trouble import MOST_TIMES, Trouble
from bot.storage.tally import tally
from tests.demo.started import Started, started


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Started]:
    async with started(tmp_path) as running:
        yield running


async def test_a_killed_bot_comes_back_and_everything_is_there(demo: Started) -> None:
    await demo.joins()
    for words in ("one", "two"):
        await demo.ines.sends(words)
    await demo.hears("Saved to Day 1. Streak 1.")
    # Killed before it is noted as sent, an answer may come twice, and rightly.
    await demo.until(lambda: demo.lines("outbox", says="saved", now="sent"), "not noted")
    first = demo.keeper.pid
    assert first is not None
    last = await demo.ines.sends("written a moment before the kill")
    assert await demo.causes("kill") == 200
    assert await demo.causes("kill") == 409, "one death at a time"
    await demo.until(lambda: demo.trouble.state()["kill"]["found"], "nobody counted")

    told = demo.trouble.state()["kill"]
    second = demo.keeper.pid
    assert (told["pid"], told["back"]) == (first, second)
    assert second != first
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert demo.lines("bot", what="ended", pid=first, code=-9)
    assert demo.lines("bot", what="started", pid=second)
    found = told["found"]
    assert found["settled"]
    assert (found["replies_kept"], found["replies_lost"]) == (3, 0)
    assert found["handled"] == found["updates"]
    assert found["sent"] == found["messages"]
    assert (demo.ines.id, last.id) in tally(demo.database).replies
    assert demo.ines.transcript().count("Saved to Day 1") == 1


async def test_a_429_is_waited_out_and_then_said(demo: Started) -> None:
    await demo.joins()
    await demo.until(lambda: demo.lines("outbox", says="challenge", now="sent"), "not sent")
    assert await demo.causes("429", seconds=1, times=1) == 200
    await demo.ines.sends("the day is fine")
    await demo.hears("Saved to Day 1. Streak 1.")
    await demo.until(lambda: demo.lines("outbox", says="saved", now="sent"), "not noted")
    moves = [line["now"] for line in demo.lines("outbox", says="saved")]
    assert moves == ["queued", "claimed", "sending", "queued", "claimed", "sending", "sent"]
    refused, accepted = demo.lines("answer", group=demo.lines("outbox", says="saved")[0]["group"])
    assert (refused["ok"], refused["code"], refused["wait"]) == (False, 429, 1)
    assert accepted["ok"]
    assert accepted["at"] - refused["at"] >= 1
    assert demo.telegram.violations == []
    assert demo.trouble.state()["on"] == []


async def test_what_is_written_while_the_line_is_cut_arrives_afterwards(demo: Started) -> None:
    await demo.joins()
    assert await demo.causes("cut") == 200
    await demo.until(lambda: demo.lines("answer", method="getUpdates"), "the poll did not break")
    await demo.ines.sends("into the dark")
    (cut,) = demo.trouble.state()["on"]
    assert (cut["what"], cut["left"], cut["person"]) == ("cut", None, None)
    assert not demo.lines("update", words="into the dark")
    assert await demo.causes("off") == 200
    assert demo.trouble.state()["on"] == []
    await demo.hears("Saved to Day 1. Streak 1.")


@pytest.fixture
def trouble(telegram: LocalTelegram, clock: HandClock) -> Trouble:
    """For a bot that is nobody's process."""
    return Trouble(telegram, clock, Inside(clock, telegram.bell.ring))


async def test_trouble_is_for_one_persons_chat_and_ends_after_its_calls(
    trouble: Trouble, telegram: LocalTelegram, ana: Person
) -> None:
    assert await trouble.do("500", ana, {"times": 2})
    assert telegram.faults.strike("sendMessage", ana.id + 1) is None
    assert telegram.faults.strike("getUpdates", None) is None
    assert telegram.faults.strike("sendMessage", ana.id) is not None
    (on,) = trouble.state()["on"]
    assert (on["what"], on["person"], on["left"], on["struck"]) == ("500", ana.id, 1, 1)
    assert telegram.faults.strike("sendMessage", ana.id) is not None
    assert trouble.state()["on"] == []
    assert telegram.faults.planned == []


async def test_all_trouble_is_switched_off_at_once(
    trouble: Trouble, telegram: LocalTelegram, ana: Person
) -> None:
    for what in ("cut", "429", "500", "502", "slow", "block"):
        assert await trouble.do(what, ana, {})
    assert [each["what"] for each in trouble.state()["on"]] == ["cut", "429", "500", "502", "slow"]
    assert trouble.state()["blocked"] == [ana.id]
    assert await trouble.do("off", None, {})
    assert (trouble.state()["on"], trouble.state()["blocked"]) == ([], [])
    assert telegram.faults.planned == []
    assert not ana.blocked


@pytest.mark.parametrize("asked", [{"times": 10**9, "seconds": 10**9}, {"times": -1}, {"times": 0}])
async def test_no_trouble_is_larger_than_the_page_offers(
    trouble: Trouble, ana: Person, asked: dict[str, int]
) -> None:
    await trouble.do("slow", ana, asked)
    (on,) = trouble.state()["on"]
    assert 1 <= on["left"] <= MOST_TIMES
    assert 1 <= on["seconds"] <= 60


@pytest.mark.parametrize("what", ["", "meteor", "kill"])
async def test_what_cannot_be_done_is_refused(telegram: LocalTelegram, what: str) -> None:
    assert "error" in await only_trouble(telegram).do({"what": what})


async def test_trouble_for_nobody_is_refused(telegram: LocalTelegram) -> None:
    for what in ("429", "block"):
        assert "error" in await only_trouble(telegram).do({"what": what, "person": 1})
