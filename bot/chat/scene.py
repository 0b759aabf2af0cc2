"""What a view has to work with, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.moments import Moments
from bot.library.model import Pack
from bot.services import Services
from bot.storage.reflections import Reflection
from bot.texts.catalogue import Markup, Texts

LONGEST_MESSAGE = 4096
"""UTF-16 units; Telegram refuses more."""

Params = Mapping[str, Any]
Button = tuple[str, str]
Keyboard = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Message:
    """What goes out: Telegram's HTML, and rows of `(label, data)` buttons below it."""

    html: str
    keyboard: Keyboard = ()


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


def keyboard_of(rows: Keyboard) -> InlineKeyboardMarkup | None:
    """Rows of buttons as the library has them; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )
