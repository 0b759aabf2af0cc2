"""How long the pictures take: `python -m tests.pictures.speed` prints a table.

Nothing is asserted, for a busy machine says nothing of the code. The goal is 80 ms for `/streak`
with its picture.
"""

from statistics import median, quantiles
from time import perf_counter

from bot.pictures.drawing import draw
from bot.pictures.palette import Theme
from tests.pictures.scenes import SCENES

ROUNDS = 40


def main() -> None:
    """Draw each picture a number of times, in turn, and print median and p95 in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in SCENES}
    for _ in range(ROUNDS):
        for name, picture in SCENES.items():
            start = perf_counter()
            draw(picture, Theme.LIGHT)
            taken[name].append(1000 * (perf_counter() - start))
    print(f"{'picture':10} {'median':>8} {'p95':>8}   ms")
    for name, times in taken.items():
        print(f"{name:10} {median(times):8.1f} {quantiles(times, n=20)[-1]:8.1f}")


if __name__ == "__main__":
    main()
