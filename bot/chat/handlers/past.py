"""Past days: one of them, lists of them, and looking for a word in all of them."""

from telegram import CallbackQuery, Message, Update

from bot.chat.callbacks import day_number, delivery_in
from bot.chat.context import Context, pass_over, speaker
from bot.chat.redraw import amend, redraw
from bot.usecases import bookmarks, looking_back, memories, past, searching
from bot.usecases.card import Card


async def yesterday(update: Update, context: Context) -> None:
    """`/yesterday`"""
    await context.write(past.yesterday, speaker(update), context.services.series.pack)


async def numbered(update: Update, context: Context) -> None:
    """`/day 175`"""
    number, services = day_number(context.args), context.services
    pack, ahead = services.series.pack, services.show_ahead
    await context.write(past.numbered, speaker(update), number, pack, ahead=ahead)


async def open_day(update: Update, context: Context) -> None:
    """A day's button in a list."""
    query, delivery = _pressed(update, context)
    pack = context.services.series.pack
    there = await context.write(past.open_day, speaker(update), int(delivery), pack)
    await context.answer(query, None if there else "press.old_button")


async def turn_to(update: Update, context: Context) -> None:
    """The day before the one that is shown, or after it."""
    query, delivery = _pressed(update, context)
    pack = context.services.series.pack
    card = await context.write(past.turn_to, speaker(update), int(delivery), pack)
    await _show(query, context, card)


async def read_on(update: Update, context: Context) -> None:
    """More of what they wrote about the day that is shown."""
    query, pair = _pressed(update, context)
    delivery, part = map(int, pair.split("-"))
    pack = context.services.series.pack
    card = await context.write(past.read_on, speaker(update), delivery, part, pack)
    await _show(query, context, card)


async def reply(update: Update, context: Context) -> None:
    """`[Reply to this day]`"""
    query, delivery = _pressed(update, context)
    pack = context.services.series.pack
    there = await context.write(past.ask_for_words, speaker(update), int(delivery), pack)
    await context.answer(query, None if there else "press.old_button")


async def bookmark(update: Update, context: Context) -> None:
    """`[Bookmark]`"""
    query, delivery = _pressed(update, context)
    pack = context.services.series.pack
    card = await context.write(bookmarks.put, speaker(update), int(delivery), pack)
    await _show(query, context, card)


async def unbookmark(update: Update, context: Context) -> None:
    """`[Remove bookmark]`"""
    query, delivery = _pressed(update, context)
    pack = context.services.series.pack
    card = await context.write(bookmarks.take_out, speaker(update), int(delivery), pack)
    await _show(query, context, card)


async def history(update: Update, context: Context) -> None:
    """`/history`"""
    await context.write(looking_back.show, speaker(update), "history")


async def missed(update: Update, context: Context) -> None:
    """`/missed`"""
    await context.write(looking_back.show, speaker(update), "missed")


async def bookmarked(update: Update, context: Context) -> None:
    """`/bookmarks`"""
    await context.write(looking_back.show, speaker(update), "bookmarks")


async def turn_page(update: Update, context: Context) -> None:
    """Another page of a list."""
    query, argument = _pressed(update, context)
    name, _, page = argument.partition("-")
    card = await context.write(looking_back.turn, speaker(update), name, int(page))
    await _show(query, context, card)


async def search(update: Update, context: Context) -> None:
    """`/search garden`"""
    message, services, who = update.message, context.services, speaker(update)
    assert message is not None
    words = " ".join(context.args or ())
    found = await services.db.read(searching.look, who, words, services.series.pack)
    await context.write(searching.say, who, found, message.message_id)


async def search_page(update: Update, context: Context) -> None:
    """Another page of what was found: the word is in the message that the card answers."""
    query, page = _pressed(update, context)
    services, who = context.services, speaker(update)
    words = _asked_for(query)
    found = await services.db.read(searching.look, who, words, services.series.pack, int(page))
    await context.write(pass_over)
    if isinstance(found, searching.Found):
        await redraw(query, context, searching.card_of(found))
    else:
        await context.answer(query, "press.search_again")


async def hide(update: Update, context: Context) -> None:
    """`[Don't show this one]`: it goes from the challenge, and comes under no other."""
    query, reflection = _pressed(update, context)
    message = query.message if isinstance(query.message, Message) else None
    markup = message.reply_markup if message is not None else None
    delivery = delivery_in(markup.to_dict()) if markup is not None else None
    number = message.message_id if message is not None else None
    who = speaker(update)
    hidden = await context.write(memories.hide, who, int(reflection), delivery, number)
    await context.answer(query, "press.hidden" if hidden.done else "press.not_there")
    if hidden.left is not None:
        await amend(query, context, hidden.left)


def _pressed(update: Update, context: Context) -> tuple[CallbackQuery, str]:
    """The press, and what its button carries."""
    query = update.callback_query
    assert query is not None and context.match is not None
    return query, str(context.match[1])


async def _show(query: CallbackQuery, context: Context, card: Card | None) -> None:
    if card is None:
        await context.answer(query, "press.old_button")
    else:
        await redraw(query, context, card)


def _asked_for(query: CallbackQuery) -> str:
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    words = asked.text if asked is not None and asked.text else ""
    return " ".join(words.split(None, 1)[1:]) if words.startswith("/") else words
