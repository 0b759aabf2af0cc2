"""The first week, as somebody meets it; and a week of somebody slow."""

from typing import Any

from tests.journeys.steps import joined, texts_of
from tests.world import World


async def hears(world: World, person: Any, words: str) -> list[str]:
    """What a person is told after saying something."""
    before = len(person.heard)
    await person.sends(words)
    await world.settle()
    return texts_of(person)[before:]


async def test_a_first_week_answered_every_day_ends_in_seven(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        told: dict[int, list[str]] = {}
        for day in range(1, 8):
            assert f"Day {day}: " in ana.last.words
            told[day] = await hears(world, ana, f"What I did on day {day}")
            await world.later(days=1)
        assert all(f"Saved to Day {day}. Streak {day}." in told[day][0] for day in told)
        assert {day: len(lines) for day, lines in told.items()} == {
            1: 1, 2: 1, 3: 2, 4: 1, 5: 1, 6: 1, 7: 2,
        }  # fmt: skip
        assert "Day 8: " in ana.last.words
        streak = (await hears(world, ana, "/streak"))[0]
        assert streak.index("7 of 365") < streak.index("Your streak is 7")
        assert "2 freezes" in streak


async def test_t4_two_days_missed_cost_a_freeze_and_then_the_streak_which_stays_on_record(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(2):
            await hears(world, ana, "Done in time")
            await world.later(days=1)
        await world.later(days=1)  # Day 3 is open, Day 4 comes
        await world.later(days=1)  # Day 3 lapses: its freeze is told with Day 5
        assert "Day 3" in ana.last.words.split("Day 5: ")[0]
        told = await hears(world, ana, "Back again, on Day 5")
        assert "Streak 3." in told[0]
        streak = (await hears(world, ana, "/streak"))[0]
        assert "Day 4 is open" in streak
        await world.later(days=1)  # Day 4 lapses, with no freeze left
        streak = (await hears(world, ana, "/streak"))[0]
        assert "Your streak is 1." in streak
        assert "2" in streak.split("Your streak is 1.")[1]
        assert "Day 1" not in streak


async def test_a_slow_replier_who_always_answers_the_day_after_keeps_a_streak(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        for day in range(1, 6):
            await world.later(days=1)
            late, challenge = challenge, ana.last
            await ana.sends(f"A day late, about Day {day}", reply_to=late)
            await world.settle()
            saved = next(text for text in texts_of(ana)[::-1] if text.startswith("Saved to"))
            assert f"Saved to Day {day}. Streak {day}." in saved
            assert f"Day {day + 1}: " in challenge["text"]


async def test_who_answers_in_the_evening_of_the_day_after_next_is_too_late_for_the_streak(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        first = ana.last
        for hours in (24, 24, 1):
            await world.later(hours=hours)
        await ana.sends("Two days late", reply_to=first)
        await world.settle()
        saved = next(text for text in texts_of(ana)[::-1] if text.startswith("Saved to"))
        assert "Saved to Day 1." in saved
        assert "1 of 365" in saved
        assert "0" in saved.partition("Streak")[2] or "Streak" not in saved


async def test_t19_a_newcomer_who_never_answers_spends_no_freeze(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for _ in range(3):
            await world.later(days=1)
        streak = (await hears(world, ana, "/streak"))[0]
        assert "one freeze" in streak
