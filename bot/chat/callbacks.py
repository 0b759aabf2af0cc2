"""What buttons carry. The data comes back from outside and proves nothing (fault 68)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

VERSION = "1"

LONGEST = 64
"""Bytes that Telegram allows in `callback_data`."""


def data(verb: str, argument: object = "") -> str:
    """The data of a button. Raises ValueError where Telegram would refuse it."""
    packed = f"{VERSION}:{verb}:{argument}"
    if len(packed.encode()) > LONGEST:
        raise ValueError(f"button data of {verb} is too long")
    return packed


def pattern(verb: str, argument: str = "") -> re.Pattern[str]:
    """Matches this verb's data whole; `argument` is a regular expression, captured."""
    return re.compile(rf"{VERSION}:{verb}:({argument})\Z")


def day_number(words: Sequence[str] | None) -> int | None:
    """The number typed after a command, such as 3 in `/day 3`; None for anything else."""
    word = words[0] if words else ""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 6 else None


ROW_ID = r"[1-9][0-9]{0,17}"
_DELIVERY = re.compile(rf"{VERSION}:(?:done|undo):({ROW_ID})\Z")


def delivery_in(markup: Mapping[str, Any] | None) -> int | None:
    """The delivery that a message's own buttons speak of: every copy of a challenge carries it."""
    rows: Sequence[Sequence[Mapping[str, Any]]] = (markup or {}).get("inline_keyboard") or ()
    for row in rows:
        for button in row:
            found = _DELIVERY.match(str(button.get("callback_data", "")))
            if found:
                return int(found[1])
    return None
