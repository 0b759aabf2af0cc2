"""The framework's dispatcher, and the way an update from the inbox reaches a handler."""

import json
import logging
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, ExtBot

from bot.chat.context import HANDLING, Context, HandledAlreadyError, Handling
from bot.chat.routes import handlers
from bot.intake.worker import Handled, UnreadableUpdateError
from bot.services import Services
from bot.storage.inbox import Waiting
from bot.usecases.routing import CrossingChallengeError

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""

Bot = Application[ExtBot[None], Context, Any, Any, Services, None]


def build_application(bot: ExtBot[None], services: Services) -> Bot:
    """The framework's dispatcher: no updater, no job queue, no persistence."""
    application: Bot = (
        Application.builder()
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(_context_types(services))
        .build()
    )
    application.add_handlers(list(handlers(services.texts)))
    application.add_error_handler(_keep_what_was_raised)
    return application


def _context_types(services: Services) -> ContextTypes[Context, Any, Any, Services]:
    """The library makes a `bot_data` of the given type; ours is made already."""
    kinds: Any = {"context": Context, "bot_data": lambda: services}
    made: ContextTypes[Context, Any, Any, Services] = ContextTypes(**kinds)
    return made


class Dispatch:
    """Gives one update from the inbox to the handler table."""

    def __init__(self, application: Bot) -> None:
        self._application = application

    async def __call__(self, waiting: Waiting) -> Handled | BaseException | None:
        """Handle an update; returns `Handled` once its effect is committed.

        Else what went wrong, if something did: the framework swallows what handlers raise, so the
        error handler leaves it where it is found here. Then the caller reads back how things stand.
        """
        try:
            update = Update.de_json(json.loads(waiting.raw), self._application.bot)
        except Exception as error:  # whatever an unreadable update makes the parser do (fault 17)
            return UnreadableUpdateError(type(error).__name__)
        handling = Handling(waiting)
        token = HANDLING.set(handling)
        try:
            await self._application.process_update(update)
        finally:
            HANDLING.reset(token)
        return Handled() if handling.had_effect else handling.raised


async def _keep_what_was_raised(update: object, context: Context) -> None:
    error = context.error
    if error is None or isinstance(error, HandledAlreadyError | CrossingChallengeError):
        log.debug("an update is not due for its effect: %s", type(error).__name__)
    else:
        log.error("handling update %s failed", context.update_id, exc_info=error)
    if error is not None and (handling := HANDLING.get(None)) is not None:
        handling.raised = error
