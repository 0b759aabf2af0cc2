"""The local Telegram: people, chats, messages and updates in memory, behind a Bot API."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.clock import Clock
from bot.demo.bell import Bell
from bot.demo.botapi import BotApi, Call
from bot.demo.chats import Chat, ChatMessage
from bot.demo.faults import Faults
from bot.demo.files import FileStore
from bot.demo.groups import Group
from bot.demo.limits import Limits, Violation
from bot.demo.params import Params
from bot.demo.people import Person
from bot.demo.polling import Poller
from bot.demo.presses import Press
from bot.demo.updates import UpdateQueue
from bot.demo.webhook import Webhook

Json = dict[str, Any]

FIRST_PERSON = 700_000_001
FIRST_GROUP = -400_000_001
FIRST_SUPERGROUP = -1_001_000_000_001

IDS_A_SECOND = 1000
"""Update ids start at the clock's seconds times this, so that a Telegram started later, with an
empty memory, never repeats an id that the bot's database has seen."""

MESSAGE_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
MESSAGES_A_SECOND = 10
"""The same for message ids, which Telegram keeps within 31 bits: enough until 2032."""


@dataclass(frozen=True)
class Sent:
    """A message that was accepted, recorded before the answer went out."""

    method: str
    chat_id: int
    message_id: int
    text: str
    at: datetime
    params: Json


class LocalTelegram:
    """One bot's Telegram. `app` is the ASGI application a bot talks to.

    `journal` names a message each time it appears or changes, so that whoever looks on can catch
    up from where they were.
    """

    def __init__(
        self,
        clock: Clock,
        token: str,
        username: str,
        first_update_id: int | None = None,
        first_message_id: int | None = None,
    ) -> None:
        """`first_update_id` and `first_message_id` are derived from the clock where None, so that
        ids go on from a restart.
        """
        self.clock = clock
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Kindreds",
            "username": username,
        }
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.sent: list[Sent] = []
        self.calls: list[Call] = []
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str, str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.files = FileStore()
        self.faults = Faults()
        self.limits = Limits(clock.monotonic)
        self.bell = Bell()
        first_id = first_update_id or self.unix() * IDS_A_SECOND
        self.updates = UpdateQueue(first_id, clock.now, taken=self.bell)
        self.poller = Poller(self.updates, clock.monotonic)
        self.webhook = Webhook(self.updates, self.unix)
        self.journal: list[ChatMessage] = []
        self.closed = False
        self.revoked = False
        self.logged_out = False
        self._first_message_id = first_message_id or self._next_message_id()
        self._public: dict[str, Chat] = {}
        self._next_press = 1
        self.app = BotApi(self)

    def _next_message_id(self) -> int:
        seconds = (self.clock.now() - MESSAGE_EPOCH).total_seconds()
        return max(int(seconds) * MESSAGES_A_SECOND, 1)

    def now(self) -> datetime:
        """The instant by the clock, aware, in UTC."""
        return self.clock.now()

    def unix(self) -> int:
        """The same in whole seconds, as Telegram dates its messages."""
        return int(self.now().timestamp())

    def person(
        self,
        name: str,
        *,
        id: int | None = None,  # noqa: A002 - what Telegram calls it
        language: str = "en",
        zone: str = "UTC",
        username: str | None = None,
        last_name: str | None = None,
    ) -> Person:
        """Somebody with a Telegram account, who has not written to the bot yet.

        `zone` is that of their phone, which no bot is ever told. Raises ValueError if the id is
        somebody else's.
        """
        user: Json = {
            "id": self._new_person_id() if id is None else id,
            "is_bot": False,
            "first_name": name,
            "last_name": last_name,
            "username": username,
            "language_code": language,
        }
        user = {name: value for name, value in user.items() if value is not None}
        if user["id"] in self.people:
            raise ValueError(f"{user['id']} is {self.people[user['id']].name}")
        named = ("first_name", "last_name", "username")
        chat = self.open_chat(user["id"], "private", {k: user[k] for k in named if k in user})
        person = self.people[user["id"]] = Person(self, user, chat, zone)
        return person

    def _new_person_id(self) -> int:
        fresh = FIRST_PERSON + len(self.people)
        while fresh in self.people:
            fresh += 1
        return fresh

    def group(self, title: str, *members: Person) -> Group:
        """A group with the bot in it."""
        chat_id = FIRST_GROUP - sum(1 for chat in self.chats.values() if chat.kind == "group")
        chat = self.open_chat(chat_id, "group", {"title": title})
        return Group(self, chat, members)

    def migrates(self, group: Group) -> Group:
        """Turn a group into a supergroup; the old chat's id is refused from then on."""
        new_id = FIRST_SUPERGROUP - sum(1 for c in self.chats.values() if c.kind == "supergroup")
        chat = self.open_chat(new_id, "supergroup", dict(group.chat.facts))
        return group.move_to(chat)

    def open_chat(self, chat_id: int, kind: str, facts: Json) -> Chat:
        """Make room for a conversation."""
        chat = Chat(chat_id, kind, facts, self._first_message_id, self._change)
        self.chats[chat_id] = chat
        return chat

    def publish(self, chat: Chat, username: str) -> None:
        """Give a group a public @name."""
        chat.facts = {**chat.facts, "username": username}
        self._public[username.lower()] = chat

    def chat_named(self, reference: str) -> Chat | None:
        """The chat that a number or a public @name means. People's names mean none to a bot."""
        if reference.startswith("@"):
            return self._public.get(reference[1:].lower())
        try:
            return self.chats.get(int(reference))
        except ValueError:
            return None

    def membership(self, status: str) -> Json:
        """The `ChatMember` that the bot is."""
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot, "status": status, **until}

    def record_sent(self, method: str, message: ChatMessage, params: Params) -> None:
        """Write down an accepted message."""
        chat_id = int(message["chat"]["id"])
        record = params.record()
        self.sent.append(Sent(method, chat_id, message.id, message.words, self.now(), record))

    def new_press_id(self) -> str:
        """An id for the next callback query."""
        self._next_press += 1
        return f"{self.updates.next_id}{self._next_press:06}"

    @property
    def version(self) -> int:
        """How often a message has appeared or changed so far."""
        return len(self.journal)

    @property
    def pending(self) -> list[Json]:
        """Updates that the bot has not confirmed."""
        return self.updates.pending

    @property
    def confirmed(self) -> list[int]:
        """Ids of those that it has, in the order in which they left the queue."""
        return self.updates.confirmed

    @property
    def violations(self) -> list[Violation]:
        """Requests that came before a wait was over."""
        return self.limits.violations

    def inject(self, update: Json, update_id: int | None = None) -> None:
        """Queue `update` as it is, however broken; one without an id gets `update_id` or the next.

        A dictionary that brings its own `update_id` keeps it unless another is given.
        """
        if update_id is not None:
            update = {**update, "update_id": update_id}
        elif "update_id" not in update:
            update = {"update_id": self.updates.next_id, **update}
        self.updates.inject(update)

    def revoke_token(self) -> None:
        """Refuse the token from now on, as after a new one was made with BotFather."""
        self.revoked = True

    def restart(self) -> None:
        """Drop every open connection and go on: what waits in the queue is still there."""
        self.poller.end(None)
        self.faults.bell.ring()

    def close(self) -> None:
        """Let go of everyone who waits, so that a server around `app` can stop."""
        self.closed = True
        self.poller.close()
        self.webhook.close()
        self.faults.clear()
        self.bell.ring()

    def export(self) -> Json:
        """People, chats and the update queue, as plain JSON."""
        return {
            "people": [[person.user, person.zone] for person in self.people.values()],
            "chats": [chat.export() for chat in self.chats.values()],
            "updates": self.updates.export(),
            "commands": [[list(scope), commands] for scope, commands in self.commands.items()],
            "profile": [[list(what), words] for what, words in self.profile.items()],
        }

    @classmethod
    def restored(cls, kept: Json, clock: Clock, token: str, username: str) -> "LocalTelegram":
        """A Telegram that was restarted: what `export` gave is there, open requests are gone."""
        telegram = cls(clock, token, username)
        for each in kept["chats"]:
            chat = telegram.open_chat(each["id"], each["kind"], each["facts"])
            chat.restore(each)
            if "username" in chat.facts and chat.kind != "private":
                telegram.publish(chat, chat.facts["username"])
        for user, zone in kept["people"]:
            chat = telegram.chats[user["id"]]
            telegram.people[user["id"]] = Person(telegram, user, chat, zone)
        telegram.updates.restore(kept["updates"])
        telegram.commands = {tuple(scope): commands for scope, commands in kept["commands"]}
        telegram.profile = {tuple(what): words for what, words in kept["profile"]}
        return telegram

    def _change(self, message: ChatMessage) -> int:
        self.journal.append(message)
        self.bell.ring()
        return len(self.journal)
