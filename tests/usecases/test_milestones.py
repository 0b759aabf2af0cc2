"""Which numbers get a word of their own, and that they get it once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.challenge import Challenge, Press, Reply
from bot.domain.streak import Streak, fold
from bot.storage.streaks import Kept
from bot.usecases.milestones import Milestone, reached

FIRST = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def life(days: int, *missed: int, first_day: int = 1) -> list[Challenge]:
    """A challenge a day, each answered within the hour but for the places in `missed`."""
    found = []
    for place in range(1, days + 1):
        at = FIRST + (place - 1) * A_DAY
        reply = Reply(at + HOUR, 10 * place + 1)
        found.append(
            Challenge(
                place,
                first_day + place - 1,
                at,
                10 * place,
                replies=() if place in missed else (reply,),
            )
        )
    return found


def on(place: int) -> datetime:
    """Noon of that day."""
    return FIRST + (place - 1) * A_DAY + 4 * HOUR


def kept(streak: Streak) -> Kept:
    return Kept(
        streak.current,
        streak.best,
        streak.shown,
        streak.freezes,
        streak.answered,
        streak.settled_up_to,
        False,
    )


def numbers(found: Milestone | None) -> tuple[int | None, int | None] | None:
    """The streak and the day."""
    if found is None:
        return None
    streak, day = found.streak, found.day
    return streak.number if streak else None, day.number if day else None


def over_a_life(sequence: list[Challenge]) -> dict[int, tuple[int | None, int | None]]:
    """By place, what is celebrated if the streak is folded at each answer and each delivery."""
    found, before = {}, None
    for place, challenge in enumerate(sequence, 1):
        unanswered = replace(challenge, replies=())
        arrived = fold([*sequence[: place - 1], unanswered], challenge.delivered_at)
        answered = fold(sequence[:place], on(place))
        for streak, day in ((arrived, None), (answered, challenge.day)):
            if (one := numbers(reached(before, streak, day))) is not None:
                assert place not in found
                found[place] = one
            before = kept(streak)
    return found


def test_the_numbers_worth_a_word_are_these_and_no_others() -> None:
    assert over_a_life(life(365)) == {
        3: (3, None),
        7: (7, 7),
        14: (14, None),
        30: (30, 30),
        50: (50, None),
        100: (100, 100),
        182: (None, 182),
        200: (200, None),
        300: (300, None),
        365: (365, 365),
    }


def test_after_a_break_the_novices_numbers_stay_silent_and_the_others_do_not() -> None:
    """Day 21 costs a freeze; of the three after Day 39 the third ends the streak of 38."""
    lived = over_a_life(life(75, 21, 40, 41, 42, first_day=1000))
    assert lived == {3: (3, None), 7: (7, None), 14: (14, None), 31: (30, None), 72: (30, None)}


def test_what_hangs_on_an_open_day_is_celebrated_once_that_is_settled_and_in_one_message() -> None:
    """Day 6 waits, Day 7 is answered: seven in a row and Day 7 meet when Day 6 is answered, too."""
    open_day_6 = life(7, 6)
    before = fold(open_day_6[:6], on(6))
    waiting = fold(open_day_6, on(7))
    assert waiting.shown == 6
    assert reached(kept(before), waiting, 7) is None
    assert numbers(reached(kept(waiting), fold(life(7), on(7)), 6)) == (7, 7)


def test_a_day_that_settles_because_its_neighbor_lapsed_is_celebrated_then() -> None:
    waiting = fold(life(7, 6), on(7))
    lapsed = fold([*life(7, 6), replace(life(8)[7], replies=())], on(8))
    assert lapsed.current == 6, "a freeze was spent"
    assert numbers(reached(kept(waiting), lapsed)) == (None, 7)


def test_a_day_answered_much_later_is_celebrated_all_the_same() -> None:
    missed = life(40, 30)
    before = fold(missed, on(40))
    late = replace(missed[29], replies=(Reply(on(40), 999),))
    after = fold([*missed[:29], late, *missed[30:]], on(40))
    assert numbers(reached(kept(before), after, 30)) == (None, 30)


def test_day_7_of_a_second_run_is_no_news_and_day_30_is() -> None:
    first = life(30, 8, 9, 10)
    second = [
        replace(
            one,
            id=one.id + 100,
            run=2,
            delivered_at=one.delivered_at + 60 * A_DAY,
            replies=(Reply(one.delivered_at + 60 * A_DAY + HOUR, 5000 + one.id),),
        )
        for one in first
    ]
    lived = over_a_life([*first, *second])
    assert [(place, day) for place, (_, day) in lived.items() if day and place > 30] == [(60, 30)]


def test_day_7_of_a_second_run_is_news_to_someone_who_never_answered_it() -> None:
    first = life(8, 7)
    again = replace(first[6], id=99, run=2, delivered_at=on(60), replies=(Reply(on(60), 9999),))
    before = fold([*first, replace(again, replies=())], on(60))
    after = fold([*first, again], on(60) + HOUR)
    assert numbers(reached(kept(before), after, 7)) == (None, 7)


def test_several_numbers_at_once_are_one_the_largest() -> None:
    """A reply that crossed turns out to have bridged two streaks."""
    assert numbers(reached(None, fold(life(16, first_day=1000), on(16)))) == (14, None)


def test_a_number_that_is_reached_again_says_since_when_it_may_have_been_said() -> None:
    """`[Done]` on the fiftieth day was taken back, and is pressed again."""
    sequence = life(50)
    undone = replace(sequence[49], replies=(), done=(Press(on(50), on(50)),))
    again = replace(undone, done=(*undone.done, Press(on(50) + HOUR)))
    taken_back = fold([*sequence[:49], undone], on(50))
    found = reached(kept(taken_back), fold([*sequence[:49], again], on(50) + HOUR))
    assert found is not None and found.streak is not None
    assert (found.streak.number, found.streak.since) == (50, FIRST)


def test_a_streak_began_with_the_challenge_after_the_last_that_ended_one() -> None:
    sequence = life(34, 3, 4)
    found = reached(kept(fold(sequence[:33], on(33))), fold(sequence, on(34)))
    assert found is not None and found.streak is not None
    assert (found.streak.number, found.streak.since) == (30, FIRST + 4 * A_DAY)
