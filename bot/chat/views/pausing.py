"""Resting, and coming back."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View, sentence
from bot.usecases.pausing import PAUSE_DAYS


def pause_for(params: Params, scene: Scene) -> Message:
    """How long a pause may be."""
    timed = [
        (scene.say("button.pause_days", count=days), data("pause", days)) for days in PAUSE_DAYS
    ]
    return Message(
        scene.say("pause.for"), [timed, [(scene.say("button.pause_open"), data("pause", 0))]]
    )


def paused(params: Params, scene: Scene) -> Message:
    """That a pause has begun, and when it ends."""
    keyboard = [[(scene.say("button.resume"), data("resume"))]]
    if params["back"] is None:
        return Message(scene.say("pause.paused_open"), keyboard)
    return Message(scene.say("pause.paused", when=scene.when(params, "back")), keyboard)


def resumed(params: Params, scene: Scene) -> Message:
    """That the days go on, with the chance to have one now."""
    if params["next"] is None:
        return Message(scene.say("status.finished"))
    keyboard = [[(scene.say("button.now"), data("now"))]] if params["now"] else []
    text = scene.say("pause.resumed", when=scene.when(params), streak=params["streak"])
    return Message(text, keyboard)


def welcome_back(params: Params, scene: Scene) -> Message:
    """A timed pause has run out."""
    text = scene.say("pause.welcome_back", count=max(params["days"], 1), streak=params["streak"])
    return Message(text)


VIEWS: Mapping[str, View] = {
    "pause_for": pause_for,
    "paused": paused,
    "resumed": resumed,
    "welcome_back": welcome_back,
    "nothing_comes": sentence("pause.nothing_comes"),
    "nothing_to_pause": sentence("pause.nothing"),
    "not_paused": sentence("pause.not_paused"),
}
