"""One file of a series, from its bytes to a `Day`: a head in TOML, then five parts in Markdown.

    +++
    day = 1
    ...
    +++
    The reflection.
    ## Homework
    ...

TOML and not YAML, in which `no` is false, 12:30 is 750 and a key given twice wins unnoticed.
"""

import re
from dataclasses import dataclass

from bot.library.characters import stray
from bot.library.errors import ContentError, ContentErrors
from bot.library.fields import Fields
from bot.library.markdown import Place, to_html, to_line
from bot.library.model import Day, Part, Rhythm, Safety
from bot.library.render import LONGEST_MESSAGE, plain, utf16_length

__all__ = ["ContentError", "ContentErrors", "parse_day", "read_text"]

FENCE = "+++"
HEADINGS = {
    "Homework": "homework",
    "On a hard day": "small",
    "If you want more": "larger",
    "Reply": "reply",
}
LABELS = 160
"""UTF-16 units that the labels around a day's parts may take in any language."""

_KEYS = (
    "day",
    "id",
    "title",
    "theme",
    "minutes",
    "intensity",
    "audience",
    "rhythm",
    "form",
    "findings",
    "safety",
)
_LINE_BREAK = re.compile(r"\r\n?")


@dataclass(frozen=True)
class _Section:
    """The source of one part and where it stands. `line` is the first line after the heading."""

    name: str
    line: int
    source: str


def parse_day(file: str, data: bytes) -> Day:
    """The day in `data`, whose errors name `file`. Raises ContentErrors with all that is wrong."""
    text = read_text(file, data)
    head, body, body_line = _split(file, text)
    fields = Fields(file, head, 2, _KEYS)
    sections, errors = _sections(file, body, body_line)
    parts = {}
    for section in sections:
        try:
            parts[section.name] = _part(file, section)
        except ContentError as error:
            errors.append(error)
    for name in ("reflection", *HEADINGS.values()):
        parts.setdefault(name, Part("", ""))
    day = _day(file, fields, parts)
    errors += fields.errors
    if not errors:
        errors += _too_long(day)
    if errors:
        raise ContentErrors(errors)
    return day


def read_text(file: str, data: bytes) -> str:
    """`data` as text without anything that hides in it. Raises ContentErrors."""
    if data.startswith(b"\xef\xbb\xbf"):
        error = ContentError(file, 1, "a byte order mark", "Save the file as UTF-8 without BOM")
        raise ContentErrors([error])
    try:
        text = _LINE_BREAK.sub("\n", data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fault = f"a byte that is not UTF-8 (0x{data[error.start]:02X})"
        raise ContentErrors([ContentError(file, line, fault, "Save the file as UTF-8")]) from None
    found = stray(text)
    if found is not None:
        at, kind = found
        fix = "Use spaces" if text[at] == "\t" else "Take it out"
        kind = "a tab" if text[at] == "\t" else kind
        raise ContentErrors([ContentError(file, text[:at].count("\n") + 1, kind, fix)])
    return text


def _split(file: str, text: str) -> tuple[str, str, int]:
    """The head, the body, and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        fix = "Begin the file with a line +++, then day = ..., and close with another +++"
        raise ContentErrors([ContentError(file, 1, "the head is missing", fix)])
    for at, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            head = "\n".join(lines[1:at]) + "\n"
            return head, "\n".join(lines[at + 1 :]), at + 2
    fix = "Put a line +++ after its last key"
    raise ContentErrors([ContentError(file, 1, "the head has no end", fix)])


def _sections(file: str, body: str, first: int) -> tuple[list[_Section], list[ContentError]]:
    errors: list[ContentError] = []
    found: list[tuple[str, int, list[str]]] = [("reflection", first, [])]
    for number, line in enumerate(body.split("\n"), first):
        if not line.startswith("#"):
            found[-1][2].append(line)
            continue
        title = line.removeprefix("## ").strip()
        name = HEADINGS.get(title, "") if line.startswith("## ") else ""
        if not name:
            fix = "Known are ## " + ", ## ".join(HEADINGS)
            errors.append(ContentError(file, number, f"an unknown heading, {line[:60]!r}", fix))
        elif any(name == other for other, _, _ in found):
            fault = f"a second part {title!r}"
            errors.append(ContentError(file, number, fault, "Join the two"))
        found.append((name, number + 1, []))
    names = {name for name, _, _ in found}
    for title, name in HEADINGS.items():
        if name not in names:
            fix = f"Add a line ## {title} and the text below it"
            errors.append(ContentError(file, first, f"the part {title!r} is missing", fix))
    sections = [_Section(name, line, "\n".join(lines)) for name, line, lines in found if name]
    return sections, errors


def _part(file: str, section: _Section) -> Part:
    if not section.source.strip():
        raise ContentError(file, section.line, f"the {section.name} is empty", "Write it")
    place = Place(file, section.line)
    if section.name == "reply":
        html = to_line(section.source, place)
    else:
        html = to_html(section.source, place, quoted=section.name in ("small", "larger"))
    return Part(html, plain(html))


def _day(file: str, fields: Fields, parts: dict[str, Part]) -> Day:
    return Day(
        number=fields.whole("day", 1, 9999),
        id=fields.slug("id"),
        title=fields.text("title", 80),
        theme=fields.text("theme", 80),
        minutes=fields.whole("minutes", 1, 240),
        intensity=fields.whole("intensity", 1, 5),
        audience=fields.text("audience", 40),
        rhythm=fields.choice("rhythm", Rhythm),
        form=fields.text("form", 60),
        findings=fields.codes("findings", r"F\d{2,3}", '["F20"]'),
        safety=fields.optional_choice("safety", Safety),
        reflection=parts["reflection"],
        homework=parts["homework"],
        small=parts["small"],
        larger=parts["larger"],
        reply=parts["reply"],
        file=file,
    )


def _too_long(day: Day) -> list[ContentError]:
    length = LABELS + utf16_length(day.title)
    length += sum(utf16_length(part.text) for part in day.parts.values())
    if length <= LONGEST_MESSAGE:
        return []
    fault = f"this day would take {length} characters of the {LONGEST_MESSAGE} in a message"
    return [ContentError(day.file, 1, fault, "Shorten it; a good day stays under 2,600")]
