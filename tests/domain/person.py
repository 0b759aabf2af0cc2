"""One person's facts, and what the rules say of each by itself: windows, graces, what counts.

Each function opens with the sentence that it carries out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.challenge import Arrival, Challenge, Press, Reply, Span

DAY = timedelta(hours=24)
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Person:
    """The facts about one person: every delivered challenge in order, across runs, and pauses."""

    sequence: Sequence[Challenge]
    now: datetime
    pauses: Sequence[Span] = ()
    outages: Sequence[Span] = ()

    def closer(self, n: int) -> Arrival | None:
        """The next challenge, or the summary that came in its place; its delivery closes W(n)."""
        if summary := self.sequence[n].summary:
            return Arrival(whole(summary.at), summary.message_id)
        if n + 1 < len(self.sequence):
            after = self.sequence[n + 1]
            return Arrival(whole(after.delivered_at), after.message_id)
        return None

    def window_end(self, n: int) -> datetime | None:
        """Until the later of the next delivery and D(n) + 24 h; open while no next one has come."""
        if (closer := self.closer(n)) is None:
            return None
        return max(closer.at, whole(self.sequence[n].delivered_at) + DAY)

    def in_window(self, n: int, at: datetime, message_id: int | None = None) -> bool:
        """Until the end, its whole second included; against what came in it, message ids decide."""
        end, closer = self.window_end(n), self.closer(n)
        if end is None or closer is None:
            return True
        tied = whole(at) == end == closer.at
        if tied and message_id is not None and closer.message_id is not None:
            return message_id < closer.message_id
        return whole(at) <= end

    def grace_end(self, n: int) -> datetime | None:
        """Until the end of the next challenge's window; after a summary, 24 h more."""
        if (end := self.window_end(n)) is None:
            return None
        return end + DAY if self.sequence[n].summary else self.window_end(n + 1)

    def held_open(self, n: int) -> list[Span]:
        """The pauses and blocks that began while the day was open, in grace, or held open.

        Also one in which it came, but for its last 5 minutes (the clocks'): the day ended that one.
        """
        found: list[Span] = []
        delivered, end = self.sequence[n].delivered_at, self.grace_end(n)
        for pause in self.pauses:
            before = pause.end is not None and whole(pause.end) <= whole(delivered) + SKEW
            if not before and (end is None or whole(pause.start) <= end):
                found.append(pause)
                if end is not None:
                    end = None if pause.end is None else max(end, whole(pause.end))
        return found

    def last_chance(self, n: int) -> datetime | None:
        """When nothing more can save the day: its grace over, and any pause that held it open."""
        end = self.grace_end(n)
        for pause in self.held_open(n):
            if end is None or pause.end is None:
                return None
            end = max(end, whole(pause.end))
        return end

    def in_time(self, n: int, at: datetime, message_id: int | None = None) -> bool:
        """In the window, in the grace, or before the end of a pause that held the day open."""
        last = self.last_chance(n)
        if last is None or last != self.grace_end(n) or self.sequence[n].summary:
            return last is None or whole(at) <= last
        return self.in_window(n + 1, at, message_id)

    def stands(self, n: int, one: Reply | Press, moment: datetime) -> bool:
        """Given by `moment`, and not taken back before the day's last chance was gone."""
        back = one.withdrawn_at if isinstance(one, Reply) else one.undone_at
        if whole(one.at) > moment:
            return False
        return back is None or whole(back) > moment or not self.in_time(n, back)

    def went(self, n: int) -> datetime | None:
        """When `[Went]` was pressed, or `[Done]` in its stead, on a follow-up asked for in time."""
        one, asked = self.sequence[n], self.sequence[n].follow_up
        if asked is None or not self.in_time(n, asked.opened_at):
            return None
        found = [asked.ended_at] if asked.went and asked.ended_at else []
        for press in one.done:
            done = asked.ended_at is None or press.at < asked.ended_at
            if asked.opened_at <= press.at and done and press.undone_at is None:
                found.append(press.at)
        return min(map(whole, found), default=None)

    def given(self, n: int, moment: datetime) -> list[tuple[datetime, int | None]]:
        """The texts and Dones in time that stand at `moment`; a button has no message id."""
        one = self.sequence[n]
        texts = [(each.at, each.message_id) for each in one.replies if self.stands(n, each, moment)]
        buttons = [(each.at, None) for each in one.done if self.stands(n, each, moment)]
        return [(whole(at), key) for at, key in texts + buttons if self.in_time(n, at, key)]

    def counted(self, n: int, moment: datetime) -> str | None:
        """Whether on time or in grace, if by `moment` an answer of either kind stands."""
        given, went = self.given(n, moment), self.went(n)
        if any(self.in_window(n, at, message_id) for at, message_id in given):
            return "on time"
        return "in grace" if given or (went is not None and went <= moment) else None

    def counted_since(self, n: int, moment: datetime) -> datetime:
        """When it first counted, of a day that counts."""
        went = self.went(n)
        times = [at for at, _ in self.given(n, moment)]
        return min([*times, went] if went is not None and went <= moment else times)

    def answered_later(self, n: int) -> bool:
        """A text after the grace, moved since or not; a `[Done]` until its `[Undo]`; a `[Went]`."""
        one = self.sequence[n]
        wrote = any(self.stands(n, each, self.now) for each in one.replies)
        done = any(not self.in_time(n, each.at) and each.undone_at is None for each in one.done)
        return wrote or done or (one.follow_up is not None and one.follow_up.went)

    def gap_touches(self, n: int) -> bool:
        """If no poll succeeded for 24 h, every day whose window or grace touches the gap."""
        begins, ends = whole(self.sequence[n].delivered_at), self.grace_end(n)
        for gap in self.outages:
            until = self.now if gap.end is None else whole(gap.end)
            touches = begins < until and (ends is None or whole(gap.start) <= ends)
            if until - whole(gap.start) >= DAY and touches:
                return True
        return False

    def awaits_follow_up(self, n: int, moment: datetime) -> bool:
        """Neutral while the follow-up is open and after `[Drop]`."""
        asked = self.sequence[n].follow_up
        return bool(asked and whole(asked.opened_at) <= moment and self.in_time(n, asked.opened_at))

    def passed_over(self, n: int, moment: datetime) -> datetime | None:
        """`[Not today]`: until the day's grace ends, with `[Undo]`; when it was pressed."""
        presses = [
            whole(each.at)
            for each in self.sequence[n].not_today
            if self.in_time(n, each.at) and self.stands(n, each, moment)
        ]
        return min(presses, default=None)

    def neutral_anyway(self, n: int, moment: datetime) -> bool:
        """Whether the day is neutral without `[Not today]`."""
        return (
            self.sequence[n].unknown
            or self.awaits_follow_up(n, moment)
            or bool(self.held_open(n))
            or self.gap_touches(n)
        )


def whole(at: datetime) -> datetime:
    """Times count by their whole second."""
    return at.replace(microsecond=0)
