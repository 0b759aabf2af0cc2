"""What one challenge came to by itself, before the streak is asked.

Whether and when it was answered, what would excuse it, and from when on that is settled.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.challenge import Challenge, Press
from bot.domain.window import Timing, Window

ALLOWANCE = 6
"""`[Not today]` excuses a day only if it excused none of so many challenges before it."""


class Excuse(StrEnum):
    """Why a day that is not answered in time is neutral all the same."""

    UNKNOWN = "nobody knows whether it arrived"
    OUTAGE = "replies may have been lost"
    PAUSE = "a pause began"
    FOLLOW_UP = "put off by three days"
    NOT_TODAY = "not today"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer that counts: when it was given, and how that stands to the window."""

    at: datetime
    timing: Timing

    @property
    def in_time(self) -> bool:
        """Whether it counts for the streak."""
        return self.timing is not Timing.LATER


@dataclass(frozen=True, slots=True)
class Case:
    """A challenge with its window, the best answer it has, and what would excuse it without one.

    `went_at`: when a follow-up brought the first answer in time, after the deadline though it was.
    """

    challenge: Challenge
    window: Window
    answer: Answer | None
    excuse: Excuse | None
    went_at: datetime | None = None

    def decided_at(self, now: datetime) -> datetime | None:
        """From when on this case is decided; None while it is open."""
        if self.answer is not None and self.answer.in_time:
            return self.answer.at
        return self.window.deadline.at if self.window.deadline.passed(now) else None


def cases(sequence: Sequence[Challenge], windows: Sequence[Window]) -> Iterator[Case]:
    """Look at each challenge of a sequence in turn."""
    recent: deque[datetime | None] = deque(maxlen=ALLOWANCE)
    for challenge, window in zip(sequence, windows, strict=True):
        answer = _answer(challenge, window)
        excuse, used_at = _excuse(challenge, window), None
        if excuse is None and challenge.not_today:
            used_at = _allowed_at(challenge, window, recent)
            excuse = Excuse.NOT_TODAY if used_at is not None else None
        if answer is not None and answer.in_time:
            recent.append(None)
            yield Case(challenge, window, answer, excuse)
        else:
            recent.append(used_at)
            yield Case(challenge, window, answer, excuse, _went_at(challenge, window))


def _answer(challenge: Challenge, window: Window) -> Answer | None:
    """The best answer: the earliest of those that count best."""
    given = [
        (window.timing(reply.at, reply.message_id), reply.at)
        for reply in challenge.replies
        if window.reply_stands(reply)
    ]
    for press in challenge.done:
        if window.press_stands(press):
            given.append((window.timing(press.at), press.at))
    followed = challenge.follow_up
    if followed is not None and followed.went and followed.ended_at is not None:
        timing = max(Timing.IN_GRACE, window.timing(followed.ended_at))
        given.append((timing, followed.ended_at))
    if not given:
        return None
    timing, at = given[0] if len(given) == 1 else min(given)
    return Answer(at, timing)


def _excuse(challenge: Challenge, window: Window) -> Excuse | None:
    """What excuses a day without using the allowance of `[Not today]`."""
    if challenge.unknown:
        return Excuse.UNKNOWN
    if window.lost:
        return Excuse.OUTAGE
    if window.paused:
        return Excuse.PAUSE
    return Excuse.FOLLOW_UP if _put_off(challenge, window) else None


def _put_off(challenge: Challenge, window: Window) -> bool:
    """Whether a follow-up was asked for while the day could be answered."""
    followed = challenge.follow_up
    return followed is not None and window.deadline.admits(followed.opened_at)


def _went_at(challenge: Challenge, window: Window) -> datetime | None:
    """When a follow-up bore fruit after the deadline: by `[Went]`, or by `[Done]` in its stead."""
    followed = challenge.follow_up
    if followed is None or not _put_off(challenge, window):
        return None
    found = [
        press.at
        for press in challenge.done
        if window.press_stands(press)
        and followed.opened_at <= press.at
        and (followed.ended_at is None or press.at < followed.ended_at)
    ]
    if followed.went and followed.ended_at is not None:
        found.append(followed.ended_at)
    late = [at for at in found if not window.deadline.admits(at)]
    return min(late, default=None)


def _allowed_at(
    challenge: Challenge, window: Window, recent: Sequence[datetime | None]
) -> datetime | None:
    """When `[Not today]` was pressed in time and with the allowance free, as it was at the press.

    A press on an older challenge takes nothing back from one that was granted before it.
    """
    pressed = [press.at for press in challenge.not_today if _pressed_in_time(press, window)]
    if not pressed:
        return None
    at = min(pressed)
    return None if any(used is not None and used <= at for used in recent) else at


def _pressed_in_time(press: Press, window: Window) -> bool:
    return window.deadline.admits(press.at) and window.press_stands(press)
