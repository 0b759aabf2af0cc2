"""MarkdownV2 and the older Markdown, read as TDLib reads them.

Offsets in refusals are bytes of the source in UTF-8; those of entities are UTF-16 units.
"""

from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit

from bot.demo.entities import Formatted, in_order, units
from bot.demo.html_text import link, moment
from bot.demo.refusals import RefusedError, cannot_parse

Json = dict[str, Any]

RESERVED = "_*[]()~`>#+-=|{}.!\n"
END = "\0"

OPENING = {
    "```": "Pre",
    "__": "Underline",
    "||": "Spoiler",
    "![": "CustomEmoji",
    "_": "Italic",
    "*": "Bold",
    "~": "Strikethrough",
    "`": "Code",
    "[": "TextUrl",
}
"""What opens an entity, longest first, and the name Telegram gives it in its refusals."""

CLOSING = {name: mark for mark, name in OPENING.items()} | {"TextUrl": "]", "CustomEmoji": "]"}
CLOSING["PreCode"] = "```"

TYPES = {"Strikethrough": "strikethrough", "Pre": "pre", "PreCode": "pre", "Code": "code"}
TYPES |= {name: name.lower() for name in ("Bold", "Italic", "Underline", "Spoiler")}


@dataclass
class _Open:
    name: str
    byte: int
    offset: int
    start: int
    language: str = ""


def parse_markdown(source: str) -> Formatted:
    """Text and entities of MarkdownV2. Raises RefusedError, worded as Telegram words it."""
    return _Reader(source).read()


class _Reader:
    """One pass over the source; `at` is the place, `offset` the UTF-16 units written so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.written: list[str] = []
        self.offset = 0
        self.opened: list[_Open] = []
        self.entities: list[Json] = []
        self.in_quote = False

    def read(self) -> Formatted:
        while self.at < len(self.source):
            self._step()
        if self.in_quote:
            self._end_quote()
        if self.opened:
            self._refuse_unclosed()
        return Formatted("".join(self.written), in_order(self.entities))

    def _step(self) -> None:
        char = self._peek()
        if char == "\\" and "\0" < self._peek(1) <= "~":
            self._write(self._peek(1))
            self.at += 2
            return
        in_code = bool(self.opened) and self.opened[-1].name in ("Code", "Pre", "PreCode")
        if char not in ("`" if in_code else RESERVED):
            self._write(char)
            self.at += 1
        elif self._closes():
            self._close()
        elif self.in_quote and char == "\n" and self._peek(1) != ">":
            self._end_quote()
            self._write("\n")
            self.at += 1
        else:
            self._open()

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else END

    def _write(self, char: str) -> None:
        self.written.append(char)
        self.offset += units(char)

    def _byte(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def _closes(self) -> bool:
        if not self.opened or self.opened[-1].name == "BlockQuote":
            return False
        name = self.opened[-1].name
        if name == "Italic" and self._peek(1) == "_":
            return False
        return self.source.startswith(CLOSING[name], self.at)

    def _open(self) -> None:
        char, place = self._peek(), self.at
        if char == "\n":
            self._write(char)
            self.at += 1
            if self._peek() == ">":
                self._continue_or_begin_quote()
            return
        if char == ">" and not self.in_quote and self.written[-1:] in ([], ["\n"]):
            self._continue_or_begin_quote()
            return
        mark = next((mark for mark in OPENING if self.source.startswith(mark, place)), None)
        if mark is None:
            _refuse(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        self.at += len(mark)
        opened = _Open(OPENING[mark], self._byte(place), self.offset, len(self.written))
        if opened.name == "Pre":
            self._read_language(opened)
        self.opened.append(opened)

    def _continue_or_begin_quote(self) -> None:
        if not self.in_quote:
            byte = self._byte(self.at)
            self.opened.append(_Open("BlockQuote", byte, self.offset, len(self.written)))
            self.in_quote = True
        self.at += 1

    def _read_language(self, opened: _Open) -> None:
        end = self.at
        while end < len(self.source) and self.source[end] not in " \t\r\n\v`":
            end += 1
        if end > self.at and end < len(self.source) and self.source[end] != "`":
            opened.name, opened.language = "PreCode", self.source[self.at : end]
            self.at = end
        if self._peek() in "\r\n":
            both = self._peek(1) in "\r\n" and self._peek(1) != self._peek()
            self.at += 2 if both else 1

    def _close(self) -> None:
        opened = self.opened.pop()
        self.at += len(CLOSING[opened.name])
        match opened.name:
            case "TextUrl":
                facts = self._link(opened)
            case "CustomEmoji":
                facts = self._emoji()
            case "PreCode":
                facts = {"type": "pre", "language": opened.language}
            case name:
                facts = {"type": TYPES[name]}
        self._add(opened, facts)

    def _add(self, opened: _Open, facts: Json | None) -> None:
        length = self.offset - opened.offset
        if facts is not None and length > 0:
            self.entities.append({"offset": opened.offset, "length": length, **facts})

    def _link(self, opened: _Open) -> Json | None:
        if self._peek() != "(":
            return link("".join(self.written[opened.start :]))
        return link(self._target("a URL"))

    def _emoji(self) -> Json:
        if self._peek() != "(":
            _refuse("Custom emoji entity must contain a tg://emoji URL")
        parts = urlsplit(self._target("a custom emoji URL"))
        facts = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.scheme == "tg" and parts.netloc == "time":
            return moment(facts.get("unix", ""), facts.get("format", ""))
        if parts.scheme != "tg" or parts.netloc != "emoji" or not facts.get("id", "").isdigit():
            _refuse("Custom emoji entity must contain a tg://emoji URL")
        return {"type": "custom_emoji", "custom_emoji_id": facts["id"]}

    def _target(self, what: str) -> str:
        """What stands in the parentheses after a link's words."""
        self.at += 1
        begin, target = self.at, []
        while self._peek() not in (")", END):
            if self._peek() == "\\" and "\0" < self._peek(1) <= "~":
                self.at += 1
            target.append(self._peek())
            self.at += 1
        if self._peek() != ")":
            _refuse(f"Can't find end of {what} at byte offset {self._byte(begin)}")
        self.at += 1
        return "".join(target)

    def _end_quote(self) -> None:
        """A line without ">" ends a quotation; "||" at its end makes it expandable."""
        expandable = self.opened[-1].name == "Spoiler" and self.opened[-1].offset == self.offset
        if expandable:
            self.opened.pop()
        if self.opened[-1].name != "BlockQuote":
            self._refuse_unclosed()
        kind = "expandable_blockquote" if expandable else "blockquote"
        self._add(self.opened.pop(), {"type": kind})
        self.in_quote = False

    def _refuse_unclosed(self) -> NoReturn:
        unclosed = self.opened[-1]
        _refuse(f"Can't find end of {unclosed.name} entity at byte offset {unclosed.byte}")


def parse_old_markdown(source: str) -> Formatted:
    """Text and entities of the older Markdown, which knows no nesting and little escaping."""
    written: list[str] = []
    entities: list[Json] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in tuple("_*`["):
            written.append(source[at + 1])
            at += 2
        elif char in "_*`[":
            at = _old_entity(source, at, written, entities)
        else:
            written.append(char)
            at += 1
    return Formatted("".join(written), in_order(entities))


def _old_entity(source: str, begin: int, written: list[str], entities: list[Json]) -> int:
    """Read one entity; the place after it."""
    mark = "```" if source.startswith("```", begin) else source[begin]
    closing = "]" if mark == "[" else mark
    start = begin + len(mark)
    end = source.find(closing, start)
    if end < 0:
        byte = len(source[:begin].encode("utf-8", "surrogatepass"))
        _refuse(f"Can't find end of the entity starting at byte offset {byte}")
    words, after = source[start:end], end + len(closing)
    facts: Json | None = {"type": {"_": "italic", "*": "bold", "`": "code"}.get(mark, "pre")}
    if mark == "[":
        target = words
        if source[after : after + 1] == "(":
            target, _, _ = source[after + 1 :].partition(")")
            after += len(target) + 2
        facts = link(target)
    offset = units("".join(written))
    written.extend(words)
    if facts is not None and words:
        entities.append({"offset": offset, "length": units(words), **facts})
    return after


def _refuse(reason: str) -> NoReturn:
    raise RefusedError(cannot_parse(reason))
