"""What the next challenge has to tell of the days before it, and what it has to take back."""

from datetime import timedelta

from bot.demo.faults import CutAfter, Unreachable
from tests.journeys.steps import joined, texts_of
from tests.world import World


async def test_a_freeze_that_was_spent_is_told_with_the_next_challenge_and_only_once(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("The first is done")
        for _ in range(3):
            await world.later(days=1)
        told = [text for text in texts_of(ana) if "A freeze covered Day 2" in text]
        assert len(told) == 1
        assert "Day 4: " in told[0]
        await world.later(days=1)
        assert sum("A freeze covered" in text for text in texts_of(ana)) == 1


async def test_a_reply_that_crossed_the_challenge_gives_the_freeze_back_with_a_line(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("The first is done")
        await world.later(days=1)
        second = ana.last
        await world.later(days=1)
        await world.later(hours=23, minutes=59)
        deaf = world.telegram.faults.add(Unreachable(), method="getUpdates", times=None)
        await world.clock.sleep(0.05)
        late = await ana.sends("A minute before it was too late", reply_to=second)
        world.clock.forward(timedelta(minutes=1))
        assert world.bot is not None
        await world.bot.tick()
        await ana.hears("A freeze covered Day 2", within=10)
        world.telegram.faults.clear()
        assert deaf.struck
        await world.settle()
        assert late["message_id"] < ana.last["message_id"]
        texts = texts_of(ana)
        assert any("Saved to Day 2. Streak 2." in text for text in texts)
        assert any("the freeze it cost is yours again" in text for text in texts)
        await ana.sends("/why")
        await world.settle()
        assert "Day 2: a little late, in grace, and counted" in ana.last.words


async def test_a_day_that_nobody_knows_about_is_offered_with_the_next_one(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("The first is done")
        await world.settle()
        world.telegram.faults.add(CutAfter(), method="sendMessage", chat_id=ana.id, times=3)
        for wait in (timedelta(days=1), timedelta(minutes=1), timedelta(minutes=6)):
            await world.at(world.clock.now() + wait)
        await world.later(days=1)
        assert "Day 2 may not have reached you" in ana.last.words
        assert "Day 3: " in ana.last.words


async def test_t13_what_an_outage_of_a_day_may_have_swallowed_is_told_once(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("The first is done")
        await world.later(days=1)
    world.clock.set(world.clock.now() + timedelta(hours=30))
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        told = [text for text in texts_of(ana) if "Day 2" in text and "Day 3: " in text]
        assert len(told) == 1
        await ana.sends("/streak")
        await world.settle()
        assert "Your streak is 1." in ana.last.words
        await world.later(days=1)
        assert "Day 2" not in ana.last.words.partition("Homework")[0]
        await ana.sends("/why")
        await world.settle()
        assert "Day 2: your reply may have been lost" in ana.last.words
