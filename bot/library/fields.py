"""Reading a small TOML table whose every key is known, and saying of each wrong one what to do."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from bot.library.errors import ContentError

LONGEST_TABLE = 4096
"""Characters. A table within it is read in milliseconds, however it is nested."""

_AT = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SAID_OTHERWISE = {
    "Cannot overwrite a value": ("a key that is here already", "Keep one of the two"),
    "Cannot declare": ("a table that is here already", "Write plain lines: key = value"),
}

Choice = TypeVar("Choice", bound=StrEnum)


class Fields:
    """One table and the errors met while reading it.

    A wrong value is noted in `errors` and stands in for itself with a value of its type, so that a
    single reading finds everything; whoever reads must look at `errors` before using anything.
    """

    def __init__(self, file: str, source: str, first_line: int, known: Iterable[str]) -> None:
        self.errors: list[ContentError] = []
        self._file = file
        self._source = source
        self._first = first_line
        self._values = self._parse()
        if self._values is None:
            return
        known = tuple(known)
        for key in self._values:
            if key not in known:
                self._note(key, f"there is no key {key!r}", f"Known are {', '.join(known)}")

    def text(self, key: str, longest: int) -> str:
        """A single line of 1 to `longest` characters."""
        value = self._value(key)
        if value is None:
            return ""
        if isinstance(value, str) and _is_line(value, longest):
            return value
        self._wrong(key, value, f"Write one line of up to {longest} characters in quotes")
        return ""

    def slug(self, key: str) -> str:
        """A name for machines: lower-case letters, digits and hyphens, up to 64."""
        value = self._value(key)
        if value is None:
            return ""
        if isinstance(value, str) and len(value) <= 64 and _SLUG.fullmatch(value):
            return value
        self._wrong(key, value, 'Use small letters, digits and hyphens, as in "look-up"')
        return ""

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._value(key)
        if value is None:
            return low
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self._wrong(key, value, f"Write a whole number from {low} to {high}, without quotes")
        return low

    def truth(self, key: str, default: bool) -> bool:
        """true or false; `default` where the key is not there."""
        if self._values is None or key not in self._values:
            return default
        value = self._values[key]
        if isinstance(value, bool):
            return value
        self._wrong(key, value, "Write true or false, without quotes")
        return default

    def choice(self, key: str, options: type[Choice]) -> Choice:
        """One of the values of `options`."""
        value = self._value(key)
        found = self._chosen(key, value, options) if value is not None else None
        return found or next(iter(options))

    def optional_choice(self, key: str, options: type[Choice]) -> Choice | None:
        """The same, or None where the key is not there."""
        if self._values is None or key not in self._values:
            return None
        return self._chosen(key, self._values[key], options)

    def codes(self, key: str, pattern: str, example: str) -> tuple[str, ...]:
        """A list, which may be empty, of different texts that match `pattern`."""
        value = self._value(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            good = all(re.fullmatch(pattern, each) for each in value)
            if good and len(set(value)) == len(value):
                return tuple(value)
        self._wrong(key, value, f"Write a list without repeats, as in {key} = {example}")
        return ()

    def _parse(self) -> Mapping[str, object] | None:
        if len(self._source) > LONGEST_TABLE:
            fix = f"Keep it under {LONGEST_TABLE} characters, one short line a key"
            self.errors.append(ContentError(self._file, self._first, "a head this long", fix))
            return None
        try:
            return tomllib.loads(self._source)
        except RecursionError:
            fault, fix = "brackets nested beyond reading", "Write plain lines: key = value"
            self.errors.append(ContentError(self._file, self._first, fault, fix))
        except tomllib.TOMLDecodeError as error:
            self.errors.append(self._unreadable(str(error)))
        return None

    def _unreadable(self, message: str) -> ContentError:
        at = _AT.search(message)
        lines = self._source.rstrip("\n").count("\n")
        line = self._first + (int(at[1]) - 1 if at and at[1] else lines)
        said = _AT.sub("", message).strip()
        fault, fix = (
            f"this is not TOML ({said})",
            "Write key = value, with texts in straight quotes",
        )
        for beginning, otherwise in _SAID_OTHERWISE.items():
            if said.startswith(beginning):
                fault, fix = otherwise
        return ContentError(self._file, line, fault, fix)

    def _value(self, key: str) -> object | None:
        if self._values is None:
            return None
        if key not in self._values:
            fault = f"the key {key!r} is missing"
            self.errors.append(ContentError(self._file, self._first, fault, "Add it to the head"))
            return None
        return self._values[key]

    def _chosen(self, key: str, value: object, options: type[Choice]) -> Choice | None:
        for option in options:
            if value == option.value:
                return option
        self._wrong(key, value, f"Choose one of {', '.join(options)}")
        return None

    def _wrong(self, key: str, value: object, fix: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
        self._note(key, f"{key} cannot be {shown}", fix)

    def _note(self, key: str, wrong: str, fix: str) -> None:
        pattern = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", re.MULTILINE)
        found = pattern.search(self._source) or re.search(rf"\[+\s*{re.escape(key)}", self._source)
        line = self._first + (self._source[: found.start()].count("\n") if found else 0)
        self.errors.append(ContentError(self._file, line, wrong, fix))


def _is_line(value: str, longest: int) -> bool:
    return 0 < len(value) <= longest and value == value.strip() and "\n" not in value
