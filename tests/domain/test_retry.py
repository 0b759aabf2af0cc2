"""How long the bot waits before it tries again."""

from datetime import timedelta

import pytest

from bot.domain.retry import after_ambiguity, after_failure, line_pause


def test_a_failure_of_ours_waits_five_minutes_then_doubles_up_to_an_hour() -> None:
    waits = [after_failure(times) / timedelta(minutes=1) for times in range(1, 8)]
    assert waits == [5, 10, 20, 40, 60, 60, 60]


def test_a_doubtful_copy_is_followed_soon_and_then_less_soon() -> None:
    for awaited in (True, False):
        waits = [after_ambiguity(copies, awaited=awaited) for copies in (1, 2, 9)]
        assert waits[0] < waits[1] == waits[2]
    assert after_ambiguity(1, awaited=True) < after_ambiguity(1, awaited=False)


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_a_broken_line_is_left_alone_ever_longer_but_never_over_thirty_seconds(
    chance: float,
) -> None:
    pauses = [line_pause(troubles, chance) for troubles in range(1, 2000)]
    assert pauses == sorted(pauses)
    assert 0.25 <= pauses[0] <= 0.5
    assert 15 <= pauses[-1] <= 30
