"""Each rule against texts that break it and texts that do not."""

from collections.abc import Iterator

import pytest

from bot.library.check import USUAL, check, fails, report
from bot.library.check_claims import claims
from bot.library.check_openings import build, openings
from bot.library.check_plan import plan
from bot.library.check_repeats import alike, phrases
from bot.library.check_rhythm import rhythm
from bot.library.check_shape import shape
from bot.library.check_tics import tics
from bot.library.check_vocabulary import vocabulary
from bot.library.check_weeks import weeks
from bot.library.finding import Finding, Severity, fail, listed, look
from bot.library.references import Plan, References
from tests.library.writing import pack_of, written


def told(found: Iterator[Finding]) -> list[str]:
    return [f"{one.severity} {one.day} {one.rule}: {one.detail}" for one in found]


def of_many(reflections: list[str], **changed: object) -> list[object]:
    return [written(at, text, **changed) for at, text in enumerate(reflections, 1)]


FILLER = (
    "Kettles", "Ladders", "Buttons", "Mirrors", "Pockets",
    "Lanterns", "Anchors", "Barrels", "Candles", "Drums",
)  # fmt: skip


def unlike(count: int) -> list[str]:
    """Reflections whose first words have nothing to do with each other."""
    return [f"{FILLER[at % 10]}{at} stand about." for at in range(count)]


# Rule 1


def test_the_same_three_words_at_the_beginning_are_found_whatever_the_day() -> None:
    pack = pack_of(written(1, "The old stairs creak."), written(90, "The old stairs, again."))
    assert told(openings(pack, USUAL)) == ['fail 90 opening: "the old stairs" opens day 1 already']


def test_a_first_word_may_come_back_now_and_then_and_no_oftener() -> None:
    often = [f"Somebody {text}" for text in unlike(5)]
    found = told(openings(pack_of(*of_many(often)), USUAL))
    said = 'fail None opening: "somebody" is the first word of days 1, 2, 3, 4 and 5'
    assert said in found
    rare = pack_of(*of_many(often + unlike(95)))
    assert not [text for text in told(openings(rare, USUAL)) if "first word" in text]


def test_questions_may_open_some_days() -> None:
    some = ["Who knocked there?", "How come?"]
    assert not told(openings(pack_of(*of_many([*some, *unlike(5)])), USUAL))
    many = [*some, "Why not today, then?"]
    found = told(openings(pack_of(*of_many([*many, *unlike(5)])), USUAL))
    assert found == ["fail None opening: a question opens days 1, 2 and 3"]


@pytest.mark.parametrize("stock", ["There is", "Most of us", "Imagine", "Think of", "We"])
def test_a_stock_opening_is_spent_after_one_use(stock: str) -> None:
    once = pack_of(written(1, f"{stock} buckets."), written(5, "Kettles boil."))
    assert not told(openings(once, USUAL))
    twice = pack_of(written(1, f"{stock} buckets."), written(5, f"{stock} ladders."))
    assert f'"{stock.lower()}" opens days 1 and 5' in told(openings(twice, USUAL))[-1]


def test_two_days_running_are_not_built_alike() -> None:
    first = written(1, "She was in the lobby, waiting.")
    second = written(2, "He had at the ready a spoon.")
    assert build(first) == build(second)
    assert "built like that of day 1" in told(openings(pack_of(first, second), USUAL))[0]
    later = written(3, "He had at the ready a spoon.")
    assert not told(openings(pack_of(first, later), USUAL))


# Rules 2 and 3


def test_homework_that_is_nearly_anothers_is_found() -> None:
    one = "Write a letter to an old teacher and thank her for one lesson."
    other = "Thank an old teacher for one lesson in a letter you write."
    pack = pack_of(written(3, homework=one), written(200, homework=other))
    found = told(alike(pack, USUAL))
    assert any(text.startswith("fail 200 homework alike: ") for text in found)
    assert all("day 3" in text for text in found)


def test_homework_that_is_somewhat_like_anothers_is_shown_to_a_reader() -> None:
    one = "Write to a teacher you liked, and name one lesson that stayed."
    other = "Name a lesson to somebody, and a teacher you would have back at the door."
    found = told(alike(pack_of(written(1, homework=one), written(2, homework=other)), USUAL))
    assert len(found) == 1
    assert found[0].startswith("look 2 homework alike: 0.4")


def test_the_same_act_in_other_words_is_found() -> None:
    one = "Send a friend a photograph from an old album, and wait."
    other = "Send a photograph that nobody knows to some friend of long ago tonight."
    found = told(alike(pack_of(written(1, homework=one), written(9, homework=other)), USUAL))
    assert "fail 9 homework alike: asks for the same as day 1" in " ".join(found)


def test_homework_of_its_own_is_left_alone() -> None:
    one = "Carry a heavy bag up the stairs for a stranger."
    other = "Sing one song with your sister over the telephone."
    assert not told(alike(pack_of(written(1, homework=one), written(2, homework=other)), USUAL))


def test_a_banned_phrase_is_found_in_any_part() -> None:
    for part in ("homework", "small", "larger", "reply"):
        pack = pack_of(written(4, **{part: "Delve into it"}))
        assert f'fail 4 stock phrase: "Delve" in the {part}' in told(phrases(pack, USUAL))


def test_a_rationed_phrase_may_be_used_up_and_no_further() -> None:
    line = "A meaningful connection, they call it"
    five = [written(n, f"{line} {FILLER[n]}.") for n in range(1, 6)]
    rules = "meaningful connection"
    assert not [text for text in told(phrases(pack_of(*five), USUAL)) if f"{rules}*" in text]
    six = [*five, written(6, f"{line} lately.")]
    found = [text for text in told(phrases(pack_of(*six), USUAL)) if f"{rules}*" in text]
    assert found == [
        'fail None stock phrase: "meaningful connection*" 6 times, 5 at most: '
        "days 1, 2, 3, 4, 5 and 6"
    ]


def test_six_words_in_three_days_are_a_stock_phrase_and_named_once() -> None:
    run = "as far as anybody could tell"
    days = [
        written(n, f"{FILLER[n]} {run} {FILLER[n + 3]}.", homework=f"Do {n}.", small=f"S{n}.",
                larger=f"L{n}.", reply=f"R{n}?")
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert told(phrases(pack_of(*days), USUAL)) == [
        f'fail None stock phrase: "{run}" is shared by days 1, 2 and 3'
    ]
    assert not told(phrases(pack_of(*days[:2]), USUAL))


def test_five_words_in_three_reflections_are_shown_to_a_reader() -> None:
    days = [
        written(n, f"{FILLER[n]} as far as they go {FILLER[n + 3]}.", homework=f"Do {n}.",
                small=f"S{n}.", larger=f"L{n}.", reply=f"R{n}?")
        for n in (1, 2, 3)
    ]  # fmt: skip
    assert [text.split()[0] for text in told(phrases(pack_of(*days), USUAL))] == ["look"]


# Rule 4

EVEN = " ".join(["The cat sat on the mat today."] * 8)
UNEVEN = "No. The cat sat on the mat for a whole long afternoon while it rained outside. Why? "


def test_sentences_of_one_length_are_a_metronome() -> None:
    found = told(rhythm(pack_of(written(1, EVEN)), USUAL))
    assert found[0].startswith("fail 1 rhythm: sentence lengths vary by 0.00 of their mean")
    assert "100% of the sentences lie within 8 words" in found[1]
    assert not told(rhythm(pack_of(written(1, UNEVEN * 3)), USUAL))


def test_a_very_short_text_has_no_rhythm_to_measure() -> None:
    assert not told(rhythm(pack_of(written(1, "One two. One two. One two. One two.")), USUAL))


def test_a_year_of_one_number_of_paragraphs_is_found() -> None:
    same = [written(n, "One.\n\nTwo.") for n in range(1, 8)]
    assert told(rhythm(pack_of(*same), USUAL)) == [
        "fail None rhythm: 2 paragraphs in days 1, 2, 3, 4, 5, 6 and 7"
    ]
    mixed = [*same[:4], *(written(n, "One.") for n in (5, 6, 7))]
    assert not told(rhythm(pack_of(*mixed), USUAL))


# Rule 5


@pytest.mark.parametrize(
    "figure",
    [
        "It is not a party but a bus stop. It was not luck but cake.",
        "It's not the chair. It's the room. This isn't just tea.",
    ],
)
def test_not_this_but_that_is_not_said_twice_in_a_text(figure: str) -> None:
    assert "fail 1 tic: not ... but, 2 times" in told(tics(pack_of(written(1, figure)), USUAL))[0]


def test_not_this_but_that_is_rare_in_the_series() -> None:
    days = [written(n, "It is not a party but a bus stop.") for n in (1, 2, 3)]
    assert "fail None tic: not ... but in days 1, 2 and 3" in told(tics(pack_of(*days), USUAL))
    assert not told(tics(pack_of(*days[:2]), USUAL))


@pytest.mark.parametrize("dash", ["a \u2014 b", "1\u20132", "so - then", "so -- then", "so--then"])
def test_every_dash_is_found(dash: str) -> None:
    found = told(tics(pack_of(written(1, homework=dash)), USUAL))
    assert len(found) == 1
    assert found[0].startswith("fail 1 tic: a dash")


def test_a_hyphen_is_no_dash() -> None:
    assert not told(tics(pack_of(written(1, "A well-lit half-hour with you.")), USUAL))


def test_threes_come_once_a_text() -> None:
    once = "Bring red, white and blue to them."
    assert not told(tics(pack_of(written(1, once)), USUAL))
    twice = f"{once} Take bread, salt and oil with you."
    assert "a list of three, 2 times" in told(tics(pack_of(written(1, twice)), USUAL))[0]


def test_questions_are_not_answered_at_once_all_the_time() -> None:
    text = "Who was it? Nobody you know. Let it ring."
    days = [written(n, text) for n in (1, 2, 3)]
    found = told(tics(pack_of(*days), USUAL))
    assert "fail None tic: a question that is answered at once in days 1, 2 and 3" in found


def test_a_moral_at_the_end_is_shown_to_a_reader() -> None:
    found = told(
        tics(pack_of(written(1, "Two people met by chance. The smallest door opens.")), USUAL)
    )
    assert [text.split()[0] for text in found] == ["look"]
    task = "Two people met by chance. Find your own shoes."
    assert not told(tics(pack_of(written(1, task)), USUAL))


def test_colons_that_reveal_are_shown_to_a_reader() -> None:
    line = "There was only one thing left to do: wait for them. "
    assert "3 colons" in told(tics(pack_of(written(1, line * 3)), USUAL))[0]


# Rule 6


def claimed(text: str, references: References | None = None, **changed: object) -> list[str]:
    pack = pack_of(written(1, text, **changed))
    return told(claims(pack, references or References(), USUAL))


def test_stock_names_and_made_up_friends_are_found() -> None:
    assert "a stock name, Sarah, in the reflection" in claimed("I met Sarah there.")[0]
    assert any("somebody made up" in text for text in claimed("My old friend Zebedee knows."))


@pytest.mark.parametrize(
    "text",
    ["About 40 percent do.", "One in 5 say so.", "Researchers asked.", "A study found it.",
     "In an experiment they sat.", "Psychologists agree."],
)  # fmt: skip
def test_figures_and_studies_need_a_source(text: str) -> None:
    assert any("without an F-code" in line for line in claimed(text))
    assert not claimed(text, findings=["F20"])


def test_work_and_study_in_plain_words_need_no_source() -> None:
    assert not claimed("Where she works or studies, one learns two things.\n\n1. Ask.\n2. Go.")


def test_the_number_of_a_day_is_no_figure() -> None:
    assert not claimed("Day 366 has no name yet; it may look like day 1.")
    assert claimed("By day, 366 people pass here.")


@pytest.mark.parametrize("code", ["F34", "F37", "F72"])
def test_some_findings_are_never_used(code: str) -> None:
    assert f"{code} must not be used" in claimed("Fine.", findings=[code])[0]


def test_a_finding_has_to_be_in_the_table() -> None:
    table = References(findings={"F20": "..."})
    assert not claimed("Fine.", table, findings=["F20"])
    assert "F99 is not in the table" in claimed("Fine.", table, findings=["F99"])[0]


def test_research_is_mentioned_on_few_days() -> None:
    days = [written(n, "Researchers asked.", findings=["F20"]) for n in range(1, 6)]
    assert "research is mentioned in days 1, 2, 3, 4 and 5" in told(
        claims(pack_of(*days), References(), USUAL)
    )[0]  # fmt: skip
    assert not told(claims(pack_of(*days[:4]), References(), USUAL))


def test_a_capital_within_a_sentence_is_shown_to_a_reader() -> None:
    assert "look 1 claim: capitals within a sentence: Zurich" in claimed("We met in Zurich.")
    assert not claimed("And so I said, in English, that I'm late.")


# Rule 7


def test_dates_and_places_of_some_are_found() -> None:
    for text in ("See you on Tuesday.", "At Christmas, say.", "In the snow.", "By your driveway."):
        assert any(
            "fail 1 calendar" in line for line in told(vocabulary(pack_of(written(1, text)), USUAL))
        )


def test_british_spelling_is_found_in_titles_too() -> None:
    pack = pack_of(written(1, "We all live here.", title="The neighbours"))
    assert 'fail 1 spelling: "neighbours" is British; "neighbors"' in told(vocabulary(pack, USUAL))


def test_soft_words_are_counted_over_the_series() -> None:
    few = pack_of(written(1, "Truly, deeply, genuinely."))
    assert not [text for text in told(vocabulary(few, USUAL)) if "soft words" in text]
    many = pack_of(written(1, "Truly, deeply, genuinely sacred."))
    assert any("4 soft words" in text for text in told(vocabulary(many, USUAL)))


def test_learned_prose_is_found() -> None:
    hard = (
        "Institutional considerations notwithstanding, commissions recommended incremental "
        "implementation of organizational development and accountability."
    )
    found = told(vocabulary(pack_of(written(1, hard)), USUAL))
    assert any("fail 1 reading grade" in text for text in found)
    assert any("abstract nouns" in text for text in found)


def test_a_week_that_runs_out_of_words_is_found() -> None:
    rich = [" ".join(f"w{n}x{at}" for at in range(200)) + "." for n in range(1, 22)]
    poor = [" ".join(f"w{at % 20}" for at in range(200)) + "." for n in range(22, 29)]
    pack = pack_of(*of_many(rich + poor))
    found = [text for text in told(vocabulary(pack, USUAL)) if " variety: " in text]
    assert found
    assert all(int(text.split()[1]) > 15 for text in found)
    assert found[-1].startswith("fail 22 variety")
    even = pack_of(*of_many(rich))
    assert not [text for text in told(vocabulary(even, USUAL)) if " variety: " in text]


# Rules 8 and 9


def test_the_length_of_each_part_is_checked() -> None:
    found = told(shape(pack_of(written(1)), USUAL))
    assert [text.split()[4] for text in found if "length" in text] == [
        "reflection", "homework", "small", "larger", "reply",
    ]  # fmt: skip
    right = written(
        1, "word " * 130, homework="word " * 60, small="word " * 12, larger="word " * 12,
        reply="word " * 6,
    )  # fmt: skip
    assert not told(shape(pack_of(right), USUAL))
    wordy = written(
        1, "considerable " * 130, homework="considerable " * 60, small="word " * 12,
        larger="word " * 12, reply="word " * 6,
    )  # fmt: skip
    assert told(shape(pack_of(wordy), USUAL)) == [
        "fail 1 length: 2,689 characters of 2,600 in the message"
    ]


def test_minutes_are_round() -> None:
    assert "fail 1 minutes: 7 is none" in " ".join(told(shape(pack_of(written(minutes=7)), USUAL)))


def leaks(source: str) -> list[str]:
    found = told(shape(pack_of(written(1, source)), USUAL))
    return [text for text in found if "is left over in the reflection" in text]


@pytest.mark.parametrize(
    "source", ["An *open star", r"Two \*\*stars\*\*", "An under_ line", "a ` b"]
)
def test_markup_that_is_left_over_is_found(source: str) -> None:
    assert leaks(source)


@pytest.mark.parametrize(
    "source", ["*a* **b** `c`", "2 * 3 = 6", "snake_case", "R&B; see", "[sic]"]
)
def test_markup_that_was_read_and_signs_that_are_none_are_left_alone(source: str) -> None:
    assert not leaks(source)


PLAN = Plan(74, "Title 74", "Small", "anyone", 1, 5, "Write to one old friend.", "craft")


def planned(**changed: object) -> list[str]:
    day = written(74, **{"homework": "Write to a friend.", "safety": "contact", **changed})
    return told(plan(pack_of(day), References({74: PLAN}), USUAL))


def test_a_day_is_what_was_planned() -> None:
    assert not planned()
    for key, other in (
        ("title", "Other"), ("theme", "Other"), ("minutes", 10), ("intensity", 2),
        ("audience", "remote"), ("rhythm", "rest"),
    ):  # fmt: skip
        found = planned(**{key: other})
        assert len(found) == 1
        assert f"fail 74 plan: {key} is {other!r}" in found[0]


def test_homework_keeps_to_its_plan() -> None:
    assert "keeps 0 of 3 words" in planned(homework="Sweep the yard.")[0]


def test_a_day_that_can_do_harm_carries_its_care() -> None:
    assert "fail 74 safety" in planned(safety=None)[0]


def test_a_day_outside_the_plan_is_named_and_no_plan_means_no_comparison() -> None:
    pack = pack_of(written(75))
    assert "no such day" in told(plan(pack, References({74: PLAN}), USUAL))[0]
    assert not told(plan(pack, References(), USUAL))


# Rules 8 and 10 over a week


def test_a_week_is_not_all_in_writing() -> None:
    days = [written(n, homework=f"Write to somebody {n}.") for n in (1, 2, 3, 4)]
    assert "week 1 is in writing on days 1, 2, 3 and 4" in told(weeks(pack_of(*days), USUAL))[0]
    assert not told(weeks(pack_of(*days[:3]), USUAL))
    excepted = [written(70 + n, homework=f"Write to somebody {n}.") for n in (1, 2, 3, 4)]
    assert not told(weeks(pack_of(*excepted), USUAL))


def test_the_days_after_the_last_full_week_belong_to_it() -> None:
    days = [written(n, homework=f"Write to somebody {n}.") for n in (362, 363, 364, 365)]
    assert "week 52 is in writing" in told(weeks(pack_of(*days), USUAL))[0]


def test_a_week_that_goes_to_one_kind_of_person_is_shown_to_a_reader() -> None:
    days = [written(n, homework=f"Greet a friend by the {FILLER[n]}.") for n in range(1, 6)]
    assert "look None week: week 1 goes to a friend 5 times" in told(weeks(pack_of(*days), USUAL))


def test_three_listening_days_are_not_one() -> None:
    days = [
        written(n, homework="Ask a song of them.", rhythm="listen", form="letter")
        for n in (2, 9, 16)
    ]
    found = told(weeks(pack_of(*days), USUAL))
    assert "fail None listening: the same is asked on days 2, 9 and 16" in found
    assert "look None listening: the same form (letter) on days 2, 9 and 16" in found
    apart = [days[0], days[1], written(30, homework="Ask a song of them.", rhythm="listen")]
    assert not told(weeks(pack_of(*apart), USUAL))


def test_homework_that_nobody_notices_is_for_rest_days() -> None:
    act = pack_of(written(1, homework="Write down a name."))
    assert told(weeks(act, USUAL))[0].startswith("look 1 asks nothing")
    rest = pack_of(written(7, homework="Write down a name.", rhythm="rest"))
    assert not told(weeks(rest, USUAL))
    too_many = [written(n, homework="Write down a name.", rhythm="rest") for n in (7, 14)]
    assert "fail None asks nothing" in " ".join(told(weeks(pack_of(*too_many), USUAL)))


# All of them


def test_the_report_puts_the_worst_days_first_and_names_every_finding() -> None:
    bad = written(9, "Delve \u2014 truly \u2014 on Tuesday.", minutes=7)
    pack = pack_of(written(1), bad)
    text = report(pack)
    lines = text.split("\n")
    found = check(pack)
    assert lines[0].startswith("A tiny series: 2 of 365 days, ")
    assert f"{len(fails(found))} to put right" in lines[0]
    assert [line.split()[0] for line in lines[3:5]] == ["9", "1"]
    assert len(lines) == len(found) + 6
    assert any(line.startswith("fail  day 9    calendar: ") for line in lines)


def test_a_pack_without_findings_has_a_report_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert report(pack_of()) == "A tiny series: 0 of 365 days, 0 to put right, 0 to look at."


def test_findings_come_in_one_order() -> None:
    pack = pack_of(written(2, "Delve \u2014 in."), written(1, "Delve \u2014 on."))
    found = check(pack)
    assert found == check(pack)
    assert [one.day or 0 for one in found] == sorted(one.day or 0 for one in found)


def test_days_are_listed_as_one_says_them() -> None:
    assert listed([4]) == "day 4"
    assert listed([4, 9]) == "days 4 and 9"
    assert listed([1, 2, 3], most=2) == "days 1, 2, ... (3 in all)"


def test_fails_are_told_from_looks() -> None:
    both = (fail(1, "a", "b"), look(1, "a", "b"))
    assert fails(both) == both[:1]
    assert both[1].severity is Severity.LOOK
