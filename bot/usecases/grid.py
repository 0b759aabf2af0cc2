"""The days of a run as its picture shows them: each once, in the order in which they come."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.program import calendar_day
from bot.domain.streak import Day, Streak, Verdict
from bot.library.model import Pack
from bot.pictures.cells import Cell, State, state_of
from bot.storage.runs import Run


def of_run_under_way(folded: Streak, run: Run, pack: Pack) -> list[Cell]:
    """All the days of a run, those still ahead as well; none before the first has come.

    What was passed over (by a rest, a skipped date, a leap) counts neither way.
    """
    came = _came(folded.days, run)
    if not came:
        return []
    order = _order(run, pack)
    newest = folded.days[-1].challenge.day
    reached = order.index(newest) if newest in order else -1
    return [
        Cell(number, _state(came.get(number), place < reached))
        for place, number in enumerate(order)
    ]


def of_finished_run(folded: Streak, run: Run) -> list[Cell]:
    """The days that came in a run, and none besides."""
    return [Cell(number, _state(day, True)) for number, day in _came(folded.days, run).items()]


def _came(days: Iterable[Day], run: Run) -> dict[int, Day]:
    """Each day of a run once: as it was answered, or else as it came last."""
    came: dict[int, Day] = {}
    for day in days:
        known = came.get(day.challenge.day)
        if day.challenge.run == run.number and (
            known is None or day.answered or not known.answered
        ):
            came[day.challenge.day] = day
    return came


def _order(run: Run, pack: Pack) -> Sequence[int]:
    """The numbers of a run's days; by the calendar they begin with that of the first date."""
    if run.days is not None:
        return run.days
    first = 1
    if run.first_date is not None and run.ends_on is not None:
        begins = run.ends_on - timedelta(days=pack.length)
        first = calendar_day(run.first_date, pack.length, max(begins, run.first_date))
    return [*range(first, pack.length + 1), *range(1, first)]


def _state(day: Day | None, passed: bool) -> State:
    """What to show of a day. What may still be decided otherwise is shown as open."""
    if day is None:
        return State.NEUTRAL if passed else State.AHEAD
    if not day.settled and day.verdict in (Verdict.MISSED, Verdict.FROZEN):
        return State.OPEN
    return state_of(day.verdict)
