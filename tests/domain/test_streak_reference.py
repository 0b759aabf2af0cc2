"""The fold against a slow reference that lives through a history second by second, as it happens.

The reference knows no deadlines in advance and sorts nothing into place afterwards: it opens and
closes windows when their time comes, and settles what can be settled. Where an answer is taken back
while its day is open, it begins anew as if that answer had never been.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.domain.challenge import Challenge
from bot.domain.streak import fold

A_DAY = timedelta(hours=24)
BUTTON, BACK, MESSAGE = range(3)
IN_TIME = ("on time", "in grace")

Happening = tuple[datetime | None, int, int, Callable[[datetime], None]]
"""When, in which order within that second (twice), and what."""


class TakenBackError(Exception):
    """An answer was withdrawn while its day was open."""


@dataclass
class Life:
    """One challenge as it fares."""

    challenge: Challenge
    excused: bool
    closed_at: datetime | None = None
    window_over: bool = False
    over: bool = False
    held: bool = False
    skipped_at: datetime | None = None
    put_off: bool = False
    came_true: bool = False
    answer: str = ""
    verdict: str = ""
    breaks: int = 0

    @property
    def least(self) -> datetime:
        return self.challenge.delivered_at + A_DAY


class Reference:
    """The slow reference."""

    def __init__(self, sequence: list[Challenge], forgotten: set[object]) -> None:
        self.lives = [Life(one, excused=one.unknown) for one in sequence]
        self.forgotten = forgotten
        self.out = False
        self.settled = self.current = self.best = self.breaks = 0
        self.freezes = 1
        self.skips: dict[int, datetime] = {}

    def happenings(self, history: Any) -> Iterator[Happening]:
        for place, life in enumerate(self.lives):
            yield from self._messages(place, life)
            yield from self._buttons(life)
        for span in history.pauses:
            yield span.start, BUTTON, 0, self.pause
            yield span.end, BACK, 0, self.resume
        for span in history.outages:
            yield span.start, BUTTON, 0, self.go_out
            yield span.end, BACK, 0, self.come_back

    def _messages(self, place: int, life: Life) -> Iterator[Happening]:
        one = life.challenge
        yield one.delivered_at, MESSAGE, one.message_id, lambda now: self.arrive(place, now)
        if one.summary:
            order = one.summary.message_id
            yield one.summary.at, MESSAGE, order, lambda now: self.close(place, now)
        for key in enumerate(one.replies):
            if (one.id, *key) not in self.forgotten:
                at, order = key[1].at, key[1].message_id
                yield at, MESSAGE, order, lambda now: self.answered(life)
                yield key[1].withdrawn_at, BUTTON, 0, self.taking_back(life, (one.id, *key))

    def _buttons(self, life: Life) -> Iterator[Happening]:
        one = life.challenge
        for press in one.done:
            if (one.id, press) not in self.forgotten:
                yield press.at, BUTTON, 0, lambda now: self.answered(life)
                yield press.undone_at, BUTTON, 1, self.taking_back(life, (one.id, press))
        for press in one.not_today:
            yield press.at, BUTTON, 0, lambda now: self.skip(life, now)
        if one.follow_up:
            yield one.follow_up.opened_at, BUTTON, 0, lambda now: self.put_off(life)
        if one.follow_up and one.follow_up.went:
            yield one.follow_up.ended_at, BUTTON, 1, lambda now: self.went(life)

    def expire(self, now: datetime) -> None:
        """Close what the clock alone closes by the end of a second."""
        for life in self.lives:
            life.window_over |= life.closed_at is not None and now >= max(
                life.closed_at, life.least
            )
        for place, life in enumerate(self.lives):
            if life.held or not life.window_over:
                continue
            if life.challenge.summary:
                assert life.closed_at is not None
                life.over |= now >= max(life.closed_at, life.least) + A_DAY
            elif place + 1 < len(self.lives):
                life.over |= self.lives[place + 1].window_over
        self.settle()

    def arrive(self, place: int, now: datetime) -> None:
        """A challenge comes, and closes the one before unless a summary did."""
        self.lives[place].excused |= self.out
        if place and not self.lives[place - 1].challenge.summary:
            self.close(place - 1, now)

    def close(self, place: int, now: datetime) -> None:
        """A message closes a window: in this very second, if that has had its 24 hours."""
        life = self.lives[place]
        life.closed_at = now
        if now < life.least:
            return
        life.window_over = True
        earlier = self.lives[place - 1] if place else None
        if earlier and not earlier.challenge.summary and not earlier.held:
            earlier.over = True
        self.settle()

    def pause(self, now: datetime) -> None:
        for life in self._open(now):
            life.held = life.excused = True

    def resume(self, now: datetime) -> None:
        for life in self.lives:
            life.held = False

    def go_out(self, now: datetime) -> None:
        self.out = True
        for life in self._open(now):
            life.excused = True

    def come_back(self, now: datetime) -> None:
        self.out = False

    def _open(self, now: datetime) -> Iterator[Life]:
        return (one for one in self.lives if one.challenge.delivered_at <= now and not one.over)

    def skip(self, life: Life, now: datetime) -> None:
        if not life.over:
            life.skipped_at = now

    def put_off(self, life: Life) -> None:
        life.put_off = not life.over

    def answered(self, life: Life, best: str = "on time") -> None:
        timing = "later" if life.over else "in grace" if life.window_over else best
        order = ("on time", "in grace", "later", "").index
        life.answer = min(life.answer, timing, key=order)
        if life.verdict in IN_TIME:
            life.verdict = min(life.verdict, timing, key=order)
        self.settle()

    def taking_back(self, life: Life, what: object) -> Callable[[datetime], None]:
        def take_back(now: datetime) -> None:
            if not life.over:
                self.forgotten.add(what)
                raise TakenBackError

        return take_back

    def went(self, life: Life) -> None:
        """It came true: at once if the day is open; else on top of what is settled by now."""
        if not life.over:
            self.answered(life, best="in grace")
        elif life.put_off:
            life.came_true = True
            if life.verdict == "neutral":
                life.verdict = "in grace"
                if life.breaks == self.breaks:
                    self.count()

    def count(self) -> None:
        self.current += 1
        self.best = max(self.best, self.current)
        if self.current % 7 == 0 and self.freezes < 2:
            self.freezes += 1

    def settle(self) -> None:
        while self.settled < len(self.lives):
            life = self.lives[self.settled]
            if life.answer not in IN_TIME and not life.over:
                break
            life.verdict = self._verdict(self.settled, life)
            life.breaks = self.breaks
            self.settled += 1

    def _verdict(self, place: int, life: Life) -> str:
        if life.answer in IN_TIME:
            self.count()
            return life.answer
        if life.came_true:
            self.count()
            return "in grace"
        if life.excused or life.put_off:
            return "neutral"
        if life.skipped_at and self._free(place, life.skipped_at):
            self.skips[place] = life.skipped_at
            return "neutral"
        if self.current and self.freezes:
            self.freezes -= 1
            return "frozen"
        self.current = 0
        self.breaks += 1
        return "missed"

    def _free(self, place: int, at: datetime) -> bool:
        """Whether none of the six before had used its allowance when the button was pressed."""
        return not any(n in self.skips and self.skips[n] <= at for n in range(place - 6, place))

    def shown(self) -> int:
        """What is shown: answered days count, and those that are open are passed over."""
        rest = self.lives[self.settled :]
        assert not any(life.over for life in rest if life.answer not in IN_TIME)
        return self.current + sum(life.answer in IN_TIME for life in rest)


def live(history: Any, now: datetime, forgotten: set[object]) -> Reference:
    """Live through a history up to an instant."""
    world = Reference(history.sequence, forgotten)
    ticks = [tick for tick in history.instants() if tick <= now]
    every = [one for one in world.happenings(history) if one[0] is not None and one[0] <= now]
    for when, _, _, happen in sorted(every, key=itemgetter(0, 1, 2)):
        while ticks and ticks[0] < when:
            world.expire(ticks.pop(0))
        happen(when)
    for tick in ticks:
        world.expire(tick)
    return world


def reference(history: Any, now: datetime) -> Reference:
    forgotten: set[object] = set()
    while True:
        try:
            return live(history, now, forgotten)
        except TakenBackError:
            continue


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(data=st.data())
def test_the_fold_agrees_with_a_life_lived_second_by_second(
    data: st.DataObject, any_history: SearchStrategy
) -> None:
    history = data.draw(any_history)
    now = history.instants()[-1] + data.draw(st.sampled_from([0, 1, 100])) * A_DAY
    lived = reference(history, now)
    streak = fold(history.sequence, now, pauses=history.pauses, outages=history.outages)
    told = [day.verdict.value.replace("later", "missed") for day in streak.days if day.settled]
    assert told == [life.verdict for life in lived.lives[: lived.settled]]
    assert streak.settled_up_to == lived.settled
    found = (streak.current, streak.best, streak.freezes, streak.shown)
    assert found == (lived.current, lived.best, lived.freezes, lived.shown())
