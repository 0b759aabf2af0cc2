"""From what a request says about its text to the text and its entities."""

from datetime import datetime, timedelta
from typing import Any

from bot.demo.entities import Formatted, tidy
from bot.demo.html_text import parse_html
from bot.demo.markdown_text import parse_markdown, parse_old_markdown
from bot.demo.params import Params
from bot.demo.refusals import (
    ENTITY_DATE_INVALID,
    PARSE_MODE_UNKNOWN,
    TEXT_TOO_LONG,
    RefusedError,
    bad_request,
)

LONGEST_SOURCE = 1 << 15
"""Bytes of UTF-8 before any parsing (Bot API server, get_formatted_text)."""

FOUND_BY_TELEGRAM = frozenset({"mention", "hashtag", "bot_command", "url", "email"})
"""Kinds that count for nothing when a bot names them: Telegram looks for them itself."""

FARTHEST_MOMENT = timedelta(days=1098)
"""How far ahead an instant in a text may lie."""


def formatted(params: Params, name: str, entities_name: str, now: datetime) -> Formatted:
    """The text called `name`, parsed and trimmed. Raises RefusedError where Telegram refuses."""
    source = params.text(name)
    if len(source.encode("utf-8", "surrogatepass")) > LONGEST_SOURCE:
        raise RefusedError(TEXT_TOO_LONG)
    parsed = _parsed(source, params, entities_name)
    for entity in parsed.entities:
        ahead = entity.get("unix_time", 0) - now.timestamp()
        if ahead > FARTHEST_MOMENT.total_seconds():
            raise RefusedError(ENTITY_DATE_INVALID)
    return tidy(parsed.text, parsed.entities)


def _parsed(source: str, params: Params, entities_name: str) -> Formatted:
    match params.text("parse_mode").lower():
        case "" | "none":
            return Formatted(source, _given(params, entities_name))
        case _ if not source:
            return Formatted(source, [])
        case "html":
            return parse_html(source)
        case "markdownv2":
            return parse_markdown(source)
        case "markdown":
            return parse_old_markdown(source)
    raise RefusedError(PARSE_MODE_UNKNOWN)


def _given(params: Params, name: str) -> list[dict[str, Any]]:
    """Entities that the bot worked out itself; unreadable ones are ignored, as by the server."""
    try:
        given = params.json(name)
    except ValueError:
        return []
    if not isinstance(given, list):
        return []
    for entity in given:
        if not isinstance(entity, dict):
            raise RefusedError(bad_request("Can't parse MessageEntity: expected an Object"))
        for needed in ("offset", "length", "type"):
            if needed not in entity:
                reason = f"Can't parse MessageEntity: Can't find field \"{needed}\""
                raise RefusedError(bad_request(reason))
    return [entity for entity in given if entity["type"] not in FOUND_BY_TELEGRAM]
