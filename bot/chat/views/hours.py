"""Asking for an hour of the day."""

import datetime as dt
from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, Params, Scene
from bot.chat.views.view import View, sentence

HOURS = (6, 7, 8, 9, 12, 18, 20, 21)
"""The hours on the buttons; any other can be typed."""


def ask_hour(params: Params, scene: Scene) -> Message:
    """The hour of the challenge, for somebody in `zone`."""
    moments = scene.moments(params["zone"])
    text = scene.say("hour.ask", time=moments.time(scene.now), place=moments.place)
    other = (scene.say("button.other_hour"), data("open", "other_hour"))
    return Message(text, [*_hours("hour", params, scene), [other, back_to(params, scene)]])


def ask_weekend(params: Params, scene: Scene) -> Message:
    """An hour of its own for Saturday and Sunday, or the one of the other days."""
    usual = scene.moments(params["zone"]).clock(clock_of(params["minute"]))
    same = (scene.say("button.same_hour", time=usual), data("weekend", "same"))
    other = (scene.say("button.other_hour"), data("open", "other_weekend"))
    rows = [*_hours("weekend", params, scene), [same], [other, back_to(params, scene)]]
    return Message(scene.say("hour.ask_weekend"), rows)


def type_hour(params: Params, scene: Scene) -> Message:
    """`[Other]`: how an hour is typed."""
    return Message(scene.say("hour.type"), [[back_to(params, scene)]])


def back_to(params: Params, scene: Scene) -> Button:
    """`[Back]`, to the card that led here."""
    return scene.say("button.back"), data("open", params["back"])


def clock_of(minute: int) -> dt.time:
    """The time of day, `minute` after midnight."""
    return dt.time(*divmod(minute, 60))


def _hours(verb: str, params: Params, scene: Scene) -> list[list[Button]]:
    clock = scene.moments(params["zone"]).clock
    buttons = [(clock(dt.time(hour)), data(verb, hour * 60)) for hour in HOURS]
    return [buttons[:4], buttons[4:]]


VIEWS: Mapping[str, View] = {
    "ask_hour": ask_hour,
    "ask_weekend": ask_weekend,
    "type_hour": type_hour,
    "hour_unclear": sentence("hour.unclear"),
}
