"""Formatted text: its entities in UTF-16 units, and those Telegram finds by itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?')\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
    r"|(?<![\w/])(?P<mention>@[A-Za-z]\w{3,31})\b"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d_]\w*)"
)

_CLOSED = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})
"""Kinds inside which nothing more is looked for."""

_RANK = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49}
_RANK |= {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94}
"""Which comes first among entities that cover the same words (TDLib, MessageEntity)."""

_CONTROLS = {code: " " for code in range(32) if code not in (9, 10, 13)} | {13: None}


@dataclass(frozen=True)
class Formatted:
    """A text and its entities."""

    text: str
    entities: list[Json]


def units(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts offsets."""
    return len(text) + sum(char > "\uffff" for char in text)


def in_order(entities: Iterable[Json]) -> list[Json]:
    """Outer before inner, front to back."""
    return sorted(
        entities,
        key=lambda each: (each["offset"], -each["length"], _RANK.get(each["type"], 50)),
    )


def tidy(text: str, entities: Iterable[Json]) -> Formatted:
    """Trim a text as Telegram does, move its entities along, and add those it finds itself."""
    clean = text.translate(_CONTROLS)
    bare = clean.lstrip()
    gone, bare = units(clean) - units(bare), bare.rstrip()
    moved = [_moved(entity, gone, units(bare)) for entity in entities]
    kept = [entity for entity in moved if entity["length"] > 0]
    return Formatted(bare, in_order(kept + _found(bare, kept)))


def _moved(entity: Json, gone: int, end: int) -> Json:
    first = max(entity["offset"] - gone, 0)
    last = min(entity["offset"] + entity["length"] - gone, end)
    return {**entity, "offset": first, "length": last - first}


def _found(text: str, entities: list[Json]) -> list[Json]:
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in _CLOSED
    ]
    found = []
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if not any(first < offset + length and offset < last for first, last in taken):
            found.append({"type": str(match.lastgroup), "offset": offset, "length": length})
    return found
