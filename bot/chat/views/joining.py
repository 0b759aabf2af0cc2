"""From the first hello to Day 1."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Message, Params, Scene
from bot.chat.views import hours, places
from bot.chat.views.view import View, sentence


def welcome(params: Params, scene: Scene) -> Message:
    """The first thing a newcomer reads."""
    yes = (scene.say("button.im_in"), data("in"))
    what = (scene.say("button.what_is_this"), data("what"))
    return Message(scene.say("joining.welcome"), [[yes, what]])


def what_is_this(params: Params, scene: Scene) -> Message:
    """More, for those who ask before they join."""
    yes = (scene.say("button.im_in"), data("in"))
    back = (scene.say("button.back"), data("open", "welcome"))
    return Message(scene.say("joining.what_is_this"), [[yes], [back]])


def ready(params: Params, scene: Scene) -> Message:
    """When the first challenge comes, and the chance to have it now."""
    change = (scene.say("button.change"), data("change", "place"))
    rows = [[change], [(scene.say("button.back"), data("change", "hour"))]]
    if params["now"] is not None:
        rows[0].insert(0, (scene.say("button.send_now", day=params["now"]), data("now")))
    key = "joining.ready_ahead" if params["ahead"] else "joining.ready"
    return Message(scene.say(key, day=params["day"], when=scene.when(params)), rows)


def begun(params: Params, scene: Scene) -> Message:
    """When the next one comes, for somebody who could not wait."""
    if params["next"] is None or params["day"] is None:
        return Message(scene.say("joining.begun_last"))
    return Message(scene.say("joining.begun", day=params["day"], when=scene.when(params)))


def reminder(params: Params, scene: Scene) -> Message:
    """The card they stopped at, behind a word about it."""
    card = _STEPS[params["card"]](params["params"], scene)
    return Message(f"{scene.say('joining.reminder')}\n\n{card.html}", card.keyboard)


_STEPS: Mapping[str, View] = {
    "welcome": welcome,
    "ask_city": places.ask_city,
    "ask_hour": hours.ask_hour,
}

VIEWS: Mapping[str, View] = {
    "welcome": welcome,
    "what_is_this": what_is_this,
    "ready": ready,
    "begun": begun,
    "joining_reminder": reminder,
    "unknown_person": sentence("joining.unknown_person"),
}
