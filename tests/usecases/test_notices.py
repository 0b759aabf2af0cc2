"""Which days the next challenge may have to tell of."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.challenge import Challenge, Press, Reply
from bot.domain.streak import fold
from bot.usecases.notices import may_come

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def looked_at(now: datetime, hours: list[int], **of_the_second: Any) -> list[bool]:
    """By day, whether there may be news of it. The first was answered; `hours` after it came more.

    `of_the_second` are facts about the second.
    """
    first = Challenge(1, 1, MONDAY, 10, replies=(Reply(MONDAY + HOUR, 11),))
    sequence = [first]
    for number, after in enumerate(hours, 2):
        facts = of_the_second if number == 2 else {}
        sequence.append(Challenge(number, number, MONDAY + after * HOUR, 10 * number, **facts))
    return [may_come(day, {}) for day in fold(sequence, now).days]


def test_a_day_in_grace_may_cost_a_freeze_by_the_next_challenge() -> None:
    assert looked_at(MONDAY + 49 * HOUR, [24, 48]) == [False, True, False]


def test_so_may_a_day_whose_window_is_open_still_though_the_next_one_has_come() -> None:
    """The clocks went forward, or the hour was moved: 23 hours lie between the two."""
    assert looked_at(MONDAY + 47 * HOUR, [24, 47]) == [False, True, False]


def test_the_latest_day_costs_nothing_when_the_next_one_comes() -> None:
    assert looked_at(MONDAY + 47 * HOUR, [24]) == [False, False]


def test_nor_does_a_day_that_is_answered_or_set_aside() -> None:
    at = MONDAY + 25 * HOUR
    assert not any(looked_at(MONDAY + 49 * HOUR, [24, 48], done=(Press(at),)))
    assert not any(looked_at(MONDAY + 49 * HOUR, [24, 48], not_today=(Press(at),)))
