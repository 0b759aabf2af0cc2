"""What people do at the page: each deed by its name, with what the page sent along."""

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.demo.people import Person
from bot.demo.showing import MOST_PEOPLE
from bot.demo.zones import place_of

if TYPE_CHECKING:
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]

LONGEST_MESSAGE = 4096
"""UTF-16 units; like Telegram's own clients, the page sends a longer text in pieces."""

LONGEST_NAME = 64
"""Characters of a first name (documentation of the Telegram API, account.updateProfile)."""

PRESS_PATIENCE = 10.0
"""Seconds the page waits for a press to be acknowledged."""


async def act(telegram: "LocalTelegram", deed: str, asked: Json) -> Json | None:
    """Do it, and give what the page is told; None if there is no such person or deed.

    Raises AssertionError, with a reason for the person to read, if it cannot be done.
    """
    if deed == "meet":
        return _meet(telegram, asked)
    person = telegram.people.get(asked.get("person", 0))
    if person is None:
        return None
    if isinstance(asked.get("message"), int):
        return await _act_on(person, deed, asked["message"], str(asked.get("words", "")))
    return await _act_alone(person, deed, asked)


async def _act_alone(person: Person, deed: str, asked: Json) -> Json | None:
    match deed:
        case "send":
            return await _send(person, str(asked.get("words", "")), None)
        case "sticker":
            return _sent(await person.sends_sticker())
        case "locate":
            place = place_of(person.zone)
            if place is None:
                raise AssertionError(f"{person.name}'s phone does not know where it is")
            return _sent(await person.sends_location(*place))
        case "block":
            await (person.unblocks() if person.blocked else person.blocks())
        case "travel":
            person.zone = _zone(asked.get("zone"))
        case _:
            return None
    person.telegram.bell.ring()
    return {}


async def _act_on(person: Person, deed: str, message: int, words: str) -> Json | None:
    match deed:
        case "send":
            return await _send(person, words, message)
        case "edit":
            await person.edits(message, words[:LONGEST_MESSAGE])
        case "press":
            return {"answer": await _press(person, message, words)}
        case "react":
            await person.reacts(message, *([words] if words else []))
        case "forward":
            return _sent(await person.forwards(message))
        case "delete":
            await person.deletes(message)
        case _:
            return None
    return {}


async def _send(person: Person, words: str, message: int | None) -> Json:
    return _sent(*[await person.sends(piece, reply_to=message) for piece in pieces(words)])


def _sent(*messages: Json) -> Json:
    return {"sent": [message["message_id"] for message in messages]}


async def _press(person: Person, message_id: int, data: str) -> Any:
    message = person.room.find(message_id)
    if message is None or data not in [each.get("callback_data") for each in message.buttons]:
        raise AssertionError("that button is gone")
    return await person.press_data(data, dict(message), within=PRESS_PATIENCE)


def _meet(telegram: "LocalTelegram", asked: Json) -> Json:
    """Somebody new, with a phone of their own."""
    name = str(asked.get("name", "")).strip()
    if not name:
        raise AssertionError("Somebody new needs a name")
    if len(telegram.people) >= MOST_PEOPLE:
        raise AssertionError(f"There is room for {MOST_PEOPLE} people here")
    language, zone = str(asked.get("language", "en")), _zone(asked.get("zone"))
    person = telegram.person(name[:LONGEST_NAME], language=language, zone=zone)
    telegram.bell.ring()
    return {"person": person.id}


def _zone(asked: Any) -> str:
    """The zone a phone is set to. Raises AssertionError if there is none of that name."""
    try:
        return ZoneInfo(str(asked)).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise AssertionError("There is no time zone of that name") from None


def pieces(words: str) -> list[str]:
    """A text as Telegram's clients send it: trimmed, in messages of at most 4,096 units."""
    left, found = words.strip(), []
    while left:
        piece = left[:LONGEST_MESSAGE]
        while len(piece.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_MESSAGE:
            piece = piece[:-1]
        found.append(piece.strip())
        left = left[len(piece) :].lstrip()
    return found
