"""Finding the chat and the message that a request means, or saying why it may not have them."""

from typing import TYPE_CHECKING

from bot.demo.chats import Chat, ChatMessage
from bot.demo.params import Params
from bot.demo.refusals import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_ID_EMPTY,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED_FROM_GROUP,
    KICKED_FROM_SUPERGROUP,
    NOT_IN_GROUP,
    NOT_IN_SUPERGROUP,
    REPLY_NOT_FOUND,
    Refusal,
    RefusedError,
    upgraded,
)

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

ABSENCES = {
    ("group", "kicked"): KICKED_FROM_GROUP,
    ("group", "left"): NOT_IN_GROUP,
    ("supergroup", "kicked"): KICKED_FROM_SUPERGROUP,
    ("supergroup", "left"): NOT_IN_SUPERGROUP,
}


def find_chat(telegram: "LocalTelegram", reference: str) -> Chat:
    """The chat a `chat_id` or @name means. Raises RefusedError if the bot does not know it."""
    if not reference:
        raise RefusedError(CHAT_ID_EMPTY)
    chat = telegram.chat_named(reference)
    if chat is None or not (chat.started or chat.met):
        raise RefusedError(CHAT_NOT_FOUND)
    return chat


def writable_chat(telegram: "LocalTelegram", reference: str) -> Chat:
    """A chat in which the bot may speak. Raises RefusedError otherwise."""
    chat = find_chat(telegram, reference)
    if chat.deactivated:
        raise RefusedError(DEACTIVATED)
    if chat.upgraded_to is not None:
        raise upgraded(chat.upgraded_to)
    absence = ABSENCES.get((chat.kind, chat.role))
    if absence is not None:
        raise RefusedError(absence)
    return chat


def check_welcome(chat: Chat) -> None:
    """What Telegram itself says of a private chat in which the bot is not heard."""
    if not chat.started:
        raise RefusedError(CANNOT_INITIATE)
    if chat.kind == "private" and chat.role == "kicked":
        raise RefusedError(BLOCKED)


def find_message(chat: Chat, message_id: int, missing: Refusal) -> ChatMessage:
    """A message of the chat. Raises RefusedError with `missing` if it is not there."""
    message = chat.find(message_id)
    if message is None:
        raise RefusedError(missing)
    return message


def replied_message(chat: Chat, params: Params) -> ChatMessage | None:
    """What the new message answers. Raises RefusedError if that is gone and has to be there."""
    asked = params.json("reply_parameters") or {}
    message_id = asked.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return None
    optional = asked.get("allow_sending_without_reply") or params.flag(
        "allow_sending_without_reply"
    )
    if optional:
        return chat.find(int(message_id))
    return find_message(chat, int(message_id), REPLY_NOT_FOUND)
