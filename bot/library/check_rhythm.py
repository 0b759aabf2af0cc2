"""Rule 4: sentences and paragraphs of uneven length, as people write them."""

from collections import Counter
from collections.abc import Iterator
from statistics import mean, pstdev

from bot.library.finding import Finding, fail, listed
from bot.library.model import Pack
from bot.library.thresholds import Thresholds
from bot.library.wording import paragraphs, sentences, words

RULE = "rhythm"


def rhythm(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    """Reflections that tick like a metronome, and a year of the same number of paragraphs."""
    for day in pack.days:
        lengths = [len(words(sentence)) for sentence in sentences(day.reflection.text)]
        if len(lengths) < limits.rhythm_sentences:
            continue
        unevenness = pstdev(lengths) / mean(lengths)
        if unevenness < limits.rhythm_least:
            told = f"sentence lengths vary by {unevenness:.2f} of their mean"
            yield fail(day.number, RULE, f"{told}, {limits.rhythm_least:.2f} at least")
        share = _in_one_band(lengths, limits.band)
        if share > limits.one_band_most and unevenness < limits.rhythm_enough:
            told = f"{share:.0%} of the sentences lie within {limits.band} words of each other"
            yield fail(day.number, RULE, told)
    yield from _paragraphs(pack, limits)


def _in_one_band(lengths: list[int], band: int) -> float:
    """The largest share of `lengths` that one band of that many words holds."""
    counts = Counter(lengths)
    held = (sum(counts[at] for at in range(low, low + band)) for low in counts)
    return max(held) / len(lengths)


def _paragraphs(pack: Pack, limits: Thresholds) -> Iterator[Finding]:
    days: dict[int, list[int]] = {}
    for day in pack.days:
        days.setdefault(len(paragraphs(day.reflection.text)), []).append(day.number)
    for count, numbers in days.items():
        if limits.same_paragraphs.passed(len(numbers), len(pack.days)):
            yield fail(None, RULE, f"{count} paragraphs in {listed(numbers)}")
