"""What a tour expects of the bot: each in a sentence, in the chat and in the database.

`{name}` and `{place}` in a sentence are filled in with those of whoever it is about.
"""

from datetime import date

from bot.demo.tour.readings import (
    THE_VERY_WORDS,
    arrivals,
    heard,
    in_files,
    last_words,
    of_day,
    quoted,
    reacted_to_last,
    record_of_arrival,
    streak_of,
)
from bot.demo.tour.script import Claim, Expect, Witness
from bot.storage.onlooker import StreakRecord


def joined(zone: str, hour: str) -> Expect:
    """They are in, and were told when Day 1 comes."""
    hours, minutes = hour.split(":")
    return Expect(
        f"{{name}} has joined, and Day 1 comes at {hour} in {{place}}",
        heard("Day 1 arrives"),
        Claim(
            lambda seen: (seen.records.state(seen.id), *seen.records.zone_and_minute(seen.id)),
            ("active", zone, int(hours) * 60 + int(minutes)),
        ),
    )


def arrives(day: int, on: str, at: str, *above: str) -> Expect:
    """Day `day` came once, on the local date `on` at `at`, with words of `above` in the message."""
    noted = f", saying {quoted(above)}" if above else ""
    return Expect(
        f"{{name}}'s Day {day} arrived at {at} in {{place}}{noted}",
        Claim(
            lambda seen: arrivals(seen, day, above),
            (f"{on} {at}",),
        ),
        Claim(lambda seen: record_of_arrival(seen, day), ("delivered", on, f"{on} {at}")),
    )


def kept(day: int, streak: int | None, *also: str) -> Expect:
    """What they wrote last is Day `day`'s; the bot said so, with this streak if there is one."""
    said = (f"Saved to Day {day}.", *([f"Streak {streak}."] if streak else []), *also)
    sentence = f"{{name}}'s words are kept under Day {day}, and the streak is {streak or 0}"
    return Expect(
        sentence,
        heard(*said),
        Claim(lambda seen: (last_words(seen, day), streak_of(seen)), (THE_VERY_WORDS, streak or 0)),
    )


def appended(day: int, words: int) -> Expect:
    """What they wrote last went along with what Day `day` had, acknowledged by a reaction alone."""
    return Expect(
        f"that is kept under {{name}}'s Day {day} as well, and a reaction says so",
        Claim(reacted_to_last, True),
        Claim(
            lambda seen: (last_words(seen, day), len(of_day(seen, day).words)),
            (THE_VERY_WORDS, words),
        ),
    )


def corrected(day: int) -> Expect:
    """The log has what they made of their words, and not what they were before."""
    return Expect(
        f"{{name}}'s Day {day} follows the change, and a reaction says so",
        Claim(reacted_to_last, True),
        Claim(lambda seen: last_words(seen, day), THE_VERY_WORDS),
    )


def moved(day: int, streak: int) -> Expect:
    """What they wrote last is another day's after all."""
    return Expect(
        f"{{name}}'s words are moved to Day {day}, and the streak is {streak}",
        heard(f"Moved to Day {day}."),
        Claim(lambda seen: (last_words(seen, day), streak_of(seen)), (THE_VERY_WORDS, streak)),
    )


def done(day: int, streak: int) -> Expect:
    """The press counts: the notice says so, and the mark is there."""
    return _noticed(
        f"{{name}}'s Day {day} is done, and the streak is {streak}",
        f"Day {day} done. Streak {streak}.",
        Claim(lambda seen: ("done" in of_day(seen, day).marks, streak_of(seen)), (True, streak)),
    )


def open_again(day: int, streak: int) -> Expect:
    """A `[Done]` was taken back."""
    return _noticed(
        f"{{name}}'s Day {day} is open again, and the streak is {streak}",
        f"Day {day} is open again.",
        Claim(lambda seen: ("done" in of_day(seen, day).marks, streak_of(seen)), (False, streak)),
    )


def set_aside(day: int, notice: str) -> Expect:
    """`[Not today]` is marked; `notice` is what they were told about it."""
    return _noticed(
        f"{{name}}'s Day {day} is set aside",
        notice,
        Claim(lambda seen: "not_today" in of_day(seen, day).marks, True),
    )


def put_off(day: int) -> Expect:
    """They will be asked about it in three days."""
    return _noticed(
        f"{{name}}'s Day {day} waits for three days",
        f"I'll ask you about Day {day} on ",
        Claim(lambda seen: of_day(seen, day).waits, True),
    )


def asked_about(day: int, title: str) -> Expect:
    """The question about a day that was put off has come, and the day still waits."""
    return Expect(
        f"{{name}} is asked how it went with Day {day}",
        heard(f"Day {day}: did you go?", title),
        Claim(lambda seen: of_day(seen, day).waits, True),
    )


def went(day: int, streak: int) -> Expect:
    """A day that was put off is done."""
    return Expect(
        f"{{name}}'s Day {day} counts, late as it is, and the streak is {streak}",
        heard(f"Day {day}: you went. Streak {streak}."),
        Claim(lambda seen: (of_day(seen, day).went, streak_of(seen)), (True, streak)),
    )


def dropped(day: int) -> Expect:
    """A day that was put off is let go."""
    return Expect(
        f"{{name}}'s Day {day} is let go, and costs nothing",
        heard(f"Day {day} is dropped, and it won't count against you."),
        Claim(lambda seen: (of_day(seen, day).waits, of_day(seen, day).went), (False, False)),
    )


def paused(until: str, says: str) -> Expect:
    """They are left alone until a date."""
    return Expect(
        f"{{name}} is left alone until {date.fromisoformat(until):%A}",
        heard("Paused.", says),
        Claim(
            lambda seen: (seen.records.state(seen.id), str(seen.records.pause(seen.id))),
            ("paused", until),
        ),
    )


def silence(days: tuple[int, ...], answer: str) -> Expect:
    """After the answer to their last deed nothing came; `days` are those that had come by then."""

    def read(seen: Witness) -> object:
        texts = [message.words for message in seen.lately()]
        return [text for text in texts if not text.startswith(answer)]

    return Expect(
        "{name} has heard nothing since",
        Claim(read, []),
        Claim(lambda seen: tuple(day for day, _ in seen.records.delivered(seen.id)), days),
    )


def stands(streak: int, best: int, freezes: int, answered: int, *says: str) -> Expect:
    """Where they are, as they were told and as it is kept."""
    return Expect(
        f"{{name}}'s streak is {streak}, the longest {best}, and {answered} days are answered",
        heard(*says),
        Claim(
            lambda seen: seen.records.streak(seen.id),
            StreakRecord(streak, best, freezes, answered),
        ),
    )


def reminded(day: int) -> Expect:
    """The evening's reminder of a day that is still open."""
    return Expect(
        f"{{name}} is reminded of Day {day}, as agreed",
        heard(f"Day {day} is still open."),
        Claim(lambda seen: (seen.records.nudges(seen.id), of_day(seen, day).words), (True, ())),
    )


def nudges(wanted: bool, says: str) -> Expect:
    """Whether they are to be reminded in the evening."""
    return Expect(
        "{name} will be reminded in the evening" if wanted else "{name} will not be reminded",
        heard(says),
        Claim(lambda seen: seen.records.nudges(seen.id), wanted),
    )


def shown(day: int, sentence: str, *says: str) -> Expect:
    """They see this, and it is about words that are kept under Day `day`."""
    return Expect(
        sentence,
        heard(*says),
        Claim(lambda seen: bool(of_day(seen, day).words), True),
    )


def explained(sentence: str, streak: int, *says: str) -> Expect:
    """They see this, and it agrees with the streak that is kept."""
    return Expect(sentence, heard(*says), Claim(streak_of, streak))


def finished(last: int, answered: int, came: int) -> Expect:
    """The series is over, and was summed up."""
    return Expect(
        f"{{name}} has come to the end, with {answered} of {came} days answered",
        heard(f"Day {last}", f"You answered {answered} of the {came} that came."),
        Claim(
            lambda seen: (seen.records.state(seen.id), len(seen.records.delivered(seen.id))),
            ("finished", came),
        ),
    )


def exported(ending: str, *words: str) -> Expect:
    """A file came whose name ends so, with these words of theirs in it."""
    return Expect(
        f"{{name}} has a file ending in {ending}, with those very words in it",
        Claim(lambda seen: in_files(seen, ending, words), list(words)),
        Claim(lambda seen: seen.records.exported(seen.id), True),
    )


def _noticed(sentence: str, notice: str, database: Claim) -> Expect:
    def read(seen: Witness) -> object:
        return notice if notice in seen.notice else seen.notice

    return Expect(sentence, Claim(read, notice), database)
