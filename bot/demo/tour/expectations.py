"""What a tour expects of the bot: each in a sentence, in the chat and in the database.

`{name}` and `{place}` in a sentence are filled in with those of whoever it is about.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.demo.chats import ChatMessage
from bot.demo.tour.script import Claim, Expect, Witness
from bot.storage.onlooker import DayRecord, StreakRecord


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
    noted = f", saying {_quoted(above)}" if above else ""
    return Expect(
        f"{{name}}'s Day {day} arrived at {at} in {{place}}{noted}",
        Claim(
            lambda seen: _arrivals(seen, day, above),
            (f"{on} {at}",),
        ),
        Claim(lambda seen: _record_of_arrival(seen, day), ("delivered", on, f"{on} {at}")),
    )


def kept(day: int, streak: int | None, *also: str) -> Expect:
    """What they wrote last is Day `day`'s; the bot said so, with this streak if there is one."""
    said = (f"Saved to Day {day}.", *([f"Streak {streak}."] if streak else []), *also)
    sentence = f"{{name}}'s words are kept under Day {day}, and the streak is {streak or 0}"
    return Expect(
        sentence,
        heard(*said),
        Claim(lambda seen: (seen.said in _of(seen, day).words, _streak(seen)), (True, streak or 0)),
    )


def appended(day: int, words: int) -> Expect:
    """What they wrote last went along with what Day `day` had, acknowledged by a reaction alone."""
    return Expect(
        f"that is kept under {{name}}'s Day {day} as well, and a reaction says so",
        Claim(_reacted_to_last, True),
        Claim(
            lambda seen: (seen.said in _of(seen, day).words, len(_of(seen, day).words)),
            (True, words),
        ),
    )


def corrected(day: int) -> Expect:
    """The log has what they made of their words, and not what they were before."""
    return Expect(
        f"{{name}}'s Day {day} follows the change, and a reaction says so",
        Claim(_reacted_to_last, True),
        Claim(lambda seen: _of(seen, day).words[-1:] == (seen.said,), True),
    )


def moved(day: int, streak: int) -> Expect:
    """What they wrote last is another day's after all."""
    return Expect(
        f"{{name}}'s words are moved to Day {day}, and the streak is {streak}",
        heard(f"Moved to Day {day}."),
        Claim(lambda seen: (seen.said in _of(seen, day).words, _streak(seen)), (True, streak)),
    )


def done(day: int, streak: int) -> Expect:
    """The press counts: the notice says so, and the mark is there."""
    return _noticed(
        f"{{name}}'s Day {day} is done, and the streak is {streak}",
        f"Day {day} done. Streak {streak}.",
        Claim(lambda seen: ("done" in _of(seen, day).marks, _streak(seen)), (True, streak)),
    )


def open_again(day: int, streak: int) -> Expect:
    """A `[Done]` was taken back."""
    return _noticed(
        f"{{name}}'s Day {day} is open again, and the streak is {streak}",
        f"Day {day} is open again.",
        Claim(lambda seen: ("done" in _of(seen, day).marks, _streak(seen)), (False, streak)),
    )


def set_aside(day: int, notice: str) -> Expect:
    """`[Not today]` is marked; `notice` is what they were told about it."""
    return _noticed(
        f"{{name}}'s Day {day} is set aside",
        notice,
        Claim(lambda seen: "not_today" in _of(seen, day).marks, True),
    )


def put_off(day: int) -> Expect:
    """They will be asked about it in three days."""
    return _noticed(
        f"{{name}}'s Day {day} waits for three days",
        f"I'll ask you about Day {day} on ",
        Claim(lambda seen: _of(seen, day).waits, True),
    )


def asked_about(day: int, title: str) -> Expect:
    """The question about a day that was put off has come, and the day still waits."""
    return Expect(
        f"{{name}} is asked how it went with Day {day}",
        heard(f"Day {day}: did you go?", title),
        Claim(lambda seen: _of(seen, day).waits, True),
    )


def went(day: int, streak: int) -> Expect:
    """A day that was put off is done."""
    return Expect(
        f"{{name}}'s Day {day} counts, late as it is, and the streak is {streak}",
        heard(f"Day {day}: you went. Streak {streak}."),
        Claim(lambda seen: (_of(seen, day).went, _streak(seen)), (True, streak)),
    )


def dropped(day: int) -> Expect:
    """A day that was put off is let go."""
    return Expect(
        f"{{name}}'s Day {day} is let go, and costs nothing",
        heard(f"Day {day} is dropped, and it won't count against you."),
        Claim(lambda seen: (_of(seen, day).waits, _of(seen, day).went), (False, False)),
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
        Claim(lambda seen: (seen.records.nudges(seen.id), _of(seen, day).words), (True, ())),
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
        Claim(lambda seen: bool(_of(seen, day).words), True),
    )


def explained(sentence: str, streak: int, *says: str) -> Expect:
    """They see this, and it agrees with the streak that is kept."""
    return Expect(sentence, heard(*says), Claim(_streak, streak))


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
        Claim(lambda seen: _in_files(seen, ending, words), list(words)),
        Claim(lambda seen: seen.records.exported(seen.id), True),
    )


def heard(*words: str) -> Claim:
    """One message that came or changed since their last deed says all of these words."""

    def read(seen: Witness) -> object:
        texts = [message.words for message in seen.lately()]
        if any(all(each in text for each in words) for text in texts):
            return words
        return texts

    return Claim(read, words)


def _noticed(sentence: str, notice: str, database: Claim) -> Expect:
    def read(seen: Witness) -> object:
        return notice if notice in seen.notice else seen.notice

    return Expect(sentence, Claim(read, notice), database)


def _of(seen: Witness, day: int) -> DayRecord:
    found = seen.records.day(seen.id, day)
    return found or DayRecord("never planned", date.min, None, (), frozenset(), False, False)


def _streak(seen: Witness) -> int | None:
    found = seen.records.streak(seen.id)
    return found.shown if found else None


def _arrivals(seen: Witness, day: int, above: tuple[str, ...]) -> tuple[str, ...]:
    """When each message of a day came, by the person's own clock; or what it lacks."""
    found = []
    for message in seen.person.heard:
        if not is_challenge(message, day):
            continue
        lacking = [words for words in above if words not in message.words]
        buttons = [button["text"] for button in message.buttons]
        if lacking or not buttons:
            found.append(f"without {_quoted(lacking) or 'its buttons'}: {message.words}")
        else:
            found.append(_local(seen, datetime.fromtimestamp(message["date"], UTC)))
    return tuple(found)


def is_challenge(message: ChatMessage, day: int) -> bool:
    """Whether it is the one that brought Day `day`: its heading may have lines above it."""
    heading = re.compile(rf"^Day {day}: .+\n\d+ minutes?$", re.MULTILINE)
    return message.by_bot and heading.search(message.words) is not None


def _record_of_arrival(seen: Witness, day: int) -> tuple[str, str, str]:
    record = _of(seen, day)
    at = "never" if record.delivered_at is None else _local(seen, record.delivered_at)
    return record.state, str(record.local_date), at


def _local(seen: Witness, instant: datetime) -> str:
    return instant.astimezone(ZoneInfo(seen.person.zone)).strftime("%Y-%m-%d %H:%M")


def _reacted_to_last(seen: Witness) -> bool:
    own = [message for message in seen.person.chat if not message.by_bot]
    return bool(own and any(own[-1].reactions.values()))


def _in_files(seen: Witness, ending: str, words: tuple[str, ...]) -> list[str]:
    files = seen.person.telegram.files
    documents = [message["document"] for message in seen.lately() if "document" in message]
    texts = [
        files.get(document["file_id"]).content.decode()
        for document in documents
        if document["file_name"].endswith(ending)
    ]
    return [each for each in words if any(each in text for text in texts)]


def _quoted(words: Sequence[str]) -> str:
    return " and ".join(f"\u201c{each}\u201d" for each in words)
