"""A series from its folder: everything in it is read and right, or nothing is taken.

A folder holds `pack.toml` and one file a day, `NNN-any-words.md`. Beside them only README, LICENSE,
STYLE.md and days that are being written (`.md.draft`) are let pass, so that a day with a slip in
its name cannot go missing unnoticed.
"""

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from bot.library.errors import ContentError, ContentErrors
from bot.library.fields import Fields
from bot.library.model import Day, Pack
from bot.library.parse import parse_day, read_text

__all__ = ["ContentError", "ContentErrors", "load_pack", "packaged_content"]

LARGEST_FILE = 64 * 1024
LARGEST_PACK = 2 * 1024 * 1024
"""Bytes in all files together."""

_MOST_FILES = 2000
_SHEET = "pack.toml"
_DAY_FILE = re.compile(r"(\d{3,4})-[a-z0-9]+(-[a-z0-9]+)*\.md")
_LET_PASS = re.compile(r"\..*|(README|LICENSE|STYLE)(\.md|\.txt)?|\d{3,4}-[a-z0-9-]+\.md\.draft")
_KEYS = ("id", "title", "language", "days", "author", "license", "description", "complete")


def packaged_content() -> Path:
    """The folder of the series that comes with the program, installed or in a checkout."""
    installed = Path(__file__).parent.parent / "content" / "en"
    if installed.is_dir():
        return installed
    return Path(__file__).parent.parent.parent / "content" / "en"


def load_pack(directory: Path) -> Pack:
    """The series in `directory`. Raises ContentErrors with all that is wrong; reads no further
    than 64 KiB into a file and 2 MiB in all, and follows no link out of the folder.

    A folder of languages does as well: without a pack.toml of its own, its `en` is taken.
    """
    directory = _in_english(directory)
    names, errors = _names(directory)
    days: list[Day] = []
    sheet: Fields | None = None
    total = 0
    for name in names:
        try:
            data = _read(directory, name)
            total += len(data)
            if total > LARGEST_PACK:
                fix = "Keep a series under 2 MiB"
                raise ContentError(name, 0, "with this file the folder is too large", fix)
            if name == _SHEET:
                sheet = Fields(name, read_text(name, data), 1, _KEYS)
            else:
                days.append(parse_day(name, data))
        except ContentError as error:
            errors.append(error)
            if total > LARGEST_PACK:
                break
        except ContentErrors as several:
            errors += several.errors
    return _assembled(sheet, days, errors)


def _in_english(directory: Path) -> Path:
    """`directory`, or the English series inside it where it has none itself."""
    english = directory / "en"
    # lexists answers for any path, also one too long or forbidden; _names says what is wrong then.
    if os.path.lexists(directory / _SHEET) or not os.path.lexists(english / _SHEET):
        return directory
    return directory if english.is_symlink() else english


def _names(directory: Path) -> tuple[list[str], list[ContentError]]:
    """The files to be read, the sheet first, and what else lies there and must not."""
    shown = str(directory)[:200]
    try:
        with os.scandir(directory) as entries:
            found = sorted(
                entry.name for _, entry in zip(range(_MOST_FILES), entries, strict=False)
            )
    except (OSError, ValueError) as error:
        fault = f"this folder cannot be read ({getattr(error, 'strerror', None) or error})"
        fix = "Point CONTENT_DIR at a folder that holds pack.toml and the days"
        raise ContentErrors([ContentError(ascii(shown)[1:-1], 0, fault, fix)]) from None
    names, errors = [], []
    for name in found:
        if name == _SHEET or _DAY_FILE.fullmatch(name):
            names.append(name)
        elif not _LET_PASS.fullmatch(name):
            fix = "Name a day 001-some-words.md, or take the file away"
            errors.append(ContentError(ascii(name)[1:-1], 0, "no day and no pack.toml", fix))
    return sorted(names, key=lambda name: (name != _SHEET, name)), errors


def _read(directory: Path, name: str) -> bytes:
    """The bytes of a plain file that lies in `directory` itself. Raises ContentError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        handle = os.open(directory / name, flags)
    except OSError as error:
        if (directory / name).is_symlink():
            fault, fix = "a link to another file", "Put the file itself in its place"
        else:
            fault, fix = f"it cannot be read ({error.strerror})", "Look at its permissions"
        raise ContentError(name, 0, fault, fix) from None
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        os.close(handle)
        raise ContentError(name, 0, "this is no file", "Take it away")
    with os.fdopen(handle, "rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        fault = f"it has {state.st_size:,} bytes"
        raise ContentError(name, 0, fault, "Keep a day under 64 KiB; two are plenty")
    return data


def _assembled(sheet: Fields | None, days: list[Day], errors: list[ContentError]) -> Pack:
    days.sort(key=lambda day: (day.number, day.file))
    if sheet is None:
        if not any(error.file == _SHEET for error in errors):
            fix = "Add one with id, title, language, days, author, license and description"
            errors.append(ContentError(_SHEET, 0, "there is no such file", fix))
        raise ContentErrors(errors)
    pack = Pack(
        id=sheet.slug("id"),
        title=sheet.text("title", 120),
        language=sheet.slug("language"),
        length=sheet.whole("days", 1, 9999),
        author=sheet.text("author", 120),
        license=sheet.text("license", 60),
        description=sheet.text("description", 400),
        complete=sheet.truth("complete", True),
        days=tuple(days),
    )
    errors += sheet.errors
    errors += _told_apart(days)
    if not errors:
        errors += _missing(pack)
    if errors:
        raise ContentErrors(errors)
    return pack


def _told_apart(days: Iterable[Day]) -> list[ContentError]:
    """Every day has a number and an id of its own, and its file is named after the number."""
    errors = []
    numbers: dict[int, str] = {}
    ids: dict[str, str] = {}
    for day in days:
        if int(day.file.partition("-")[0]) != day.number:
            fault = f"the file's name does not say day {day.number}"
            fix = f"Rename it to begin with {day.number:03}-, or correct day = {day.number}"
            errors.append(ContentError(day.file, 0, fault, fix))
        if day.number in numbers:
            fault = f"Day {day.number} is {numbers[day.number]} already"
            errors.append(ContentError(day.file, 0, fault, "Give one of them another number"))
        if day.id in ids:
            fault = f"the id {day.id!r} is that of {ids[day.id]}"
            errors.append(ContentError(day.file, 0, fault, "Give the newer one an id of its own"))
        numbers.setdefault(day.number, day.file)
        ids.setdefault(day.id, day.file)
    return errors


def _missing(pack: Pack) -> list[ContentError]:
    if not pack.days:
        fault = "the folder holds no day"
        return [ContentError(_SHEET, 0, fault, "Add days named 001-some-words.md and onward")]
    beyond = [day for day in pack.days if day.number > pack.length]
    errors = [
        ContentError(
            day.file, 0, f"the series ends at Day {pack.length}", "Raise days in pack.toml"
        )
        for day in beyond
    ]
    gaps = [number for number in range(1, pack.length + 1) if pack.day(number) is None]
    if gaps and pack.complete:
        named = ", ".join(map(str, gaps[:10])) + (" and more" if len(gaps) > 10 else "")
        fix = "Put them back, lower days, or write complete = false while they are being written"
        errors.append(ContentError(_SHEET, 0, f"these days are missing: {named}", fix))
    return errors
