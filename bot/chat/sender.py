"""Saying one message to Telegram."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import (
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat import own_file
from bot.chat.aside import take_rest
from bot.chat.errors import outcome_of
from bot.chat.scene import Message as View
from bot.chat.scene import Scene, markup_of, scene_for
from bot.chat.views.table import VIEWS
from bot.delivery.outcome import Ambiguous, Outcome, Refused, Sent, Slowed
from bot.domain.outbox import Lane
from bot.library.render import plain
from bot.services import Services
from bot.storage import reflections
from bot.storage.outbox import Row
from bot.usecases import own_files, own_words

log = logging.getLogger(__name__)

WITH_OWN_WORDS = {
    "past_day": own_words.of_day,
    "summary": own_words.of_run,
    own_files.OWN_FILE: own_files.of_row,
}
"""Kinds that show what a person wrote; it is read when they are sent, never kept in the outbox."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Renders a row of the outbox and makes the call."""

    def __init__(self, bot: ExtBot[None], services: Services) -> None:
        self._bot = bot
        self._services = services

    async def send(self, row: Row) -> Outcome:
        """Render and send. Raises only where the message itself cannot be made."""
        scene = await self._scene(row)
        view = VIEWS[row.kind](row.params, scene)
        at = self._services.clock.monotonic()
        if (wait := self._services.holds.rests_for(row.chat_id, at)) > 0:
            return Slowed(
                wait, asked=False
            )  # told so in answer to something else, such as a reaction
        fate = await self._show(row, scene) or await self._say(row, view, formatted=True)
        if isinstance(fate, Refused) and fate.formatting:
            fate = await self._say(row, view, formatted=False)
        self._note(row, fate)
        return fate

    def _note(self, row: Row, fate: Outcome) -> None:
        """What others have to know: the chat's rest, and for the operator a message given up."""
        match fate:
            case Slowed(retry_after):
                take_rest(self._services, row.chat_id, retry_after)
            case Refused(about=about):  # the reason itself may quote what was sent
                log.error("Telegram refused message %d (%s): %s", row.id, row.kind, about)

    async def _scene(self, row: Row) -> Scene:
        services = self._services
        words: list[reflections.Reflection] = []
        if row.kind in WITH_OWN_WORDS and row.subscriber_id is not None:
            words = await services.db.read(WITH_OWN_WORDS[row.kind], row.subscriber_id, row.params)
        return scene_for(services, reflections=words, clock12=bool(row.clock12))

    async def _show(self, row: Row, scene: Scene) -> Outcome | None:
        """Send a file of the person's own. None: there is none, or Telegram has it no more."""
        shown = scene.reflections if row.kind == own_files.OWN_FILE else ()
        if not shown or not own_file.can_send(shown[0]):
            return None
        file = partial(own_file.send, self._bot, row.chat_id, shown[0])
        fate = await self._call(row, file)
        return None if isinstance(fate, Refused) else fate

    async def _say(self, row: Row, view: View, *, formatted: bool) -> Outcome:
        text = partial(
            self._bot.send_message,
            row.chat_id,
            view.html if formatted else plain(view.html),
            parse_mode=ParseMode.HTML if formatted else None,
            reply_markup=markup_of(view),
            link_preview_options=_NO_PREVIEW,
        )
        return await self._call(row, text)

    async def _call(self, row: Row, send: Callable[..., Awaitable[Message]]) -> Outcome:
        answered = None
        if row.reply_to is not None:
            answered = ReplyParameters(row.reply_to, allow_sending_without_reply=True)
        silent = bool(row.silent) and row.lane is not Lane.ANSWER
        try:
            message = await send(disable_notification=silent, reply_parameters=answered)
        except TelegramError as error:
            return outcome_of(error)
        except Exception as error:  # an answer that the library cannot read may be a success
            log.exception("the answer to message %d (%s) could not be read", row.id, row.kind)
            return Ambiguous(type(error).__name__)
        return Sent(message.message_id, message.date)
