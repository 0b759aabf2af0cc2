"""A person's side of the conversation: what they do, and what they hear."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.demo.attachments import (
    FACTS_BY_KIND,
    OTHER_THINGS,
    SENT_BY_KIND,
    WITH_A_DOCUMENT_BESIDE,
)
from bot.demo.chats import Chat, ChatMessage
from bot.demo.entities import tidy
from bot.demo.hearing import Hearing
from bot.demo.presses import QUERY_LIFE, Press

if TYPE_CHECKING:
    from bot.demo.groups import Group
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]


class Person(Hearing):
    """Somebody with a phone in their hand. `room` is their private chat with the bot."""

    def __init__(self, telegram: "LocalTelegram", user: Json, room: Chat, zone: str) -> None:
        super().__init__(user["first_name"], room)
        self.telegram = telegram
        self.user = user
        self.zone = zone

    @property
    def id(self) -> int:
        """Their user id, which is also that of their private chat."""
        return int(self.user["id"])

    @property
    def blocked(self) -> bool:
        """Whether they have blocked the bot."""
        return self.room.role == "kicked"

    async def sends(
        self,
        text: str,
        *,
        reply_to: Json | int | None = None,
        date: datetime | None = None,
        chat: "Group | None" = None,
        **extra: Any,
    ) -> ChatMessage:
        """Write `text` as it is, at `date` if not now; `extra` goes into the message untouched."""
        found = tidy(text, [])
        words: Json = {"text": text}
        if found.text == text and found.entities:
            words["entities"] = found.entities
        return self._post({**words, **extra}, reply_to, date, chat)

    async def sends_file(
        self,
        kind: str,
        content: bytes = b"",
        *,
        caption: str | None = None,
        name: str | None = None,
        reply_to: Json | int | None = None,
        date: datetime | None = None,
        chat: "Group | None" = None,
        mime: str | None = None,
        facts: Json | None = None,
        **extra: Any,
    ) -> ChatMessage:
        """Send a photo, a voice, or another file of a kind that `SENT_BY_KIND` names.

        `mime` and `facts`, such as its width or its seconds, replace what is usual for the kind.
        """
        folder, usual_name, usual_mime = SENT_BY_KIND[kind]
        file = self.telegram.files.add(
            folder, name or usual_name, mime or usual_mime, content or kind.encode()
        )
        described = {**file.describe(), **FACTS_BY_KIND[kind], **(facts or {})}
        if kind == "document":
            described |= {"file_name": file.name, "mime_type": file.mime}
        shown: Json = {kind: [described] if kind == "photo" else described}
        if kind == WITH_A_DOCUMENT_BESIDE:
            shown["document"] = {**file.describe(), "mime_type": file.mime}
        if caption is not None:
            found = tidy(caption, [])
            marks = {"caption_entities": found.entities} if found.entities else {}
            shown |= {"caption": caption, **marks}
        return self._post({**shown, **extra}, reply_to, date, chat)

    async def sends_photo(self, caption: str | None = None, **how: Any) -> ChatMessage:
        """Send a photo; `how` as for `sends_file`."""
        return await self.sends_file("photo", caption=caption, **how)

    async def sends_voice(self, caption: str | None = None, **how: Any) -> ChatMessage:
        """Record a voice message."""
        return await self.sends_file("voice", caption=caption, **how)

    async def sends_video(self, caption: str | None = None, **how: Any) -> ChatMessage:
        """Send a video."""
        return await self.sends_file("video", caption=caption, **how)

    async def sends_sticker(self, **how: Any) -> ChatMessage:
        """Send a sticker."""
        return await self.sends_file("sticker", **how)

    async def sends_document(self, caption: str | None = None, **how: Any) -> ChatMessage:
        """Send a file."""
        return await self.sends_file("document", caption=caption, **how)

    async def sends_location(self, lat: float, lon: float, **how: Any) -> ChatMessage:
        """Share a place, in degrees."""
        reply_to, date, chat = (
            how.pop("reply_to", None),
            how.pop("date", None),
            how.pop("chat", None),
        )
        where = {"location": {"latitude": lat, "longitude": lon}}
        return self._post({**where, **how}, reply_to, date, chat)

    async def sends_other(self, kind: str, **how: Any) -> ChatMessage:
        """Send one of `OTHER_THINGS`: a contact, a poll, a throw of the dice, …"""
        return self._post({kind: OTHER_THINGS[kind], **how}, None, None, None)

    async def forwards(self, message: Json | int, *, date: datetime | None = None) -> ChatMessage:
        """Send a message of the chat once more, as a forward."""
        original = self._message(message)
        own = {"message_id", "from", "chat", "date", "edit_date", "reply_to_message"}
        content = {name: value for name, value in original.items() if name not in own}
        content.pop("reply_markup", None)
        origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
        return self._post({**content, "forward_origin": origin}, None, date, None)

    async def edits(self, message: Json | int, text: str) -> ChatMessage:
        """Change what they wrote, or the caption under what they sent."""
        original = self._message(message)
        name = "text" if "text" in original else "caption"
        marks = "entities" if name == "text" else "caption_entities"
        entities = tidy(text, []).entities or None
        self.room.edit(original, {name: text, marks: entities, "edit_date": self.telegram.unix()})
        original.update_id = self.telegram.updates.put("edited_message", dict(original))
        return original

    async def deletes(self, message: Json | int) -> None:
        """Delete a message on both sides. Bots never hear of it."""
        self.room.delete(self._message(message))

    async def reacts(self, message: Json | int, *emoji: str) -> None:
        """React to a message, or take the reaction back; the bot hears of it if it asked to."""
        target = self._message(message)
        new = [{"type": "emoji", "emoji": each} for each in emoji]
        change = {
            "chat": self.room.describe(),
            "message_id": target.id,
            "user": self.user,
            "date": self.telegram.unix(),
            "old_reaction": target.reactions.get(self.id, []),
            "new_reaction": new,
        }
        target.reactions = {**target.reactions, self.id: new}
        self.room.touch(target)
        self.telegram.updates.put("message_reaction", change)

    async def presses(
        self, message: Json | int, button: str, *, wait: bool = True, within: float = 5.0
    ) -> Any:
        """Press an inline button, named by the start of its label or by its data.

        Returns what the bot acknowledged it with, or the query's id at once if `wait` is false.
        Raises AssertionError if there is no such button, or no acknowledgement in `within` seconds.
        """
        original = self._message(message)
        data = self._data_of(original, button)
        return await self.press_data(data, dict(original), wait=wait, within=within)

    async def press_data(
        self, data: str, message: Json | None, *, wait: bool = True, within: float = 5.0
    ) -> Any:
        """Press with any `data` and `message`, as a hostile client might; None leaves it out."""
        telegram, press_id = self.telegram, self.telegram.new_press_id()
        answer = asyncio.get_running_loop().create_future()
        telegram.presses[press_id] = Press(telegram.now() + QUERY_LIFE, answer)
        query: Json = {"id": press_id, "from": self.user, "data": data}
        query["chat_instance"] = str(self.id * 7_919)
        query |= (
            {"inline_message_id": f"inline-{press_id}"} if message is None else {"message": message}
        )
        telegram.updates.put("callback_query", query)
        if not wait:
            return press_id
        try:
            return await asyncio.wait_for(answer, within)
        except TimeoutError:
            raise AssertionError(
                f"the press of {data!r} was not acknowledged within {within} s\n{self.transcript()}"
            ) from None

    async def taps(self, label: str, **how: Any) -> ChatMessage:
        """Press a button of the keyboard below the chat, which sends its label.

        Raises AssertionError if no such button is shown.
        """
        rows = (self.keyboard or {}).get("keyboard", [])
        labels = [button["text"] for row in rows for button in row]
        chosen = next((each for each in labels if each.startswith(label)), None)
        if chosen is None:
            raise AssertionError(f"no key {label!r} among {labels}\n{self.transcript()}")
        return await self.sends(chosen, **how)

    async def blocks(self) -> None:
        """Block the bot."""
        self._change_role("kicked")

    async def unblocks(self) -> None:
        """Unblock the bot, without writing to it."""
        self._change_role("member")

    def deletes_account(self) -> None:
        """Leave Telegram for good."""
        self.room.deactivated = True

    def _change_role(self, role: str) -> None:
        telegram, before = self.telegram, self.room.role
        if before == role:
            return
        self.room.role = role
        change = {
            "chat": self.room.describe(),
            "from": self.user,
            "date": telegram.unix(),
            "old_chat_member": telegram.membership(before),
            "new_chat_member": telegram.membership(role),
        }
        telegram.updates.put("my_chat_member", change)

    def _post(
        self,
        content: Json,
        reply_to: Json | int | None,
        date: datetime | None,
        group: "Group | None",
    ) -> ChatMessage:
        if self.room.deactivated:
            raise AssertionError(f"{self.name} has left Telegram")
        if self.blocked and group is None:
            raise AssertionError(
                f"{self.name} has blocked the bot and would have to unblock it first"
            )
        room = self.room if group is None else group.chat
        room.started = True
        sent = self.telegram.unix() if date is None else int(date.timestamp())
        whole = {"from": self.user, "date": sent, **content}
        if reply_to is not None:
            whole["reply_to_message"] = self._message(reply_to, room).quoted()
        message = room.post(whole, by_bot=False)
        if group is None or self._concerns_bot(message):
            message.update_id = self.telegram.updates.put("message", dict(message))
        return message

    def _concerns_bot(self, message: ChatMessage) -> bool:
        """With privacy mode on, a bot in a group hears commands, mentions and answers to it."""
        bot = self.telegram.bot
        answered = message.get("reply_to_message", {}).get("from", {})
        named = f"@{bot['username']}" in message.words
        return message.words.startswith("/") or named or answered.get("id") == bot["id"]
