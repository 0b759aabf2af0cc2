"""Looking at days, and at where one stands."""

from telegram import Update

from bot.chat.callbacks import day_number
from bot.chat.context import Context, speaker
from bot.usecases import days


async def today(update: Update, context: Context) -> None:
    """`/today`"""
    await context.write(days.today, speaker(update))


async def past(update: Update, context: Context) -> None:
    """`/day 3`"""
    number = day_number(context.args)
    await context.write(days.past, speaker(update), number, context.services.series.pack)


async def streak(update: Update, context: Context) -> None:
    """`/streak`"""
    await context.write(days.streak, speaker(update))


async def help_card(update: Update, context: Context) -> None:
    """`/help`"""
    await context.write(days.help_card, speaker(update))
