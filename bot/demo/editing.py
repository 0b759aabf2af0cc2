"""Methods that change what is already in a chat."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.addressing import find_chat, find_message, writable_chat
from bot.demo.chats import Chat, ChatMessage
from bot.demo.formatting import formatted
from bot.demo.markup import check_markup, read_markup
from bot.demo.params import Params
from bot.demo.refusals import (
    CANNOT_DELETE,
    CANNOT_EDIT,
    DELETE_NOT_FOUND,
    EDIT_NOT_FOUND,
    MESSAGE_ID_MISSING,
    NO_CAPTION_TO_EDIT,
    NO_TEXT_TO_EDIT,
    NOT_MODIFIED,
    REACT_NOT_FOUND,
    REACTION_INVALID,
    TEXT_EMPTY,
    RefusedError,
)
from bot.demo.sending import check_length

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]

MEDIA = ("photo", "document", "voice", "video", "audio", "animation")

DELETABLE = timedelta(hours=48)
"""How long a message can be deleted by the bot (documentation of deleteMessage)."""

_EMOJI = (
    " 👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯"
    " 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅"
    " 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡 "
)
REACTIONS = frozenset(_EMOJI.split())
"""Emoji that may be a reaction (documentation of ReactionTypeEmoji)."""


def edit_message_text(telegram: "LocalTelegram", params: Params) -> Json:
    """editMessageText; without a `reply_markup` the buttons go."""
    words = formatted(params, "text", "entities", telegram.now())
    if not words.text:
        raise RefusedError(TEXT_EMPTY)
    changes: Json = {"text": words.text, "entities": words.entities or None}
    return _edit(telegram, params, changes, NO_TEXT_TO_EDIT, ("text",))


def edit_message_caption(telegram: "LocalTelegram", params: Params) -> Json:
    """editMessageCaption; an empty caption removes it."""
    words = formatted(params, "caption", "caption_entities", telegram.now())
    changes: Json = {"caption": words.text or None, "caption_entities": words.entities or None}
    return _edit(telegram, params, changes, NO_CAPTION_TO_EDIT, MEDIA)


def edit_message_reply_markup(telegram: "LocalTelegram", params: Params) -> Json:
    """editMessageReplyMarkup; without a `reply_markup` the buttons go."""
    return _edit(telegram, params, {}, None, ())


def _edit(
    telegram: "LocalTelegram",
    params: Params,
    changes: Json,
    nothing_to_edit: Any,
    editable: tuple[str, ...],
) -> Json:
    markup = read_markup(params)
    if not params.text("chat_id") and not params.text("message_id"):
        raise RefusedError(MESSAGE_ID_MISSING)
    chat = writable_chat(telegram, params.text("chat_id"))
    message = find_message(chat, params.integer("message_id"), EDIT_NOT_FOUND)
    if not message.by_bot:
        raise RefusedError(CANNOT_EDIT)
    if nothing_to_edit is not None and not any(kind in message for kind in editable):
        raise RefusedError(nothing_to_edit)
    check_length({name: value for name, value in changes.items() if value})
    check_markup(markup.inline)
    changes = {**changes, "reply_markup": markup.inline}
    if all(message.get(name) == value for name, value in changes.items()):
        raise RefusedError(NOT_MODIFIED)
    chat.edit(message, {**changes, "edit_date": telegram.unix()})
    return dict(message)


def delete_message(telegram: "LocalTelegram", params: Params) -> bool:
    """deleteMessage."""
    chat = writable_chat(telegram, params.text("chat_id"))
    message = find_message(chat, params.integer("message_id"), DELETE_NOT_FOUND)
    if not _may_delete(telegram, chat, message):
        raise RefusedError(CANNOT_DELETE)
    chat.delete(message)
    return True


def delete_messages(telegram: "LocalTelegram", params: Params) -> bool:
    """deleteMessages; those that are not there are passed over."""
    chat = writable_chat(telegram, params.text("chat_id"))
    found = [chat.find(int(each)) for each in params.json("message_ids") or []]
    messages = [message for message in found if message is not None]
    if not all(_may_delete(telegram, chat, message) for message in messages):
        raise RefusedError(CANNOT_DELETE)
    for message in messages:
        chat.delete(message)
    return True


def _may_delete(telegram: "LocalTelegram", chat: Chat, message: ChatMessage) -> bool:
    young = telegram.unix() - int(message["date"]) < DELETABLE.total_seconds()
    return young and (message.by_bot or chat.kind == "private")


def set_message_reaction(telegram: "LocalTelegram", params: Params) -> bool:
    """setMessageReaction; an empty list takes the reaction back."""
    given = params.json("reaction") or []
    chat = find_chat(telegram, params.text("chat_id"))
    message = find_message(chat, params.integer("message_id"), REACT_NOT_FOUND)
    if len(given) > 1 or any(each.get("emoji") not in REACTIONS for each in given):
        raise RefusedError(REACTION_INVALID)
    message.reactions = {**message.reactions, telegram.bot["id"]: given}
    chat.touch(message)
    return True
