"""What the fold and its slow reference each say of a history, laid out alike."""

from datetime import datetime

from bot.domain.streak import fold
from tests.domain.histories import History
from tests.domain.reference import Told, tell


def folded(known: History, now: datetime) -> Told:
    """What the fold says, laid out as the reference lays it out."""
    streak = fold(known.sequence, now, pauses=known.pauses, outages=known.outages)
    return Told(
        streak.current,
        streak.best,
        streak.freezes,
        streak.settled_up_to,
        streak.shown,
        streak.answered,
        tuple(one.id for one in streak.open),
        {one.challenge.id: str(one.verdict) for one in streak.days},
        {one.challenge.id: one.settled for one in streak.days},
    )


def told(known: History, now: datetime) -> Told:
    """What the reference says."""
    return tell(known.sequence, now, known.pauses, known.outages)
