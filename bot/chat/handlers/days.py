"""Looking at days, and at where one stands."""

from telegram import Update

from bot.chat.context import Context, speaker
from bot.usecases import days, standing
from bot.usecases.why import explain


async def today(update: Update, context: Context) -> None:
    """`/today`"""
    await context.write(days.today, speaker(update), context.services.series.pack)


async def streak(update: Update, context: Context) -> None:
    """`/streak`"""
    await context.write(standing.streak, speaker(update), context.services.series.pack)


async def status(update: Update, context: Context) -> None:
    """`/status`"""
    await context.write(standing.status, speaker(update), context.services.series.pack)


async def why(update: Update, context: Context) -> None:
    """`/why`"""
    await context.write(explain, speaker(update))


async def help_card(update: Update, context: Context) -> None:
    """`/help`"""
    await context.write(days.help_card, speaker(update))
