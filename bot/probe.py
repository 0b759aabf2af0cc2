"""Named instants at which a test may end the process, to prove that nothing is lost there.

The program calls the probe it was built with; the one used in production does nothing.
"""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """Every instant at which a kill has been thought through (see `tests/faults`)."""

    UPDATES_RECEIVED = "updates received, inbox not committed"
    INBOX_COMMITTED = "inbox committed, offset not confirmed"
    OFFSET_CONFIRMED = "offset confirmed, not everything handled"
    EFFECT_WRITTEN = "inside the effect's transaction"
    EFFECT_COMMITTED = "effect committed, answer not sent"
    PLANNING = "inside the planner's transaction"
    SENDING_COMMITTED = "sending committed, request not made"
    REQUEST_ANSWERED = "Telegram answered, outcome not recorded"
    RECOVERING = "inside start-up recovery"
    MIGRATING = "inside a migration"
    RESTORING = "the old log is gone, the backup not yet in place"
    BACKING_UP = "backup written, not yet named"


Probe = Callable[[Point], None]


def silent(point: Point) -> None:
    """The probe of every real run."""
