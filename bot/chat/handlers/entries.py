"""The buttons under what was saved: other words, another day, or away with it."""

from functools import partial

from telegram import CallbackQuery, Message, Update

from bot.chat.aside import aside
from bot.chat.callbacks import day_number
from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.usecases import deleting, log, questions
from bot.usecases.card import Card


async def edit(update: Update, context: Context) -> None:
    """`[Edit]`"""
    query, (reflection,) = _pressed(update, context)
    asked = await context.write(log.ask_words, speaker(update), reflection)
    await context.answer(query, None if asked else "press.not_there")


async def move(update: Update, context: Context) -> None:
    """`[Move]`"""
    query, (reflection,) = _pressed(update, context)
    asked = await context.write(log.ask_day, speaker(update), reflection)
    await context.answer(query, None if asked else "press.not_there")


async def move_to(update: Update, context: Context) -> None:
    """One of the days that `[Move]` offers."""
    query, (reflection, delivery) = _pressed(update, context)
    card = await context.write(log.move_to, speaker(update), reflection, delivery, context.came)
    await _show(query, context, card)


async def was_for(update: Update, context: Context) -> None:
    """`[That was for Day 174]`"""
    query, (reflection, delivery) = _pressed(update, context)
    card = await context.write(log.was_for, speaker(update), reflection, delivery, context.came)
    await _show(query, context, card)


async def rest_too(update: Update, context: Context) -> None:
    """What else was written under the day that it was not for."""
    query, (reflection, delivery) = _pressed(update, context)
    card = await context.write(log.rest_too, speaker(update), reflection, delivery, context.came)
    await _show(query, context, card)


async def ask_delete(update: Update, context: Context) -> None:
    """`[Delete]`"""
    query, (reflection,) = _pressed(update, context)
    await _show(query, context, await context.write(deleting.ask, speaker(update), reflection))


async def keep(update: Update, context: Context) -> None:
    """`[Keep it]`"""
    query, (reflection,) = _pressed(update, context)
    await _show(query, context, await context.write(log.keep, speaker(update), reflection))


async def delete(update: Update, context: Context) -> None:
    """`[Delete it]` under the question whether to."""
    query, (reflection,) = _pressed(update, context)
    await _show(query, context, await context.write(deleting.delete, speaker(update), reflection))


async def ask_delete_day(update: Update, context: Context) -> None:
    """`/delete 3`"""
    day, last = day_number(context.args), context.services.series.pack.last
    await context.write(deleting.ask_day, speaker(update), day, last)


async def delete_day(update: Update, context: Context) -> None:
    """`[Delete it]` under `/delete 3`."""
    query, (day,) = _pressed(update, context)
    await _show(query, context, await context.write(deleting.delete_day, speaker(update), day))


async def reopen(update: Update, context: Context) -> None:
    """`[It wasn't answered after all]`"""
    query, (delivery,) = _pressed(update, context)
    card = await context.write(deleting.reopen, speaker(update), delivery, context.came)
    await _show(query, context, card)


async def cancel(update: Update, context: Context) -> None:
    """`[Cancel]` under a question."""
    query = update.callback_query
    assert query is not None
    message = query.message
    number = message.message_id if message is not None else None
    await context.write(questions.cancel, speaker(update), number)
    await context.answer(query, "press.canceled")
    if isinstance(message, Message):
        bare = partial(message.edit_reply_markup, None)
        await aside(context.services, message.chat_id, bare)


def _pressed(update: Update, context: Context) -> tuple[CallbackQuery, list[int]]:
    """The press, and the numbers that its button carries."""
    query = update.callback_query
    assert query is not None and context.match is not None
    return query, [int(number) for number in context.match[1].split("-")]


async def _show(query: CallbackQuery, context: Context, card: Card | None) -> None:
    await redraw(query, context, card or "press.not_there")
