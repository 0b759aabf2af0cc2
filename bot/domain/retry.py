"""How long to wait before trying again, and when to stop."""

from datetime import timedelta

UPDATE_TRIES = (0.0, 1.0, 5.0)
"""Seconds before each try at an update; after the last one it is quarantined (promise P8)."""

SEND_FAILURES = 5
"""Failures of our own making (a text that cannot be rendered) before a message is given up."""

_ANSWER_IN_DOUBT = (timedelta(seconds=5), timedelta(seconds=30))
_CHALLENGE_IN_DOUBT = (timedelta(seconds=30), timedelta(minutes=5))


def after_ambiguity(copies: int, *, awaited: bool) -> timedelta:
    """The wait after the `copies`-th attempt (1, 2, …) whose outcome nobody can know.

    Somebody looks at their phone for an `awaited` answer. A challenge has the day: one bad minute
    of Telegram's must not use up all copies of everyone who was due in it.
    """
    waits = _ANSWER_IN_DOUBT if awaited else _CHALLENGE_IN_DOUBT
    return waits[min(copies, len(waits)) - 1]


def after_failure(failures: int) -> timedelta:
    """The wait after the `failures`-th failure (1, 2, …): 5 minutes, doubling, at most an hour."""
    return min(timedelta(minutes=5 * 2.0 ** (failures - 1)), timedelta(hours=1))


def line_pause(troubles: int, chance: float) -> float:
    """Seconds to leave a broken line alone after `troubles` failures in a row.

    Doubles from half a second to 30 s; `chance` (0 to 1) spreads it over its upper half, so that
    bots that lost one server together do not come back together.
    """
    full = min(0.5 * 2.0 ** min(troubles - 1, 10), 30.0)
    return full * (0.5 + 0.5 * chance)
