"""Counting along with the bot, for somebody who never has two open days that will be missed.

The rules in their simplest form, worked out apart from the bot's own: what a year says of the
streak is compared with this.
"""

from dataclasses import dataclass

MOST_FREEZES = 2
EARNED_EVERY = 7


@dataclass
class Tally:
    """A streak by hand. `pending` counts what was answered behind a missed day still open."""

    answered: int = 0
    streak: int = 0
    freezes: int = 1
    lapsing: int | None = None
    pending: int = 0

    @property
    def shown(self) -> int:
        """The streak as if open days counted neither way."""
        return self.streak + self.pending

    def answered_now(self) -> int:
        """A day was answered while it counts. Returns the streak to be shown."""
        self.answered += 1
        if self.lapsing is None:
            self._count()
        else:
            self.pending += 1
        return self.shown

    def missed(self, day: int) -> None:
        """A day is left open for good: it lapses when the second one after it comes."""
        self.lapsing = day

    def arrived(self, day: int) -> None:
        """A challenge came, which may be the end of an earlier day's grace."""
        if self.lapsing is None or day < self.lapsing + 2:
            return
        if self.freezes and self.streak:
            self.freezes -= 1
        else:
            self.streak = 0
        behind, self.pending, self.lapsing = self.pending, 0, None
        for _ in range(behind):
            self._count()

    def _count(self) -> None:
        self.streak += 1
        if self.streak % EARNED_EVERY == 0 and self.freezes < MOST_FREEZES:
            self.freezes += 1
