"""What a handler is given beside the update: the bot's parts, and the way to change anything."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from telegram import CallbackQuery, Chat, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, ExtBot

from bot.chat.aside import PATIENCE
from bot.probe import Point
from bot.services import Services
from bot.storage import inbox
from bot.storage.engine import Tx
from bot.storage.inbox import Waiting
from bot.usecases import presence
from bot.usecases.marks import Pressed
from bot.usecases.person import Person

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class HandledAlreadyError(Exception):
    """The update had its effect before: this repeat must not have it again."""


class Handling:
    """One update on its way through the handler table, and what has become of it so far."""

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.had_effect = False
        self.raised: BaseException | None = None


HANDLING: ContextVar[Handling] = ContextVar("the update that is being handled")


class Context(CallbackContext[ExtBot[None], Any, Any, Services]):
    """A handler's context, typed, with the services in the place of `bot_data`."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], **ids: Any) -> None:
        super().__init__(application, **ids)
        self.update_id: int | None = None
        self.author: Person | None = None
        self.writes = False

    @classmethod
    def from_update(
        cls, update: object, application: Application[Any, Any, Any, Any, Any, Any]
    ) -> "Context":
        """The framework's own, and it remembers which update is being handled."""
        context = super().from_update(update, application)
        assert isinstance(update, Update)
        context.update_id = update.update_id
        context.author = _author(update)
        text = update.message.text if update.message else None
        context.writes = update.message is not None and not (text or "").startswith("/")
        return context

    @property
    def came(self) -> Pressed:
        """When the update came. A button carries no time of its own, so this is when it counts."""
        waiting = HANDLING.get().waiting
        return Pressed(waiting.received_at, waiting.heard_before)

    @property
    def services(self) -> Services:
        """The bot's parts."""
        return self.bot_data

    async def write(
        self,
        usecase: Callable[Concatenate[Tx, datetime, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Give the update its effect: the use case and the mark "handled", in one transaction.

        Raises HandledAlreadyError for a repeat, and whatever the use case raises; then nothing
        was changed.
        """
        services = self.services
        now = services.clock.now()

        async def effect(tx: Tx) -> T:
            assert self.update_id is not None
            if not await inbox.mark_handled(tx, services.bot_id, self.update_id, now):
                raise HandledAlreadyError
            sign, pack = self._sign(), services.series.pack
            back = await presence.note(tx, now, sign, pack) if sign is not None else None
            result = await usecase(tx, now, *args, **kwargs)
            await presence.after(tx, now, back, pack)
            services.probe(Point.EFFECT_WRITTEN)
            return result

        result = await services.db.write(effect)
        HANDLING.get().had_effect = True
        services.probe(Point.EFFECT_COMMITTED)
        return result

    def _sign(self) -> presence.Sign | None:
        """That somebody is there, if it is a person who did this."""
        if self.author is None:
            return None
        return presence.Sign(self.author, self.came.received_at, self.writes)

    async def answer(self, query: CallbackQuery, key: str | None = None, **values: object) -> None:
        """Close a button's waiting state, with a line of the catalogue or without one.

        It goes straight out: a person looks at the button for a few seconds at most, and Telegram
        forgets it soon after.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await query.answer(self.services.texts.say(key, **values) if key else None)
        except (TelegramError, TimeoutError) as error:
            log.info("a button press could not be answered: %s", type(error).__name__)


def _author(update: Update) -> Person | None:
    """Who did this in their private chat. That somebody blocked the bot is no sign of theirs."""
    chat = update.effective_chat
    if update.my_chat_member is not None or update.effective_user is None or chat is None:
        return None
    return speaker(update) if chat.type == Chat.PRIVATE else None


def speaker(update: Update) -> Person:
    """Who is speaking, in their private chat. The handlers' filters see to it that both exist."""
    assert update.effective_user is not None and update.effective_chat is not None
    return Person(
        user_id=update.effective_user.id,
        chat_id=update.effective_chat.id,
        language=update.effective_user.language_code,
    )


async def pass_over(tx: Tx, now: datetime) -> None:
    """The use case of an update that needs none: it is marked handled and that is all."""
