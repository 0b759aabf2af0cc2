"""Another run, from its beginning or from another place."""

from telegram import Update

from bot.chat.callbacks import day_number
from bot.chat.context import Context, pass_over, speaker
from bot.chat.redraw import redraw
from bot.usecases import runs
from bot.usecases.card import Card


async def again(update: Update, context: Context) -> None:
    """`[Run 2 from Day 1]`, `[Only the days I missed]`, `[One a week]`."""
    query = update.callback_query
    assert query is not None and context.match is not None
    how = runs.How(context.match[1])
    card = await context.write(runs.again, speaker(update), how, context.services.series)
    await redraw(query, context, card or Card("run_under_way"))


async def enough(update: Update, context: Context) -> None:
    """`[Stop]` under a summary."""
    query = update.callback_query
    assert query is not None
    card = await context.write(runs.enough, speaker(update))
    await redraw(query, context, card or Card("run_under_way"))


async def ask_restart(update: Update, context: Context) -> None:
    """`/restart`"""
    await context.write(runs.ask_restart, speaker(update))


async def restart(update: Update, context: Context) -> None:
    """`[Begin again at Day 1]`"""
    query = update.callback_query
    assert query is not None and context.match is not None
    run_id, series = int(context.match[1]), context.services.series
    card = await context.write(runs.restart, speaker(update), run_id, series)
    await redraw(query, context, card or Card("by_the_calendar"))


async def leave(update: Update, context: Context) -> None:
    """`[Not now]`"""
    query = update.callback_query
    assert query is not None
    await context.write(pass_over)
    await redraw(query, context, Card("left_as_is"))


async def jump(update: Update, context: Context) -> None:
    """`/jump 100`"""
    day = day_number(context.args)
    await context.write(runs.jump, speaker(update), day, context.services.series)
