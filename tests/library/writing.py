"""Writing small packs into a folder, right ones unless a test asks for something else."""

import json
from collections.abc import Mapping
from pathlib import Path

from bot.library.model import Day, Pack
from bot.library.parse import parse_day

PARTS = {
    "Homework": "Raise a hand to somebody you half know.",
    "On a hard day": "Write down whom you would have greeted.",
    "If you want more": "Greet a second person by name.",
    "Reply": "Who waved back?",
}
REFLECTION = "A hand costs nothing, and it is hardly ever refused."


def sheet(**changed: object) -> str:
    """The text of a pack.toml; a value of None leaves the key out."""
    values = {
        "id": "tiny",
        "title": "A tiny series",
        "language": "en",
        "days": 2,
        "author": "Nobody in particular",
        "license": "CC-BY-4.0",
        "description": "Two days, for tests.",
        **changed,
    }
    return _toml(values)


def head(number: int = 1, **changed: object) -> dict[str, object]:
    """The keys of a day; a value of None leaves the key out."""
    return {
        "day": number,
        "id": f"day-{number}",
        "title": f"Title {number}",
        "theme": "Small",
        "minutes": 5,
        "intensity": 1,
        "audience": "anyone",
        "rhythm": "act",
        "form": "plain talk",
        "findings": [],
        **changed,
    }


def source(
    number: int = 1,
    reflection: str = REFLECTION,
    parts: Mapping[str, str] | None = None,
    **changed: object,
) -> str:
    """The text of a day's file. `parts` replaces parts by heading."""
    sections = {**PARTS, **(parts or {})}
    body = "".join(f"\n## {title}\n\n{text}\n" for title, text in sections.items())
    return f"+++\n{_toml(head(number, **changed))}+++\n\n{reflection}\n{body}"


def written(number: int = 1, reflection: str = REFLECTION, **changed: object) -> Day:
    """The same, read."""
    parts = {
        title: str(changed.pop(key))
        for title, key in zip(PARTS, ("homework", "small", "larger", "reply"), strict=True)
        if key in changed
    }
    text = source(number, reflection, parts, **changed)
    return parse_day(f"{number:03}-day.md", text.encode())


def pack_of(*days: Day, length: int = 365) -> Pack:
    """An unfinished pack of these days."""
    return Pack(
        id="tiny",
        title="A tiny series",
        language="en",
        length=length,
        author="Nobody in particular",
        license="CC-BY-4.0",
        description="For tests.",
        complete=False,
        days=tuple(sorted(days, key=lambda day: day.number)),
    )


def fill(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` into `folder` and return it."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name).write_bytes(data)
    return folder


def tiny(folder: Path, **changed: str | bytes) -> Path:
    """A pack of two days that is right, but for the files named in `changed` (`day_1`, `sheet`)."""
    return fill(
        folder,
        {
            "pack.toml": changed.get("sheet", sheet()),
            "001-first.md": changed.get("day_1", source(1)),
            "002-second.md": changed.get("day_2", source(2)),
        },
    )


def _toml(values: Mapping[str, object]) -> str:
    kept = {key: value for key, value in values.items() if value is not None}
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in kept.items())
