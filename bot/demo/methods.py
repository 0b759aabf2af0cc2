"""The methods of the Bot API that the local Telegram knows, by their lower-case names."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.demo import editing, polling, presses, profile, sending, webhook
from bot.demo.params import Params

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

Method = Callable[["LocalTelegram", Params], Any]
"""Its result, or an awaitable of it. Raises RefusedError."""

METHODS: dict[str, Method] = {
    # Fetching.
    "getupdates": polling.get_updates,
    "setwebhook": webhook.set_webhook,
    "deletewebhook": webhook.delete_webhook,
    "getwebhookinfo": webhook.get_webhook_info,
    # Saying something new.
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendvoice": sending.send_voice,
    "sendvideo": sending.send_video,
    "sendvideonote": sending.send_video_note,
    "sendanimation": sending.send_animation,
    "sendaudio": sending.send_audio,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "sendchataction": sending.send_chat_action,
    # Changing what was said.
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "setmessagereaction": editing.set_message_reaction,
    "answercallbackquery": presses.answer_callback_query,
    # The bot itself.
    "getme": profile.get_me,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmyname": profile.set_my_name,
    "getmyname": profile.get_my_name,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "logout": profile.log_out,
    "close": profile.close,
    # Chats and files.
    "getchat": profile.get_chat,
    "getchatmember": profile.get_chat_member,
    "getfile": profile.get_file,
}

WAITING = frozenset({"getupdates"})
"""Methods that may take their time, and end when the client goes away."""
