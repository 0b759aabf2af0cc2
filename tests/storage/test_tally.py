"""Counting what a database holds, from beside it."""

from pathlib import Path

from bot.storage.tally import Tally, tally
from tests.journeys.steps import joined
from tests.world import World


async def test_replies_and_messages_are_counted_beside_a_running_bot(world: World) -> None:
    database = world.home / "kindreds.db"
    async with world.running():
        ana = await joined(world, "Ana")
        reply = await ana.sends("a weathercock")
        await world.settle()
        found = tally(database)
        assert found.chats == {ana.id}
        assert found.replies == {(ana.id, reply.id)}
        assert {(ana.id, each.id) for each in ana.chat if not each.by_bot} == found.known
        assert found.waiting == found.unsaid == frozenset()
        assert set(world.telegram.confirmed) == found.updates
        assert [state for state, _ in found.said.values()].count("sent") == len(found.said)
    assert tally(database).replies == found.replies, "and beside one that has stopped"


def test_where_there_is_nothing_yet_nothing_is_counted_and_none_is_made(tmp_path: Path) -> None:
    assert tally(tmp_path / "kindreds.db") == Tally()
    assert not list(tmp_path.iterdir())
    (tmp_path / "kindreds.db").touch()
    assert tally(tmp_path / "kindreds.db") == Tally()
