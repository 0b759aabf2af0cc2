"""Saying when something happens: in the person's own zone, and by the clock of their phone."""

import datetime as dt
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.texts.catalogue import Markup, Texts

FARTHEST = timedelta(days=1098)
"""Telegram refuses to render instants farther ahead than this."""


@dataclass(frozen=True)
class Moments:
    """Says instants for one person at one instant."""

    texts: Texts
    now: datetime
    zone: ZoneInfo
    clock12: bool = False

    def time(self, at: datetime) -> str:
        """Such as "08:00", or "8:00 am" for those who read clocks that way."""
        return self.clock(at.astimezone(self.zone).time())

    def clock(self, wall: dt.time) -> str:
        """The same for a time of day."""
        if not self.clock12:
            return f"{wall:%H:%M}"
        half = self.texts.say("when.am" if wall.hour < 12 else "when.pm")
        return f"{(wall.hour - 1) % 12 + 1}:{wall.minute:02} {half}"

    def when(self, at: datetime) -> str:
        """Such as "tomorrow at 08:00" or "on Friday at 08:00", by the person's own calendar."""
        key, values = self._calendar(at)
        return self.texts.say(f"when.{key}", **values)

    def until(self, at: datetime) -> str:
        """The same as it stands behind "until" or "between": "Friday at 08:00"."""
        key, values = self._calendar(at)
        return self.texts.say(f"until.{key}", **values)

    def _calendar(self, at: datetime) -> tuple[str, dict[str, object]]:
        """How near an instant is, and the words it is said with."""
        local, today = at.astimezone(self.zone), self.now.astimezone(self.zone).date()
        values: dict[str, object] = {
            "time": self.time(at),
            "weekday": self.texts.say(f"weekday.{local.weekday()}"),
            "month": self.texts.say(f"month.{local.month}"),
            "day": local.day,
        }
        days = (local.date() - today).days
        key = {0: "today", 1: "tomorrow"}.get(days, "this_week" if 1 < days < 7 else "date")
        return key, values

    def in_place(self, at: datetime) -> str:
        """The same with the place: "tomorrow at 08:00 in Lisbon"."""
        return self.texts.say("when.in_place", moment=self.when(at), place=self.place)

    def there(self, at: datetime) -> Markup:
        """The same, and beside it as the reader's own phone would put it."""
        moment = self.in_place(at)
        if not timedelta(0) <= at - self.now < FARTHEST:
            return Markup(moment)
        stamp = int(at.timestamp())
        phone = Markup(f'<tg-time unix="{stamp}" format="t">{self.time(at)}</tg-time>')
        return Markup(self.texts.say("when.on_phone", moment=Markup(moment), phone=phone))

    @property
    def place(self) -> str:
        """The zone as people call it: its last part, without underscores."""
        return self.zone.key.rpartition("/")[2].replace("_", " ")
