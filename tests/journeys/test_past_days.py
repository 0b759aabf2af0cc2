"""Looking back: one day, lists of days, a word somewhere in them, and what comes back by itself."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.faults import BadRequest
from bot.usecases.memories import of_turn as memories_of_turn
from tests.faults.crowd import column, no_trouble
from tests.faults.invariants import assert_promises_hold
from tests.journeys.steps import join, joined, texts_of, turn
from tests.world import PACK, World, new_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """The five days of the small series."""
    return new_world(tmp_path, content_dir=PACK)


async def lives(world: World, *answers: str | None) -> Any:
    """Ana, day after day: each is answered with the words given, or not at all."""
    ana = await joined(world, "Ana")
    for place, words in enumerate(answers):
        if place:
            await world.later(days=1)
        if words:
            await ana.sends(words)
            await world.settle()
    return ana


async def asks(world: World, person: Any, text: str) -> Any:
    await person.sends(text)
    await world.settle()
    return person.last


async def presses(world: World, person: Any, message: Any, button: str) -> Any:
    await person.presses(message, button)
    await world.settle()
    return person.last


async def hears_more(world: World, person: Any, message: Any, button: str) -> Any:
    """Press a button, and wait for the message that comes of it."""
    before = len(person.heard)
    await person.presses(message, button)
    for _ in range(1000):
        if len(person.heard) > before:
            break
        await world.clock.sleep(0.005)
    await world.settle()
    return person.last


def labels(message: Any) -> list[str]:
    return [button["text"] for button in message.buttons]


def keeps_no_words(world: World, *words: str) -> None:
    """Neither the outbox nor an open question holds anything that somebody wrote."""
    kept = json.dumps(
        [column(world, "SELECT params FROM outbox"), column(world, "SELECT raw FROM inbox")]
    )
    assert not [word for word in words if word in kept]


async def test_today_is_the_latest_challenge_and_says_when_the_next_one_comes(
    world: World,
) -> None:
    async with world.running():
        ana = await lives(world, None, None)
        shown = (await asks(world, ana, "/today"))["text"]
        assert shown.startswith("Day 2: ")
        assert "The next one comes tomorrow at 09:00" in shown
        await asks(world, ana, "/pause")
        await presses(world, ana, ana.last, "Until I come back")
        shown = (await asks(world, ana, "/today"))["text"]
        assert shown.startswith("Day 2: ")
        assert "Nothing is due after it for now." in shown


NO_DAY = ("abc", "0", "999", "-1", "1.5", "１", "九", "يوم", "😊", "1" * 900, "<b>", "\u202e1")


async def test_whatever_is_no_day_is_answered_with_an_example(world: World) -> None:
    async with world.running():
        ana = await lives(world, None)
        for words in NO_DAY:
            await world.later(minutes=5)
            answer = await asks(world, ana, f"/day {words}")
            assert answer["text"] == (
                "Tell me which day you mean, from 1 to 5, like this: /day 3"
            ), words
        assert column(world, "SELECT count(*) FROM reflections") == [0]


async def test_a_day_that_has_not_come_shows_its_title_only(world: World) -> None:
    async with world.running() as bot:
        ana = await lives(world, None)
        day = bot.services.series.pack.day(4)
        shown = (await asks(world, ana, "/day 4"))["text"]
        assert f"Day 4: {day.title}" in shown
        assert "still ahead of you" in shown
        assert day.homework.text not in shown


async def test_where_the_operator_lets_people_see_ahead_an_early_answer_is_on_time(
    tmp_path: Path,
) -> None:
    world = new_world(tmp_path, content_dir=PACK, show_ahead=True)
    async with world.running() as bot:
        ana = await lives(world, None)
        shown = await asks(world, ana, "/day 2")
        assert bot.services.series.pack.day(2).homework.text in shown["text"]
        await ana.sends("Asked already", reply_to=shown)
        await world.settle()
        receipt = ana.last
        assert "Saved to Day 1" in receipt["text"]
        await world.later(days=1)
        await presses(world, ana, receipt, "Move")
        await presses(world, ana, ana.last, "Day 2")
        listed = (await asks(world, ana, "/history"))["text"]
        assert listed.split("\n\n")[1].splitlines()[1] == "● on time"
        assert "Asked already" in listed.split("\n\n")[1]


async def test_long_words_of_ones_own_are_all_there_page_by_page(world: World) -> None:
    async with world.running():
        ana = await lives(world, None)
        sent = [f"{number}" + " of many words" * 280 for number in range(3)]
        for words in sent:
            await ana.sends(words)
        await world.settle()
        shown = await asks(world, ana, "/day 1")
        read = shown["text"].partition("You wrote:\n")[2]
        while "More of your words »" in labels(shown):
            await turn(world, ana, shown, "More of your words »")
            read += " " + shown["text"].partition("\n")[2]
        assert read.split() == " ".join(sent).split()
        await ana.sends("And one line more", reply_to=shown)
        await turn(world, ana, shown, "« Your words before")
        await world.settle()
        assert (
            column(
                world,
                "SELECT d.day FROM reflections r JOIN deliveries d ON d.id = r.delivery_id",
            )
            == [1] * 4
        )
        keeps_no_words(world, "many words")


async def test_yesterday_is_the_challenge_before_the_latest(world: World) -> None:
    async with world.running():
        ana = await lives(world, "A hum and a hurry")
        assert "Only one day has come so far" in (await asks(world, ana, "/yesterday"))["text"]
        await world.later(days=1)
        shown = await asks(world, ana, "/yesterday")
        assert "Day 1: " in shown["text"]
        assert "A hum and a hurry" in shown["text"]
        assert labels(shown)[-3:] == ["Reply to this day", "Bookmark", "Day 2 »"]


async def test_a_day_leads_to_the_days_beside_it_in_the_same_message(world: World) -> None:
    async with world.running():
        ana = await lives(world, "First words", "Second words", "Third words")
        shown = await asks(world, ana, "/day 2")
        heard = len(ana.heard)
        await turn(world, ana, shown, "« Day 1")
        assert "First words" in shown["text"]
        assert not [label for label in labels(shown) if label.startswith("«")]
        await turn(world, ana, shown, "Day 2 »")
        await turn(world, ana, shown, "Day 3 »")
        assert "Third words" in shown["text"]
        assert not [label for label in labels(shown) if label.endswith("»")]
        assert len(ana.heard) == heard
        await ana.sends("More about the third", reply_to=shown)
        await world.settle()
        assert column(
            world,
            "SELECT d.day FROM reflections r JOIN deliveries d ON d.id = r.delivery_id"
            " WHERE r.text = 'More about the third'",
        ) == [3]


async def test_reply_to_this_day_takes_the_next_words_for_it(world: World) -> None:
    async with world.running():
        ana = await lives(world, None, None)
        shown = await asks(world, ana, "/day 1")
        asked = await presses(world, ana, shown, "Reply to this day")
        assert "What would you like to add to Day 1?" in asked["text"]
        assert "Saved to Day 1" in (await asks(world, ana, "Late, but here it is"))["text"]
        assert "Saved to Day 2" in (await asks(world, ana, "And this is today's"))["text"]


async def test_a_done_under_a_day_shown_again_leaves_the_other_buttons(world: World) -> None:
    async with world.running():
        ana = await lives(world, None, None)
        shown = await asks(world, ana, "/day 1")
        await presses(world, ana, shown, "Done")
        assert labels(shown) == ["Undo Done", "Reply to this day", "Bookmark", "Day 2 »"]


async def test_history_tells_each_day_by_sign_and_word_with_its_first_words(world: World) -> None:
    async with world.running():
        ana = await lives(world, "In time", None, None)
        await ana.presses(ana.last, "Done")
        await world.later(days=1)
        shown = await asks(world, ana, "/history")
        days = [part.splitlines() for part in shown["text"].split("\n\n")[1:]]
        assert [lines[0].split(":")[0] for lines in days] == ["Day 4", "Day 3", "Day 2", "Day 1"]
        assert [lines[1] for lines in days] == [
            "○ open",
            "● on time",
            "✱ covered by a freeze",
            "● on time",
        ]
        assert "In time" in days[3][2]
        assert len(days[1]) == 2
        opened = await presses(world, ana, shown, "Day 1")
        assert "Day 1: " in opened["text"]
        assert "You wrote:" in opened["text"]


async def test_history_turns_its_pages_in_place(world: World) -> None:
    async with world.running():
        ana = await lives(world, *(f"Words of day {day}" for day in range(1, 6)))
        await world.later(days=1)
        await ana.presses(ana.last, "Run 2 from Day 1")
        for day in range(1, 6):
            await world.later(days=1)
            await ana.sends(f"Again, day {day}")
        shown = await asks(world, ana, "/history")
        assert "Page 1 of 2" in shown["text"]
        assert "Again, day 5" in shown["text"]
        await turn(world, ana, shown, "More »")
        assert "Page 2 of 2" in shown["text"]
        assert "Words of day 1" in shown["text"]
        await turn(world, ana, shown, "« Back")
        assert "Again, day 5" in shown["text"]
        keeps_no_words(world, "Again, day", "Words of day")


async def test_missed_lists_what_came_and_has_no_answer_the_oldest_first(world: World) -> None:
    async with world.running():
        ana = await lives(world, None, "Answered", None)
        shown = await asks(world, ana, "/missed")
        assert labels(shown) == ["Day 1", "Day 3"]
        assert "○ open" in shown["text"]
        for day in (1, 3):
            opened = await asks(world, ana, f"/day {day}")
            await ana.sends("Caught up", reply_to=opened)
        assert "every day that came is answered" in (await asks(world, ana, "/missed"))["text"]


async def test_missed_looks_at_the_run_under_way_alone(world: World) -> None:
    async with world.running():
        ana = await lives(world, None, *(["Answered"] * 4))
        await world.later(days=1)
        await ana.presses(ana.last, "Run 2 from Day 1")
        await world.later(days=1)
        await ana.sends("Answered this time")
        await world.settle()
        assert "every day that came is answered" in (await asks(world, ana, "/missed"))["text"]
        await world.later(days=1)
        assert labels(await asks(world, ana, "/missed")) == ["Day 2"]


async def test_bookmarks_are_put_found_and_taken_out(world: World) -> None:
    async with world.running():
        ana = await lives(world, "One", "Two")
        assert "no bookmarks yet" in (await asks(world, ana, "/bookmarks"))["text"]
        shown = await asks(world, ana, "/day 1")
        await turn(world, ana, shown, "Bookmark")
        assert "Remove bookmark" in labels(shown)
        listed = await asks(world, ana, "/bookmarks")
        assert labels(listed) == ["Day 1"]
        opened = await presses(world, ana, listed, "Day 1")
        await turn(world, ana, opened, "Remove bookmark")
        assert "no bookmarks yet" in (await asks(world, ana, "/bookmarks"))["text"]


async def test_a_search_finds_own_words_and_challenges_and_keeps_neither(world: World) -> None:
    async with world.running():
        ana = await lives(world, "Ein Stück <b>Kuchen</b> im CAFÉ", "nothing of note")
        found = await asks(world, ana, "/search cafe")
        assert "Day 1, in your words:" in found["text"]
        assert "<b>Kuchen</b> im CAFÉ" in found["text"]
        assert labels(found) == ["Day 1"]
        opened = await presses(world, ana, found, "Day 1")
        assert "Day 1: " in opened["text"]
        assert "nowhere" in (await asks(world, ana, "/search zeppelin"))["text"]
        keeps_no_words(world, "cafe", "Kuchen", "CAF", "zeppelin")


async def test_a_search_looks_through_the_days_that_have_come_and_no_others(world: World) -> None:
    async with world.running():
        ana = await lives(world, None)
        title = world.bot.services.series.pack.day(1).title
        other = world.bot.services.series.pack.day(5).title
        assert (
            f"Day 1: {title}, in the challenge:"
            in (await asks(world, ana, f"/search {title}"))["text"]
        )
        assert "nowhere" in (await asks(world, ana, f"/search {other}"))["text"]


async def test_what_was_deleted_or_reworded_is_found_no_more_and_leaves_no_copy(
    world: World,
) -> None:
    async with world.running():
        ana = await lives(world, "Das CAFÉ am Fluß", "Ein Äpfelchen")
        first = column(world, "SELECT message_id FROM reflections ORDER BY id")[0]
        await ana.edits(first, "Ein Gärtchen")
        await world.settle()
        assert "nowhere" in (await asks(world, ana, "/search fluss"))["text"]
        assert "Day 1, in your words:" in (await asks(world, ana, "/search gartchen"))["text"]
        await asks(world, ana, "/delete 2")
        await presses(world, ana, ana.last, "Delete it")
        assert "nowhere" in (await asks(world, ana, "/search apfelchen"))["text"]
        assert column(world, "SELECT folded FROM reflections ORDER BY id") == [
            "ein gartchen",
            None,
        ]


async def test_whatever_is_looked_for_gets_a_kind_answer(world: World) -> None:
    async with world.running():
        ana = await lives(world, "100% of <i>it</i>, 😊 and שָׁלוֹם")
        assert "Day 1, in" in (await asks(world, ana, "/search 0% of"))["text"]
        assert "Day 1, in" in (await asks(world, ana, "/search 😊"))["text"]
        assert "Day 1, in" in (await asks(world, ana, "/search שלום"))["text"]
        assert "Day 1, in" in (await asks(world, ana, "/search <i>"))["text"]
        for words in ("_% of", "%%", "\\", "' OR 1=1 --", "\u202eabc", "{day}"):
            await world.later(minutes=5)
            assert "nowhere" in (await asks(world, ana, f"/search {words}"))["text"], words
        await world.later(minutes=5)
        asked = await asks(world, ana, "/search" + " long" * 200)
        assert "a word or two" in asked["text"]
        assert labels(asked) == ["Cancel"]
        assert "Day 1, in" in (await asks(world, ana, "שלום"))["text"]
        assert column(world, "SELECT count(*) FROM reflections") == [1]


async def test_a_page_that_is_there_no_more_is_the_first(world: World) -> None:
    async with world.running():
        ana = await lives(world, "the only harbor")
        found = await asks(world, ana, "/search harbor")
        await ana.press_data("1:find:40", found)
        await world.settle()
        assert "the only harbor" in found["text"]


async def test_a_search_without_a_word_asks_for_one_and_the_answer_is_no_reflection(
    world: World,
) -> None:
    async with world.running():
        ana = await lives(world, "The garden gate")
        asked = await asks(world, ana, "/search")
        assert "What are you looking for?" in asked["text"]
        assert "Day 1, in your words:" in (await asks(world, ana, "garden"))["text"]
        await asks(world, ana, "/search")
        await presses(world, ana, ana.last, "Cancel")
        await ana.sends("Another line of my own")
        await world.settle()
        assert column(world, "SELECT text FROM reflections ORDER BY id") == [
            "The garden gate",
            "Another line of my own",
        ]


async def test_pages_of_a_search_look_anew_for_the_word_that_was_sent(world: World) -> None:
    async with world.running():
        ana = await lives(world, *(f"the lighthouse, {day} times" for day in range(1, 6)))
        await world.later(days=1)
        await ana.presses(ana.last, "Run 2 from Day 1")
        await world.later(days=1)
        await ana.sends("the lighthouse once more")
        for text in ("/search lighthouse", "/search", "lighthouse"):
            found = await asks(world, ana, text)
        assert "once more" in found["text"]
        assert len(labels(found)) == 6
        await turn(world, ana, found, "More »")
        assert "1 times" in found["text"]
        await turn(world, ana, found, "« Back")
        assert "once more" in found["text"]
        refused = BadRequest("Bad Request: message can't be edited")
        world.telegram.faults.add(refused, method="editMessageText")
        again = await hears_more(world, ana, found, "More »")
        assert "1 times" in again["text"]
        await turn(world, ana, again, "« Back")
        assert "once more" in again["text"]


async def test_buttons_of_somebody_else_open_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 68, 69."""
    async with world.running():
        eve = await join(world, "Eve", "Europe/Lisbon", "09:00")
        ana = await lives(world, "Private words", "More")
        message = eve.last
        for verb in ("past", "turn", "write", "bookmark", "unbookmark", "hide"):
            await eve.press_data(f"1:{verb}:1", message)
        await eve.press_data("1:list:history-9999", message)
        await eve.press_data("1:find:9999", message)
        await world.settle()
        assert not [text for text in texts_of(eve) if "Private words" in text]
        assert column(world, "SELECT count(*) FROM bookmarks") == [0]
        assert column(world, "SELECT count(*) FROM reflections WHERE hidden") == [0]
        assert len(texts_of(ana)) == len(ana.heard)
        no_trouble(world, caplog)


async def test_nothing_of_past_days_is_shown_in_a_group(world: World) -> None:
    """Fault 71."""
    async with world.running():
        ana = await lives(world, "Private words")
        group = world.telegram.group("Friends", ana)
        sent = len(world.telegram.sent)
        for text in ("/history", "/day 1", "/search words", "/missed", "/bookmarks", "/yesterday"):
            await ana.sends(text, chat=group)
        await world.settle()
        assert len(world.telegram.sent) == sent


async def months(world: World, days: int) -> Any:
    """Ana answers day after day of a long series."""
    ana = await joined(world, "Ana")
    for day in range(1, days + 1):
        if day > 1:
            await world.later(days=1)
        await ana.sends(f"Of day {day}: <i>somebody</i> laughed")
        await world.settle()
    return ana


def memories(person: Any) -> list[Any]:
    return [message for message in person.heard if " days ago, on " in message.get("text", "")]


@pytest.fixture
def long(tmp_path: Path) -> World:
    """A series of sixty days, all made from the first one of the small series."""
    pack = tmp_path / "sixty"
    pack.mkdir()
    sheet = (PACK / "pack.toml").read_text(encoding="utf-8")
    (pack / "pack.toml").write_text(sheet.replace("days = 5", "days = 60"), encoding="utf-8")
    wave = (PACK / "001-wave.md").read_text(encoding="utf-8")
    for day in range(1, 61):
        text = wave.replace("day = 1\n", f"day = {day}\n").replace('"wave"', f'"wave-{day}"')
        text = text.replace('"Wave"', f'"Wave {day}"')
        (pack / f"{day:03}-wave.md").write_text(text, encoding="utf-8")
    return new_world(tmp_path, content_dir=pack)


async def test_memories_come_about_twice_a_week_covered_and_thirty_days_old(long: World) -> None:
    """Also fault 62: nothing of it in a pause, for nothing comes under which it could."""
    async with long.running():
        ana = await months(long, 52)
        found = memories(ana)
        assert 4 <= len(found) <= 7
        for message in found:
            text, entities = message["text"], message["entities"]
            spoiler = next(each for each in entities if each["type"] == "spoiler")
            covered = text.encode("utf-16-le")[2 * spoiler["offset"] :].decode("utf-16-le")
            assert covered.startswith("Of day ")
            assert "<i>somebody</i> laughed" in covered
            ago = int(text.rpartition(" days ago, on ")[0].rpartition("\n")[2])
            assert ago >= 30
            day = int(covered.split(":")[0].removeprefix("Of day "))
            assert f", Day {day}, you wrote:" in text
            shown = int(text.split(":")[0].removeprefix("Day "))
            assert shown - day == ago
        keeps_no_words(long, "laughed")
        assert_promises_hold(long)


async def test_a_memory_that_is_hidden_goes_and_does_not_come_back(long: World) -> None:
    async with long.running():
        ana = await months(long, 45)
        shown = memories(ana)[0]
        await turn(long, ana, shown, "Don't show this one")
        assert " days ago, on " not in shown["text"]
        assert "Day " in shown["text"]
        assert "Don't show this one" not in labels(shown)
        hidden = column(long, "SELECT id FROM reflections WHERE hidden")
        assert len(hidden) == 1
        later = long.clock.now().isoformat()
        turns = {"day": 60, "memory": {"before": later, "zone": "Europe/Lisbon"}}
        shown_again = {
            kept.id
            for number in range(45)
            for kept in await long.bot.services.db.read(
                memories_of_turn, 1, {**turns, "memory": {**turns["memory"], "turn": number}}
            )
        }
        assert len(shown_again) == 44
        assert hidden[0] not in shown_again


async def test_whoever_wants_no_memories_is_shown_none(long: World) -> None:
    async with long.running():
        ana = await joined(long, "Ana")
        card = await asks(long, ana, "/settings")
        await turn(long, ana, card, "Memories: on")
        assert "Nothing you wrote long ago is shown" in card["text"]
        for day in range(1, 45):
            await ana.sends(f"Of day {day}")
            await long.later(days=1)
        assert not memories(ana)


async def test_in_run_2_last_runs_answer_follows_the_new_one_and_never_leads_it(
    world: World,
) -> None:
    async with world.running():
        ana = await lives(world, *(f"The first time, day {day}" for day in range(1, 6)))
        await world.later(days=1)
        await ana.presses(ana.last, "Run 2 from Day 1")
        await world.later(days=1)
        assert "The first time" not in ana.last["text"]
        await ana.sends("The second time")
        await world.settle()
        receipt, last_time = texts_of(ana)[-2:]
        assert "Saved to Day 1" in receipt
        assert last_time.startswith("Last time, on Mon, November 23, 2026, you wrote:")
        assert "The first time, day 1" in last_time
        assert any(each["type"] == "spoiler" for each in ana.last["entities"])
        heard = len(ana.heard)
        await ana.sends("And one more line")
        await world.settle()
        assert len(ana.heard) == heard
        keeps_no_words(world, "The first time")


async def test_a_deleted_answer_of_last_run_is_not_told(world: World) -> None:
    async with world.running():
        ana = await lives(world, *(f"The first time, day {day}" for day in range(1, 6)))
        await asks(world, ana, "/delete 1")
        await presses(world, ana, ana.last, "Delete it")
        await world.later(days=1)
        end = next(
            message for message in ana.heard if "the last day of the series" in message.words
        )
        await ana.presses(end, "Run 2 from Day 1")
        await world.at(world.clock.now() + timedelta(days=1))
        await ana.sends("The second time")
        await world.settle()
        assert "Saved to Day 1" in ana.last.words
