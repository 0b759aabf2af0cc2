"""Files that people send from the page: the bytes as they are, and beside them what they are."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.demo.attachments import SENT_BY_KIND
from bot.demo.files import LARGEST_DOWNLOAD

if TYPE_CHECKING:
    from bot.demo.people import Person

LARGEST_FILE = LARGEST_DOWNLOAD
"""Bytes; a larger one the bot could not fetch."""

LONGEST_SIDE = 10_000
"""Pixels; also the most seconds of a recording. What a page measured is not believed beyond."""

LONGEST_CAPTION = 1024
"""Characters (documentation of sendPhoto)."""

_MIME = re.compile(r"(image|audio|video|text|application)/[\w.+-]{1,80}")
_MEASURED = ("width", "height", "duration")


async def attach(person: "Person", asked: Mapping[str, str], content: bytes) -> dict[str, Any]:
    """Send a file for `person`. `asked` is the query of the page's request: the kind, the name,
    the caption, the message answered, the album it belongs to, and what was measured.

    Raises AssertionError, with a reason for the person to read, if it cannot be sent.
    """
    kind = asked.get("kind", "")
    if kind not in SENT_BY_KIND or kind == "sticker":
        raise AssertionError("That is no file of a kind that can be sent here")
    if not content:
        raise AssertionError("That file is empty, and Telegram takes none that is")
    answered, mime = asked.get("message", ""), asked.get("mime", "").partition(";")[0]
    album: dict[str, Any] = {"media_group_id": asked["album"][:40]} if asked.get("album") else {}
    message = await person.sends_file(
        kind,
        content,
        caption=asked.get("caption", "").strip()[:LONGEST_CAPTION] or None,
        name=_file_name(asked.get("name", "")),
        reply_to=int(answered) if _is_number(answered) else None,
        mime=mime if _MIME.fullmatch(mime) else None,
        facts=_facts(asked),
        **album,
    )
    return {"sent": [message.id]}


def _facts(asked: Mapping[str, str]) -> dict[str, Any]:
    given = {name: asked.get(name, "") for name in _MEASURED}
    return {name: min(int(was), LONGEST_SIDE) for name, was in given.items() if _is_number(was)}


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 16


def _file_name(given: str) -> str | None:
    """A name without any folder, and with nothing in it that could break a line or a header."""
    name = re.split(r"[/\\]", given)[-1]
    return "".join(each for each in name if each.isprintable())[:120] or None
