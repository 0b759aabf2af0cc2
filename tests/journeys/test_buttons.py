"""The buttons under a challenge, and coming back to a day that was put off."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from tests.faults.crowd import column, joined_now
from tests.faults.invariants import assert_promises_hold, assert_streaks_are_what_the_rows_say
from tests.journeys.steps import joined, texts_of
from tests.world import World

QUESTION = "did you go?"


def labels(message: Any) -> list[str]:
    """What the buttons under a message say."""
    return [button["text"] for button in message.buttons]


def day(person: Any, number: int) -> Any:
    """The challenge of that day, as it came."""
    found = (each for each in person.heard if f"Day {number}: " in each.words.split("\n\n")[0])
    return next(each for each in found if len(each.buttons) > 0 and "minute" in each.words)


def asked(person: Any) -> list[str]:
    """The questions about days that were put off, in order, whatever became of them since."""
    words = (said.words for said in person.room.said)
    return [each.partition(":")[0] for each in words if QUESTION in each]


def said_by_bot(person: Any, after: Any) -> list[Any]:
    """What the bot said since a message."""
    return [each for each in person.heard if each.id > after.id]


async def days_pass(world: World, number: int, person: Any = None) -> None:
    """So many mornings at nine; `person` answers each before the next one comes."""
    for _ in range(number):
        if person is not None:
            await person.sends(f"answered at {world.clock.now()}")
        await world.later(days=1)


async def test_a_challenge_offers_three_buttons_and_then_what_undoes_the_press(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        assert labels(challenge) == ["Done", "Remind me in 3 days", "Not today"]
        await ana.presses(challenge, "Done")
        await world.settle()
        assert labels(challenge) == ["Undo Done"]
        await ana.presses(challenge, "Undo Done")
        await world.settle()
        assert labels(challenge) == ["Done", "Remind me in 3 days", "Not today"]
        await ana.presses(challenge, "Not today")
        await world.settle()
        assert labels(challenge) == ["Done", "Remind me in 3 days", "Undo Not today"]
        answer = await ana.presses(challenge, "Undo Not today")
        assert answer["text"] == "Day 1 is open again."
        await ana.presses(challenge, "Remind me")
        await world.settle()
        assert labels(challenge) == ["Done", "Not today"]
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world)


async def test_today_and_an_earlier_day_show_what_can_be_done_about_them_now(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Done")
        await world.settle()
        await ana.sends("/today")
        await world.settle()
        assert labels(ana.last) == ["Undo Done"]
        await days_pass(world, 3)
        await ana.sends("/day 2")
        await world.settle()
        assert labels(ana.last)[:2] == ["Done", "Remind me in 3 days"]
        answer = await ana.presses(ana.last, "Done")
        assert answer["text"].startswith("Day 2 done.")
    assert_promises_hold(world)


async def test_done_asks_once_for_a_line_and_the_next_words_are_that_days(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await days_pass(world, 3)
        first = day(ana, 1)
        await ana.presses(first, "Done")
        await world.settle()
        assert ana.last.words == "One line on how it went?"
        assert labels(ana.last) == ["Cancel"]
        assert ana.last["reply_to_message"]["message_id"] == first.id
        await ana.sends("Better than I thought")
        await world.settle()
        assert "Saved to Day 1" in ana.last.words
        asked_before = len(ana.heard)
        await ana.presses(first, "Undo Done")
        await ana.presses(first, "Done")
        await ana.presses(day(ana, 4), "Done")
        await ana.presses(day(ana, 4), "Undo Done")
        await ana.sends("This is about today")
        await world.settle()
        assert "Saved to Day 4" in ana.last.words
        assert len(ana.heard) == asked_before + 2, "a line about Day 4, and where its words went"


async def test_done_on_a_day_with_words_asks_for_no_line(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("I waved")
        await world.settle()
        heard = len(ana.heard)
        answer = await ana.presses(day(ana, 1), "Done")
        assert answer["text"] == "Day 1 done. Streak 1."
        again = await ana.presses(day(ana, 1), "Undo Done")
        assert again["text"] == "Taken back. Day 1 still counts as answered."
        await world.settle()
        assert len(ana.heard) == heard


async def test_a_double_tap_and_a_press_on_the_copy_under_today_count_once(world: World) -> None:
    """Fault 23."""
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("/today")
        await world.settle()
        copy = ana.last
        for _ in range(2):
            await ana.presses(day(ana, 1), "Done", wait=False)
            await ana.presses(copy, "Done", wait=False)
        await world.settle()
        assert not world.telegram.presses or all(
            press.answer.done() for press in world.telegram.presses.values()
        )
        assert sum("One line" in text for text in texts_of(ana)) == 1
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT count(*) FROM marks") == [1]
    assert column(world, "SELECT current FROM streaks") == [1]
    assert_promises_hold(world)


async def test_a_day_set_aside_is_excused_once_in_seven_and_says_which_it_is(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await days_pass(world, 1, ana)
        answer = await ana.presses(day(ana, 2), "Not today")
        assert answer["text"] == "Day 2 is set aside. It won't count against you."
        await days_pass(world, 1)
        answer = await ana.presses(day(ana, 3), "Not today")
        assert "only one in seven" in answer["text"] and "quiet about Day 3" in answer["text"]
        await days_pass(world, 1)
        await days_pass(world, 2, ana)
        await assert_streaks_are_what_the_rows_say(world)
    # Day 1 counted, Day 2 is neutral, Day 3 took the freeze, Days 4 and 5 counted
    assert column(world, "SELECT current FROM streaks") == [3]
    assert column(world, "SELECT freezes FROM streaks") == [0]


async def test_a_reply_replaces_not_today_and_returns_the_allowance(world: World) -> None:
    """T21."""
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(day(ana, 1), "Not today")
        await world.later(hours=12)
        await ana.sends("I did it in the evening after all")
        await world.settle()
        assert "Saved to Day 1. Streak 1." in ana.last.words
        await world.later(hours=12)
        answer = await ana.presses(day(ana, 2), "Not today")
        assert answer["text"] == "Day 2 is set aside. It won't count against you."
        await assert_streaks_are_what_the_rows_say(world)


async def test_a_day_that_is_answered_need_not_be_set_aside(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.sends("Done that")
        await world.settle()
        answer = await ana.presses(day(ana, 1), "Not today")
        assert answer["text"].startswith("Day 1 is answered already")
    assert column(world, "SELECT count(*) FROM marks") == [0]


async def test_not_today_on_an_old_day_is_refused_and_changes_nothing(world: World) -> None:
    """T22."""
    async with world.running():
        ana = await joined(world, "Ana")
        old = ana.last
        await days_pass(world, 4)
        before = column(world, "SELECT current || ' ' || freezes || ' ' || settled FROM streaks")
        answer = await ana.presses(old, "Not today")
        assert answer["text"].startswith("Day 1 is too old for that")
        await world.settle()
        assert labels(old) == ["Done", "Remind me in 3 days"]
        await assert_streaks_are_what_the_rows_say(world)
        kept = column(world, "SELECT current || ' ' || freezes || ' ' || settled FROM streaks")
        assert kept == before
    assert column(world, "SELECT count(*) FROM marks") == [0]


async def test_not_today_cannot_be_taken_back_once_the_grace_is_over(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Not today")
        await days_pass(world, 3)
        answer = await ana.press_data("1:unskip:1", dict(day(ana, 1)))
        assert answer["text"].startswith("Day 1 is too old for that")
    assert column(world, "SELECT undone_at FROM marks") == [None]


async def test_a_press_under_a_message_that_is_gone_is_answered_by_a_new_one_once(
    world: World,
) -> None:
    """Faults 24 and 25."""
    async with world.running():
        ana = await joined(world, "Ana")
        challenge = ana.last
        too_old = {"chat": ana.room.describe(), "message_id": challenge.id, "date": 0}
        answer = await ana.press_data("1:skip:1", too_old)
        assert answer["text"] == "Day 1 is set aside. It won't count against you."
        await world.settle()
        assert "Undo Not today" in labels(challenge), "it could be changed all the same"
        await ana.deletes(challenge)
        await ana.press_data("1:unskip:1", {**too_old, "date": challenge["date"]})
        again = await ana.hears("Day 1 is open again.")
        assert labels(again) == ["Done", "Remind me in 3 days", "Not today"]
        await ana.press_data("1:later:1", too_old)
        await ana.hears("I'll ask you about Day 1 on")
        await world.settle()
        assert len(said_by_bot(ana, after=challenge)) == 2, "each was said once"
        reply = await ana.sends("A reply to the new one", reply_to=ana.last)
        await world.settle()
        assert "Saved to Day 1" in ana.last.words
    assert_promises_hold(world, written=[reply])


async def test_a_press_that_waited_out_an_outage_counts_from_the_last_poll_before_it(
    world: World,
) -> None:
    """T26: pressed on Wednesday at 07:58, the bot back at noon; the grace ended at 08:00."""
    async with world.running():
        ana = await joined(world, "Ana")  # Monday 09:00
        await world.later(days=1)
        await world.later(hours=22, minutes=50)
        await ana.sends("/streak")  # Wednesday 07:50
        await world.settle()
    last_poll = world.clock.now()
    world.clock.forward(timedelta(minutes=8))
    await ana.presses(day(ana, 1), "Done", wait=False)
    world.clock.forward(timedelta(hours=4))
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        await assert_streaks_are_what_the_rows_say(world)
        assert "Day 3: " in "".join(texts_of(ana)), "the grace of Day 1 is over"
    [at] = column(world, "SELECT at FROM marks")
    assert datetime.fromisoformat(at).replace(tzinfo=last_poll.tzinfo) == last_poll
    assert column(world, "SELECT current FROM streaks") == [1]


async def test_a_day_put_off_is_asked_about_three_days_on_and_went_counts(world: World) -> None:
    """T25."""
    async with world.running():
        ana = await joined(world, "Ana")  # Monday
        await days_pass(world, 1, ana)
        answer = await ana.presses(day(ana, 2), "Remind me")
        assert answer["text"].startswith("I'll ask you about Day 2 on Friday at 09:00.")
        await days_pass(world, 1)
        await days_pass(world, 1, ana)
        assert asked(ana) == []
        await days_pass(world, 1, ana)  # Friday
        assert asked(ana) == ["Day 2"]
        question = next(each for each in ana.heard if QUESTION in each.words)
        assert labels(question) == ["Went", "Not yet", "Drop"]
        assert question["reply_to_message"]["message_id"] == day(ana, 2).id
        assert "It was " in question.words
        assert column(world, "SELECT current FROM streaks") == [3], "Days 1, 3 and 4; 2 is neutral"
        await ana.presses(question, "Went")
        await world.settle()
        assert question.words == "Day 2: you went. Streak 4."
        assert ana.last.words == "One line on how it went?"
        assert column(world, "SELECT current FROM streaks") == [4]
        assert column(world, "SELECT freezes FROM streaks") == [1]
        await days_pass(world, 3)
        assert asked(ana) == ["Day 2"]
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world)


async def test_not_yet_asks_again_and_drop_leaves_the_day_neutral(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        await days_pass(world, 3)
        question = next(each for each in ana.heard if QUESTION in each.words)
        await ana.presses(question, "Not yet")
        await world.settle()
        assert question.words.startswith("Day 1: not yet. I'll ask again on Sunday at 09:00")
        await days_pass(world, 2)
        assert asked(ana) == ["Day 1"]
        await days_pass(world, 1)
        assert asked(ana) == ["Day 1", "Day 1"]
        again = next(each for each in ana.heard if QUESTION in each.words)
        await ana.presses(again, "Drop")
        await ana.presses(question, "Went")  # the older copy: it has ended, and says so
        await world.settle()
        for copy in (again, question):
            assert copy.words.startswith("Day 1 is dropped, and it won't count against you.")
            assert labels(copy) == ["Done"]
        await days_pass(world, 4)
        assert asked(ana) == ["Day 1", "Day 1"]
        await assert_streaks_are_what_the_rows_say(world)
    assert column(world, "SELECT went FROM follow_ups") == [0]
    assert_promises_hold(world)


async def test_done_in_its_stead_counts_and_spares_the_question_until_it_is_undone(
    world: World,
) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        first = ana.last
        await ana.presses(first, "Remind me")
        await days_pass(world, 1)
        await ana.presses(first, "Done")
        await days_pass(world, 4)
        assert asked(ana) == []
        await ana.presses(first, "Undo Done")
        await world.settle()
        await days_pass(world, 1)
        assert asked(ana) == ["Day 1"]
        await ana.presses(first, "Done")
        question = next(each for each in ana.heard if QUESTION in each.words)
        await ana.presses(question, "Not yet")
        await world.settle()
        assert question.words.startswith("Day 1: you went.")
        await days_pass(world, 4)
        await assert_streaks_are_what_the_rows_say(world)


async def test_words_about_a_day_do_not_answer_whether_it_was_done(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        await ana.sends("I have an appointment on Thursday")
        await days_pass(world, 3)
        question = next(each for each in ana.heard if QUESTION in each.words)
        note = await ana.sends("It went well", reply_to=question)
        await world.settle()
    assert column(world, "SELECT count(DISTINCT delivery_id) FROM reflections") == [1]
    assert_promises_hold(world, written=[note])


async def test_three_days_can_wait_and_a_fourth_press_names_them(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for number in (1, 2, 3):
            await ana.presses(day(ana, number), "Remind me")
            await days_pass(world, 1, ana)
        for question in [each for each in ana.heard if QUESTION in each.words]:
            await ana.presses(question, "Not yet")
        answer = await ana.presses(day(ana, 4), "Remind me")
        assert answer["text"] == "Three days are waiting already. I've sent you the list."
        await world.settle()
        named = ana.last
        assert [f"Day {number}: " in named.words for number in (1, 2, 3)] == [True, True, True]
        await ana.presses(named, "Drop Day 2")
        await world.settle()
        assert named.words.startswith("Day 2 is dropped")
        answer = await ana.presses(day(ana, 4), "Remind me")
        assert answer["text"].startswith("I'll ask you about Day 4")
    assert column(world, "SELECT count(*) FROM follow_ups WHERE ended_at IS NULL") == [3]


async def test_no_fourth_day_waits_by_way_of_a_done_that_is_undone(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        for number in (1, 2, 3):
            await ana.presses(day(ana, number), "Remind me")
            await days_pass(world, 1, ana)
        for question in [each for each in ana.heard if QUESTION in each.words]:
            await ana.presses(question, "Not yet")
        await ana.presses(day(ana, 3), "Done")
        answer = await ana.presses(day(ana, 4), "Remind me")
        assert answer["text"].startswith("I'll ask you about Day 4")
        answer = await ana.presses(day(ana, 3), "Undo")
        assert "three days are waiting" in answer["text"]
        await ana.sends("/status")
        await world.settle()
        assert "Day 1, Day 2 and Day 4" in ana.last["text"]
    assert column(world, "SELECT count(*) FROM follow_ups WHERE ended_at IS NULL") == [3]


async def test_one_question_a_date_and_the_others_wait_a_day(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await days_pass(world, 1)
        for number in (1, 2):
            await ana.presses(day(ana, number), "Remind me")
        await days_pass(world, 3)
        assert asked(ana) == ["Day 1"]
        await world.later(hours=5)
        assert asked(ana) == ["Day 1"]
        await world.later(hours=19)
        assert asked(ana) == ["Day 1", "Day 2"]
        await days_pass(world, 5)
        assert asked(ana) == ["Day 1", "Day 2"]


async def test_what_comes_due_in_a_pause_waits_for_the_usual_hour_after_it(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "Until I come back")
        await days_pass(world, 5)
        assert asked(ana) == []
        await world.later(hours=5)
        await ana.sends("/resume")
        await world.settle()
        assert asked(ana) == [], "not at once"
        await world.later(hours=19)
        assert asked(ana) == ["Day 1"]
        await assert_streaks_are_what_the_rows_say(world)
    assert_promises_hold(world)


async def test_a_pause_that_ends_by_itself_brings_the_question_at_that_hour(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        await ana.sends("/pause")
        await world.settle()
        await ana.presses(ana.last, "7 days")
        await days_pass(world, 7)
        assert asked(ana) == []
        await days_pass(world, 1)
        assert asked(ana) == ["Day 1"]
        assert "Day 2: " in "".join(texts_of(ana))


async def test_rest_weekdays_are_passed_over(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        with sqlite3.connect(world.home / "kindreds.db") as database:
            database.execute("UPDATE subscribers SET rest_weekdays = 8")  # Thursday
        answer = await ana.presses(ana.last, "Remind me")
        assert "on Friday at 09:00" in answer["text"]


async def test_a_question_whose_hour_was_missed_comes_late_or_the_next_day(world: World) -> None:
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        await days_pass(world, 2)
        await world.settle()
    world.clock.forward(timedelta(days=1, hours=12))  # Thursday 21:00
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        assert asked(ana) == ["Day 1"]
        await ana.presses(next(e for e in ana.heard if QUESTION in e.words), "Not yet")  # Sunday
        await world.settle()
        await world.at(world.clock.now() + timedelta(days=2))
    world.clock.forward(timedelta(days=1, hours=2))  # Sunday 23:00
    async with world.running() as bot:
        await bot.tick()
        await world.settle()
        assert asked(ana) == ["Day 1"], "nobody is asked in the night"
        await world.later(hours=10)
        assert asked(ana) == ["Day 1", "Day 1"]


async def test_a_broken_follow_up_does_not_stop_the_others(world: World) -> None:
    """Promise P8."""
    async with world.running():
        ana = await joined(world, "Ana")
        await ana.presses(ana.last, "Remind me")
        bea = await joined_now(world, "Bea", "09:00")
        await bea.presses(day(bea, 1), "Remind me")
        await world.settle()
        with sqlite3.connect(world.home / "kindreds.db") as database:
            database.execute(
                "UPDATE subscribers SET zone = 'No/Where' WHERE user_id = ?", (ana.id,)
            )
        await days_pass(world, 4)
        assert asked(bea) == ["Day 1"]
        assert asked(ana) == []


async def test_buttons_of_others_and_of_nobody_are_refused_kindly(world: World) -> None:
    """Fault 68."""
    async with world.running():
        ana = await joined(world, "Ana")
        eve = await joined_now(world, "Eve")
        await ana.presses(day(ana, 1), "Remind me")
        await world.settle()
        hers = dict(day(eve, 1))
        for verb in ("done", "undo", "skip", "unskip", "later", "went", "notyet", "drop", "letgo"):
            for number in (1, 999_999_999_999_999_999):
                answer = await eve.press_data(f"1:{verb}:{number}", hers)
                assert answer["text"].startswith("That button no longer works.")
        for verb in ("went", "notyet", "drop"):  # her own day, which she never put off
            answer = await eve.press_data(f"1:{verb}:2", hers)
            assert answer["text"].startswith("That button no longer works.")
    assert column(world, "SELECT count(*) FROM marks") == [0]
    assert column(world, "SELECT count(*) FROM follow_ups WHERE ended_at IS NULL") == [1]
