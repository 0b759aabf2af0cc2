"""How alike two texts are: by the words that set them apart, and by their letters."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.library.lexicon import word_classes
from bot.library.wording import stem, words

_RUN = 5  # letters


def alike_by_words(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions whose TF-IDF vectors have a cosine of at least `least`.

    Weights are sublinear term frequency times smoothed inverse document frequency, so that a word
    of every text counts little and one of two texts much; small words of English do not count.
    """
    vectors = _vectors(texts)
    holders: dict[str, list[int]] = {}
    for at, vector in enumerate(vectors):
        products: dict[int, float] = {}
        for term, weight in vector.items():
            for other in holders.setdefault(term, []):
                products[other] = products.get(other, 0.0) + weight * vectors[other][term]
            holders[term].append(at)
        for other, cosine in sorted(products.items()):
            if cosine >= least:
                yield other, at, cosine


def alike_by_letters(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs whose runs of five letters have a Jaccard index of at least `least`: the same text,
    slightly turned.
    """
    runs = [_runs(text) for text in texts]
    for at, ours in enumerate(runs):
        for other in range(at):
            shared = len(ours & runs[other])
            if shared and shared / (len(ours) + len(runs[other]) - shared) >= least:
                yield other, at, shared / (len(ours) + len(runs[other]) - shared)


def _vectors(texts: Sequence[str]) -> list[Mapping[str, float]]:
    counts = [Counter(stem(word) for word in words(text) if _telling(word)) for text in texts]
    held = Counter(term for count in counts for term in count)
    vectors: list[Mapping[str, float]] = []
    for count in counts:
        vector = {
            term: (1 + math.log(times)) * (math.log((1 + len(texts)) / (1 + held[term])) + 1)
            for term, times in count.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({term: weight / length for term, weight in vector.items()})
    return vectors


def _telling(word: str) -> bool:
    return word not in word_classes() and len(word) > 1


def _runs(text: str) -> frozenset[str]:
    said = " ".join(words(text))
    return frozenset(said[at : at + _RUN] for at in range(len(said) - _RUN + 1))
