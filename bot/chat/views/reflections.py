"""What is said about what people write."""

from collections.abc import Mapping

from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View, sentence


def saved(params: Params, scene: Scene) -> Message:
    """Where a reply went."""
    return Message(scene.say("log.saved", day=params["day"], streak=params["streak"]))


VIEWS: Mapping[str, View] = {
    "saved": saved,
    "too_long": sentence("log.too_long"),
    "edit_too_long": sentence("log.edit_too_long"),
    "too_many": sentence("log.too_many"),
}
