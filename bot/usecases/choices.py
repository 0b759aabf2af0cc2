"""A place or an hour was chosen, or a card turned to: while joining, or at any time after.

Every function takes people as they come. Those nobody knows get None, or are told the one step
there is for them.
"""

from dataclasses import replace
from datetime import datetime

from bot.domain.hour import parse_hour
from bot.domain.schedule import MINUTES_A_DAY
from bot.places import zones
from bot.storage import outbox, questions, subscribers
from bot.storage.engine import Tx
from bot.storage.subscribers import Subscriber
from bot.usecases import half_way, joining, places, reachability, settings, unasked
from bot.usecases.card import Card, deal
from bot.usecases.person import Person
from bot.usecases.questions import HOUR, PLACE
from bot.usecases.series import Series


async def turn_to(tx: Tx, now: datetime, who: Person, series: Series, page: str) -> Card | None:
    """`[Back]`, or a button that leads from one card to another."""
    person = await _known(tx, now, who)
    if person is None:
        return None
    if person.state == "joining":
        return await joining.turn_to(tx, now, person, page, series) or half_way.card_of(person)
    turned = await settings.turn_to(tx, now, person, page, series)
    return turned or await settings.card(tx, now, person, series)


async def look_at(tx: Tx, now: datetime, who: Person, card: Card) -> Card:
    """A card that changes nothing by itself, with times as this person reads them."""
    person = await subscribers.by_user(tx, who.user_id)
    return card if person is None else replace(card, clock12=person.clock12)


async def choose_place(
    tx: Tx, now: datetime, who: Person, series: Series, zone: str
) -> Card | None:
    """A place was pressed, which confirms it. None also for a zone that there is not (fault 68)."""
    person = await _known(tx, now, who)
    if person is None or zone not in zones.zone_names():
        return None
    if person.state == "joining":
        await places.put_keys_away(tx, now, person, zone)
        return await joining.take_place(tx, now, person, zone)
    return await settings.take_place(tx, now, person, zone, series)


async def choose_hour(
    tx: Tx, now: datetime, who: Person, series: Series, minute: int
) -> Card | None:
    """An hour was pressed, in minutes after midnight. None also for one that no day has."""
    person = await _known(tx, now, who)
    if person is None or not 0 <= minute < MINUTES_A_DAY:
        return None
    if person.state == "joining":
        return await joining.take_hour(tx, now, person, minute, series)
    return await settings.apply(tx, now, person, series, {"minute": minute})


async def choose_weekend(
    tx: Tx, now: datetime, who: Person, series: Series, minute: int | None
) -> Card | None:
    """An hour for Saturdays and Sundays; None as the minute: the same as on other days."""
    person = await _settled(tx, now, who)
    if person is None or (minute is not None and not 0 <= minute < MINUTES_A_DAY):
        return None
    return await settings.apply(tx, now, person, series, {"weekend_minute": minute})


async def rest_on(
    tx: Tx, now: datetime, who: Person, series: Series, weekday: int, rest: bool
) -> Card | None:
    """A weekday was switched off, or on again."""
    person = await _settled(tx, now, who)
    return (
        None if person is None else await settings.rest_on(tx, now, person, weekday, rest, series)
    )


async def deliver_silently(
    tx: Tx, now: datetime, who: Person, series: Series, silent: bool
) -> Card | None:
    """Messages nobody asked for come without a sound, or with one."""
    person = await _settled(tx, now, who)
    return None if person is None else await settings.look(tx, now, person, series, silent=silent)


async def read_clocks(
    tx: Tx, now: datetime, who: Person, series: Series, clock12: bool
) -> Card | None:
    """Times are said as 8:00 pm, or as 20:00."""
    person = await _settled(tx, now, who)
    return None if person is None else await settings.look(tx, now, person, series, clock12=clock12)


async def sum_up_weeks(
    tx: Tx, now: datetime, who: Person, series: Series, recap: bool
) -> Card | None:
    """A look back at the end of each week, or none."""
    person = await _settled(tx, now, who)
    if person is None:
        return None
    card = await settings.look(tx, now, person, series, recap=recap)
    await unasked.arrange(tx, now, await subscribers.by_id(tx, person.id))
    return card


async def remember(
    tx: Tx, now: datetime, who: Person, series: Series, memories: bool
) -> Card | None:
    """Something they wrote long ago comes back under a challenge now and then, or nothing does."""
    person = await _settled(tx, now, who)
    if person is None:
        return None
    return await settings.look(tx, now, person, series, memories=memories)


async def color_pictures(
    tx: Tx, now: datetime, who: Person, series: Series, dark: bool
) -> Card | None:
    """Pictures come for a dark chat, or for a light one: a bot cannot see which it is."""
    person = await _settled(tx, now, who)
    if person is None:
        return None
    return await settings.look(tx, now, person, series, dark_pictures=dark)


async def show(tx: Tx, now: datetime, who: Person, series: Series) -> None:
    """`/settings`"""
    person = await _known_or_told(tx, now, who)
    if person is None:
        return
    if person.state == "joining":
        await joining.ask_again(tx, now, person)
        return
    await questions.close(tx, person.id)
    await deal(tx, now, person, await settings.card(tx, now, person, series))


async def timezone(tx: Tx, now: datetime, who: Person, text: str, series: Series) -> None:
    """`/timezone Europe/Lisbon`: a zone is taken at once; anything else is a place typed."""
    person = await _known_or_told(tx, now, who)
    if person is None:
        return
    if person.state == "joining":
        if text and person.step != "invited":
            await joining.answer_place(tx, now, person, text)
        else:
            await joining.ask_again(tx, now, person)
    elif text:
        await settings.answer_place(tx, now, person, text, series)
    else:
        await settings.ask(tx, now, person, PLACE)


async def hour(tx: Tx, now: datetime, who: Person, text: str, series: Series) -> None:
    """`/hour 7:30`"""
    person = await _known_or_told(tx, now, who)
    if person is None:
        return
    minute = parse_hour(text)
    if person.state == "joining":
        if minute is None or person.zone is None:
            await joining.ask_again(tx, now, person)
        else:
            await deal(tx, now, person, await joining.take_hour(tx, now, person, minute, series))
    elif minute is not None:
        await deal(
            tx, now, person, await settings.apply(tx, now, person, series, {"minute": minute})
        )
    elif text:
        await questions.ask(tx, now, person.id, HOUR, None)
        await deal(tx, now, person, Card("hour_unclear"))
    else:
        await settings.ask(tx, now, person, HOUR)


async def share(tx: Tx, now: datetime, who: Person) -> bool:
    """`[Share my location]`: show the key that does it. False: nobody we know."""
    person = await _known(tx, now, who)
    if person is not None:
        await places.offer_to_share(tx, now, person)
    return person is not None


async def failed_share(tx: Tx, now: datetime, who: Person) -> None:
    """The key's label came in place of a location: never a reflection, and answered kindly."""
    person = await _known_or_told(tx, now, who)
    if person is None:
        return
    if person.state == "joining" and person.step == "invited":
        await joining.ask_again(tx, now, person)
        return
    if person.state == "joining":
        await half_way.stand(tx, now, person, "zone")
    else:
        await questions.ask(tx, now, person.id, PLACE, None)
    await places.say_failed(tx, now, person)


async def located(tx: Tx, now: datetime, who: Person, zone: str | None) -> None:
    """A location came, and lies in `zone`; nothing more of it is told or kept. Confirm it.

    Where nobody had asked, they are offered to be moved there.
    """
    person = await _known_or_told(tx, now, who)
    if person is None:
        return
    question = await questions.current(tx, person.id)
    asked = question is not None and question.kind == PLACE
    if person.state == "joining":
        if person.step == "invited":
            await joining.ask_again(tx, now, person)
            return
        await half_way.stand(tx, now, person, "zone")
        asked = True
    if asked:
        await places.say_heard(tx, now, person)
    elif zone is not None and zone == person.zone:
        await deal(tx, now, person, Card("there_already", {"zone": zone}))
        return
    unclear = Card("place_unclear")
    found = Card("is_this_it", {"zone": zone, "asked": asked})
    await deal(tx, now, person, found if zone is not None else unclear)


async def _known(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    """The person; someone we had lost is back with what they do now."""
    person = await subscribers.by_user(tx, who.user_id)
    if person is not None and person.state == "unreachable":
        await reachability.resume(tx, now, person)
        person = await subscribers.by_user(tx, who.user_id)
    return person


async def _settled(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    """The same, for what only those can set who have joined."""
    person = await _known(tx, now, who)
    return None if person is None or person.state == "joining" else person


async def _known_or_told(tx: Tx, now: datetime, who: Person) -> Subscriber | None:
    person = await _known(tx, now, who)
    if person is None:
        await outbox.add(tx, now, who.chat_id, "unknown_person")
    return person
