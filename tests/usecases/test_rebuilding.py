"""Proving what is kept of everybody's streak, and mending what is wrong."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.streak import Streak
from bot.storage import pauses, streaks, subscribers
from bot.storage.engine import Tx
from bot.usecases import facts, rebuilding
from bot.usecases import streaks as folding
from bot.usecases.facts import Facts
from bot.usecases.rebuilding import PAGE, Difference
from tests.usecases.somebody import MONDAY, THURSDAY, somebody
from tests.usecases.straight import Straight, new_database

LATER = THURSDAY + timedelta(days=40)


@pytest.fixture
async def tx(tmp_path: Path) -> AsyncIterator[Straight]:
    with new_database(tmp_path / "kindreds.db") as db:
        yield db


async def spoil(tx: Tx, person: int, **values: int) -> None:
    kept = await streaks.of(tx, person)
    assert kept is not None
    await streaks.keep(tx, person, THURSDAY, replace(kept, **values))


async def found(tx: Tx) -> tuple[Difference, ...]:
    page = await rebuilding.check_page(tx, 0)
    assert page is not None
    return page.differences


async def test_a_kept_streak_that_is_right_does_not_differ_however_long_nothing_happened(
    tx: Tx,
) -> None:
    person = await somebody(tx)
    before = await streaks.after(tx, 0, PAGE)
    page = await rebuilding.mend_page(tx, LATER, 0)
    assert page == rebuilding.Page(person, 1, ())
    assert await streaks.after(tx, 0, PAGE) == before


async def test_a_difference_names_the_row_the_columns_and_both_values(tx: Tx) -> None:
    person = await somebody(tx)
    await spoil(tx, person, best=9, answered=0)
    assert await found(tx) == (Difference(person, {"best": (9, 3), "answered": (0, 3)}),)
    assert await found(tx) != (), "looking has changed something"


async def test_mending_writes_what_the_rows_say_now(tx: Tx) -> None:
    person = await somebody(tx)
    await spoil(tx, person, freezes=2, settled=1)
    assert await rebuilding.mend_page(tx, LATER, 0) is not None
    assert await found(tx) == ()
    kept = await streaks.of(tx, person)
    assert kept == folding.kept(*await _folded(tx, LATER, person))


async def _folded(tx: Tx, now: datetime, person: int) -> tuple[Streak, Facts]:
    known = await facts.gather(tx, person)
    return known.fold(now), known


async def test_a_row_that_is_missing_differs_in_every_column(tx: Tx) -> None:
    person = await somebody(tx)
    await tx.exec_driver_sql("DELETE FROM streaks")
    (difference,) = await found(tx)
    assert difference.subscriber_id == person
    assert {before for before, _ in difference.columns.values()} == {None}
    await rebuilding.mend_page(tx, LATER, 0)
    assert await found(tx) == ()


async def test_nobody_needs_a_row_before_their_first_challenge(tx: Tx) -> None:
    await subscribers.welcome(tx, MONDAY, 700, 700, "en", None)
    assert await found(tx) == ()


async def test_an_outage_that_became_known_later_is_no_difference(tx: Tx) -> None:
    person = await somebody(tx)
    await pauses.note_outage(tx, MONDAY + timedelta(days=1), THURSDAY + timedelta(hours=1))
    await streaks.expect_news(tx)
    assert await found(tx) == ()
    folded, _ = await _folded(tx, THURSDAY, person)
    assert folded.freezes == 1, "the outage covers the day that a freeze had covered"


async def test_news_may_be_expected_in_vain_and_never_missed(tx: Tx) -> None:
    person = await somebody(tx)
    await spoil(tx, person, news=True)
    assert await found(tx) == ()
    await spoil(tx, person, news=False)
    assert await found(tx) == (Difference(person, {"news": (False, True)}),)


async def test_everybody_is_gone_through_a_page_at_a_time(tx: Tx) -> None:
    for number in range(PAGE + 1):
        await subscribers.welcome(tx, MONDAY, 1000 + number, 1000 + number, "en", None)
    first = await rebuilding.check_page(tx, 0)
    assert first is not None and first.people == PAGE
    second = await rebuilding.check_page(tx, first.last_id)
    assert second is not None and second.people == 1
    assert await rebuilding.check_page(tx, second.last_id) is None
