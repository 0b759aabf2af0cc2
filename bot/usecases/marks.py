"""The buttons under a challenge."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.window import press_time
from bot.storage import deliveries, marks
from bot.storage.engine import Tx
from bot.usecases import streaks
from bot.usecases.person import Person


@dataclass(frozen=True)
class Pressed:
    """When a button press reached us; `heard_before` is the last poll before a gap it may have
    waited in. It carries no time of its own (T26).
    """

    received_at: datetime
    heard_before: datetime | None = None

    def on(self, delivery: deliveries.Delivery) -> datetime:
        """When it counts: never before the message that it sits on."""
        return press_time(self.received_at, delivery.at or self.received_at, self.heard_before)


@dataclass(frozen=True)
class Done:
    """The day is marked done; `news` is False when it had been before."""

    delivery_id: int
    day: int
    streak: int
    news: bool


@dataclass(frozen=True)
class NotYours:
    """The button belongs to someone else, or to nothing."""


async def done(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Done | NotYours:
    """Mark a challenge done, at any age, as often as it is pressed."""
    delivery = await deliveries.owned(tx, delivery_id, who.user_id)
    if delivery is None:
        return NotYours()
    news = await marks.put(tx, delivery.id, marks.DONE, pressed.on(delivery))
    streak = await streaks.refold(tx, now, delivery.subscriber_id)
    return Done(delivery.id, delivery.day, streak.shown, news)


async def undo(
    tx: Tx, now: datetime, who: Person, delivery_id: int, pressed: Pressed
) -> Done | NotYours:
    """Take `[Done]` back."""
    delivery = await deliveries.owned(tx, delivery_id, who.user_id)
    if delivery is None:
        return NotYours()
    news = await marks.take_back(tx, delivery.id, marks.DONE, pressed.on(delivery))
    streak = await streaks.refold(tx, now, delivery.subscriber_id)
    return Done(delivery.id, delivery.day, streak.shown, news)
