"""Every refusal the local Telegram can answer with, word for word.

The texts are those of the official Bot API server (tdlib/telegram-bot-api, 10.0) and of TDLib.
Those marked "server" are produced by Telegram itself, whose source is closed; they are as public
reports quote them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """An HTTP status, which is also the `error_code`, and the `description` that goes with it."""

    code: int
    description: str


class RefusedError(Exception):
    """Raised by a method that will not do what it was asked; `parameters` go into the answer."""

    def __init__(self, refusal: Refusal, **parameters: float) -> None:
        super().__init__(refusal.description)
        self.refusal = refusal
        self.parameters = parameters


def bad_request(message: str) -> Refusal:
    """400 with the Bot API server's own prefix.

    Its rule: the message follows with its first letter lower-cased, unless its second character
    is an underscore or a capital.
    """
    constant = len(message) > 1 and (message[1] == "_" or "A" <= message[1] <= "Z")
    shown = message if constant else message[:1].lower() + message[1:]
    return Refusal(400, f"Bad Request: {shown}")


NOT_FOUND = Refusal(404, "Not Found")
METHOD_NOT_FOUND = Refusal(404, "Not Found: method not found")
TOKEN_MALFORMED = Refusal(401, "Unauthorized: invalid token specified")
TOKEN_REVOKED = Refusal(401, "Unauthorized")
LOGGED_OUT = bad_request("Logged out")
BODY_UNREADABLE = bad_request("Can't parse JSON object")

OTHER_POLLER = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
)
POLL_ENDED_BY_WEBHOOK = Refusal(409, "Conflict: terminated by setWebhook request")
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first",
)
SECRET_TOO_LONG = bad_request("secret token is too long")
SECRET_UNALLOWED = bad_request("secret token contains unallowed characters")
WEBHOOK_URL_INVALID = bad_request("invalid webhook URL specified")
WEBHOOK_NEEDS_HTTPS = bad_request("bad webhook: An HTTPS URL must be provided for webhook")

CHAT_ID_EMPTY = bad_request("chat_id is empty")
CHAT_NOT_FOUND = bad_request("chat not found")
USER_NOT_FOUND = bad_request("user not found")
USER_ID_INVALID = bad_request("Invalid user_id specified")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = Refusal(403, "Forbidden: user is deactivated")
CANNOT_INITIATE = Refusal(403, "Forbidden: bot can't initiate conversation with a user")  # server
KICKED_FROM_GROUP = Refusal(403, "Forbidden: bot was kicked from the group chat")
KICKED_FROM_SUPERGROUP = Refusal(403, "Forbidden: bot was kicked from the supergroup chat")
NOT_IN_GROUP = Refusal(403, "Forbidden: bot is not a member of the group chat")
NOT_IN_SUPERGROUP = Refusal(403, "Forbidden: bot is not a member of the supergroup chat")
UPGRADED = bad_request("group chat was upgraded to a supergroup chat")

TEXT_EMPTY = bad_request("message text is empty")
MESSAGE_TOO_LONG = bad_request("message is too long")  # server
TEXT_TOO_LONG = bad_request("text is too long")
CAPTION_TOO_LONG = bad_request("message caption is too long")  # server
PARSE_MODE_UNKNOWN = bad_request("unsupported parse_mode")
ENTITY_DATE_INVALID = bad_request("ENTITY_DATE_INVALID")

MARKUP_UNREADABLE = bad_request("Can't parse reply keyboard markup JSON object")
MARKUP_NO_OBJECT = bad_request("Object expected as reply markup")
MARKUP_TOO_LONG = bad_request("reply markup is too long")
BUTTON_DATA_INVALID = bad_request("BUTTON_DATA_INVALID")  # server
BUTTON_URL_INVALID = bad_request("BUTTON_URL_INVALID")  # server
TEXT_BUTTON = bad_request("text buttons are unallowed in the inline keyboard")

NOT_MODIFIED = bad_request(
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
CANNOT_EDIT = bad_request("message can't be edited")
NO_TEXT_TO_EDIT = bad_request("there is no text in the message to edit")
NO_CAPTION_TO_EDIT = bad_request("there is no caption in the message to edit")
CANNOT_DELETE = bad_request("message can't be deleted")
REPLY_NOT_FOUND = bad_request("message to be replied not found")
EDIT_NOT_FOUND = bad_request("message to edit not found")
DELETE_NOT_FOUND = bad_request("message to delete not found")
COPY_NOT_FOUND = bad_request("message to copy not found")
FORWARD_NOT_FOUND = bad_request("message to forward not found")
REACT_NOT_FOUND = bad_request("message to react not found")
REACTION_INVALID = bad_request("REACTION_INVALID")  # server
MESSAGE_ID_MISSING = bad_request("Message identifier is not specified")

QUERY_INVALID = bad_request("query is too old and response timeout expired or query ID is invalid")
CALLBACK_TEXT_TOO_LONG = bad_request("MESSAGE_TOO_LONG")  # server

ACTION_WRONG = bad_request("Wrong parameter action in request")
COMMANDS_UNREADABLE = bad_request("Can't parse commands JSON object")
COMMANDS_NO_ARRAY = bad_request("Expected an Array of BotCommand")
COMMANDS_TOO_MANY = bad_request("BOT_COMMANDS_TOO_MUCH")  # server
COMMAND_INVALID = bad_request("BOT_COMMAND_INVALID")  # server
SCOPE_UNREADABLE = bad_request("Can't parse BotCommandScope JSON object")

FILE_ID_MISSING = bad_request("file_id not specified")
FILE_WRONG = bad_request("wrong file_id or the file is temporarily unavailable")
FILE_TOO_BIG = bad_request("file is too big")


def nothing_attached(kind: str) -> Refusal:
    """400 for a sendPhoto, sendDocument or sendVoice without its file."""
    return bad_request(f"There is no {kind} in the request")


def cannot_parse(reason: str) -> Refusal:
    """400 for a text whose formatting does not parse; `reason` says what and where."""
    return bad_request(f"can't parse entities: {reason}")


def too_many(seconds: float) -> RefusedError:
    """429; the bot is to wait `seconds`, whole ones in Telegram itself."""
    refusal = Refusal(429, f"Too Many Requests: retry after {seconds:g}")
    return RefusedError(refusal, retry_after=seconds)


def upgraded(chat_id: int) -> RefusedError:
    """400 for a group that has become the supergroup `chat_id`."""
    return RefusedError(UPGRADED, migrate_to_chat_id=chat_id)
