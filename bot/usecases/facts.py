"""All that a person's streak is folded from, read from their rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import streak
from bot.domain.challenge import Arrival, Challenge, FollowUp, Press, Reply, Span
from bot.domain.streak import Streak
from bot.storage import history, marks
from bot.storage.deliveries import Delivery
from bot.storage.engine import Tx
from bot.storage.history import Deed, Stretch


@dataclass(frozen=True)
class Facts:
    """All that a person's streak is folded from. `told` is by delivery: what was said of it."""

    sequence: Sequence[Challenge]
    pauses: Sequence[Span]
    outages: Sequence[Span]
    told: dict[int, str | None]

    def fold(self, now: datetime, *, upcoming: Challenge | None = None) -> Streak:
        """The streak at `now`; with `upcoming`, as it will be once that has arrived."""
        sequence = self.sequence if upcoming is None else [*self.sequence, upcoming]
        return streak.fold(sequence, now, pauses=self.pauses, outages=self.outages)


async def gather(tx: Tx, subscriber_id: int) -> Facts:
    """Read everything that a person's streak is folded from."""
    did = _by_day(await history.deeds(tx, subscriber_id))
    course = await history.course(tx, subscriber_id)
    their_runs, arrived = course.runs, course.arrived
    last_of_run = {one.run_id: one.id for one in arrived}
    sequence = [
        Challenge(
            id=one.id,
            day=one.day,
            delivered_at=_at(one),
            message_id=one.message_id,
            run=their_runs[one.run_id].number,
            unknown=one.state != "delivered",
            replies=tuple(did.replies[one.id]),
            done=tuple(did.presses[one.id, marks.DONE]),
            not_today=tuple(did.presses[one.id, marks.NOT_TODAY]),
            follow_up=did.put_off.get(one.id),
            summary=_summary(their_runs[one.run_id]) if last_of_run[one.run_id] == one.id else None,
        )
        for one in arrived
    ]
    resting = await history.rests(tx, subscriber_id)
    rests = [Span(rest.began, rest.ended) for rest in resting if rest.theirs]
    rests += _restarts(their_runs.values(), arrived)
    return Facts(
        sequence,
        sorted(rests, key=lambda span: span.start),
        [Span(rest.began, rest.ended) for rest in resting if not rest.theirs],
        {one.id: one.told for one in arrived},
    )


@dataclass(frozen=True)
class _Did:
    """What a person did, by delivery, and by the kind of mark."""

    replies: defaultdict[int, list[Reply]]
    presses: defaultdict[tuple[int, str], list[Press]]
    put_off: dict[int, FollowUp]


def _by_day(deeds: Iterable[Deed]) -> _Did:
    did = _Did(defaultdict(list), defaultdict(list), {})
    for deed in deeds:
        match deed.what:
            case history.REPLY:
                assert deed.message_id is not None
                reply = Reply(deed.at, deed.message_id, deed.ended_at)
                did.replies[deed.delivery_id].append(reply)
            case history.FOLLOW_UP:
                did.put_off[deed.delivery_id] = FollowUp(deed.at, deed.ended_at, deed.went)
            case kind:
                did.presses[deed.delivery_id, kind].append(Press(deed.at, deed.ended_at))
    return did


def _at(delivery: Delivery) -> datetime:
    assert delivery.at is not None
    return delivery.at


def _summary(run: Stretch) -> Arrival | None:
    """What closed a run's last window (T31): its summary, or, on its way still, its end."""
    if run.ended_at is None or run.ended_by == "restart":
        return None
    return Arrival(run.summary_at or run.ended_at, run.summary_id)


def _restarts(their_runs: Iterable[Stretch], arrived: Sequence[Delivery]) -> list[Span]:
    """A run that was left for a new one is a pause, until the next challenge comes."""
    spans = []
    for run in their_runs:
        if run.ended_by == "restart" and run.ended_at is not None:
            after = (_at(one) for one in arrived if _at(one) > run.ended_at)
            spans.append(Span(run.ended_at, next(after, None)))
    return spans
