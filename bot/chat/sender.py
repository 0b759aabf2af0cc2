"""Saying one message to Telegram."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from telegram import (
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.chat import own_copy, own_file, photo
from bot.chat.aside import take_rest
from bot.chat.errors import outcome_of
from bot.chat.passing_on import pass_on
from bot.chat.scene import Message as View
from bot.chat.scene import Scene, markup_of, scene_for
from bot.chat.shown_words import words_for
from bot.chat.views.table import VIEWS
from bot.delivery.outcome import Ambiguous, Outcome, Refused, Sent, Slowed
from bot.domain.outbox import Lane
from bot.library.render import plain
from bot.services import Services
from bot.storage import reflections
from bot.storage.outbox import Row
from bot.usecases import exporting, feedback, own_files

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Renders a row of the outbox and makes the call."""

    def __init__(self, bot: ExtBot[None], services: Services) -> None:
        self._bot = bot
        self._services = services

    async def send(self, row: Row) -> Outcome:
        """Render and send. Raises only where the message itself cannot be made."""
        at = self._services.clock.monotonic()
        if (wait := self._services.holds.rests_for(row.chat_id, at)) > 0:
            return Slowed(
                wait, asked=False
            )  # told so in answer to something else, such as a reaction
        if row.kind == feedback.KIND:
            passed = await pass_on(self._bot, self._services, row)
            row = replace(row, params={**row.params, "passed": passed})
        scene = await self._scene(row)
        view = VIEWS[row.kind](row.params, scene)
        if row.kind == exporting.KIND:
            fate = await self._send_copy(row, view, scene)
        else:
            file = await self._show(row, scene) or await self._picture(row, view)
            fate = file or await self._say(row, view, formatted=True)
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
        if row.subscriber_id is not None:
            words = await words_for(services.db, row.kind, row.params, row.subscriber_id)
        return scene_for(services, reflections=words, clock12=bool(row.clock12))

    async def _show(self, row: Row, scene: Scene) -> Outcome | None:
        """Send a file of the person's own. None: there is none, or Telegram has it no more."""
        shown = scene.reflections if row.kind == own_files.OWN_FILE else ()
        if not shown or not own_file.can_send(shown[0]):
            return None
        file = partial(own_file.send, self._bot, row.chat_id, shown[0])
        fate = await self._call(row, file)
        return None if isinstance(fate, Refused) else fate

    async def _picture(self, row: Row, view: View) -> Outcome | None:
        """Send a message below its picture. None: its words go alone."""
        send = await photo.sending(self._bot, row, view)
        fate = await self._call(row, send) if send is not None else None
        if isinstance(fate, Refused):
            log.warning("Telegram refused the picture of message %d (%s)", row.id, row.kind)
            return None
        return fate

    async def _send_copy(self, row: Row, view: View, scene: Scene) -> Outcome:
        """Make and send a file of somebody's own; where Telegram will not have it, say so."""
        send = await own_copy.sending(self._bot, self._services, row, view.html)
        fate = await self._call(row, send) if send is not None else None
        if fate is None or isinstance(fate, Refused):
            log.error("message %d (%s) could not be sent as a file", row.id, row.kind)
            view = VIEWS["export_not_sent"](row.params, scene)
            return await self._say(row, view, formatted=True)
        return fate

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
