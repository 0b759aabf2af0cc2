"""Chats and the messages in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.bell import Bell

Json = dict[str, Any]


class ChatMessage(Json):
    """A message as the Bot API shows it, and beside it what only the chat knows.

    `update_id` is that of the newest update about it, None if none was queued.
    Values inside are replaced, never changed in place, so a plain `dict(message)` is a snapshot.
    """

    def __init__(self, content: Json, *, by_bot: bool) -> None:
        super().__init__(content)
        self.by_bot = by_bot
        self.deleted = False
        self.silent = False
        self.version = 0
        self.update_id: int | None = None
        self.earlier: list[str] = []
        self.reply_keyboard: Json | None = None
        self.reactions: dict[int, list[Json]] = {}

    @property
    def id(self) -> int:
        """Its `message_id`."""
        return int(self["message_id"])

    @property
    def words(self) -> str:
        """Its text, or the caption under what it shows."""
        return str(self.get("text", self.get("caption", "")))

    @property
    def buttons(self) -> list[Json]:
        """Its inline buttons, row after row."""
        rows = self.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def quoted(self) -> Json:
        """As it appears inside a reply to it: without the message it answers itself."""
        return {name: value for name, value in self.items() if name != "reply_to_message"}


@dataclass(frozen=True)
class Said:
    """Words of the bot at the moment they appeared, in a new message or by an edit.

    `after` is the id of the newest message that was there before.
    """

    message: ChatMessage
    words: str
    after: int


class Chat:
    """One conversation. `role` is the bot's own place in it: member, kicked or left.

    `started` is false for a person who never wrote to the bot; `met` is true for one whom it knows
    all the same, from a group. `doing` is what the bot says it is busy with, and until when by the
    monotonic clock; its next message ends it.
    """

    def __init__(
        self,
        chat_id: int,
        kind: str,
        facts: Json,
        first_message_id: int,
        changed: Callable[[ChatMessage], int],
    ) -> None:
        self.id = chat_id
        self.kind = kind
        self.facts = facts
        self.members: set[int] = set()
        self.messages: dict[int, ChatMessage] = {}
        self.said: list[Said] = []
        self.started = False
        self.met = False
        self.deactivated = False
        self.role = "member"
        self.doing = ("", 0.0)
        self.upgraded_to: int | None = None
        self.next_id = first_message_id
        self.bell = Bell()
        self._changed = changed

    def describe(self) -> Json:
        """The `Chat` object that goes into its messages."""
        return {"id": self.id, "type": self.kind, **self.facts}

    def post(self, content: Json, *, by_bot: bool, silent: bool = False) -> ChatMessage:
        """Add a message; ids rise by one, whoever speaks."""
        numbered = {"message_id": self.next_id, "chat": self.describe(), **content}
        message = ChatMessage(numbered, by_bot=by_bot)
        message.silent = silent
        if by_bot:
            self.doing = ("", 0.0)
        self.next_id += 1
        self.messages[message.id] = message
        self._note(message, message.id - 1)
        return message

    def edit(self, message: ChatMessage, changes: Json) -> None:
        """Replace fields of a message; None removes one."""
        message.earlier.append(message.words)
        for name, value in changes.items():
            if value is None:
                message.pop(name, None)
            else:
                message[name] = value
        self._note(message, self.next_id - 1)

    def delete(self, message: ChatMessage) -> None:
        """Take a message out of sight."""
        message.deleted = True
        self.touch(message)

    def find(self, message_id: int) -> ChatMessage | None:
        """A message that is there to be seen."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def touch(self, message: ChatMessage) -> None:
        """Tell everyone who looks on that something about `message` changed."""
        message.version = self._changed(message)
        self.bell.ring()

    def _note(self, message: ChatMessage, after: int) -> None:
        if message.by_bot:
            self.said.append(Said(message, message.words, after))
        self.touch(message)

    def export(self) -> Json:
        """Everything worth keeping over a restart."""
        return {
            "id": self.id,
            "kind": self.kind,
            "facts": self.facts,
            "started": self.started,
            "met": self.met,
            "members": sorted(self.members),
            "deactivated": self.deactivated,
            "role": self.role,
            "upgraded_to": self.upgraded_to,
            "next_id": self.next_id,
            "messages": [
                {
                    "content": dict(message),
                    "by_bot": message.by_bot,
                    "deleted": message.deleted,
                    "silent": message.silent,
                    "reply_keyboard": message.reply_keyboard,
                }
                for message in self.messages.values()
            ],
        }

    def restore(self, kept: Json) -> None:
        """Take up what `export` gave."""
        self.started, self.role = kept["started"], kept["role"]
        self.met, self.deactivated = kept["met"], kept["deactivated"]
        self.upgraded_to, self.members = kept["upgraded_to"], set(kept["members"])
        for each in kept["messages"]:
            message = self.post(each["content"], by_bot=each["by_bot"], silent=each["silent"])
            message.deleted = each["deleted"]
            message.reply_keyboard = each["reply_keyboard"]
        self.next_id = kept["next_id"]
