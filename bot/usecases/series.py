"""What is being sent: the pack, and from which date on if its numbers follow the calendar."""

from dataclasses import dataclass
from datetime import date

from bot.library.model import Pack


@dataclass(frozen=True)
class Series:
    """The series as the operator set it up. `first_date` is set for calendar numbering only."""

    pack: Pack
    first_date: date | None = None
