"""The streak: one pure fold over the sequence of delivered challenges, settled strictly in order.

A streak counts challenges, not dates. What is settled stays settled: only a fact that was in time
and came to us late, or a person's own withdrawal while the day is still open, changes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from bot.domain.challenge import Challenge, Span
from bot.domain.verdict import Answer, Case, Excuse, cases
from bot.domain.window import Timing, Window, windows

EARNED_EVERY = 7
"""A freeze is earned at each multiple of this in the current streak."""

MOST_FREEZES = 2
"""None is earned while so many are held."""


class Verdict(StrEnum):
    """What became of a challenge, as the year's picture and `/why` tell it."""

    ON_TIME = "on time"
    IN_GRACE = "in grace"
    LATER = "later"
    FROZEN = "frozen"
    NEUTRAL = "neutral"
    MISSED = "missed"
    OPEN = "open"
    OPEN_IN_GRACE = "open in grace"


@dataclass(frozen=True, slots=True)
class Held:
    """What a person brings into a sequence. Everyone begins with one freeze."""

    current: int = 0
    best: int = 0
    freezes: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """One challenge, told to the end.

    `settled`: nothing before it is open, and neither is it itself. `current` and `freezes` are as
    it left them; where it is not settled, as it would leave them if open days were neutral.
    `earned`: it brought a freeze, which only a settled day does.
    """

    case: Case
    verdict: Verdict
    settled: bool
    current: int
    freezes: int
    earned: bool = False

    @property
    def challenge(self) -> Challenge:
        """The facts."""
        return self.case.challenge

    @property
    def window(self) -> Window:
        """Until when it could be answered, or can."""
        return self.case.window

    @property
    def excuse(self) -> Excuse | None:
        """Why it is neutral, or would be if it stays unanswered."""
        return self.case.excuse

    @property
    def answer(self) -> Answer | None:
        """The answer that counts; one that a follow-up brought is in grace."""
        if self.case.went_at is not None:
            return Answer(self.case.went_at, Timing.IN_GRACE)
        return self.case.answer

    @property
    def spent(self) -> bool:
        """Whether it took a freeze."""
        return self.settled and self.verdict is Verdict.FROZEN

    @property
    def answered(self) -> bool:
        """Whether it has a reflection, `[Done]` or `[Went]`, of whatever time."""
        return self.case.answer is not None or self.case.went_at is not None

    @property
    def is_open(self) -> bool:
        """Whether an answer is missing, and would still count."""
        return self.verdict in (Verdict.OPEN, Verdict.OPEN_IN_GRACE)


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that can be answered still: at least until `until`.

    None where nobody can name a time: in a pause, and when only the next challenge will end it.
    """

    id: int
    day: int
    until: datetime | None
    in_grace: bool
    excuse: Excuse | None


@dataclass(frozen=True, slots=True)
class Streak:
    """The fold's result.

    `current`, `best` and `freezes` come from the settled part: the first `settled_up_to` days.
    `shown` is the streak as if open days were neutral. `answered` counts the days of
    the newest run that are answered, each once.
    """

    current: int
    best: int
    freezes: int
    settled_up_to: int
    shown: int
    answered: int
    open: tuple[OpenDay, ...]
    days: tuple[Day, ...]

    def of(self, challenge_id: int) -> Day | None:
        """What became of one challenge."""
        return next((day for day in self.days if day.challenge.id == challenge_id), None)


def fold(
    sequence: Sequence[Challenge],
    now: datetime,
    *,
    pauses: Sequence[Span] = (),
    outages: Sequence[Span] = (),
    before: Held | None = None,
) -> Streak:
    """Fold a person's challenges, in the order of delivery and across runs, into a streak.

    A day is settled once it is answered in its window or grace, or its grace is over, and every
    day before it is settled. In time: it counts. Else it is neutral if something excuses it; else
    a freeze is spent if one is held at that moment and the streak is at least 1; else the streak
    ends. `now` decides only what is over; no fact is passed over for being later than it. Times
    are aware and in UTC; `before` is what was held before the first challenge.
    """
    ledger = _Ledger(before or Held())
    days: list[Day] = []
    waiting: list[Case] = []
    for case in cases(sequence, windows(sequence, pauses, outages)):
        at = case.decided_at(now)
        if at is None or waiting:
            waiting.append(case)
        else:
            days.append(ledger.settle(case, at, days))
    ledger.count_followed(days)
    current, best, freezes, settled_up_to = *ledger.held(), len(days)
    days += _as_if_neutral(ledger, waiting, now)
    paused = any(pause.holds(now) for pause in pauses)
    run = sequence[-1].run if sequence else None
    return Streak(
        current=current,
        best=best,
        freezes=freezes,
        settled_up_to=settled_up_to,
        shown=ledger.current,
        answered=len({d.challenge.day for d in days if d.answered and d.challenge.run == run}),
        open=tuple(_open(day, now, paused) for day in days[settled_up_to:] if day.is_open),
        days=tuple(days),
    )


@dataclass(frozen=True, slots=True)
class _Followed:
    """A day that was settled as neutral and counts from `at` on, when its follow-up came true."""

    at: datetime
    place: int
    ended: int


class _Ledger:
    """The running account: what is held, the streaks that ended, and follow-ups to be counted."""

    def __init__(self, held: Held) -> None:
        self.current = held.current
        self.best = held.best
        self.freezes = held.freezes
        self._ended: list[int] = []
        self._settled_at: datetime | None = None
        self._followed: list[_Followed] = []

    def held(self) -> tuple[int, int, int]:
        """Current, best and freezes, as they stand."""
        return self.current, self.best, self.freezes

    def settle(self, case: Case, decided_at: datetime, days: list[Day]) -> Day:
        """Settle the next day of the sequence, as things stood when it came to be decided."""
        at = decided_at if self._settled_at is None else max(decided_at, self._settled_at)
        self._settled_at = at
        if self._followed:
            self.count_followed(days, at)
        if case.went_at is not None and case.went_at > at:
            self._followed.append(_Followed(case.went_at, len(days), len(self._ended)))
            return Day(case, Verdict.IN_GRACE, True, self.current, self.freezes)
        return self.take(case, settled=True)

    def take(self, case: Case, *, settled: bool) -> Day:
        """Let a decided day do to the streak what it does."""
        verdict, earned = self._verdict(case), False
        match verdict:
            case Verdict.ON_TIME | Verdict.IN_GRACE:
                earned = self._count()
            case Verdict.FROZEN:
                self.freezes -= 1
            case Verdict.MISSED | Verdict.LATER:
                self._ended.append(self.current)
                self.current = 0
        return Day(case, verdict, settled, self.current, self.freezes, settled and earned)

    def leave_open(self, case: Case, verdict: Verdict) -> Day:
        """Pass over a day that is open, as if it were neutral."""
        return Day(case, verdict, False, self.current, self.freezes)

    def count_followed(self, days: list[Day], up_to: datetime | None = None) -> None:
        """Count the days whose follow-up came true by `up_to`.

        They count when they come true: a freeze that was spent or a streak that had ended by then
        is left as it is, and so is every freeze that was earned meanwhile. A streak that has ended
        was one longer for it, which the record shows.
        """
        for one in sorted(self._followed, key=attrgetter("at")):
            if up_to is not None and one.at > up_to:
                break
            self._followed.remove(one)
            if one.ended < len(self._ended):
                self._ended[one.ended] += 1
                self.best = max(self.best, self._ended[one.ended])
            else:
                days[one.place] = replace(days[one.place], earned=self._count())

    def _count(self) -> bool:
        """Add one to the streak; True when that earned a freeze."""
        self.current += 1
        self.best = max(self.best, self.current)
        earned = self.current % EARNED_EVERY == 0 and self.freezes < MOST_FREEZES
        self.freezes += earned
        return earned

    def _verdict(self, case: Case) -> Verdict:
        """What a decided case comes to, with what is held."""
        if case.answer is not None and case.answer.in_time:
            on_time = case.answer.timing is Timing.ON_TIME
            return Verdict.ON_TIME if on_time else Verdict.IN_GRACE
        if case.went_at is not None:
            return Verdict.IN_GRACE
        if case.excuse is not None:
            return Verdict.NEUTRAL
        if self.freezes and self.current:
            return Verdict.FROZEN
        return Verdict.LATER if case.answer is not None else Verdict.MISSED


def _as_if_neutral(ledger: _Ledger, waiting: Sequence[Case], now: datetime) -> list[Day]:
    """Go on with the days that are not settled, as if those that are open were neutral."""
    days = []
    for case in waiting:
        if case.decided_at(now) is not None:
            days.append(ledger.take(case, settled=False))
        elif case.window.end.passed(now):
            days.append(ledger.leave_open(case, Verdict.OPEN_IN_GRACE))
        else:
            days.append(ledger.leave_open(case, Verdict.OPEN))
    return days


def _open(day: Day, now: datetime, paused: bool) -> OpenDay:
    in_grace = day.verdict is Verdict.OPEN_IN_GRACE
    limit = day.window.deadline if in_grace else day.window.end
    known = not paused and limit.at > now
    until = limit.at if known else None
    return OpenDay(day.challenge.id, day.challenge.day, until, in_grace, day.excuse)
