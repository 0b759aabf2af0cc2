"""The series: a pack of days, each with its five parts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.needle import folded


class Rhythm(StrEnum):
    """What a day mainly does; every week has one of the last three."""

    ACT = "act"
    LISTEN = "listen"
    REACH = "reach"
    REST = "rest"


class Safety(StrEnum):
    """Which care a day's homework had to take: where, with whose leave, toward whom."""

    PUBLIC = "public"
    CONSENT = "consent"
    CONTACT = "contact"
    CHILDREN = "children"
    ONLINE = "online"
    MONEY = "money"


@dataclass(frozen=True)
class Part:
    """A stretch of a day's text: `html` is what Telegram is given, `text` what a reader sees."""

    html: str
    text: str


@dataclass(frozen=True)
class Day:
    """One day of the series, complete.

    `id` never changes, whatever becomes of the title or the number. `number` counts from 1,
    `minutes` is the honest length of the homework, `intensity` runs from 1 (gentle) to 5.
    """

    number: int
    id: str
    title: str
    theme: str
    minutes: int
    intensity: int
    audience: str
    rhythm: Rhythm
    form: str
    findings: tuple[str, ...]
    safety: Safety | None
    reflection: Part
    homework: Part
    small: Part
    larger: Part
    reply: Part
    file: str

    @property
    def parts(self) -> Mapping[str, Part]:
        """The five parts by name, in the order in which they are read."""
        return {
            "reflection": self.reflection,
            "homework": self.homework,
            "small": self.small,
            "larger": self.larger,
            "reply": self.reply,
        }

    @property
    def text(self) -> str:
        """All five parts as a reader sees them, one after the other."""
        return "\n\n".join(part.text for part in self.parts.values())

    @property
    def whole(self) -> str:
        """The title and the text: what a search looks through."""
        return f"{self.title}\n\n{self.text}"

    @cached_property
    def folded(self) -> str:
        """The same in small plain letters, as it is searched."""
        return folded(self.whole)

    @property
    def hash(self) -> str:
        """SHA-256, in hexadecimal, of all that a person is sent of this day.

        A delivery keeps it, so that a text which was reworded later can be told from what was read.
        """
        sent = [str(self.number), self.title, str(self.minutes)]
        sent += [part.html for part in self.parts.values()]
        return hashlib.sha256("\0".join(sent).encode()).hexdigest()


@dataclass(frozen=True)
class Pack:
    """A series: `length` days by its own account, of which `days` are written, in order.

    A pack that is not `complete` may still have gaps.
    """

    id: str
    title: str
    language: str
    length: int
    author: str
    license: str
    description: str
    complete: bool
    days: tuple[Day, ...]

    def day(self, number: int) -> Day | None:
        """Day `number`, or None where there is none (yet)."""
        return self._by_number.get(number)

    def with_id(self, day_id: str) -> Day | None:
        """The day that has kept this id, whatever its number is by now."""
        return self._by_id.get(day_id)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the days that are there, rising."""
        return tuple(day.number for day in self.days)

    @cached_property
    def last(self) -> int:
        """The last day before the first gap; 0 where Day 1 is missing."""
        last = 0
        while last + 1 in self._by_number:
            last += 1
        return last

    @cached_property
    def _by_number(self) -> dict[int, Day]:
        return {day.number: day for day in self.days}

    @cached_property
    def _by_id(self) -> dict[str, Day]:
        return {day.id: day for day in self.days}
