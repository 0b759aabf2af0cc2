"""What a person sees of the chat, and waiting for the bot to say something in it."""

import asyncio
from typing import Any

from bot.demo.chats import Chat, ChatMessage, Said

Json = dict[str, Any]


class Hearing:
    """One person's view of one chat."""

    def __init__(self, name: str, room: Chat) -> None:
        self.name = name
        self.room = room

    @property
    def chat(self) -> list[ChatMessage]:
        """Every message of both sides in order, deleted ones too (`message.deleted`)."""
        return list(self.room.messages.values())

    @property
    def heard(self) -> list[ChatMessage]:
        """The bot's messages that are there to be seen, oldest first."""
        return [each for each in self.room.messages.values() if each.by_bot and not each.deleted]

    @property
    def last(self) -> ChatMessage:
        """The bot's newest message. Raises AssertionError if it has said nothing."""
        for message in reversed(self.room.messages.values()):
            if message.by_bot and not message.deleted:
                return message
        raise AssertionError(f"the bot has said nothing\n{self.transcript()}")

    @property
    def keyboard(self) -> Json | None:
        """The keyboard shown below the chat, if the bot has put one there."""
        for message in reversed(self.room.messages.values()):
            if message.by_bot and not message.deleted and message.reply_keyboard is not None:
                return message.reply_keyboard if "keyboard" in message.reply_keyboard else None
        return None

    async def hears(
        self, words: str, within: float = 5.0, after: Json | int | None = None
    ) -> ChatMessage:
        """The first message of the bot, new or edited, that says `words`; waits for it if need be.

        `after` a message, only what was said since it came counts. Raises AssertionError with the
        whole chat after `within` seconds of real time.
        """
        loop = asyncio.get_running_loop()
        until, start = loop.time() + within, self._place(after)
        while True:
            for said in self.room.said[start:]:
                if words in said.words and not said.message.deleted:
                    return said.message
            if not await self.room.bell.heard(max(until - loop.time(), 0.0)):
                raise AssertionError(
                    f"{self.name} did not hear {words!r} within {within} s\n{self.transcript()}"
                )

    def _place(self, after: Json | int | None) -> int:
        """Where in the bot's words those begin that came later than a message."""
        if after is None:
            return 0
        number = after if isinstance(after, int) else int(after["message_id"])
        seen: list[Said] = self.room.said
        return next((i for i, said in enumerate(seen) if said.after >= number), len(seen))

    def transcript(self) -> str:
        """The chat as lines of text, for whoever has to find out what happened."""
        lines = [_line(message) for message in self.room.messages.values()]
        return "\n".join([f"--- chat of {self.name} ({self.room.id}) ---", *lines])

    def _message(self, message: Json | int, room: Chat | None = None) -> ChatMessage:
        number = message if isinstance(message, int) else int(message["message_id"])
        found = (room or self.room).messages.get(number)
        if found is None:
            raise AssertionError(f"there is no message {number}\n{self.transcript()}")
        return found

    def _data_of(self, message: ChatMessage, button: str) -> str:
        for each in message.buttons:
            data = str(each.get("callback_data", ""))
            if data and (each["text"].startswith(button) or data == button):
                return data
        labels = [each["text"] for each in message.buttons]
        raise AssertionError(f"no button {button!r} among {labels}\n{self.transcript()}")


def _line(message: ChatMessage) -> str:
    who = "bot" if message.by_bot else str(message["from"].get("first_name", "?"))
    shown = message.words or ", ".join(sorted(message.keys() - {"message_id", "from", "chat"}))
    marks = [f"[{button['text']}]" for button in message.buttons]
    marks += ["(deleted)"] * message.deleted + ["(edited)"] * bool(message.earlier)
    return " ".join([f"{message.id} {who}: {shown}", *marks])
