"""What an operator's commands do with the database of a bot that is not running."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.settings import Settings
from bot.storage import streaks
from bot.storage.engine import Database
from bot.storage.examine import refusing
from bot.storage.lock import instance_lock
from bot.storage.migrate import require_current
from bot.usecases import rebuilding
from bot.usecases.rebuilding import Difference

NAMED = 20
"""Rows that a report for people names one by one; `--json` names them all."""


@dataclass
class Rebuilt:
    """What going through everybody's streak has shown. `mended`: what differed was written anew."""

    mended: bool
    people: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, int]:
        """How many rows differ in each column."""
        named = [name for each in self.differences for name in each.columns]
        return {name: named.count(name) for name in sorted(set(named))}


async def rebuild_streaks(settings: Settings, now: datetime, *, check: bool) -> Rebuilt:
    """Compare every kept streak with its rows and, unless it is only a `check`, mend what differs.

    Raises DatabaseRefusedError: in use by a running bot, not there, not of this version.
    """
    result = Rebuilt(mended=not check)
    async with open_database(settings) as db:
        with _progress("Streaks", await db.read(streaks.how_many)) as went_on:
            last_id = 0
            while page := await (
                db.read(rebuilding.check_page, last_id)
                if check
                else db.write(rebuilding.mend_page, now, last_id)
            ):
                last_id = page.last_id
                result.people += page.people
                result.differences += page.differences
                went_on(result.people)
    return result


def report(rebuilt: Rebuilt) -> str:
    """For people: how many rows differed, in what, and which. Row ids, never names or words."""
    people = _counted(rebuilt.people, "streak")
    if not rebuilt.differences:
        return f"{people} compared with what they come from: no difference."
    did = "and were written anew" if rebuilt.mended else "and nothing was changed"
    lines = [
        f"{people} compared with what they come from: {len(rebuilt.differences)} differed, {did}."
    ]
    lines += [f"  {name}: {count}" for name, count in rebuilt.columns.items()]
    lines += [_line(each) for each in rebuilt.differences[:NAMED]]
    if len(rebuilt.differences) > NAMED:
        lines.append(f"  and {len(rebuilt.differences) - NAMED} more; --json names them all")
    return "\n".join(lines)


def as_object(rebuilt: Rebuilt) -> dict[str, Any]:
    """The same for programs, with every row that differed."""
    return {
        "people": rebuilt.people,
        "differed": len(rebuilt.differences),
        "mended": rebuilt.mended,
        "columns": rebuilt.columns,
        "rows": [
            {
                "subscriber": each.subscriber_id,
                "columns": {
                    name: {"kept": before, "folded": after}
                    for name, (before, after) in each.columns.items()
                },
            }
            for each in rebuilt.differences
        ],
    }


def _line(each: Difference) -> str:
    changes = [f"{name} {before} -> {after}" for name, (before, after) in each.columns.items()]
    return f"  subscriber {each.subscriber_id}: {', '.join(changes)}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database, held for this process alone, as it is: neither made nor migrated.

    Raises DatabaseRefusedError, also where the file takes or gives nothing in the block.
    """
    with instance_lock(settings.database_file), refusing(settings.database_file):
        require_current(settings.database_file)
        db = await Database.open(settings.database_url)
        try:
            yield db
        finally:
            await db.close()


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A line that grows on a terminal; elsewhere, such as in a log, nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda so_far: bar.update(task, completed=so_far)
