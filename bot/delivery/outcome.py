"""What became of a send: every way it can end, and how Telegram's words tell them apart.

The sender acts on the type alone, so the whole retry policy hangs on this file. The line that
matters most runs between *surely not sent* (try again, nothing counted) and *nobody can know*
(`Ambiguous`: the person may have the message already, so each such attempt counts, promise P4).

The descriptions are those of the Bot API server and of Telegram behind it. They carry no contract,
so the table below matches on the few words that have stayed the same over the years.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import TypeAlias

SILENT_RETRY_AFTER = 5.0
"""Seconds to wait after a 429 that names no time; Telegram has always named one so far."""

REASON_LENGTH = 200
"""Characters of Telegram's description that are kept: enough to recognize, too few to flood."""


class Gone(StrEnum):
    """Why a person or a chat cannot be reached until they act themselves (promise P9)."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    NEVER_STARTED = "never_started"
    NO_CHAT = "no_chat"
    KICKED = "kicked"
    NOT_A_MEMBER = "not_a_member"
    NO_RIGHTS = "no_rights"
    IS_A_BOT = "is_a_bot"
    FORBIDDEN = "forbidden"


class Complaint(StrEnum):
    """What a permanent refusal is about, where the caller can do something sensible about it."""

    FORMATTING = "formatting"
    TOO_LONG = "too long"
    UNCHANGED = "unchanged"
    NOTHING_TO_EDIT = "nothing to edit"
    NOTHING_TO_REPLY_TO = "nothing to reply to"
    STALE_BUTTON = "stale button"
    OTHER = "other"


@dataclass(frozen=True)
class Sent:
    """Telegram accepted it; `date` is Telegram's own, aware, in UTC."""

    message_id: int
    date: datetime


@dataclass(frozen=True)
class NotSent:
    """The line failed before a byte of it reached Telegram. Try again soon, count nothing."""

    reason: str


@dataclass(frozen=True)
class Slowed:
    """Refused for sending too fast (429). Surely not sent; `retry_after` is in seconds.

    Not `asked`: no request was made, since the chat was known to be resting.
    """

    retry_after: float
    asked: bool = True


@dataclass(frozen=True)
class Ambiguous:
    """Nobody can know whether it arrived: the answer was lost, late or unreadable."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """Surely not sent, and no use trying again until the person acts."""

    reason: Gone


@dataclass(frozen=True)
class Migrated:
    """Surely not sent: the group has become a supergroup, under this chat id."""

    chat_id: int


@dataclass(frozen=True)
class Refused:
    """Surely not sent, and the same request will never be accepted.

    `formatting` means that the same words without formatting would be.
    """

    reason: str
    formatting: bool = False
    about: Complaint = Complaint.OTHER


@dataclass(frozen=True)
class Unauthorized:
    """The token is wrong or revoked: nothing can be sent to anyone."""

    reason: str


@dataclass(frozen=True)
class Conflict:
    """Another process polls with this token, or a webhook is set."""

    reason: str


Outcome: TypeAlias = (
    Sent | NotSent | Slowed | Ambiguous | Unreachable | Migrated | Refused | Unauthorized | Conflict
)

# The first row whose status and words match decides. Words are compared without regard to case,
# since python-telegram-bot lowers the case of what follows "Bad Request: ".
_MEANINGS: tuple[tuple[int, str, Gone | Complaint], ...] = (
    (403, "bot was blocked by the user", Gone.BLOCKED),
    (403, "user is deactivated", Gone.DEACTIVATED),
    (403, "can't initiate conversation", Gone.NEVER_STARTED),
    (403, "bot was kicked", Gone.KICKED),
    (403, "not a member", Gone.NOT_A_MEMBER),
    (403, "can't send messages to bots", Gone.IS_A_BOT),
    (403, "chat was deleted", Gone.NO_CHAT),
    (400, "chat not found", Gone.NO_CHAT),
    (400, "peer_id_invalid", Gone.NO_CHAT),
    (400, "no rights to send", Gone.NO_RIGHTS),
    (400, "not enough rights to send", Gone.NO_RIGHTS),
    (400, "chat_write_forbidden", Gone.NO_RIGHTS),
    (400, "can't parse entities", Complaint.FORMATTING),
    (400, "unsupported parse_mode", Complaint.FORMATTING),
    (400, "entity_", Complaint.FORMATTING),
    (400, "is too long", Complaint.TOO_LONG),
    (400, "message_too_long", Complaint.TOO_LONG),
    (400, "message is not modified", Complaint.UNCHANGED),
    (400, "message to edit not found", Complaint.NOTHING_TO_EDIT),
    (400, "message can't be edited", Complaint.NOTHING_TO_EDIT),
    (400, "message_id_invalid", Complaint.NOTHING_TO_EDIT),
    (400, "message to be replied not found", Complaint.NOTHING_TO_REPLY_TO),
    (400, "message to reply not found", Complaint.NOTHING_TO_REPLY_TO),
    (400, "query is too old", Complaint.STALE_BUTTON),
)


def classify(status: int, description: str, parameters: Mapping[str, object]) -> Outcome:
    """What a refusal in Telegram's own form means.

    `status` is the HTTP status, `description` and `parameters` are the fields of the answer.
    Whatever Telegram did not clearly turn down is `Ambiguous`: better counted than doubled.
    """
    moved = parameters.get("migrate_to_chat_id")
    if isinstance(moved, int):
        return Migrated(moved)
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Slowed(_seconds(description, parameters))
        case HTTPStatus.CONFLICT:
            return Conflict(_short(description))
        case HTTPStatus.UNAUTHORIZED:
            return Unauthorized("Telegram does not know this token")
        case HTTPStatus.NOT_FOUND if "method not found" not in description.casefold():
            # A token that is not even shaped like one is answered so.
            return Unauthorized("Telegram does not know this token")
        case HTTPStatus.REQUEST_TIMEOUT:
            return Ambiguous(f"status {status}")
        case _ if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return _refusal(status, description)
        case _:
            return Ambiguous(f"status {status}")


def _refusal(status: int, description: str) -> Unreachable | Refused:
    said = description.casefold().replace("’", "'")
    for known, words, meaning in _MEANINGS:
        if status == known and words in said:
            if isinstance(meaning, Gone):
                return Unreachable(meaning)
            formatting = meaning is Complaint.FORMATTING
            return Refused(_short(description), formatting=formatting, about=meaning)
    if status == HTTPStatus.FORBIDDEN:
        return Unreachable(Gone.FORBIDDEN)
    return Refused(_short(description))


def _seconds(description: str, parameters: Mapping[str, object]) -> float:
    named = parameters.get("retry_after")
    if isinstance(named, int | float) and named >= 0:
        return float(named)
    told = re.search(r"retry after (\d{1,9})", description, re.IGNORECASE)
    return float(told[1]) if told else SILENT_RETRY_AFTER


def _short(description: str) -> str:
    return " ".join(description.split())[:REASON_LENGTH]
