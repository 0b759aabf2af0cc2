"""Who is speaking."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.schedule import Habit
from bot.storage.subscribers import Subscriber


@dataclass(frozen=True)
class Person:
    """A Telegram user in their private chat with the bot."""

    user_id: int
    chat_id: int
    language: str | None = None


def habit_of(subscriber: Subscriber) -> Habit:
    """The zone and hour a person chose. Only for people who have chosen both."""
    assert subscriber.zone is not None and subscriber.minute is not None
    return Habit(
        zone=ZoneInfo(subscriber.zone),
        minute=subscriber.minute,
        weekend_minute=subscriber.weekend_minute,
        rest_weekdays=weekdays(subscriber.rest_weekdays),
    )


def weekdays(bits: int) -> frozenset[int]:
    """Weekdays as `date.weekday` numbers them, from the bits of a person's row."""
    return frozenset(day for day in range(7) if bits >> day & 1)
