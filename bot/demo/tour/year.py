"""`kindreds demo --year`: somebody lives all days of a series, told in a line a day."""

import textwrap
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from bot.demo.tour.director import Director, Role
from bot.demo.tour.expectations import arrives, done, finished, joined, kept, paused
from bot.demo.tour.paper import Paper
from bot.demo.tour.script import Part, Presses, Says, Step
from bot.demo.tour.stage import Line, Stage, in_process, open_stage
from bot.demo.tour.tally import Tally

START = datetime(2027, 3, 21, 11, tzinfo=UTC)
"""A Sunday. A week on the clocks of Lisbon go forward, and in October back again."""

INES = Part("Ines", "pt", "Europe/Lisbon", "Lisbon", "lives all days of the series", ())

PAUSE_DAYS = 5
LATEST_PAUSE = 40
"""The day after which she pauses at the latest; in a short series it is half way."""

TITLE = 25
"""Columns left for a day's title."""

WORDS = (
    "Did it on the way home. It was shorter than I had feared.",
    "Tried the small version, which was plenty for today.",
    "They were quicker than I was, and we both laughed about it.",
    "No answer, really. A nod. I will take the nod.",
    "It took two attempts and a coffee.",
    "Harder than yesterday, and I slept better than yesterday.",
    "I went in with one question and came out with a story about a goat.",
)


class Manner(StrEnum):
    """How a day is answered, and how that is told."""

    WORDS = "in words"
    DONE = "with [Done]"
    LATE = "a day late"
    MISSED = "not at all"


def manner(day: int, last: int) -> Manner:
    """Most days are answered, a few of them late, and one in eleven is missed."""
    if day % 11 == 9:
        return Manner.MISSED
    if day % 7 == 4 and day < last:
        return Manner.LATE
    return Manner.DONE if day % 5 == 2 else Manner.WORDS


def pause_after(last: int) -> int:
    """The day after which she pauses: it and the one before are answered in time. 0: none is."""
    wanted = min(LATEST_PAUSE, last // 2)
    at_once = (Manner.WORDS, Manner.DONE)
    for day in range(wanted, 1, -1):
        if manner(day, last) in at_once and manner(day - 1, last) in at_once:
            return day
    return 0


async def play(
    paper: Paper, home: Path, *, content: Path | None = None, line: Line = in_process
) -> None:
    """All days of the series in `content`, or of the packaged one, with a database in `home`.

    Raises what `Director.play` and `app.build` do.
    """
    async with open_stage(home, START, content=content, line=line) as stage:
        last = stage.bot.services.series.pack.last
        paper.line(f"{INES.name} in {INES.place} lives the {last} days of the series.")
        paper.line()
        life = Life(stage, Director(stage, Paper(Console(quiet=True)), START.date()), paper, last)
        await life.whole()


@dataclass
class Life:
    """Somebody's way through a series. `on` is the local date of the day that comes next."""

    stage: Stage
    director: Director
    paper: Paper
    last: int
    on: date = START.date() + timedelta(days=1)
    tally: Tally = field(default_factory=Tally)

    async def whole(self) -> None:
        """Join, live every day, hear the summary. Raises as `Director.play` does."""
        role = self.director.bring(INES)
        await self._join(role)
        resting = pause_after(self.last)
        for day in range(1, self.last + 1):
            await self._day(role, day)
            if day == resting:
                await self._pause(role, day)
            self.on += timedelta(days=1)
        await self._end(role)

    async def _join(self, role: Role) -> None:
        city = (Says("/start"), Presses("I'm in"), Says("Lisbon"), Presses("Lisbon"))
        await self.director.act(role, *city, Presses("08:00"), joined("Europe/Lisbon", "08:00"))

    async def _day(self, role: Role, day: int) -> None:
        """From one morning to the next. What was left for a day late is done first."""
        await self._go_to("08:00")
        self.tally.arrived(day)
        steps: list[Step] = [arrives(day, self.on.isoformat(), "08:00")]
        if day > 1 and manner(day - 1, self.last) is Manner.LATE:
            streak = self.tally.answered_now()
            steps += [Says(_words(day - 1), about=day - 1), kept(day - 1, streak)]
        await self.director.act(role, *steps)
        how = manner(day, self.last)
        match how:
            case Manner.WORDS:
                await self._go_to("12:40")
                streak = self.tally.answered_now()
                await self.director.act(role, Says(_words(day)), kept(day, streak))
            case Manner.DONE:
                await self._go_to("21:15")
                streak = self.tally.answered_now()
                await self.director.act(role, Presses("Done", day=day), done(day, streak))
            case Manner.MISSED:
                self.tally.missed(day)
            case Manner.LATE:
                pass
        self._tell(day, how)

    async def _pause(self, role: Role, day: int) -> None:
        back = self.on + timedelta(days=PAUSE_DAYS + 1)
        words = Says(f"/pause {PAUSE_DAYS}")
        await self.director.act(role, words, paused(back.isoformat(), f"on {back:%A}"))
        self.on = back - timedelta(days=1)
        self.paper.line(f"paused after Day {day}, until {_dated(back)}", indent=9)

    async def _end(self, role: Role) -> None:
        await self._go_to("08:00")
        answered = self.tally.answered
        await self.director.act(role, finished(self.last, answered, self.last))
        await self.director.prove_streaks()
        self.paper.line()
        self.paper.quoted(role.person, role.person.last)
        self.paper.line()
        self.paper.line(
            f"1 person, {self.last} days delivered, {answered} answered, "
            f"{self.stage.records.replies()} replies kept, {self.director.checks} checks passed.",
            style="bold green",
        )

    async def _go_to(self, hour: str) -> None:
        zone = ZoneInfo(INES.zone)
        await self.stage.go_to(datetime.fromisoformat(f"{self.on} {hour}").replace(tzinfo=zone))

    def _tell(self, day: int, how: Manner) -> None:
        found = self.stage.bot.services.series.pack.day(day)
        title = textwrap.shorten(found.title, TITLE, placeholder=" ...") if found else ""
        streak = self.tally.shown
        answered = how if how is Manner.MISSED else f"answered {how}"
        self.paper.line(
            f"Day {day:>3}  {_dated(self.on):<11} {answered:<21} streak {streak:>3}  {title}"
        )
        self._tell_of_clocks()

    def _tell_of_clocks(self) -> None:
        """A line where today's noon is not 24 hours after yesterday's."""
        noon = datetime.combine(self.on, datetime.min.time(), ZoneInfo(INES.zone)).replace(hour=12)
        before, after = (noon - timedelta(days=1)).utcoffset(), noon.utcoffset()
        if before != after and before is not None and after is not None:
            way = "forward" if after > before else "back"
            self.paper.line(f"the clocks of Lisbon went {way} that night", indent=9)


def _words(day: int) -> str:
    return WORDS[day % len(WORDS)]


def _dated(on: date) -> str:
    return f"{on:%a, %b} {on.day}"
