"""Who lives in a town, and what its series is."""

from collections.abc import Sequence

from bot.usecases.person import Person
from bot.usecases.series import Series
from tests.library.writing import pack_of, written
from tests.usecases.inhabitant import Inhabitant
from tests.usecases.straight import Straight
from tests.usecases.town import HOUR, START, Chat, Town

PEOPLE = (
    ("Europe/Lisbon", 480, 0.7),
    ("America/New_York", 1260, 0.35),
    ("Pacific/Auckland", 360, 0.9),
)
"""Where they live, their minute of the day, and how diligent they are."""

LENGTHS = (60, 14, 60, 9, 60)
"""Days of each town's series: some runs come to their end."""


def town_of(db: Straight, seed: int) -> Town:
    """A town and its series; nobody lives there."""
    length = LENGTHS[seed % len(LENGTHS)]
    days = [written(number) for number in range(1, length + 1)]
    return Town(db, seed, Series(pack_of(*days, length=length)))


async def people_of(town: Town) -> Sequence[Inhabitant]:
    """Everybody joins."""
    found = {}
    for number, (zone, minute, diligence) in enumerate(PEOPLE, 1):
        chat = Chat(Person(700 + number, 700 + number, "en"))
        town.chats[chat.who.chat_id] = chat
        found[chat.who.chat_id] = Inhabitant(town, chat, diligence)
        await found[chat.who.chat_id].join(zone, minute)
    town.arrives = lambda chat, *came: found[chat.who.chat_id].gets(*came)
    town.crosses = lambda chat, *at: found[chat.who.chat_id].crosses(*at)
    return list(found.values())


def outages(town: Town, weeks: int) -> None:
    """Some silence now and then within so many weeks."""
    for _ in range(2):
        at = START + town.random.uniform(24, weeks * 7 * 24 - 80) * HOUR
        town.at(at, town.fall_silent)
