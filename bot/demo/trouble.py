"""Trouble at a click: what the page can do to the bot's line, and to the bot itself."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.demo.faults import (
    CutBefore,
    Fault,
    HtmlError,
    Planned,
    ServerError,
    SlowAnswer,
    TooManyRequests,
)
from bot.demo.inside import Inside
from bot.demo.keeper import Keeper
from bot.demo.people import Person
from bot.demo.reckoning import Reckoning, Record, reckon, record_of
from bot.demo.state import LocalTelegram
from bot.storage.tally import Tally, tally

MOST_TIMES = 50
LONGEST_SECONDS = 60

FAULTS: dict[str, Callable[[int], Fault]] = {
    "cut": lambda seconds: CutBefore(),
    "429": TooManyRequests,
    "500": lambda seconds: ServerError(),
    "502": lambda seconds: HtmlError(),
    "slow": SlowAnswer,
}
"""By what the page calls them. A 502 is the hard one: it was carried out, and nobody says so."""

EVERYONES = frozenset({"cut"})
"""Trouble with the whole line; the others are with the calls about one person's chat."""

SETTLING = 30.0
"""Seconds a bot has to come back and finish what was under way, before the count is shown."""

GLANCE = 0.1
"""Seconds between looks at whether it has."""


@dataclass(frozen=True)
class Struck:
    """A trouble that is on: what it is, for whom (None: everyone), with how many seconds."""

    what: str
    person: int | None
    seconds: int
    planned: Planned

    @property
    def left(self) -> int | None:
        """Calls it will still strike; None until it is switched off."""
        times = self.planned.times
        return None if times is None else times - self.planned.struck

    def shown(self) -> dict[str, Any]:
        """For the page."""
        struck = self.planned.struck
        told = {"what": self.what, "person": self.person, "seconds": self.seconds}
        return told | {"left": self.left, "struck": struck}


class Trouble:
    """Which troubles are on, and what came of the latest kill.

    Without a `keeper` there is no process to kill, as where the bot runs elsewhere.
    """

    def __init__(
        self,
        telegram: LocalTelegram,
        clock: Clock,
        inside: Inside,
        keeper: Keeper | None = None,
        database: Path | None = None,
    ) -> None:
        self._telegram = telegram
        self._clock = clock
        self._inside = inside
        self._keeper = keeper
        self._database = database
        self._struck: list[Struck] = []
        self._kill: dict[str, Any] | None = None
        self._watching: asyncio.Task[None] | None = None
        if keeper is not None:
            keeper.note = self._note_bot

    def state(self) -> dict[str, Any]:
        """What is on, who has blocked the bot, and how the bot is."""
        for over in [each for each in self._struck if each.left == 0]:
            self._struck.remove(over)
            with suppress(ValueError):
                self._telegram.faults.planned.remove(over.planned)
        blocked = [person.id for person in self._telegram.people.values() if person.blocked]
        bot = None if self._keeper is None else {"pid": self._keeper.pid}
        on = [each.shown() for each in self._struck]
        return {"on": on, "blocked": blocked, "bot": bot, "kill": self._kill}

    async def do(self, what: str, person: Person | None, asked: dict[str, Any]) -> bool:
        """Make one kind of trouble, or end all of it with "off". False: there is no such thing."""
        match what:
            case "off":
                await self._end_all()
            case "block" if person is not None:
                await (person.unblocks() if person.blocked else person.blocks())
                self._say("unblocked" if not person.blocked else "blocked", person.id)
            case "kill":
                return self._strike_dead()
            case _ if what in FAULTS and (person is not None or what in EVERYONES):
                self._strike(what, None if what in EVERYONES else person, asked)
            case _:
                return False
        self._telegram.bell.ring()
        return True

    def _strike(self, what: str, person: Person | None, asked: dict[str, Any]) -> None:
        seconds = _within(asked.get("seconds"), LONGEST_SECONDS) or 1
        times = _within(asked.get("times"), MOST_TIMES)
        chat_id = None if person is None else person.id
        fault = FAULTS[what](seconds)
        planned = self._telegram.faults.add(fault, chat_id=chat_id, times=times)
        self._struck.append(Struck(what, chat_id, seconds, planned))
        if what == "cut":
            self._telegram.restart()  # the poll that is open now breaks off, too
        self._say(what, chat_id)

    async def _end_all(self) -> None:
        self._struck.clear()
        self._telegram.faults.clear()
        for person in self._telegram.people.values():
            if person.blocked:
                await person.unblocks()
        self._say("off", None)

    def _strike_dead(self) -> bool:
        if self._keeper is None or self._database is None or self._is_watching():
            return False
        pid = self._keeper.kill()
        if pid is None:
            return False
        self._kill = {"pid": pid, "at": self._clock.now().timestamp(), "back": None, "found": None}
        self._watching = asyncio.create_task(self._watch(self._keeper, self._database, pid))
        self._telegram.bell.ring()
        return True

    def _is_watching(self) -> bool:
        return self._watching is not None and not self._watching.done()

    async def _watch(self, keeper: Keeper, database: Path, pid: int) -> None:
        """Look at what the dead bot left, wait for the next one, and count what became of it."""
        killed = self._clock.monotonic()
        asked = len(self._telegram.calls)
        while keeper.pid == pid:
            await self._clock.sleep(GLANCE / 10)
        died, left = await asyncio.to_thread(tally, database), self._record()
        while not any(each.method == "getUpdates" for each in self._telegram.calls[asked:]):
            await self._clock.sleep(GLANCE)
        down = round(self._clock.monotonic() - killed, 1)
        self._know(back=keeper.pid, down=down)
        self._know(found=asdict(await self._settled(database, died, left)))

    def _know(self, **more: Any) -> None:
        """One thing more of the latest kill; pages compare what they are shown, so it is anew."""
        self._kill = {**(self._kill or {}), **more}
        self._telegram.bell.ring()

    async def _settled(self, database: Path, died: Tally, left: Record) -> Reckoning:
        until = self._clock.monotonic() + SETTLING
        while True:
            now = await asyncio.to_thread(tally, database)
            found = reckon(died, left, now, self._record())
            if found.settled or self._clock.monotonic() > until:
                return found
            await self._clock.sleep(GLANCE)

    def _record(self) -> Record:
        return record_of(self._telegram, self._clock.now())

    def _note_bot(self, what: str, pid: int, code: int | None) -> None:
        self._say(what, None, pid=pid, code=code)

    def _say(self, what: str, chat: int | None, **more: Any) -> None:
        """One line among those of the bot, so that cause and effect stand together."""
        kind = "bot" if "pid" in more else "trouble"
        self._inside.add(kind=kind, what=what, chat=chat, **more)


def _within(asked: Any, most: int) -> int | None:
    """A number as the page asked for it, between 1 and `most`; None if it asked for none."""
    whole = isinstance(asked, int) and not isinstance(asked, bool)
    return min(max(asked, 1), most) if whole else None
