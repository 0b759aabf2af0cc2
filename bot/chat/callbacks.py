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
PAIR = rf"{ROW_ID}-{ROW_ID}"
_REFLECTION = re.compile(rf"{VERSION}:(?:edit|move|delete|erase|keep|to|was):({ROW_ID})(?:-|\Z)")
_CANCEL = re.compile(rf"{VERSION}:cancel:\Z")
_ABOUT_A_DAY = "done|undo|later|skip|unskip|went|notyet|drop"
_DELIVERY = re.compile(rf"{VERSION}:(?:{_ABOUT_A_DAY}):({ROW_ID})\Z")


def delivery_in(markup: Mapping[str, Any] | None) -> int | None:
    """The delivery that a message's own buttons speak of: every copy of a challenge carries it."""
    rows: Sequence[Sequence[Mapping[str, Any]]] = (markup or {}).get("inline_keyboard") or ()
    for row in rows:
        for button in row:
            found = _DELIVERY.match(str(button.get("callback_data", "")))
            if found:
                return int(found[1])
    return None


def beside_the_day(markup: Mapping[str, Any] | None) -> list[list[tuple[str, str]]]:
    """The rows of buttons under a message that are not those of its challenge, as label and data.

    They stay where they are when the challenge's own change.
    """
    rows: Sequence[Sequence[Mapping[str, Any]]] = (markup or {}).get("inline_keyboard") or ()
    named = [
        [(str(each["text"]), str(each.get("callback_data", ""))) for each in row] for row in rows
    ]
    return [row for row in named if not any(_DELIVERY.match(carried) for _, carried in row)]


def reflection_in(markup: Mapping[str, Any] | None) -> int | None:
    """The message of the log that a message's own buttons speak of."""
    found = (_REFLECTION.match(each) for each in _all_data(markup))
    return next((int(match[1]) for match in found if match), None)


def asks(markup: Mapping[str, Any] | None) -> bool:
    """Whether a message puts a question: one of its buttons is `[Cancel]`."""
    return any(_CANCEL.match(each) for each in _all_data(markup))


def _all_data(markup: Mapping[str, Any] | None) -> list[str]:
    rows: Sequence[Sequence[Mapping[str, Any]]] = (markup or {}).get("inline_keyboard") or ()
    return [str(button.get("callback_data", "")) for row in rows for button in row]
