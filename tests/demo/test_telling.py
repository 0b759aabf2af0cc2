"""The pipe between the demo's bot and its page: it never makes the bot wait."""

import asyncio
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from bot.demo.telling import Pipe


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    reading, writing = os.pipe()
    yield reading, writing
    for end in (reading, writing):
        try:
            os.close(end)
        except OSError:
            continue


async def lines(reading: int, count: int) -> list[dict[str, Any]]:
    """The next `count` lines."""
    os.set_blocking(reading, False)
    found = b""
    async with asyncio.timeout(20):
        while found.count(b"\n") < count or not found.endswith(b"\n"):
            try:
                found += os.read(reading, 1 << 16)
            except BlockingIOError:
                await asyncio.sleep(0.001)
    return [json.loads(line) for line in found.splitlines()]


async def test_lines_arrive_whole_and_in_order(ends: tuple[int, int]) -> None:
    reading, writing = ends
    pipe = Pipe(writing)
    for number in range(3):
        pipe.say({"kind": "call", "words": "two\nlines, é", "number": number})
    found = await lines(reading, 3)
    assert [line["number"] for line in found] == [0, 1, 2]
    assert found[0]["words"] == "two\nlines, é"


async def test_a_reader_that_sleeps_holds_up_nobody_and_hears_how_much_it_missed(
    ends: tuple[int, int],
) -> None:
    reading, writing = ends
    pipe = Pipe(writing, most_waiting=10)
    said = 2000
    for number in range(said):  # far more than the pipe holds: a blocking write would stand here
        pipe.say({"kind": "call", "number": number, "filler": "x" * 500})
    first = await lines(reading, 1)
    held = len(first)
    while first[-1].get("number") != said - 1:
        first += await lines(reading, 1)
    numbers = [line["number"] for line in first if line["kind"] == "call"]
    (gap,) = [line for line in first if line["kind"] == "gap"]
    assert 0 < held < said
    assert numbers == sorted(numbers)
    assert gap["count"] + len(numbers) == said
    assert numbers[-10:] == list(range(said - 10, said))
    pipe.say({"kind": "call", "number": said})
    assert (await lines(reading, 1))[0]["number"] == said


async def test_where_nobody_reads_any_more_nothing_happens(ends: tuple[int, int]) -> None:
    reading, writing = ends
    pipe = Pipe(writing)
    os.close(reading)
    for _ in range(3):
        pipe.say({"kind": "call"})
