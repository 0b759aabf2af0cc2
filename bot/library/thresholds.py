"""Every figure at which a check speaks up, in one place.

A share is of the texts checked. In a short pack one text is a large share by itself, so a share
counts as passed only if, besides, more texts than its `floor` are concerned.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """At most `of_all` of the texts, or `floor` texts, whichever is more."""

    of_all: float
    floor: int

    def passed(self, count: int, texts: int) -> bool:
        """Whether `count` of `texts` is too many."""
        return count > self.floor and count > self.of_all * texts


@dataclass(frozen=True)
class Thresholds:
    """The figures, calibrated on the days that were written first."""

    same_first_word: Share = Share(0.06, 4)
    question_opening: Share = Share(0.12, 2)
    stock_opening: Share = Share(0.02, 1)

    homework_alike_fail: float = 0.50  # cosine of TF-IDF weights
    homework_alike_look: float = 0.35
    homework_letters_fail: float = 0.40  # Jaccard of runs of five letters
    homework_letters_look: float = 0.25

    # Cosine of sentence vectors. No honest pair of days is above 0.72, and no line of the plan is
    # nearer to another than 0.73; a day with its sentences turned round or its small words
    # exchanged is never below 0.80 to itself, and of a hundred without their first sentence one.
    meaning_fail: float = 0.76
    meaning_look: float = 0.70

    six_words_shared: int = 3  # texts
    five_words_shared: int = 3
    four_words_shared: int = 8

    rhythm_least: float = 0.40  # standard deviation of sentence lengths over their mean
    rhythm_enough: float = 0.80  # from here on, short lines of talk may crowd one band
    rhythm_sentences: int = 5  # fewer have no rhythm to measure
    one_band_most: float = 0.70  # of a text's sentences within any one band
    band: int = 8  # words
    same_paragraphs: Share = Share(0.60, 6)

    not_but: Share = Share(0.10, 2)
    not_but_in_one: int = 1
    triads: Share = Share(0.35, 4)
    triads_in_one: int = 1
    answered_questions: Share = Share(1 / 12, 2)
    colons_in_one: int = 2
    closing_words: int = 8

    research: Share = Share(0.25, 4)

    soft_words: float = 1.0  # per 1,000 words of the whole pack
    soft_words_floor: int = 3
    abstract_nouns: float = 40.0  # per 1,000 words of a text
    grade_least: float = 4.5  # years of school, mean of the pack
    grade_most: float = 9.0
    grade_of_one_least: float = 2.5
    grade_of_one_most: float = 9.0
    variety_loss: float = 0.15  # of a week's distinct words, below the median week
    variety_sample: int = 1000  # words of each week that are compared

    reflection_words: tuple[int, int] = (120, 220)
    homework_words: tuple[int, int] = (50, 120)
    small_words: tuple[int, int] = (10, 25)
    larger_words: tuple[int, int] = (10, 30)
    reply_words: tuple[int, int] = (5, 15)
    heading_words: tuple[int, int] = (2, 9)
    message: int = 2600  # characters
    minutes: frozenset[int] = frozenset({5, 10, 15, 20, 25, 30, 40, 45, 60, 90})

    kept_from_syllabus: float = 0.40  # of the content words of its line
    written_days: int = 3  # of the seven of a week
    written_weeks: frozenset[int] = frozenset({11, 51})  # old friends; people who carried you
    same_recipient: int = 4  # of the seven
    listening_alike: int = 3  # listening days in a row
    asks_nothing: Share = Share(1 / 7, 1)
