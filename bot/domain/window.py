"""Until when a challenge can be answered: its window, the grace after it, and what extends them.

In one line: until the next challenge arrives, and never less than 24 hours. No time zone and no
midnight has a part in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from bot.domain.challenge import Challenge, Press, Reply, Span

LEAST = timedelta(hours=24)
"""A window is never shorter, and the grace after a run's summary is exactly as long."""

SKEW = timedelta(minutes=5)
"""How far Telegram's clock, which dates a delivery, may be from ours, which dates a pause."""


class Timing(IntEnum):
    """When an answer was given, best first."""

    ON_TIME = 0
    IN_GRACE = 1
    LATER = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """The end of a window or of a grace.

    `message_id`: the message whose arrival is the end, if one is. Not `final`: it comes with the
    next challenge, no sooner than `at`.
    """

    at: datetime
    message_id: int | None = None
    final: bool = True

    def admits(self, at: datetime, message_id: int | None = None) -> bool:
        """Whether something of that second came in time.

        In the very second of the end the order of message ids decides; where one of the two has
        none, the person has the benefit of the doubt.
        """
        if not self.final:
            return True
        second = whole(at)
        if second != self.at:
            return second < self.at
        return self.message_id is None or message_id is None or message_id < self.message_id

    def passed(self, now: datetime) -> bool:
        """Whether it is over."""
        return self.final and now >= self.at


@dataclass(frozen=True, slots=True)
class Window:
    """One challenge's time: `end` of its window, and the `deadline` at the end of its grace.

    `paused`: a pause began while it could be answered, which excuses it and holds the deadline
    until the pause ends. `lost`: an outage touched it, which excuses it too.
    """

    end: Limit
    deadline: Limit
    paused: bool = False
    lost: bool = False

    def timing(self, at: datetime, message_id: int | None = None) -> Timing:
        """How an answer of that second counts. One given before delivery is on time."""
        if self.end.admits(at, message_id):
            return Timing.ON_TIME
        return Timing.IN_GRACE if self.deadline.admits(at, message_id) else Timing.LATER

    def reply_stands(self, reply: Reply) -> bool:
        """Whether a reply counts for this day.

        Moved or taken back once the grace is over, it stands: what is settled does not shrink.
        """
        return reply.withdrawn_at is None or not self.deadline.admits(reply.withdrawn_at)

    def press_stands(self, press: Press) -> bool:
        """Whether a press counts. `[Undo]` undoes anything but what was settled by then."""
        if press.undone_at is None:
            return True
        return self.deadline.admits(press.at) and not self.deadline.admits(press.undone_at)


def windows(
    sequence: Sequence[Challenge], pauses: Sequence[Span] = (), outages: Sequence[Span] = ()
) -> list[Window]:
    """The window of every challenge of a sequence, which is in the order of delivery.

    `pauses` and `outages` are in order of their start as well. An outage is a span in which what
    people wrote may have been lost: 24 hours without a poll, or one that the operator declared.
    """
    if not sequence:
        return []
    if not sequence:
        return []
    following: list[Challenge | None] = [*sequence[1:], None]
    ends = [_end(one, then) for one, then in zip(sequence, following, strict=True)]
    next_ends: list[Limit | None] = [*ends[1:], None]
    found = []
    for challenge, end, next_end in zip(sequence, ends, next_ends, strict=True):
        deadline = _grace(challenge, end, next_end)
        delivered, paused, lost = whole(challenge.delivered_at), False, False
        if pauses:
            pauses = _not_over(pauses, delivered)
            deadline, paused = _held(delivered, deadline, pauses)
        if outages:
            outages = _not_over(outages, delivered)
            lost = _lost(deadline, outages)
        found.append(Window(end, deadline, paused, lost))
    return found


def press_time(
    received_at: datetime, delivered_at: datetime, last_poll_before_gap: datetime | None = None
) -> datetime:
    """When a button press counts, which carries no time of its own.

    When its update was received; if that followed a gap in polling, at the last successful poll
    before the gap, but never before the message it sits on.
    """
    at = received_at if last_poll_before_gap is None else min(received_at, last_poll_before_gap)
    return max(at, delivered_at)


def whole(at: datetime) -> datetime:
    """The second that an instant falls in."""
    return at.replace(microsecond=0) if at.microsecond else at


def _end(challenge: Challenge, following: Challenge | None) -> Limit:
    """The end of a window: the next message in the sequence, and 24 hours at the least."""
    least = whole(challenge.delivered_at) + LEAST
    if challenge.summary is not None:
        at, message_id = challenge.summary.at, challenge.summary.message_id
    elif following is not None:
        at, message_id = following.delivered_at, following.message_id
    else:
        return Limit(least, final=False)
    at = whole(at)
    return Limit(at, message_id) if at >= least else Limit(least)


def _grace(challenge: Challenge, end: Limit, next_end: Limit | None) -> Limit:
    """The end of the grace: that of the next window, or 24 hours after a summary closed this."""
    if challenge.summary is not None:
        return Limit(end.at + LEAST)
    return next_end or end


def _not_over(spans: Sequence[Span], delivered: datetime) -> Sequence[Span]:
    """Leave out the spans at the front that were over before a delivery, and so before the rest."""
    first = 0
    for span in spans:
        if span.end is None or whole(span.end) > delivered:
            break
        first += 1
    return spans[first:] if first else spans


def _held(delivered: datetime, deadline: Limit, pauses: Sequence[Span]) -> tuple[Limit, bool]:
    """The deadline as pauses hold it, and whether any did.

    A pause holds a day that could be answered when it began, or that was on the wire then: a
    challenge that arrives in a pause had been on its way. The challenge that ends a pause is no
    part of it, though Telegram's clock may date it some seconds before the end.
    """
    paused = False
    for pause in pauses:
        start = whole(pause.start)
        if deadline.final and start > deadline.at:
            break
        if start < delivered and pause.end is not None and whole(pause.end) <= delivered + SKEW:
            continue
        paused = True
        if pause.end is None:
            deadline = Limit(deadline.at, final=False)
        elif whole(pause.end) > deadline.at:
            deadline = Limit(whole(pause.end), final=deadline.final)
    return deadline, paused


def _lost(deadline: Limit, outages: Sequence[Span]) -> bool:
    """Whether an outage, of those not over at delivery, began before the deadline."""
    return bool(outages) and not (deadline.final and whole(outages[0].start) > deadline.at)
