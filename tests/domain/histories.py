"""Histories of people as they may happen: from a seed, hard on every edge the rules have."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bot.domain.challenge import Arrival, Challenge, FollowUp, Press, Reply, Span

START = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

BEHAVIORS = (
    *("on time",) * 6,
    *("in grace",) * 3,
    *("silent",) * 4,
    *("at an end",) * 2,
    *("later", "done", "done undone", "done again", "not today", "not today", "not today undone"),
    *("not today, then a reply", "follow-up", "follow-up", "moved", "not answered after all"),
    *("ahead", "two texts", "skipped and asked again", "follow-up, then Done"),
)
"""What a person does about a challenge; the more usual, the more often."""


@dataclass
class History:
    """Everything that happened, and when what came late was first known."""

    sequence: list[Challenge] = field(default_factory=list)
    pauses: list[Span] = field(default_factory=list)
    outages: list[Span] = field(default_factory=list)
    filed: dict[tuple[int, int], datetime] = field(default_factory=dict)
    """By challenge and message: when a text that was moved came to where it lies now."""

    def as_known_at(self, now: datetime) -> "History":
        """What is on record at an instant. A pause may have its end planned; a gap has ended."""
        return History(
            [self._known(one, now) for one in self.sequence if one.delivered_at <= now],
            [one for one in self.pauses if one.start <= now],
            [one for one in self.outages if one.end and one.end <= now],
            self.filed,
        )

    def _known(self, one: Challenge, now: datetime) -> Challenge:
        asked = one.follow_up if one.follow_up and one.follow_up.opened_at <= now else None
        if asked and asked.ended_at and asked.ended_at > now:
            asked = FollowUp(asked.opened_at)
        return replace(
            one,
            replies=tuple(
                replace(each, withdrawn_at=_past(each.withdrawn_at, now))
                for each in one.replies
                if self.filed.get((one.id, each.message_id), each.at) <= now
            ),
            done=_pressed(one.done, now),
            not_today=_pressed(one.not_today, now),
            follow_up=asked,
            summary=one.summary if one.summary and one.summary.at <= now else None,
        )

    def instants(self) -> list[datetime]:
        """Every time in it, and a day and two days after each: there everything ends."""
        found: set[datetime | None] = set()
        for one in self.sequence:
            found |= {one.delivered_at, one.summary.at if one.summary else None}
            for reply in one.replies:
                found |= {reply.at, reply.withdrawn_at}
            for press in one.done + one.not_today:
                found |= {press.at, press.undone_at}
            if one.follow_up:
                found |= {one.follow_up.opened_at, one.follow_up.ended_at}
        for span in self.pauses + self.outages:
            found |= {span.start, span.end}
        return sorted({at + days * 24 * HOUR for at in found if at for days in range(3)})


def _past(at: datetime | None, now: datetime) -> datetime | None:
    return at if at and at <= now else None


def _pressed(presses: tuple[Press, ...], now: datetime) -> tuple[Press, ...]:
    return tuple(
        replace(each, undone_at=_past(each.undone_at, now)) for each in presses if each.at <= now
    )


class Life:
    """One person's history in the making."""

    def __init__(self, seed: int, days: int) -> None:
        """Deliver `days` challenges with whatever comes between them, then let the person act."""
        self.random = Random(seed)
        self.history = History()
        self.arrivals: list[tuple[datetime, datetime | None]] = []
        self.runs: list[int] = []
        self.diligence = self.random.choice([0.2, 0.5, 0.9])
        self.deliver(days)
        self.fail_to_poll()
        acts = [self.act(n) for n in range(days)]
        self.file(acts)

    def deliver(self, days: int) -> None:
        """Usual hours, short and long days, rest days, pauses and blocks, ends of runs."""
        at, run = START + timedelta(microseconds=self.random.choice([0, 0, 400_000])), 1
        for n in range(days):
            self.runs.append(run)
            summary = None
            if self.random.random() < 0.06:
                summary = at + self.random.choice([23, 24, 24, 25, 30]) * HOUR
                run += 1
            self.arrivals.append((at, summary))
            following = (summary or at) + self.gap(after_summary=summary is not None)
            if self.random.random() < 0.12:
                following = self.pause(at, summary, following, last=n == days - 1)
            at = following

    def gap(self, *, after_summary: bool) -> timedelta:
        """From one delivery to the next: never under 8 h, except where one asked for it now."""
        if after_summary and self.random.random() < 0.4:
            return self.random.choice([1, 8, 24, 24, 47, 48, 200]) * HOUR
        kinds = [24.0] * 12 + [8, 23, 25, 30, 39, 48, 72, 96]
        hours = self.random.choice([*kinds, self.random.uniform(20, 40)])
        return timedelta(seconds=round(hours * 3600))

    def pause(
        self, at: datetime, summary: datetime | None, following: datetime, *, last: bool
    ) -> datetime:
        """Begin one before the next challenge is due; the challenge comes at its end or later."""
        edges = [
            at,
            at + SECOND,
            at - 20 * SECOND,
            at + 24 * HOUR,
            summary or at,
            (summary or at) + 24 * HOUR,
        ]
        begins = self.random.choice([*edges, at + self.random.randint(1, 30) * HOUR])
        begins = min(begins, following)
        if self.history.pauses:
            begins = max(begins, self.history.pauses[-1].end or begins)
        if last and self.random.random() < 0.5:
            self.history.pauses.append(Span(begins))
            return following
        ends = begins + self.random.choice([1, 20, 24, 47, 72, 200, 480]) * HOUR
        self.history.pauses.append(Span(begins, ends))
        return max(following, ends + self.random.choice([0, 1, -40, 5 * 3600]) * SECOND)

    def fail_to_poll(self) -> None:
        """A day or more without a successful poll, known when one succeeds again."""
        first, last = self.arrivals[0][0], self.arrivals[-1][0]
        at = first
        at = at.replace(microsecond=0)
        while self.random.random() < 0.35:
            at += self.random.randint(0, max(1, (last - at) // HOUR)) * HOUR
            edge = self.random.choice(self.arrivals)[0].replace(microsecond=0)
            begins = max(at, edge + self.random.choice([-24, 0, 12, 24, 48]) * HOUR)
            ends = begins + self.random.choice([24, 24, 30, 60, 100]) * HOUR
            self.history.outages.append(Span(begins, ends))
            at = ends + 2 * HOUR

    def edges(self, n: int) -> list[datetime]:
        """Where the window and the grace of a day may end."""
        at, summary = self.arrivals[n]
        found = [at + 24 * HOUR, at + 48 * HOUR, at + 72 * HOUR]
        found += [each for each, _ in self.arrivals[n + 1 : n + 4]]
        found += [each.end for each in self.history.pauses if each.end and each.end > at]
        return sorted([*found, summary + 24 * HOUR, summary] if summary else found)

    def time(self, n: int, kind: str) -> datetime:
        """A second in the window, the grace or after them, or about where one of them ends."""
        at = self.arrivals[n][0]
        hours = self.random.uniform
        match kind:
            case "on time":
                return at + hours(0, 20) * HOUR
            case "in grace":
                return at + hours(25, 46) * HOUR
            case "later":
                return at + hours(49, 400) * HOUR
            case "ahead":
                return at - hours(1, 40) * HOUR
        edge = self.random.choice(self.edges(n)[:6])
        return max(at, edge + self.random.choice([-1, 0, 0, 0, 1]) * SECOND)

    def act(self, n: int) -> Challenge:
        """What the person does about the n-th challenge; messages get their ids afterwards."""
        at, summary = self.arrivals[n]
        one = Challenge(
            id=n + 1,
            day=n + 1,
            delivered_at=at,
            run=self.runs[n],
            unknown=self.random.random() < 0.07,
            summary=Arrival(summary) if summary else None,
        )
        kind = self.random.choice(BEHAVIORS)
        if self.random.random() < self.diligence:
            kind = "on time"
        if kind in {"on time", "in grace", "later", "ahead", "at an end"}:
            return replace(one, replies=(Reply(self.time(n, kind), 0),))
        return self.press(one, n, kind)

    def press(self, one: Challenge, n: int, kind: str) -> Challenge:
        """Behavior beyond one plain reply: buttons, second thoughts, days put off."""
        when = self.random.choice(["on time", "on time", "in grace", "at an end", "later"])
        at = self.time(n, when)
        after = max(at, self.time(n, self.random.choice(["on time", "at an end", "later"])))
        asked = self.asked_again(at)
        late = (Press(after), Press(at + 72 * HOUR), Press(after, after + HOUR))
        facts: dict[str, dict[str, Any]] = {
            "two texts": {"replies": (Reply(after, 0), Reply(at, 0))},
            "done": {"done": (Press(at),)},
            "done undone": {"done": (Press(at, after),)},
            "done again": {"done": (Press(after + HOUR), Press(at, after))},
            "not today": {"not_today": (Press(at),)},
            "not today undone": {"not_today": (Press(at, after),)},
            "not today, then a reply": {"not_today": (Press(at),), "replies": (Reply(after, 0),)},
            "moved": {"replies": (Reply(at, 0, after),)},
            "not answered after all": {"replies": (Reply(at, 0, after),)},
            "follow-up": {"follow_up": asked},
            "follow-up, then Done": {"follow_up": asked, "done": (self.random.choice(late),)},
            "skipped and asked again": {"follow_up": asked, "not_today": (Press(at),)},
        }
        return replace(one, **facts.get(kind, {}))

    def asked_again(self, at: datetime) -> FollowUp:
        """Went, sometimes after a few times of Not yet; dropped; or still open."""
        ended = at + self.random.choice([1, 5, 72, 72, 144, 216]) * HOUR
        return self.random.choice(
            [
                FollowUp(at),
                FollowUp(at, ended),
                FollowUp(at, ended, True),
                FollowUp(at, ended, True),
            ]
        )

    def file(self, acts: list[Challenge]) -> None:
        """Number all messages in their order, by lot within a second, and carry out the moves."""
        keyed: dict[tuple[int, str, int], datetime] = {}
        for n, one in enumerate(acts):
            keyed[n, "challenge", 0] = one.delivered_at
            if one.summary:
                keyed[n, "summary", 0] = one.summary.at
            for k, reply in enumerate(one.replies):
                keyed[n, "reply", k] = reply.at
        lot = {key: self.random.random() for key in keyed}
        order = sorted(keyed, key=lambda key: (keyed[key].replace(microsecond=0), lot[key]))
        ids = {key: 100 + place for place, key in enumerate(order)}
        for n, one in enumerate(acts):
            hidden = one.unknown and self.random.random() < 0.7
            acts[n] = replace(
                one,
                message_id=None if hidden else ids[n, "challenge", 0],
                summary=Arrival(one.summary.at, ids[n, "summary", 0]) if one.summary else None,
                replies=tuple(
                    replace(each, message_id=ids[n, "reply", k])
                    for k, each in enumerate(one.replies)
                ),
            )
        self.history.sequence = self.moved(acts)

    def moved(self, acts: list[Challenge]) -> list[Challenge]:
        """Half of what was taken back went to the day before or after, from that time on."""
        for n, one in enumerate(list(acts)):
            for reply in one.replies:
                target = n + self.random.choice([-1, -1, 1])
                if not reply.withdrawn_at or not 0 <= target < len(acts) or n % 2:
                    continue
                there = acts[target]
                since = max(reply.withdrawn_at, there.delivered_at)
                self.history.filed[there.id, reply.message_id] = since
                twin = Reply(reply.at, reply.message_id)
                acts[target] = replace(there, replies=(*there.replies, twin))
        return acts


def histories(first_seed: int, how_many: int) -> Iterator[History]:
    """As many as asked for, of three to twenty-five days each."""
    for seed in range(first_seed, first_seed + how_many):
        yield Life(seed, days=3 + seed % 23).history
