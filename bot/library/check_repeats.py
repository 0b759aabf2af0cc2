"""Rules 2 and 3: no two days ask for the same, and no phrase travels from day to day."""

from collections.abc import Iterator

from bot.library.act import Act, act_of
from bot.library.finding import Finding, Severity, fail, listed, look
from bot.library.lexicon import banned, rationed
from bot.library.likeness import alike_by_letters, alike_by_words
from bot.library.model import Pack
from bot.library.thresholds import Thresholds
from bot.library.wording import grams, words

ALIKE = "homework alike"
PHRASE = "stock phrase"


def alike(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Homework that is nearly another day's: by its words, its letters, or what is asked."""
    homework = [day.homework.text for day in pack.days]
    measures = (
        (alike_by_words, "words", limits.homework_alike_fail, limits.homework_alike_look),
        (alike_by_letters, "letters", limits.homework_letters_fail, limits.homework_letters_look),
    )
    for measure, name, most, worth_a_look in measures:
        for first, second, score in measure(homework, worth_a_look):
            told = f"{score:.2f} like day {pack.days[first].number} by its {name}"
            severity = Severity.FAIL if score > most else Severity.LOOK
            yield Finding(pack.days[second].number, ALIKE, told, severity)
    seen: dict[Act, int] = {}
    for day in pack.days:
        act = act_of(day.homework.text)
        if act.whole and act in seen:
            asked = f"{act.verb}, {act.object}, {act.recipient}, {act.channel}"
            yield fail(day.number, ALIKE, f"asks for the same as day {seen[act]} ({asked})")
        seen.setdefault(act, day.number)


def phrases(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Runs of words that several days share, and phrases nobody should write at all."""
    for day in pack.days:
        for name, part in day.parts.items():
            for found in banned().within(part.text):
                yield fail(day.number, PHRASE, f'"{found}" in the {name}')
    for phrase, (entry, most) in rationed().items():
        uses = [day.number for day in pack.days for _ in entry.within(day.text)]
        if len(uses) > most:
            told = f'"{phrase}" {len(uses)} times, {most} at most'
            yield fail(None, PHRASE, f"{told}: {listed(sorted(set(uses)))}")
    yield from _shared(pack, limits)


def _shared(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    named: list[str] = []
    whole = {day.number: [part.text for part in day.parts.values()] for day in pack.days}
    reflections = {day.number: [day.reflection.text] for day in pack.days}
    for length, texts, most, tell in (
        (6, whole, limits.six_words_shared, fail),
        (5, reflections, limits.five_words_shared, look),
        (4, reflections, limits.four_words_shared, look),
    ):
        for gram, numbers in sorted(_holders(texts, length).items()):
            run = " ".join(gram)
            if len(numbers) >= most and not any(run in longer for longer in named):
                named.append(run)
                yield tell(None, PHRASE, f'"{run}" is shared by {listed(numbers)}')


def _holders(texts: dict[int, list[str]], length: int) -> dict[tuple[str, ...], list[int]]:
    """Every run of `length` words with the days that hold it."""
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, parts in texts.items():
        runs = {gram for part in parts for gram in grams(words(part), length)}
        for gram in runs:
            holders.setdefault(gram, []).append(number)
    return holders
