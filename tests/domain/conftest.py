"""Whole histories of a person, as they may have happened, for tests that hold for all of them."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bot.domain.challenge import Arrival, Challenge, FollowUp, Press, Reply, Span

START = datetime(2027, 2, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

GAPS = st.sampled_from([8, 11, 23, 24, 24, 24, 24, 25, 30, 48, 72])
"""Hours from one challenge to the next, most of them a day."""

AFTER = st.sampled_from([-3, 1, 4, 8, 12, 20, 23, 24, 25, 26, 30, 40, 47, 48, 49, 60, 72, 100, 240])
"""Hours from a challenge to what is done about it."""

MARKS = st.sampled_from(["", "", "", "", "", "done", "undone", "not today", "unknown", "follow-up"])


@dataclass
class History:
    """What a person did and what befell them, in the order in which it is kept."""

    sequence: list[Challenge] = field(default_factory=list)
    pauses: list[Span] = field(default_factory=list)
    outages: list[Span] = field(default_factory=list)

    def instants(self) -> list[datetime]:
        """Every time that occurs in it, and the ends that only the clock brings."""
        found = [at for one in self.sequence for at in _instants(one)]
        found += [one.start for one in self.pauses + self.outages]
        found += [one.end for one in self.pauses + self.outages if one.end]
        return sorted(at + days * 24 * HOUR for at in set(found) for days in range(3))

    def as_known_at(self, now: datetime) -> "History":
        """What could have been known at an instant."""
        sequence = [_known(one, now) for one in self.sequence if one.delivered_at <= now]
        pauses, outages = (
            [
                replace(one, end=one.end if one.end and one.end <= now else None)
                for one in spans
                if one.start <= now
            ]
            for spans in (self.pauses, self.outages)
        )
        return History(sequence, pauses, outages)


def _instants(one: Challenge) -> list[datetime]:
    found: list[datetime | None] = [one.delivered_at, one.summary.at if one.summary else None]
    for reply in one.replies:
        found += [reply.at, reply.withdrawn_at]
    for press in one.done + one.not_today:
        found += [press.at, press.undone_at]
    if one.follow_up:
        found += [one.follow_up.opened_at, one.follow_up.ended_at]
    return [at for at in found if at is not None]


def _until(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now else None


def _known(one: Challenge, now: datetime) -> Challenge:
    followed = one.follow_up if one.follow_up and one.follow_up.opened_at <= now else None
    if followed and not _until(followed.ended_at, now):
        followed = FollowUp(followed.opened_at)

    def presses(every: tuple[Press, ...]) -> tuple[Press, ...]:
        return tuple(Press(it.at, _until(it.undone_at, now)) for it in every if it.at <= now)

    return replace(
        one,
        replies=tuple(
            replace(it, withdrawn_at=_until(it.withdrawn_at, now))
            for it in one.replies
            if it.at <= now
        ),
        done=presses(one.done),
        not_today=presses(one.not_today),
        follow_up=followed,
        summary=one.summary if one.summary and one.summary.at <= now else None,
    )


@st.composite
def histories(draw: DrawFn) -> History:
    """Up to sixteen challenges with replies, buttons, pauses, outages and the end of a run."""
    history, at = History(), START
    for number in range(1, draw(st.integers(1, 16)) + 1):
        challenge = Challenge(number, number, at, message_id=number * 1000)
        gap = draw(GAPS) * HOUR
        event = draw(st.sampled_from(["", "", "", "", "", "", "pause", "outage", "summary"]))
        if event == "pause":
            start = at + draw(st.integers(1, 30)) * HOUR
            end = start + draw(st.integers(1, 200)) * HOUR
            history.pauses.append(Span(start, end))
            gap = end - at + draw(st.sampled_from([0, 0, 5, 14])) * HOUR
        elif event == "outage" and (not history.outages or history.outages[-1].end <= at):
            start = at + draw(st.integers(-30, 30)) * HOUR
            if not history.outages or history.outages[-1].end < start:
                history.outages.append(Span(start, start + draw(st.integers(24, 60)) * HOUR))
        elif event == "summary":
            summary = Arrival(
                at + draw(st.sampled_from([10, 23, 24, 48])) * HOUR, number * 1000 + 9
            )
            challenge = replace(challenge, summary=summary)
            gap = max(gap, summary.at - at)
        history.sequence.append(challenge)
        at += gap + draw(st.sampled_from([0, 0, 1])) * SECOND
    history.sequence = [draw(_lived(one, history.sequence)) for one in history.sequence]
    return history


@st.composite
def _lived(draw: DrawFn, one: Challenge, sequence: list[Challenge]) -> Challenge:
    """The same challenge with what was done about it."""
    replies = []
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        at = one.delivered_at + draw(AFTER) * HOUR + draw(st.sampled_from([0, 1])) * SECOND
        gone = at + draw(AFTER) * HOUR if draw(st.integers(0, 9)) == 0 else None
        replies.append(Reply(at, draw(_message_id(at, sequence)), gone if gone != at else None))
    mark, pressed = draw(MARKS), one.delivered_at + abs(draw(AFTER)) * HOUR
    undone = pressed + abs(draw(AFTER)) * HOUR if mark == "undone" else None
    followed = None
    if mark == "follow-up":
        ended = draw(st.sampled_from([None, 0, 72, 144]))
        ended_at = pressed + abs(draw(AFTER)) * HOUR + ended * HOUR if ended is not None else None
        followed = FollowUp(pressed, ended_at, went=draw(st.booleans()) and ended_at is not None)
    return replace(
        one,
        replies=tuple(replies),
        done=(Press(pressed, undone),) if mark in ("done", "undone") else (),
        not_today=(Press(pressed),) if mark == "not today" else (),
        unknown=mark == "unknown",
        follow_up=followed,
    )


def _message_id(at: datetime, sequence: list[Challenge]) -> SearchStrategy[int]:
    """An id that fits the time, and either side of a message that came in the same second."""
    arrivals = [Arrival(one.delivered_at, one.message_id) for one in sequence]
    arrivals += [one.summary for one in sequence if one.summary]
    same = [one.message_id for one in arrivals if one.at == at and one.message_id]
    if same:
        return st.sampled_from([min(same) - 1, max(same) + 1])
    return st.just(max((one.message_id or 0 for one in arrivals if one.at < at), default=0) + 500)


@pytest.fixture(scope="session")
def any_history() -> SearchStrategy[History]:
    """Strategy for histories, to draw from."""
    return histories()
