"""The bot as a whole, put together."""

import gc

from tests.world import World


async def test_what_was_built_at_the_start_is_no_longer_gone_through_for_garbage(
    world: World,
) -> None:
    async with world.running() as bot:
        gc.unfreeze()
        try:
            bot.settle()
            assert gc.get_freeze_count() > 10_000
        finally:
            gc.unfreeze()
