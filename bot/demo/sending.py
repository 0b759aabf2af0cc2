"""Methods that put a new message into a chat."""

from typing import TYPE_CHECKING, Any

from bot.demo.addressing import (
    check_welcome,
    find_chat,
    find_message,
    replied_message,
    writable_chat,
)
from bot.demo.attachments import FACTS_BY_KIND
from bot.demo.chats import Chat, ChatMessage
from bot.demo.entities import units
from bot.demo.files import StoredFile
from bot.demo.formatting import formatted
from bot.demo.markup import check_markup, read_markup
from bot.demo.params import Params, Upload
from bot.demo.refusals import (
    ACTION_WRONG,
    CAPTION_TOO_LONG,
    COPY_NOT_FOUND,
    FORWARD_NOT_FOUND,
    MESSAGE_TOO_LONG,
    TEXT_EMPTY,
    RefusedError,
    bad_request,
    nothing_attached,
)

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""UTF-16 units. Sources disagree whether Telegram counts these or code points; this is the
stricter reading, so whoever passes here passes there."""

EFFECTS = frozenset(
    {
        "5104841245755180586",
        "5107584321108051014",
        "5104858069142078462",
        "5044134455711629726",
        "5046509860389126442",
        "5046589136895476101",
    }
)
"""The message effects open to everyone: fire, thumbs up and down, heart, confetti, the pile."""

ACTIONS = frozenset(
    {
        "cancel",
        "typing",
        "record_video",
        "upload_video",
        "record_audio",
        "upload_audio",
        "record_voice",
        "upload_voice",
        "upload_photo",
        "upload_document",
        "choose_sticker",
        "find_location",
        "pick_up_location",
        "record_video_note",
        "upload_video_note",
    }
)


ACTION_SECONDS = 5.0
"""How long a client shows an action (documentation of sendChatAction)."""


def send_message(telegram: "LocalTelegram", params: Params) -> Json:
    """sendMessage."""
    words = formatted(params, "text", "entities", telegram.now())
    if not words.text:
        raise RefusedError(TEXT_EMPTY)
    return _post(telegram, "sendMessage", params, _named("text", words.text, words.entities))


def send_photo(telegram: "LocalTelegram", params: Params) -> Json:
    """sendPhoto."""
    caption = _caption(telegram, params)
    file = _attached(telegram, params, "photo")
    width, height = _png_size(file.content)
    sizes = [{**file.describe(), "width": width, "height": height}]
    return _post(telegram, "sendPhoto", params, {"photo": sizes, **caption})


def send_document(telegram: "LocalTelegram", params: Params) -> Json:
    """sendDocument."""
    caption = _caption(telegram, params)
    file = _attached(telegram, params, "document")
    document = {**file.describe(), "file_name": file.name, "mime_type": file.mime}
    return _post(telegram, "sendDocument", params, {"document": document, **caption})


def send_voice(telegram: "LocalTelegram", params: Params) -> Json:
    """sendVoice."""
    return _send_recording(telegram, params, "sendVoice", "voice")


def send_video(telegram: "LocalTelegram", params: Params) -> Json:
    """sendVideo."""
    return _send_recording(telegram, params, "sendVideo", "video")


def send_video_note(telegram: "LocalTelegram", params: Params) -> Json:
    """sendVideoNote, which takes no caption."""
    return _send_recording(telegram, params, "sendVideoNote", "video_note")


def send_animation(telegram: "LocalTelegram", params: Params) -> Json:
    """sendAnimation."""
    return _send_recording(telegram, params, "sendAnimation", "animation")


def send_audio(telegram: "LocalTelegram", params: Params) -> Json:
    """sendAudio."""
    return _send_recording(telegram, params, "sendAudio", "audio")


def _send_recording(telegram: "LocalTelegram", params: Params, method: str, kind: str) -> Json:
    caption = {} if kind == "video_note" else _caption(telegram, params)
    file = _attached(telegram, params, kind)
    facts = FACTS_BY_KIND[kind] | {"duration": params.integer("duration")}
    return _post(telegram, method, params, {kind: {**file.describe(), **facts}, **caption})


def copy_message(telegram: "LocalTelegram", params: Params) -> Json:
    """copyMessage: the words and what they come with, without where they are from."""
    source = find_chat(telegram, params.text("from_chat_id"))
    original = find_message(source, params.integer("message_id"), COPY_NOT_FOUND)
    content = _content_of(original)
    if "caption" in params.values:
        content = {**content, **_caption(telegram, params)}
    return {"message_id": _post(telegram, "copyMessage", params, content)["message_id"]}


def forward_message(telegram: "LocalTelegram", params: Params) -> Json:
    """forwardMessage."""
    source = find_chat(telegram, params.text("from_chat_id"))
    original = find_message(source, params.integer("message_id"), FORWARD_NOT_FOUND)
    origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    content = {**_content_of(original), "forward_origin": origin}
    return _post(telegram, "forwardMessage", params, content)


def send_chat_action(telegram: "LocalTelegram", params: Params) -> bool:
    """sendChatAction: seen for a moment, or until the bot speaks; leaves nothing behind."""
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise RefusedError(ACTION_WRONG)
    chat = writable_chat(telegram, params.text("chat_id"))
    check_welcome(chat)
    chat.doing = (action, telegram.clock.monotonic() + ACTION_SECONDS)
    telegram.bell.ring()
    return True


def _post(telegram: "LocalTelegram", method: str, params: Params, content: Json) -> Json:
    """Check in the order in which Telegram does, then add the message and record it."""
    markup = read_markup(params)
    chat = writable_chat(telegram, params.text("chat_id"))
    answered = replied_message(chat, params)
    check_welcome(chat)
    check_length(content)
    check_markup(markup.inline)
    effect = _effect(chat, params)
    telegram.limits.spend(chat.id)
    whole = {"from": telegram.bot, "date": telegram.unix(), **content, **effect}
    if answered is not None:
        whole["reply_to_message"] = answered.quoted()
    if markup.inline is not None:
        whole["reply_markup"] = markup.inline
    message = chat.post(whole, by_bot=True, silent=params.flag("disable_notification"))
    if markup.keyboard is not None:
        message.reply_keyboard = markup.keyboard
    telegram.record_sent(method, message, params)
    return dict(message)


def check_length(content: Json) -> None:
    """What is too long to be shown. Raises RefusedError."""
    if units(content.get("text", "")) > LONGEST_TEXT:
        raise RefusedError(MESSAGE_TOO_LONG)
    if units(content.get("caption", "")) > LONGEST_CAPTION:
        raise RefusedError(CAPTION_TOO_LONG)


def _effect(chat: Chat, params: Params) -> Json:
    effect = params.text("message_effect_id")
    if not effect:
        return {}
    if effect not in EFFECTS or chat.kind != "private":
        raise RefusedError(bad_request("EFFECT_ID_INVALID"))
    return {"effect_id": effect}


def _caption(telegram: "LocalTelegram", params: Params) -> Json:
    words = formatted(params, "caption", "caption_entities", telegram.now())
    return _named("caption", words.text, words.entities) if words.text else {}


def _named(name: str, text: str, entities: list[Json]) -> Json:
    marks = "entities" if name == "text" else f"{name}_entities"
    return {name: text, marks: entities} if entities else {name: text}


def _attached(telegram: "LocalTelegram", params: Params, kind: str) -> StoredFile:
    """The file of a request: uploaded with it, or one that the bot has sent or got before."""
    upload = _upload(params, kind)
    if upload is not None:
        return telegram.files.add(f"{kind}s", upload.name, upload.mime, upload.content)
    if not params.text(kind):
        raise RefusedError(nothing_attached(kind))
    return telegram.files.get(params.text(kind))


def _upload(params: Params, kind: str) -> Upload | None:
    return params.uploads.get(params.text(kind).removeprefix("attach://") or kind)


def _content_of(message: ChatMessage) -> Json:
    own = {"message_id", "from", "chat", "date", "edit_date", "reply_to_message", "reply_markup"}
    return {name: value for name, value in message.items() if name not in own}


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; 0 for anything but PNG, which is all that the bot draws."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return 0, 0
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
