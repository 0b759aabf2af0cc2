"""A day as one message, and what has to be known of a message's length.

Telegram takes 1 to 4,096 characters after its entities are parsed, which the safe side counts in
UTF-16 units: https://core.telegram.org/bots/api#sendmessage
"""

import re
from dataclasses import dataclass

from bot.library.model import Day

LONGEST_MESSAGE = 4096
"""UTF-16 units of visible text in one message."""

_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r'<a href="([^"<>]*)">(.*?)</a>', re.DOTALL)
_REFERENCE = re.compile(r"&(lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(frozen=True)
class Words:
    """The labels around a day's own text, as Telegram's HTML: what came from outside is escaped.

    `heading` is the whole line ("Day 175: Networking is work"), `minutes` too ("60 minutes").
    """

    heading: str
    minutes: str
    homework: str
    small: str
    larger: str


def render_day(day: Day, words: Words) -> str:
    """The whole message as Telegram's HTML."""
    fold = f"<b>{words.small}</b>\n{day.small.html}\n\n<b>{words.larger}</b>\n{day.larger.html}"
    return "\n\n".join(
        [
            f"<b>{words.heading}</b>\n{words.minutes}",
            day.reflection.html,
            f"<b>{words.homework}</b>\n{day.homework.html}",
            f"<blockquote expandable>{fold}</blockquote>",
            f"<i>{day.reply.html}</i>",
        ]
    )


def plain(html: str) -> str:
    """The same message without formatting, for when Telegram refuses it: links keep their address.

    Meant for HTML of this program's making, in which every < of the text is escaped.
    """
    return _bare(_LINK.sub(_spelled, html))


def visible_length(html: str) -> int:
    """UTF-16 units of what Telegram counts: the text between the tags."""
    return utf16_length(_bare(html))


def utf16_length(text: str) -> int:
    """UTF-16 units, in which Telegram counts; a lone surrogate counts as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bare(html: str) -> str:
    return _REFERENCE.sub(_character, _TAG.sub("", html))


def _spelled(link: re.Match[str]) -> str:
    address, words = link.groups()
    return words if address in _TAG.sub("", words) else f"{words} ({address})"


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name in _NAMED:
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return reference[0]
    return chr(code)
