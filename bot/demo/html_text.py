"""HTML as bots write it: the tags Telegram knows, read as TDLib reads them.

Offsets in refusals are bytes of the source in UTF-8; those of entities are UTF-16 units.
"""

import string
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

from bot.demo.entities import Formatted, in_order, units
from bot.demo.refusals import RefusedError, cannot_parse

Json = dict[str, Any]

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
TAGS = frozenset(SIMPLE) | {"a", "blockquote", "tg-emoji", "tg-time"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACES = " \t\r\n\v\0"
END = "\0"


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_html(source: str) -> Formatted:
    """Text and entities of `source`. Raises RefusedError, worded as Telegram words it."""
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

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._write(self._char())
            elif self._peek(1) == "/":
                self._close_tag()
            else:
                self._open_tag()
        if self.opened:
            tag = self.opened[-1].tag
            _refuse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return Formatted("".join(self.written), in_order(self.entities))

    def _peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else END

    def _write(self, char: str) -> None:
        self.written.append(char)
        self.offset += units(char)

    def _byte(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def _take_while_not(self, stops: str) -> str:
        start = self.at
        while self._peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip_spaces(self) -> None:
        while self._peek() in SPACES and self.at < len(self.source):
            self.at += 1

    def _char(self) -> str:
        """One character, decoded if it is a reference that Telegram knows."""
        if self._peek() == "&":
            known = self._reference()
            if known:
                return known
        self.at += 1
        return self.source[self.at - 1]

    def _reference(self) -> str | None:
        if self._peek(1) == "#":
            found, end = self._number()
        else:
            end = self.at + 1
            while end < len(self.source) and self.source[end] in string.ascii_letters:
                end += 1
            found = NAMED.get(self.source[self.at + 1 : end])
        if found is not None:
            self.at = end + (self.source[end : end + 1] == ";")
        return found

    def _number(self) -> tuple[str | None, int]:
        hexadecimal = self._peek(2) == "x"
        start = end = self.at + (3 if hexadecimal else 2)
        digits = string.hexdigits if hexadecimal else string.digits
        while end < len(self.source) and self.source[end] in digits:
            end += 1
        code = int(self.source[start:end] or "0", 16 if hexadecimal else 10)
        known = 0 < code < 0x10FFFF and end - self.at < 10
        return (chr(code) if known else None), end

    def _open_tag(self) -> None:
        begin = self._byte(self.at)
        self.at += 1
        tag = self._take_while_not(SPACES + ">").lower()
        if self._peek() == END:
            _refuse(f"Unclosed start tag at byte offset {begin}")
        if tag not in TAGS:
            _refuse(f'Unsupported start tag "{tag}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            attributes[name] = value
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.opened.append(_Open(tag, attributes, self.offset, len(self.written)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        if self._peek() == END:
            _refuse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        name = self._take_while_not(SPACES + "=>")
        if not name:
            _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_spaces()
        if self._peek() != "=":
            return name, ""
        self.at += 1
        self._skip_spaces()
        if self._peek() == END:
            _refuse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._literal() if self._peek() in "'\"" else self._token()
        if self._peek() == END:
            _refuse(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _literal(self) -> str:
        quote = self._peek()
        self.at += 1
        value = []
        while self._peek() not in (quote, END):
            value.append(self._char())
        self.at += self._peek() == quote
        return "".join(value)

    def _token(self) -> str:
        start = self.at
        while self._peek() in string.ascii_letters + string.digits + ".-":
            self.at += 1
        if self._peek() not in SPACES + ">":
            _refuse(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return self.source[start : self.at].lower()

    def _close_tag(self) -> None:
        begin = self._byte(self.at)
        if not self.opened:
            _refuse(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self._take_while_not(SPACES + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            _refuse(f"Unclosed end tag at byte offset {begin}")
        expected = self.opened[-1].tag
        if tag and tag != expected:
            _refuse(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{expected}>", found "</{tag}>"'
            )
        self.at += 1
        self._finish(self.opened.pop())

    def _finish(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length == 0:
            return
        facts = _entity_of(opened, "".join(self.written[opened.start :]))
        if facts is None:
            return
        entity = {"offset": opened.offset, "length": length, **facts}
        if not self._joins_code_and_pre(entity):
            self.entities.append(entity)

    def _joins_code_and_pre(self, entity: Json) -> bool:
        """`<pre><code class="language-x">` is one block of code in a language."""
        if not self.entities or {entity["type"], self.entities[-1]["type"]} != {"pre", "code"}:
            return False
        inner = self.entities[-1]
        language = inner.get("language") or entity.get("language")
        same = (inner["offset"], inner["length"]) == (entity["offset"], entity["length"])
        if same and language:
            self.entities[-1] = {**inner, "type": "pre", "language": language}
        return bool(same and language)


def _entity_of(opened: _Open, words: str) -> Json | None:
    """What a tag says beside where it stands; None if it says nothing after all."""
    attributes = opened.attributes
    match opened.tag:
        case "a":
            return link(attributes.get("href") or words)
        case "blockquote":
            expandable = "expandable" in attributes
            return {"type": "expandable_blockquote" if expandable else "blockquote"}
        case "tg-emoji":
            number = attributes.get("emoji-id", "")
            if not number.isascii() or not number.isdigit() or int(number) == 0:
                _refuse("Invalid custom emoji identifier specified")
            return {"type": "custom_emoji", "custom_emoji_id": number}
        case "tg-time":
            return moment(attributes.get("unix", ""), attributes.get("format", ""))
        case "code":
            language = attributes.get("class", "")
            if language.startswith("language-"):
                return {"type": "code", "language": language.removeprefix("language-")}
    return {"type": SIMPLE[opened.tag]}


def moment(unix: str, form: str) -> Json:
    """A `date_time` entity (Bot API 9.5). Raises RefusedError if it does not read as one."""
    if not unix.isascii() or not unix.removeprefix("-").isdigit():
        _refuse("Invalid Unix time specified")
    if form not in ("", "r", "R") and not set(form) <= set("tTdDwW"):
        _refuse("Invalid date-time format specified")
    shown = {"date_time_format": form} if form else {}
    return {"type": "date_time", "unix_time": int(unix), **shown}


def link(target: str) -> Json | None:
    """A link to a page or to a person; None for what is no link, which Telegram drops."""
    parts = urlsplit(target.strip())
    if parts.scheme == "tg" and parts.netloc == "user":
        number = parts.query.removeprefix("id=")
        return {"type": "text_mention", "user": {"id": int(number)}} if number.isdigit() else None
    if parts.scheme in ("tg", "ton"):
        return {"type": "text_link", "url": target}
    if not parts.scheme and "." in target and " " not in target:
        return link(f"http://{target}")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return {"type": "text_link", "url": parts._replace(path=parts.path or "/").geturl()}


def _refuse(reason: str) -> NoReturn:
    raise RefusedError(cannot_parse(reason))
