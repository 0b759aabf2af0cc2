"""Groups that the bot is in, as far as a bot for private chats meets them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.demo.chats import Chat
from bot.demo.people import Person

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram


class Group:
    """A group or supergroup. Its members write into it with `person.sends(..., chat=group)`."""

    def __init__(self, telegram: "LocalTelegram", chat: Chat, members: Iterable[Person]) -> None:
        self._telegram = telegram
        self.chat = chat
        chat.started = True
        for person in members:
            self.add(person)

    @property
    def id(self) -> int:
        """The chat's id, negative."""
        return self.chat.id

    def add(self, person: Person) -> None:
        """Take somebody in; the bot then knows them, though it may not write to them first."""
        self.chat.members.add(person.id)
        person.room.met = True

    def sets_bot(self, role: str, by: Person) -> None:
        """Make the bot a member, kick it, or let it be one that left; it hears of that."""
        telegram = self._telegram
        before, self.chat.role = self.chat.role, role
        change = {
            "chat": self.chat.describe(),
            "from": by.user,
            "date": telegram.unix(),
            "old_chat_member": telegram.membership(before),
            "new_chat_member": telegram.membership(role),
        }
        telegram.updates.put("my_chat_member", change)

    def move_to(self, chat: Chat) -> "Group":
        """Go on as the supergroup `chat`; both chats say so in a service message."""
        telegram = self._telegram
        people = [telegram.people[user_id] for user_id in sorted(self.chat.members)]
        self.chat.upgraded_to = chat.id
        group = Group(telegram, chat, people)
        who = people[0].user if people else telegram.bot
        for room, fact in (
            (self.chat, {"migrate_to_chat_id": chat.id}),
            (chat, {"migrate_from_chat_id": self.chat.id}),
        ):
            message = room.post({"from": who, "date": telegram.unix(), **fact}, by_bot=False)
            telegram.updates.put("message", dict(message))
        return group
