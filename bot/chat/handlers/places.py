"""Where somebody is: the ways to tell it that take no typing."""

import asyncio

from telegram import Update

from bot.chat.context import Context, speaker
from bot.chat.redraw import redraw
from bot.places import countries, whereabouts
from bot.usecases import choices, places
from bot.usecases.card import Card


async def choose(update: Update, context: Context) -> None:
    """One of the places offered: pressing it confirms it."""
    assert context.match is not None
    await _take(update, context, context.match[1])


async def list_countries(update: Update, context: Context) -> None:
    """`[Choose a country]`, and the letters under it."""
    assert context.match is not None
    await _turn_to(update, context, Card("countries", {"letter": context.match[1]}))


async def country(update: Update, context: Context) -> None:
    """A country: done at once where it has one zone."""
    assert context.match is not None
    code = context.match[1]
    match countries.zones_of(code):
        case []:
            await _turn_to(update, context, Card("countries"))
        case [zone]:
            await _take(update, context, zone)
        case _:
            await _turn_to(update, context, places.country_card(code))


async def by_clock(update: Update, context: Context) -> None:
    """`[What time is it for you?]`"""
    await _turn_to(update, context, Card("clock_grid"))


async def offset(update: Update, context: Context) -> None:
    """A time of day: the zones that show it, for an offset alone is no zone."""
    assert context.match is not None
    await _turn_to(update, context, Card("offset_zones", {"minutes": int(context.match[1])}))


async def share(update: Update, context: Context) -> None:
    """`[Share my location]`"""
    query = update.callback_query
    assert query is not None
    known = await context.write(choices.share, speaker(update))
    await context.answer(query, None if known else "press.start_first")


async def failed_share(update: Update, context: Context) -> None:
    """The label of the key that shares a location, as a text."""
    await context.write(choices.failed_share, speaker(update))


async def located(update: Update, context: Context) -> None:
    """A location or a venue. Its coordinates end here: only the zone goes on."""
    message = update.message
    assert message is not None
    place = message.venue.location if message.venue else message.location
    assert place is not None
    # The map is read on first use, which takes longer than others should wait.
    zone = await asyncio.to_thread(whereabouts.zone_at, place.latitude, place.longitude)
    await context.write(choices.located, speaker(update), zone)


async def _turn_to(update: Update, context: Context, card: Card) -> None:
    """To a card that changes nothing by itself."""
    query = update.callback_query
    assert query is not None
    await redraw(query, context, await context.write(choices.look_at, speaker(update), card))


async def _take(update: Update, context: Context, zone: str) -> None:
    query = update.callback_query
    assert query is not None
    series = context.services.series
    card = await context.write(choices.choose_place, speaker(update), series, zone)
    await redraw(query, context, card or "press.start_first")
