"""Writing down what became of a message."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery import outcome
from bot.delivery.outcome import Outcome
from bot.storage.engine import Tx
from bot.storage.outbox import Row
from bot.usecases import sending


@dataclass(frozen=True)
class Broken:
    """The message could not even be made: our own fault."""

    reason: str


@dataclass(frozen=True)
class Result:
    """A message and its fate. `wait` is how long the sender means to leave it alone, if it does."""

    row: Row
    fate: Outcome | Broken
    wait: timedelta = timedelta(0)


async def record(tx: Tx, now: datetime, result: Result) -> None:
    """Move the outbox row and the delivery it carries, in one transaction."""
    row = result.row
    match result.fate:
        case outcome.Sent(message_id, date):
            await sending.sent(tx, now, row, message_id, date)
        case outcome.Ambiguous(reason):
            await sending.ambiguous(tx, now, row, reason)
        case outcome.Slowed():
            await sending.slowed(tx, now, row, result.wait)
        case outcome.Unreachable(reason):
            await sending.unreachable(tx, now, row, reason)
        case outcome.Migrated(chat_id):
            await sending.moved(tx, now, row, chat_id)
        case outcome.Refused(reason):
            await sending.refused(tx, now, row, reason)
        case Broken(reason):
            await sending.broke(tx, now, row, reason)
        case outcome.NotSent(reason) | outcome.Unauthorized(reason) | outcome.Conflict(reason):
            await sending.not_sent(tx, now, row, result.wait, reason)
