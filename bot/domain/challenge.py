"""What happened around one challenge: the facts that a streak is folded from.

Every time is aware, in UTC, and counts by its whole second, as Telegram gives it.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """A reflection filed under a challenge, at the time Telegram gives the message.

    An edit changes neither time nor id, and deleting the words leaves the reply standing.
    `withdrawn_at`: when the person moved it to another day, or said that the day was not answered
    after all.
    """

    at: datetime
    message_id: int
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed under a challenge, at the time `window.press_time` gives it."""

    at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`[Remind me in 3 days]`: open until `ended_at`, which `[Went]` or `[Drop]` gives it.

    Answers of `[Not yet]` leave it open and are no facts of their own here.
    """

    opened_at: datetime
    ended_at: datetime | None = None
    went: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that reached the person; its id is unknown where nobody saw it accepted."""

    at: datetime
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """One place in the sequence: Day `day`, delivered at D, and all that was done about it.

    `unknown`: nobody can say whether it arrived; D is then when it first may have.
    `summary`: the message that came in place of a next challenge, at the end of a run.
    Replies and presses may come in any order and more than once.
    """

    id: int
    day: int
    delivered_at: datetime
    message_id: int | None = None
    run: int = 1
    unknown: bool = False
    replies: tuple[Reply, ...] = ()
    done: tuple[Press, ...] = ()
    not_today: tuple[Press, ...] = ()
    follow_up: FollowUp | None = None
    summary: Arrival | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` until `end`, or still running."""

    start: datetime
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the span is under way at that instant."""
        return self.start <= at and (self.end is None or at < self.end)
