"""The buttons under a challenge."""

from functools import partial

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot.chat.aside import aside
from bot.chat.context import Context, speaker
from bot.chat.views.days import mark_button
from bot.usecases import marks


async def done(update: Update, context: Context) -> None:
    """`[Done]`"""
    query = update.callback_query
    assert query is not None and context.match is not None
    result = await context.write(marks.done, speaker(update), int(context.match[1]), context.came)
    match result:
        case marks.NotYours():
            await context.answer(query, "press.old_button")
        case marks.Done(day=day, streak=streak, news=news):
            key = "press.done" if news else "press.done_already"
            await context.answer(query, key, day=day, streak=streak)
            await _show(query, context, "undo", result.delivery_id)


async def undo(update: Update, context: Context) -> None:
    """`[Undo Done]`"""
    query = update.callback_query
    assert query is not None and context.match is not None
    result = await context.write(marks.undo, speaker(update), int(context.match[1]), context.came)
    match result:
        case marks.NotYours():
            await context.answer(query, "press.old_button")
        case marks.Done(day=day):
            await context.answer(query, "press.undone", day=day)
            await _show(query, context, "done", result.delivery_id)


async def _show(query: CallbackQuery, context: Context, verb: str, delivery_id: int) -> None:
    """Let the button say what it would do now; a message too old to change stays as it is."""
    if not isinstance(query.message, Message):  # too old to be changed
        return
    button = mark_button(context.services.texts, verb, delivery_id)
    changed = partial(query.message.edit_reply_markup, InlineKeyboardMarkup([[button]]))
    await aside(context.services, query.message.chat_id, changed)
