"""`make bench`: run every measure, or those that are named, and print one table.

With `CI=1` a figure past its floor ends the run with 1.
"""

import importlib
import os
import sys
from pathlib import Path
from types import ModuleType

from tests.bench.measure import Measure, table


def main(names: list[str]) -> int:
    """Run the modules of these names, or all of them; returns the exit code."""
    measures: list[Measure] = []
    failed = False
    for module in map(_module, names or _all()):
        if hasattr(module, "measures"):
            measures += module.measures()
        elif hasattr(module, "main"):
            failed |= module.main() != 0
    if measures:
        print(table(measures))
    failed |= any(each.past_floor for each in measures)
    return int(failed and os.environ.get("CI") == "1")


def _all() -> list[str]:
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem[0] != "_")


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"tests.bench.{name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
