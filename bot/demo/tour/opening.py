"""Opening a tour and closing it: its folder, its log, its exit status, what went wrong in it."""

import asyncio
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from bot import logs
from bot.demo.launch import TOKEN
from bot.demo.people import Person
from bot.demo.tour import two_weeks, year
from bot.demo.tour.director import LostError, UnmetError
from bot.demo.tour.paper import Paper
from bot.demo.tour.stage import StillBusyError
from bot.demo.tour.wording import shortened
from bot.library.load import ContentErrors

log = logging.getLogger(__name__)

LOG = "bot.log"

CAME_RIGHT = 0
WENT_WRONG = 1

LAST = 6
"""Messages of a chat that are shown when something in it went wrong."""

Play = Callable[[Paper, Path], Awaitable[None]]
"""A tour: told on paper, with its database in a folder."""


def show(console: Console, *, whole_year: bool, content: Path | None = None) -> int:
    """Play the tour of two weeks, or of a whole series in `content`; returns the exit status.

    Its folder is deleted at the end, and kept and named if anything went wrong.
    """
    home = Path(tempfile.mkdtemp(prefix="kindreds-tour-"))
    paper, came_right, halted = Paper(console), False, False

    def play(paper: Paper, home: Path) -> Awaitable[None]:
        if whole_year:
            return year.play(paper, home, content=content)
        return two_weeks.play(paper, home)

    try:
        with (home / LOG).open("w", encoding="utf-8") as stream:
            logs.configure("INFO", "text", TOKEN, stream=stream)
            came_right = asyncio.run(perform(paper, home, play))
    except KeyboardInterrupt:
        halted = True
        paper.line("The tour was stopped.")
    finally:
        if came_right or halted:
            shutil.rmtree(home, ignore_errors=True)
        else:
            paper.line(f"The database and the log of this tour are kept in\n{home}")
    return CAME_RIGHT if came_right else WENT_WRONG


async def perform(paper: Paper, home: Path, play: Play) -> bool:
    """Play it. False: a step did not come out right, and the paper says which and why."""
    try:
        await play(paper, home)
    except UnmetError as error:
        paper.failed(error.sentence)
        paper.line(f"expected in the {error.where}: {_told(error.right)}", indent=8)
        paper.line(f"there was: {_told(error.found)}", indent=8)
        _last_of(paper, error.person)
    except LostError as error:
        paper.failed(f"The tour cannot go on: {error}")
        _last_of(paper, error.person)
    except (StillBusyError, ContentErrors, sqlite3.Error) as error:
        paper.failed(f"The tour cannot go on: {error}")
    except Exception as error:
        log.exception("the tour came to a halt")
        paper.failed(f"The tour came to a halt: {type(error).__name__}: {error}")
    else:
        return True
    return False


def _last_of(paper: Paper, person: Person) -> None:
    paper.line()
    paper.line(f"The last messages of {person.name}'s chat:", indent=6)
    for message in person.chat[-LAST:]:
        paper.quoted(person, message)


def _told(value: object) -> str:
    """As a reader sees it: texts in quotation marks, nothing where there is nothing."""
    match value:
        case tuple() | list():
            return ", ".join(_told(each) for each in value) or "nothing"
        case str():
            return f'"{shortened(value)}"'
        case _:
            return str(value)
