"""States, and how many days are in each."""

import pytest

from bot.domain.streak import Verdict
from bot.pictures.cells import Cell, State, count, state_of


def test_a_caption_can_name_every_state_and_how_many_days_are_in_it() -> None:
    days = [Cell(1, State.ON_TIME), Cell(2, State.MISSED), Cell(3, State.ON_TIME)]
    counted = count(days)
    assert list(counted) == list(State)
    assert counted[State.ON_TIME] == 2 and counted[State.MISSED] == 1
    assert sum(counted.values()) == 3


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_state(verdict: Verdict) -> None:
    open_days = (Verdict.OPEN, Verdict.OPEN_IN_GRACE)
    expected = State.OPEN if verdict in open_days else State(verdict.value)
    assert state_of(verdict) is expected


def test_a_day_that_was_not_delivered_lies_ahead() -> None:
    assert state_of(None) is State.AHEAD
