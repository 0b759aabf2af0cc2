"""What the browser is shown of the local Telegram, as plain JSON."""

from typing import TYPE_CHECKING, Any

from bot.demo.chats import ChatMessage

if TYPE_CHECKING:
    from bot.demo.people import Person
    from bot.demo.state import LocalTelegram

Json = dict[str, Any]

MOST_PEOPLE = 50
"""How many people the page lists; a Telegram with more is a test, not a demo."""

MOST_MESSAGES = 300
"""How many of a chat's messages a page starts with."""

FILES = ("photo", "voice", "video", "video_note", "animation", "audio", "document", "sticker")
"""An animation comes before the document that repeats it."""


def people_shown(telegram: "LocalTelegram") -> list["Person"]:
    """The people a page lists, in the order in which they came."""
    return list(telegram.people.values())[:MOST_PEOPLE]


def show_person(telegram: "LocalTelegram", person: "Person") -> Json:
    """One person, with the menu of commands that the bot offers in their language."""
    return {
        "id": person.id,
        "name": person.name,
        "zone": person.zone,
        "language": person.user["language_code"],
        "blocked": person.blocked,
        "commands": _commands(telegram, person),
        "description": _description(telegram, person),
    }


def _commands(telegram: "LocalTelegram", person: "Person") -> list[Json]:
    """Telegram's order: the chat's own, then those of private chats, then everyone's."""
    scopes = (("chat", str(person.id)), ("all_private_chats", ""), ("default", ""))
    for kind, chat in scopes:
        for language in (person.user["language_code"], ""):
            commands = telegram.commands.get((kind, chat, "", language))
            if commands:
                return commands
    return []


def _description(telegram: "LocalTelegram", person: "Person") -> str:
    own = telegram.profile.get(("description", person.user["language_code"]))
    return own or telegram.profile.get(("description", ""), "")


def show_message(telegram: "LocalTelegram", message: ChatMessage) -> Json:
    """One message, as far as a bubble needs it."""
    shown: Json = {
        "id": message.id,
        "mine": not message.by_bot,
        "date": message["date"],
        "words": message.words,
        "entities": message.get("entities") or message.get("caption_entities") or [],
        "edited": "edit_date" in message,
        "deleted": message.deleted,
        "silent": message.silent,
        "forwarded": "forward_origin" in message,
        "buttons": message.get("reply_markup", {}).get("inline_keyboard", []),
        "keyboard": message.reply_keyboard,
        "reactions": [each["emoji"] for given in message.reactions.values() for each in given],
    }
    answered = message.get("reply_to_message")
    if answered is not None:
        words = answered.get("text") or answered.get("caption") or ""
        shown["answers"] = {"id": answered["message_id"], "words": words}
    return shown | _attachment(telegram, message)


def _attachment(telegram: "LocalTelegram", message: ChatMessage) -> Json:
    if "location" in message:
        where = message["location"]
        return {"kind": "location", "name": f"{where['latitude']}, {where['longitude']}"}
    kind = next((kind for kind in FILES if kind in message), None)
    if kind is None:
        return {}
    facts = message[kind][-1] if kind == "photo" else message[kind]
    file = telegram.files.get(facts["file_id"])
    shown = {"kind": kind, "name": file.name, "file": file.path}
    if kind == "photo" and facts["width"]:
        shown["size"] = [facts["width"], facts["height"]]
    return shown
