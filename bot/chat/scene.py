"""What a view has to work with, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.chat.moments import Moments
from bot.library.model import Pack
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
    operator_contact: str = ""
    help_line: str = ""

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue."""
        return self.texts.say(key, **values)

    def moments(self, zone: str) -> Moments:
        """Times as the person in `zone` says them."""
        return Moments(self.texts, self.now, ZoneInfo(zone))

    def when(self, params: Params, key: str = "next") -> Markup:
        """The instant under `key`, as this person says it."""
        return self.moments(params["zone"]).there(datetime.fromisoformat(params[key]))
