"""Keyboards as they come with a message."""

import json
from dataclasses import dataclass
from typing import Any

from bot.demo.params import Params
from bot.demo.refusals import (
    BUTTON_DATA_INVALID,
    BUTTON_URL_INVALID,
    MARKUP_NO_OBJECT,
    MARKUP_TOO_LONG,
    MARKUP_UNREADABLE,
    TEXT_BUTTON,
    RefusedError,
    bad_request,
)

Json = dict[str, Any]

LONGEST_DATA = 64
"""Bytes of `callback_data` (documentation of InlineKeyboardButton)."""

MOST_BUTTONS = 100
MOST_BYTES = 10_240
"""Beyond either a keyboard is "too long". Telegram publishes neither figure; these are what bots
have run into."""

PURPOSES = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
"""What an inline button may be for; one without any is refused."""


@dataclass(frozen=True)
class Markup:
    """Inline buttons, which stay in the message; or a keyboard for the person, which does not."""

    inline: Json | None = None
    keyboard: Json | None = None


def read_markup(params: Params) -> Markup:
    """The request's `reply_markup`. Raises RefusedError for what the server itself refuses."""
    try:
        given = params.json("reply_markup")
    except ValueError:
        raise RefusedError(MARKUP_UNREADABLE) from None
    if given is None:
        return Markup()
    if not isinstance(given, dict):
        raise RefusedError(MARKUP_NO_OBJECT)
    if given.get("keyboard"):
        _check_rows(given["keyboard"], 'Field "keyboard" must be an Array of Arrays')
        return Markup(keyboard={**given, "keyboard": _as_objects(given["keyboard"])})
    if given.get("inline_keyboard"):
        rows = given["inline_keyboard"]
        name = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        _check_rows(rows, name)
        kept = [row for row in rows if row]
        for button in (button for row in kept for button in row):
            _check_button(button)
        return Markup(inline={"inline_keyboard": kept} if kept else None)
    asks = given.get("remove_keyboard") or given.get("force_reply")
    return Markup(keyboard=given if asks else None)


def check_markup(inline: Json | None) -> None:
    """What only Telegram itself checks. Raises RefusedError."""
    if inline is None:
        return
    buttons = [button for row in inline["inline_keyboard"] for button in row]
    if len(buttons) > MOST_BUTTONS or len(json.dumps(inline).encode()) > MOST_BYTES:
        raise RefusedError(MARKUP_TOO_LONG)
    for button in buttons:
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode("utf-8", "surrogatepass")) <= LONGEST_DATA:
            raise RefusedError(BUTTON_DATA_INVALID)
        if not str(button.get("url", "tg://")).startswith(("http://", "https://", "tg://")):
            raise RefusedError(BUTTON_URL_INVALID)


def _check_rows(rows: Any, complaint: str) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise RefusedError(bad_request(complaint))


def _as_objects(rows: list[list[Any]]) -> list[list[Json]]:
    return [[_key(button) for button in row] for row in rows]


def _key(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        reason = "KeyboardButton must be a String or an Object"
        raise RefusedError(bad_request(f"Can't parse keyboard button: {reason}"))
    return button


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        _refuse_button("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        _refuse_button('Can\'t find field "text"')
    if not any(purpose in button for purpose in PURPOSES):
        raise RefusedError(TEXT_BUTTON)


def _refuse_button(reason: str) -> None:
    raise RefusedError(bad_request(f"Can't parse inline keyboard button: {reason}"))
