"""From the first hello to Day 1."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.chat.callbacks import data
from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View, sentence
from bot.texts.catalogue import Markup

HOURS = (6, 7, 8, 9, 12, 18, 20, 21)


def welcome(params: Params, scene: Scene) -> Message:
    """The first thing a newcomer reads."""
    yes = (scene.say("button.im_in"), data("in"))
    what = (scene.say("button.what_is_this"), data("what"))
    return Message(scene.say("joining.welcome"), [[yes, what]])


def what_is_this(params: Params, scene: Scene) -> Message:
    """More, for those who ask before they join."""
    return Message(scene.say("joining.what_is_this"), [[(scene.say("button.im_in"), data("in"))]])


def which_place(params: Params, scene: Scene) -> Message:
    """Up to five places, each with the time there: pressing one confirms it."""
    rows = []
    for place, zone in params["places"]:
        there = scene.now.astimezone(ZoneInfo(zone))
        label = scene.texts.say("button.place", place=Markup(place), time=f"{there:%H:%M}")
        rows.append([(label, data("zone", zone))])
    return Message(scene.say("joining.which_place", count=len(rows)), rows)


def ask_hour(params: Params, scene: Scene) -> Message:
    """Eight usual hours; any other can be typed."""
    moments = scene.moments(params["zone"])
    there = scene.now.astimezone(moments.zone)
    buttons = [(f"{hour:02}:00", data("hour", hour * 60)) for hour in HOURS]
    text = scene.say("joining.ask_hour", time=f"{there:%H:%M}", place=moments.place)
    return Message(text, [buttons[:4], buttons[4:]])


def ready(params: Params, scene: Scene) -> Message:
    """When the first challenge comes, and the chance to have it now."""
    buttons = [(scene.say("button.change"), data("change"))]
    if params["now"] is not None:
        buttons.insert(0, (scene.say("button.send_now", day=params["now"]), data("now")))
    text = scene.say("joining.ready", day=params["day"], when=scene.when(params))
    return Message(text, [buttons])


def begun(params: Params, scene: Scene) -> Message:
    """When the next one comes, for somebody who could not wait."""
    return Message(scene.say("joining.begun", day=params["day"], when=scene.when(params)))


VIEWS: Mapping[str, View] = {
    "welcome": welcome,
    "what_is_this": what_is_this,
    "which_place": which_place,
    "ask_hour": ask_hour,
    "ready": ready,
    "begun": begun,
    "ask_city": sentence("joining.ask_city"),
    "place_unknown": sentence("joining.place_unknown"),
    "hour_unclear": sentence("joining.hour_unclear"),
    "unknown_person": sentence("joining.unknown_person"),
}
