"""What people write: the homework log."""

from functools import partial

from telegram import Message, ReactionTypeEmoji, Update
from telegram.ext import filters

from bot.chat.aside import aside
from bot.chat.context import Context, pass_over, speaker
from bot.chat.hearing import heard
from bot.chat.redraw import redraw
from bot.usecases import reflections
from bot.usecases.reflections import Noted

NOTED = "\N{WRITING HAND}"
"""The reaction under a further message of the same day, and under an edit."""


async def hear(update: Update, context: Context) -> None:
    """A message that is no command."""
    message, services = update.message, context.services
    assert message is not None
    what = heard(message, services.bot_id)
    result = await context.write(reflections.hear, speaker(update), what, services.series)
    if isinstance(result, Noted):
        await _react(message, context)


async def rewrite(update: Update, context: Context) -> None:
    """A message changed in Telegram."""
    message, bot_id = update.edited_message, context.services.bot_id
    assert message is not None
    loggable = message.forward_origin is None and not filters.COMMAND.check_update(update)
    what = heard(message, bot_id)
    result = await context.write(
        reflections.rewrite, speaker(update), what, bot_id, loggable=loggable
    )
    if isinstance(result, Noted):
        await _react(message, context)


async def forwarded(update: Update, context: Context) -> None:
    """Something that was forwarded, from whomever."""
    message, series = update.message, context.services.series
    assert message is not None
    await context.write(reflections.offer_to_keep, speaker(update), message.message_id, series)


async def keep_forward(update: Update, context: Context) -> None:
    """`[Save as my reply]`: the words come with the press, and were kept nowhere before."""
    query = update.callback_query
    assert query is not None
    message = query.message
    forward = message.reply_to_message if isinstance(message, Message) else None
    if forward is None:
        await context.write(pass_over)
        await context.answer(query, "press.forward_again")
        return
    what = heard(forward, context.services.bot_id)
    card = await context.write(reflections.keep_forward, speaker(update), what)
    await redraw(query, context, card or "press.old_button")


async def turn_down(update: Update, context: Context) -> None:
    """A contact, a poll, and other things that no log can hold."""
    await context.write(reflections.turn_down, speaker(update), context.services.series)


async def _react(message: Message, context: Context) -> None:
    """Acknowledge without a message."""
    noted = partial(message.set_reaction, ReactionTypeEmoji(NOTED))
    await aside(context.services, message.chat_id, noted)
