"""Everything as JSON: complete, with a version, and fit to be read in again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain import bounds

FORMAT = "kindreds export"
VERSION = 1
"""Raise it when a file of the new kind would be misread by the old program, or the other way."""

LARGEST = 400_000_000
"""Bytes of a file that is read in at all."""

_PERSON = "person"


class UnfitFileError(ValueError):
    """A file that cannot be read in; `str()` of it says what is wrong with it."""


@dataclass(frozen=True)
class Copy:
    """What a file holds. `rows` are by table, `person` is theirs in the table of people.

    `bot` is the id of the bot that knew them, None if that had none yet; message ids mean nothing
    to another one. `outages`: when that bot could hear nobody, from and until.
    """

    bot: int | None
    series: str
    outages: Sequence[tuple[datetime, datetime]]
    person: Mapping[str, Any]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def dump(copy: Copy, made_at: datetime, made_by: str) -> bytes:
    """The file. What is not set is left out, so a column that is added later changes no old file's
    meaning.
    """
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at,
        "made_by": made_by,
        "series": copy.series,
        "bot": copy.bot,
        "outages": copy.outages,
        _PERSON: copy.person,
        **copy.rows,
    }
    return json.dumps(document, ensure_ascii=False, indent=1, default=_as_text).encode()


def load(content: bytes) -> Copy:
    """Read a file; its rows are as they stand there, every value still to be looked at.

    Raises UnfitFileError.
    """
    document = _document(content)
    person, bot = document.pop(_PERSON, None), document.pop("bot", None)
    series, outages = document.pop("series", ""), document.pop("outages", [])
    if bot is not None and (type(bot) is not int or not 0 < bot <= bounds.LARGEST):
        raise UnfitFileError("the bot it names is none")
    if not isinstance(person, dict):
        raise UnfitFileError("it is about nobody")
    for rows in document.values():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UnfitFileError("its rows are not in lists")
    return Copy(bot, str(series), _spans(outages), person, document)


def _document(content: bytes) -> dict[str, Any]:
    """What the file says, without what only says what kind of file it is."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise UnfitFileError("it is no JSON, or was cut off") from None
    if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
        raise UnfitFileError("it is no export of Kindreds")
    version = document.pop("version", None)
    if version != VERSION:
        raise UnfitFileError("it was made by another version of Kindreds, which can read it")
    return {name: it for name, it in document.items() if name not in ("made_at", "made_by")}


def _spans(found: object) -> list[tuple[datetime, datetime]]:
    try:
        pairs = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in list(found)]  # type: ignore[call-overload]
        in_time = all(at.tzinfo and at.year in bounds.YEARS for pair in pairs for at in pair)
        if in_time and all(a <= b for a, b in pairs):
            return pairs
    except (TypeError, ValueError):
        pass
    raise UnfitFileError("its outages are none")


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
