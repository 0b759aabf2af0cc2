"""What a view has to work with, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.chat.moments import Moments
from bot.library.model import Pack
from bot.pictures.drawing import Picture
from bot.services import Services
from bot.storage.reflections import Reflection
from bot.texts.catalogue import Markup, Texts

LONGEST_MESSAGE = 4096
"""UTF-16 units; Telegram refuses more."""

LONGEST_CAPTION = 1024
"""The same for the words below a picture or another file (Bot API: sendPhoto and its like)."""

Params = Mapping[str, Any]
Button = tuple[str, str]
Keyboard = Sequence[Sequence[Button]]
Below: TypeAlias = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


@dataclass(frozen=True)
class ShareKey:
    """A key below the chat that shares a location; where it cannot, its label comes as a text."""

    label: str


@dataclass(frozen=True)
class NoKeys:
    """Whatever key is shown below the chat goes."""


@dataclass(frozen=True)
class Message:
    """What goes out: Telegram's HTML, and rows of `(label, data)` buttons below it.

    Where there are `keys`, which belong to the chat and not to the message, there are no buttons.
    A `picture` stands above the words, which say the same without it.
    """

    html: str
    keyboard: Keyboard = ()
    keys: ShareKey | NoKeys | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Scene:
    """Everything a view may look at."""

    texts: Texts
    now: datetime
    pack: Pack
    reflections: Sequence[Reflection] = ()
    clock12: bool = False
    operator_contact: str = ""
    help_line: str = ""

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue."""
        return self.texts.say(key, **values)

    def moments(self, zone: str) -> Moments:
        """Times as the person in `zone` says them."""
        return Moments(self.texts, self.now, ZoneInfo(zone), self.clock12)

    def time(self, at: datetime, zone: str) -> str:
        """The time of day there, as this person reads clocks."""
        return self.moments(zone).time(at)

    def when(self, params: Params, key: str = "next") -> Markup:
        """The instant under `key`, as this person says it."""
        return self.moments(params["zone"]).there(datetime.fromisoformat(params[key]))


def scene_for(
    services: Services, *, reflections: Sequence[Reflection] = (), clock12: bool = False
) -> Scene:
    """The scene of this instant; `reflections` are their own words, where a view shows them."""
    return Scene(
        texts=services.texts,
        now=services.clock.now(),
        pack=services.series.pack,
        reflections=reflections,
        clock12=clock12,
        operator_contact=services.operator_contact,
        help_line=services.help_line,
    )


def markup_of(message: Message) -> Below | None:
    """What comes with a message, as the library has it."""
    match message.keys:
        case ShareKey(label):
            key = KeyboardButton(label, request_location=True)
            return ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True)
        case NoKeys():
            return ReplyKeyboardRemove()
        case None:
            return keyboard_of(message.keyboard)


def keyboard_of(rows: Keyboard) -> InlineKeyboardMarkup | None:
    """Rows of buttons as the library has them; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
