"""What belongs to no other topic."""

from collections.abc import Mapping

from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View, sentence


def help_card(params: Params, scene: Scene) -> Message:
    """What the bot can do, on one screen."""
    card = [scene.say("help.card")]
    if params["own_pace"]:
        card.append(scene.say("help.own_pace"))
    parts = ["\n".join(card), scene.say("help.yours")]
    if scene.help_line:
        parts.append(scene.say("help.line", line=scene.help_line))
    if scene.operator_contact:
        parts.append(scene.say("help.contact", contact=scene.operator_contact))
    return Message("\n\n".join(parts))


VIEWS: Mapping[str, View] = {
    "help": help_card,
    "unknown_command": sentence("help.unknown_command"),
    "slow_down": sentence("help.slow_down"),
    "sorry": sentence("trouble.sorry", "reference"),
}
