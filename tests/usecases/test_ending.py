"""The end of a run."""

from datetime import timedelta
from pathlib import Path

from bot.library.load import load_pack
from bot.storage import streaks, subscribers
from bot.storage.engine import Tx
from bot.usecases import planning, rebuilding
from tests.usecases.somebody import THURSDAY, somebody
from tests.usecases.straight import new_database
from tests.world import PACK


async def test_the_end_closes_the_last_window_whatever_becomes_of_its_summary(
    tmp_path: Path,
) -> None:
    """T31: the summary may wait for an hour, or never arrive."""
    with new_database(tmp_path / "kindreds.db") as tx:
        person = await somebody(tx)
        await _be_due(tx, person)
        now = THURSDAY + timedelta(days=1)
        assert await planning.plan_due(tx, now, load_pack(PACK), 10) == 1
        assert (await streaks.after(tx, 0, 1))[0].folded_at == now
        page = await rebuilding.check_page(tx, 0)
        assert page is not None and page.differences == ()


async def _be_due(tx: Tx, person: int) -> None:
    """After the last of the five days."""
    at = THURSDAY + timedelta(hours=23)
    await subscribers.change(
        tx, person, zone="UTC", minute=480, position=5, next_due_at=at, next_due_date=at.date()
    )
