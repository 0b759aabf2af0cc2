"""A whole year in calendar numbering, over a leap day and both changes of the clocks."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.journeys.steps import join
from tests.world import new_world

DAY = """+++
day = {day}
id = "day-{day}"
title = "The {day}. thing"
theme = "Small"
minutes = 5
intensity = 1
audience = "anyone"
rhythm = "act"
form = "plain talk"
findings = []
+++

A hand costs nothing and is hardly ever refused.

## Homework

Raise a hand to somebody you half know.

## On a hard day

Think of whom it would be.

## If you want more

Do it twice.

## Reply

How did it go?
"""
PACK = """id = "year"
title = "A year for tests"
language = "en"
days = {days}
author = "The Kindreds authors"
license = "CC-BY-4.0"
description = "One short day for each day of a year."
"""

HEADING = re.compile(r"^Day (\d+): ", re.MULTILINE)
"""Where a day begins in its message: what there is to tell of earlier days stands above it."""


def a_year_of_days(folder: Path, days: int = 365) -> Path:
    """A series of short days, written into `folder`."""
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK.format(days=days), encoding="utf-8")
    for day in range(1, days + 1):
        (folder / f"{day:03}-day.md").write_text(DAY.format(day=day), encoding="utf-8")
    return folder


def numbers(person: Any) -> list[int]:
    """The days that a person got, in order."""
    heads = (HEADING.search(message.get("text", "")) for message in person.heard)
    return [int(head[1]) for head in heads if head]


async def test_a_newcomer_in_june_gets_365_dates_from_todays_number_round_to_yesterdays(
    tmp_path: Path,
) -> None:
    world = new_world(
        tmp_path,
        datetime(2027, 6, 10, 5, tzinfo=UTC),
        content_dir=a_year_of_days(tmp_path / "series"),
        series_start=date(2027, 1, 1),
    )
    async with world.running():
        ana = await join(world, "Ana", "Europe/Berlin", "08:00", day=161)
        await world.later(hours=3)
        for _ in range(365):
            if len(numbers(ana)) % 10 == 1:  # a line now and then, so that she is not given up
                await ana.sends("A line of mine")
            await world.later(days=1)
        assert numbers(ana) == [*range(161, 366), *range(1, 161)]
        assert "Another year" in str(ana.last["reply_markup"])
        dates = {
            datetime.fromtimestamp(message["date"], UTC).date()
            for message in ana.heard
            if HEADING.search(message.get("text", ""))
        }
        assert dates == {date(2027, 6, 10) + timedelta(days=n) for n in range(365)}
        await ana.presses(ana.last, "Another year")
        await world.later(days=1)
        assert numbers(ana)[-1] == 162
