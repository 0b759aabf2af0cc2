"""`/export`, `/deleteme`, `/privacy` and `/feedback`."""

from telegram import CallbackQuery, Message, Update

from bot.chat.context import Context, pass_over, speaker
from bot.chat.farewell import say_farewell
from bot.chat.redraw import redraw
from bot.usecases import exporting, feedback, forgetting
from bot.usecases.card import Card
from bot.usecases.copies import Form


async def offer_export(update: Update, context: Context) -> None:
    """`/export`"""
    await context.write(exporting.offer, speaker(update))


async def export(update: Update, context: Context) -> None:
    """`[Yearbook]`, `[Markdown]`, `[JSON]`, `[All three]`"""
    query, asked = _pressed(update, context)
    forms = tuple(Form) if asked == "all" else (Form(asked),)
    card = await context.write(exporting.order, speaker(update), forms)
    await redraw(query, context, card or Card("nothing_kept"))


async def export_first(update: Update, context: Context) -> None:
    """`[Export it first]` above `[Delete everything]`, which stays where it is."""
    query, _ = _pressed(update, context)
    card = await context.write(exporting.order, speaker(update), tuple(Form))
    coming = card is not None and card.kind == "export_coming"
    await context.answer(query, "press.export_coming" if coming else "press.export_wait")


async def ask_deletion(update: Update, context: Context) -> None:
    """`/deleteme`"""
    await context.write(forgetting.ask, speaker(update))


async def press_deletion(update: Update, context: Context) -> None:
    """`[Delete my data]`"""
    query, _ = _pressed(update, context)
    await redraw(query, context, await context.write(forgetting.ask_by_button, speaker(update)))


async def ask_once_more(update: Update, context: Context) -> None:
    """`[Delete everything]`"""
    query, since = _pressed(update, context)
    card = await context.write(forgetting.ask_once_more, speaker(update), int(since))
    await redraw(query, context, card)


async def forget(update: Update, context: Context) -> None:
    """`[Yes, delete everything]`"""
    query, since = _pressed(update, context)
    who, tombstones = speaker(update), context.services.tombstones
    card = await context.write(forgetting.forget_me, who, int(since), tombstones)
    if card is None:
        await say_farewell(query, context)
    elif card.kind == "nothing_kept":  # pressed twice: the farewell stays where it stands
        await context.answer(query, "press.deleted_already")
    else:
        await redraw(query, context, card)


async def remain(update: Update, context: Context) -> None:
    """`[Keep everything]`"""
    query, _ = _pressed(update, context)
    await context.write(pass_over)
    await redraw(query, context, Card("remaining"))


async def privacy(update: Update, context: Context) -> None:
    """`/privacy`"""
    await context.write(exporting.explain, speaker(update))


async def hear_feedback(update: Update, context: Context) -> None:
    """`/feedback`, with words or without"""
    message = update.message
    assert isinstance(message, Message)
    words_in = message.message_id if context.args else None
    can_forward = bool(context.services.admin_ids)
    await context.write(feedback.hear, speaker(update), words_in, can_forward=can_forward)


def _pressed(update: Update, context: Context) -> tuple[CallbackQuery, str]:
    """The press, and what its button carries."""
    query = update.callback_query
    assert query is not None and context.match is not None
    return query, context.match[1]
