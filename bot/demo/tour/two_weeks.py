"""`kindreds demo --tour`: the first two weeks of three people, played and checked."""

from datetime import UTC, date, datetime
from pathlib import Path

from bot.demo.tour.director import Director
from bot.demo.tour.ines import INES
from bot.demo.tour.kenji import KENJI
from bot.demo.tour.maya import MAYA
from bot.demo.tour.paper import Paper
from bot.demo.tour.stage import Line, in_process, open_stage

FIRST = date(2027, 2, 28)
"""The Sunday on which they join. Two weeks on, the clocks of New York go forward."""

START = datetime(2027, 2, 28, 11, tzinfo=UTC)

PARTS = (INES, KENJI, MAYA)


async def play(paper: Paper, home: Path, *, line: Line = in_process) -> None:
    """All of it, with a database in `home`. Raises what `Director.play` and `app.build` do."""
    async with open_stage(home, START, line=line) as stage:
        paper.line("Two weeks of three people with Kindreds, by themselves.", style="bold")
        director = Director(stage, paper, FIRST)
        await director.play(PARTS)
        await director.prove_streaks()
        people = [role.person for role in director.roles]
        days = sum(len(stage.records.delivered(person.id)) for person in people)
        paper.line()
        paper.line(
            f"{len(people)} people, {days} days delivered, {stage.records.replies()} replies "
            f"kept, {director.checks} checks passed.",
            style="bold green",
        )
