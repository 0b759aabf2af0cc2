"""The one handler table: which handler has an update."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import Chat, Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.chat.callbacks import PAIR, ROW_ID, pattern
from bot.chat.context import Context
from bot.chat.handlers import (
    data,
    days,
    entries,
    follow_ups,
    joining,
    marks,
    nudging,
    others,
    past,
    pausing,
    places,
    reflections,
    runs,
    settings,
)
from bot.chat.unswamped import unswamped
from bot.texts.catalogue import Texts

Handler = BaseHandler[Update, Context, None]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]


class _FromSomebody(filters.MessageFilter):
    """Messages that a person sent: Telegram names no sender where there is none (fault 18)."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None


_PRIVATE = filters.ChatType.PRIVATE & _FromSomebody()
_NEW = _PRIVATE & filters.UpdateType.MESSAGE
_EDITED = _PRIVATE & filters.UpdateType.EDITED_MESSAGE
_STICKER = filters.Sticker.ALL
_LOGGED = (
    filters.TEXT
    | filters.PHOTO
    | filters.VOICE
    | filters.VIDEO
    | filters.VIDEO_NOTE
    | filters.AUDIO
    | filters.ANIMATION
    | filters.Document.ALL
    | _STICKER
)
_NO_SERVICE = ~(filters.StatusUpdate.ALL | filters.LOCATION | filters.VENUE)
"""Not what Telegram itself notes in a chat, nor a place, which is where somebody is."""


def _command(name: str, callback: Callback) -> Handler:
    return CommandHandler(name, unswamped(callback), filters=_NEW)


class _PrivateButton(CallbackQueryHandler[Context, None]):
    """A button in the person's own chat. What is pressed elsewhere was never ours (fault 69).

    A press that carries nothing is none either; the framework would let any pattern take it.
    """

    def check_update(self, update: object) -> bool | object | None:
        query = update.callback_query if isinstance(update, Update) else None
        message = query.message if query else None
        if message is None or message.chat.type != Chat.PRIVATE or not (query and query.data):
            return None
        return super().check_update(update)


def _press(verb: str, callback: Callback, argument: str = "") -> Handler:
    return _PrivateButton(callback, pattern=pattern(verb, argument))


def handlers(texts: Texts) -> Sequence[Handler]:
    """Every handler, in order: the first one that matches has the update."""
    return (
        # commands, also the menu's
        _command("start", joining.start),
        _command("today", days.today),
        *_past_days(),
        _command("streak", days.streak),
        _command("status", days.status),
        _command("why", days.why),
        _command("pause", pausing.ask),
        _command("resume", pausing.resume),
        _command("stop", pausing.stop),
        _command("restart", runs.ask_restart),
        _command("jump", runs.jump),
        _command("help", days.help_card),
        *_joining_and_settings(texts),
        *_under_a_challenge(),
        *_rests_and_runs(),
        *_their_data(),
        *_the_log(),
        # the rest
        ChatMemberHandler(others.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, others.moved),
        CallbackQueryHandler(others.old_button),
        TypeHandler(Update, others.ignore),
    )


def _joining_and_settings(texts: Texts) -> Sequence[Handler]:
    """What people choose for themselves; the two share most of their cards."""
    return (
        # joining
        _press("in", joining.accept),
        _press("what", joining.explain),
        _press("change", joining.change, r"(?:place|hour)"),
        _press("now", joining.send_now),
        # where somebody is
        _press("zone", places.choose, r"[A-Za-z0-9_+\-/]{1,40}"),
        _press("countries", places.list_countries, r"[A-Z]?"),
        _press("country", places.country, r"[A-Z]{2}"),
        _press("bytime", places.by_clock),
        _press("offset", places.offset, r"-?[0-9]{1,3}"),
        _press("share", places.share),
        MessageHandler(_NEW & (filters.LOCATION | filters.VENUE), places.located),
        MessageHandler(_NEW & filters.Text([texts.say("button.share")]), places.failed_share),
        # settings, and the cards that joining shares with them
        _command("settings", settings.show),
        _command("timezone", settings.timezone),
        _command("hour", settings.hour),
        _press("open", settings.turn_to, r"[a-z_]{1,16}"),
        _press("hour", settings.choose_hour, r"[0-9]{1,4}"),
        _press("weekend", settings.choose_weekend, r"(?:same|[0-9]{1,4})"),
        _press("rest", settings.rest_on, r"[0-6][01]"),
        _press("sound", settings.sound, r"(?:silent|sound)"),
        _press("weeks", settings.sum_up_weeks, r"(?:on|off)"),
        _press("memories", settings.remember, r"(?:on|off)"),
        _press("clock", settings.clock, r"(?:12|24)"),
        _press("pictures", settings.color_pictures, r"(?:dark|light)"),
    )


def _under_a_challenge() -> Sequence[Handler]:
    """The buttons of a day, and of the question about one that was put off."""
    return (
        _press("done", marks.done, ROW_ID),
        _press("undo", marks.undo, ROW_ID),
        _press("later", marks.later, ROW_ID),
        _press("skip", marks.skip, ROW_ID),
        _press("unskip", marks.unskip, ROW_ID),
        # coming back to a day that was put off
        _press("went", follow_ups.went, ROW_ID),
        _press("notyet", follow_ups.not_yet, ROW_ID),
        _press("drop", follow_ups.drop, ROW_ID),
        _press("letgo", follow_ups.drop, ROW_ID),
    )


def _rests_and_runs() -> Sequence[Handler]:
    """Pausing and coming back, what comes unasked, and what follows the end of a run."""
    return (
        # pausing
        _press("pause", pausing.pause, r"(?:0|1|3|7|14)"),
        _press("pausefor", pausing.press_ask),
        _press("resume", pausing.press_resume),
        _press("usual", pausing.as_usual),
        _press("continue", pausing.carry_on),
        _press("startover", pausing.start_over),
        # what comes unasked
        _press("nudge", nudging.choose, r"(?:no|[0-9]{1,3}|1[0-3][0-9]{2}|14[0-3][0-9])"),
        _press("recap", nudging.no_recap, "no"),
        _press("keepcoming", nudging.keep_coming),
        _press("every", nudging.every, "[12]"),
        # another run
        _press("again", runs.again, r"(?:all|missed|weekly)"),
        _press("again", runs.enough, "none"),
        _press("restart", runs.restart, ROW_ID),
        _press("leave", runs.leave),
    )


def _their_data() -> Sequence[Handler]:
    """To take along, to delete, and what is kept at all."""
    return (
        _command("export", data.offer_export),
        _command("deleteme", data.ask_deletion),
        _command("privacy", data.privacy),
        _command("feedback", data.hear_feedback),
        _press("export", data.export, r"(?:yearbook|markdown|json|all)"),
        _press("export", data.export_first, "first"),
        _press("deleteme", data.press_deletion),
        _press("forget", data.ask_once_more, ROW_ID),
        _press("forgetme", data.forget, ROW_ID),
        _press("remain", data.remain),
    )


def _past_days() -> Sequence[Handler]:
    """Looking back: one day, lists of days, and a word somewhere in them."""
    return (
        _command("yesterday", past.yesterday),
        _command("day", past.numbered),
        _command("history", past.history),
        _command("missed", past.missed),
        _command("bookmarks", past.bookmarked),
        _command("search", past.search),
        _press("past", past.open_day, ROW_ID),
        _press("turn", past.turn_to, ROW_ID),
        _press("words", past.read_on, PAIR),
        _press("write", past.reply, ROW_ID),
        _press("bookmark", past.bookmark, ROW_ID),
        _press("unbookmark", past.unbookmark, ROW_ID),
        _press("list", past.turn_page, r"(?:history|missed|bookmarks)-[0-9]{1,5}"),
        _press("find", past.search_page, r"[0-9]{1,4}"),
        _press("hide", past.hide, ROW_ID),
    )


def _the_log() -> Sequence[Handler]:
    """What people write, and what they change about it afterward; no command comes after these."""
    return (
        _command("delete", entries.ask_delete_day),
        _press("edit", entries.edit, ROW_ID),
        _press("move", entries.move, ROW_ID),
        _press("to", entries.move_to, PAIR),
        _press("was", entries.was_for, PAIR),
        _press("follow", entries.rest_too, PAIR),
        _press("delete", entries.ask_delete, ROW_ID),
        _press("erase", entries.delete, ROW_ID),
        _press("keep", entries.keep, ROW_ID),
        _press("wipe", entries.delete_day, r"[1-9][0-9]{0,4}"),
        _press("reopen", entries.reopen, ROW_ID),
        _press("save", reflections.keep_forward),
        _press("cancel", entries.cancel),
        MessageHandler(_NEW & filters.COMMAND, unswamped(others.unknown_command)),
        MessageHandler(_NEW & _LOGGED & ~filters.FORWARDED, reflections.hear),
        MessageHandler(_NEW & filters.FORWARDED & _LOGGED & ~_STICKER, reflections.forwarded),
        MessageHandler(_EDITED & _LOGGED, reflections.rewrite),
        MessageHandler(_NEW & _NO_SERVICE, reflections.turn_down),
    )
