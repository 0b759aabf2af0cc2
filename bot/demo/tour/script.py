"""What a tour is written in: scenes, each at somebody's own hour, and the steps in them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.demo.chats import ChatMessage
from bot.demo.people import Person
from bot.storage.onlooker import Onlooker


@dataclass(frozen=True)
class Says:
    """They write something: as a reply to the challenge of Day `about`, if that is given."""

    words: str
    about: int | None = None


@dataclass(frozen=True)
class Shows:
    """They send a photo with a caption."""

    caption: str


@dataclass(frozen=True)
class Corrects:
    """They change the last thing they wrote."""

    words: str


@dataclass(frozen=True)
class Presses:
    """They press the newest button with this label: under Day `day`, if given."""

    button: str
    day: int | None = None


@dataclass
class Witness:
    """What an expectation may look at.

    `since` is where in the bot's words the person's last deed, or else their last scene, ended;
    `notice` is what the bot acknowledged the last press with, and `said` their own last words.
    """

    person: Person
    records: Onlooker
    since: int = 0
    notice: str = ""
    said: str = ""

    @property
    def id(self) -> int:
        """The person's Telegram id, by which the database knows them too."""
        return self.person.id

    def lately(self) -> list[ChatMessage]:
        """The bot's messages that came, or were changed, since then."""
        said = self.person.room.said[self.since :]
        return [each.message for each in said if not each.message.deleted]


@dataclass(frozen=True)
class Claim:
    """Something to be read, and what it has to be."""

    read: Callable[[Witness], object]
    right: object


@dataclass(frozen=True)
class Expect:
    """A sentence about the bot that must be true in the chat and in the database, both."""

    sentence: str
    chat: Claim
    database: Claim


Step: TypeAlias = Says | Shows | Corrects | Presses | Expect


@dataclass(frozen=True)
class Scene:
    """Steps one after the other at a local date and time of somebody.

    `day` counts the dates of the tour: on 0 people join, and 1 is the date of Day 1.
    """

    day: int
    time: str
    steps: tuple[Step, ...]

    def moment(self, first: date, zone: str) -> datetime:
        """When it is, for somebody in `zone`; `first` is the date that counts as 0."""
        on = first + timedelta(days=self.day)
        return datetime.combine(on, time.fromisoformat(self.time), ZoneInfo(zone))


@dataclass(frozen=True)
class Part:
    """Somebody's two weeks. `zone` is that of their phone, and `place` the town they are in."""

    name: str
    language: str
    zone: str
    place: str
    about: str
    scenes: tuple[Scene, ...]


def scene(day: int, at: str, *steps: Step) -> Scene:
    """A scene, written as it is read."""
    return Scene(day, at, steps)
