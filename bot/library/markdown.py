"""The little Markdown a day may use, turned into the HTML that Telegram takes.

What is not on the list below is refused at load, so that nothing reaches a person unseen:
paragraphs, *em*, **strong**, `code`, links to http and https, flat lists and quotations. Telegram's
own rules for what may stand inside what: https://core.telegram.org/bots/api#formatting-options
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.library.characters import stray
from bot.library.errors import ContentError

LONGEST_PART = 12_000
"""Characters of source beyond which a part is not even read: three messages would not hold it."""

_ADDRESS = re.compile(
    r"https?://[^\s/]+|(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w.-])", re.IGNORECASE
)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_NAME = re.compile(r"@\w{3,}")

_NOT_PROSE: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"<[A-Za-z/!?]"),
        "HTML does not belong here",
        "Write Markdown instead: *italics*, **bold**, `code`",
    ),
    (
        re.compile(r"\b(?:tg|ton)://|\b(?:java|vb)script:", re.IGNORECASE),
        "an address that opens something on the reader's device",
        "Link to a page whose address begins with https://",
    ),
    (
        re.compile(r"\]\s?\("),
        "this looks like a link and is none",
        "Write [words](https://example.org/page), with an address that begins with https://",
    ),
    (
        re.compile(r"^\s*\|.*\|\s*$|^\s*\|?\s*:?-{3,}:?\s*\|"),
        "a table, which Telegram cannot show",
        "Write its rows as a list",
    ),
    (
        re.compile(r"&(?:#\w{1,8}|\w{2,31});"),
        "a reference that stands for no character",
        "Write the character itself",
    ),
    (re.compile(r"~~"), "struck-out text is not used", "Take the ~~ away"),
)

_REFUSED: Mapping[str, tuple[str, str]] = {
    "heading": (
        "a heading inside a part",
        "Use ## for the four parts only, and **bold** elsewhere",
    ),
    "code_block": ("a line indented by four spaces", "Take the spaces at its beginning away"),
    "fence": ("a block of code", "Write it as a sentence, or as a quotation with > before it"),
    "hr": ("a rule across the page", "Leave a blank line instead"),
    "image": ("an image, which a message of text cannot show", "Describe it, or link to its page"),
}


@dataclass(frozen=True)
class Place:
    """Where a part stands: its file, and the line on which its source begins."""

    file: str
    line: int


def to_html(source: str, place: Place, *, quoted: bool = False) -> str:
    """Telegram's HTML for `source`; `quoted` is for a part that will stand inside a quotation.

    Raises ContentError for whatever is not on the list.
    """
    return _Writer(place, quoted).blocks(_tree(source, place))


def to_line(source: str, place: Place) -> str:
    """The same for a part that is one plain line, without any formatting. Raises ContentError."""
    tree = _tree(source, place)
    blocks = [node.type for node in tree.children]
    inline = tree.children[0].children[0].children if blocks == ["paragraph"] else []
    if not inline or any(node.type not in ("text", "softbreak") for node in inline):
        fault = "formatting, or more than one line, in what is one plain line"
        raise ContentError(place.file, place.line, fault, "The message sets it in italics as it is")
    return _Writer(place, True).blocks(tree)


def escape(text: str) -> str:
    """`text` as it must stand between Telegram's tags."""
    return html.escape(text, quote=False)


def _tree(source: str, place: Place) -> SyntaxTreeNode:
    if len(source) > LONGEST_PART:
        fault = f"this part has {len(source)} characters"
        raise ContentError(place.file, place.line, fault, "A whole day stays under 2,600")
    found: dict[str, object] = {}
    tokens = _parser().parse(source, found)
    if found.get("references"):
        fault, fix = "a link defined apart from its words", "Write [words](https://example.org)"
        raise ContentError(place.file, place.line, fault, fix)
    return SyntaxTreeNode(tokens)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


class _Writer:
    """Walks the tree of one part; remembers the line it is at for what it may have to refuse."""

    def __init__(self, place: Place, quoted: bool) -> None:
        self._place = place
        self._quoted = quoted
        self._line = place.line

    def blocks(self, parent: SyntaxTreeNode) -> str:
        return "\n\n".join(self._block(node) for node in parent.children)

    def _block(self, node: SyntaxTreeNode) -> str:
        self._line = self._place.line + (node.map[0] if node.map else 0)
        match node.type:
            case "paragraph":
                return self._line_of(node.children[0], self._quoted)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                return self._quotation(node)
            case other:
                raise self._refusal(*_REFUSED.get(other, (f"{other} is not used", "Take it out")))

    def _list(self, node: SyntaxTreeNode) -> str:
        first = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        items = []
        tight = True
        for offset, item in enumerate(node.children):
            self._line = self._place.line + (item.map[0] if item.map else 0)
            kinds = [child.type for child in item.children]
            if kinds != ["paragraph"]:
                raise self._refusal(
                    "an item of a list that is more or less than one line of text",
                    "Give each item one line, and no list or quotation inside",
                )
            tight = tight and item.children[0].hidden
            mark = "•" if first is None else f"{first + offset}."
            items.append(f"{mark} {self._block(item.children[0])}")
        return ("\n" if tight else "\n\n").join(items)

    def _quotation(self, node: SyntaxTreeNode) -> str:
        if self._quoted or any(child.type == "blockquote" for child in node.children):
            raise self._refusal(
                "a quotation inside a quotation, which Telegram cannot show",
                "Take the > away; the parts after the homework are set as a quotation already",
            )
        was, self._quoted = self._quoted, True
        inner = self.blocks(node)
        self._quoted = was
        return f"<blockquote>{inner}</blockquote>"

    def _line_of(self, parent: SyntaxTreeNode, bound: bool) -> str:
        """The inline content of `parent`; where it is `bound`, Telegram takes no code inside."""
        return "".join(self._inline(node, bound) for node in parent.children)

    def _inline(self, node: SyntaxTreeNode, bound: bool) -> str:
        match node.type:
            case "text":
                return self._text(node.content)
            case "softbreak":
                return " "
            case "hardbreak":
                return "\n"
            case "em":
                return f"<i>{self._line_of(node, True)}</i>"
            case "strong":
                return f"<b>{self._line_of(node, True)}</b>"
            case "code_inline":
                return self._code(node.content, bound)
            case "link":
                return self._link(node)
            case other:
                raise self._refusal(*_REFUSED.get(other, (f"{other} is not used", "Take it out")))

    def _text(self, text: str) -> str:
        for pattern, fault, fix in _NOT_PROSE:
            if pattern.search(text):
                raise self._refusal(f"{fault}: {_shown(text)}", fix)
        found = stray(text)
        if found is not None:
            raise self._refusal(found[1], "Take it out, or write the character itself")
        return escape(text)

    def _code(self, text: str, bound: bool) -> str:
        if bound:
            raise self._refusal("code inside other formatting", "Let the `code` stand by itself")
        found = stray(text)
        if found is not None:
            raise self._refusal(found[1], "Take it out")
        return f"<code>{escape(text)}</code>"

    def _link(self, node: SyntaxTreeNode) -> str:
        address = str(node.attrs["href"])
        words = self._line_of(node, True)
        fault = _wrong_link(address, html.unescape(re.sub(r"<[^>]*>", "", words)))
        if fault is None and "title" in node.attrs:
            fault = "a link with a title, which Telegram cannot show"
        if fault is not None:
            raise self._refusal(fault, "Write [words](https://example.org), the words being words")
        return (
            f'<a href="{html.escape(address, quote=False).replace(chr(34), "&quot;")}">{words}</a>'
        )

    def _refusal(self, fault: str, fix: str) -> ContentError:
        return ContentError(self._place.file, self._line, fault, fix)


def _wrong_link(address: str, words: str) -> str | None:
    """What is wrong with a link to `address` that reads `words`, or None."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return f"a link to what is no address: {_shown(address)}"
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return f"a link that does not begin with https://: {_shown(address)}"
    if parts.username is not None or parts.password is not None:
        return f"a link with a name before its host: {_shown(address)}"
    if not words.strip():
        return "a link without words"
    seen = unicodedata.normalize("NFKC", words)
    for shown in _ADDRESS.findall(seen):
        named = shown.lower().rpartition("://")[2].partition(":")[0].removeprefix("www.")
        if named != host:
            return f"a link that reads {named} and leads to {host}"
    if _NAME.search(seen):
        return f"a link that reads as a name in Telegram and leads to {host}"
    return None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
