"""What is set, and what a change of it comes to."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, Params, Scene
from bot.chat.views.hours import clock_of
from bot.chat.views.view import View
from bot.texts.catalogue import Markup


def settings(params: Params, scene: Scene) -> Message:
    """Everything that is set, a button for each; above them what a change has just come to."""
    lines = [f"<b>{scene.say('settings.heading')}</b>", *_what_is_set(params, scene)]
    text = "\n".join(lines) + "\n\n" + "\n".join(_next_lines(params, scene))
    return Message(text.strip(), [*_todays(params, scene), *_buttons(params, scene)])


def rest_days(params: Params, scene: Scene) -> Message:
    """The seven weekdays, each on or off."""
    buttons = [_weekday(day, day in params["rest"], scene) for day in range(7)]
    text = "\n\n".join([scene.say("settings.ask_rest"), "\n".join(_next_lines(params, scene))])
    back = (scene.say("button.back"), data("open", "settings"))
    rows = [buttons[:2], buttons[2:4], buttons[4:5], buttons[5:]]
    return Message(text.strip(), [*_todays(params, scene), *rows, [back]])


def _what_is_set(params: Params, scene: Scene) -> list[str]:
    moments = scene.moments(params["zone"])
    hour = moments.clock(clock_of(params["minute"]))
    lines = [scene.say("settings.hour", time=hour)]
    if params["weekend"] is not None:
        weekend = moments.clock(clock_of(params["weekend"]))
        lines = [scene.say("settings.hours", time=hour, weekend=weekend)]
    if params["rest"]:
        names = ", ".join(scene.say(f"weekday.{day}") for day in params["rest"])
        lines.append(scene.say("settings.rest", weekdays=names))
    lines.append(scene.say("settings.place", place=moments.place, time=moments.time(scene.now)))
    lines.append(scene.say("settings.silent" if params["silent"] else "settings.sound"))
    lines.append(_nudge_line(params, scene))
    lines.append(scene.say("settings.recap" if params["recap"] else "settings.no_recap"))
    lines.append(scene.say("settings.memories" if params["memories"] else "settings.no_memories"))
    lines.append(scene.say("settings.dark" if params["dark"] else "settings.light"))
    return lines


def _nudge_line(params: Params, scene: Scene) -> str:
    if params["nudge"] is None:
        return scene.say("settings.no_nudge")
    at = scene.moments(params["zone"]).clock(clock_of(params["nudge"]))
    return scene.say("settings.nudge", time=at)


def _next_lines(params: Params, scene: Scene) -> list[str]:
    """When the next one comes; after a change also when it would have come, and why not sooner."""
    if params["next"] is None:
        known = params["state"] in ("paused", "finished")
        return [scene.say(f"settings.{params['state']}")] if known else []
    old = params.get("old")
    if old is None or old["next"] is None or _instants(old, params):
        return [scene.say("settings.next", when=scene.when(params))]
    was = Markup(scene.moments(old["zone"]).in_place(datetime.fromisoformat(old["next"])))
    lines = [scene.say("settings.was", when=was)]
    lines.append(scene.say("settings.now", when=scene.when(params)))
    return lines + _reasons(params, scene)


def _instants(old: Params, params: Params) -> bool:
    """Whether nothing was moved."""
    return datetime.fromisoformat(old["next"]) == datetime.fromisoformat(params["next"])


def _reasons(params: Params, scene: Scene) -> list[str]:
    if params["had"] is not None:
        weekday = scene.say(f"weekday.{params['had']}")
        return [scene.say("settings.had", weekday=weekday)]
    return [scene.say("settings.moved")] if params["moved"] else []


def _todays(params: Params, scene: Scene) -> list[list[Button]]:
    return [[(scene.say("button.send_todays"), data("now"))]] if params.get("today") else []


def _buttons(params: Params, scene: Scene) -> list[list[Button]]:
    """What leads to a card of its own, then what is switched at once; a pause is below all."""
    pages = [_page(name, scene) for name in ("hour", "weekend", "rest", "place", "nudge")]
    recap = _switch("recap", "weeks", "off" if params["recap"] else "on", scene)
    memories = _switch("memories", "memories", "off" if params["memories"] else "on", scene)
    colors = _switch("pictures", "pictures", "light" if params["dark"] else "dark", scene)
    clock = _switch("clock", "clock", "24" if scene.clock12 else "12", scene)
    sound = "sound" if params["silent"] else "silent"
    sounds = (scene.say(f"button.{sound}"), data("sound", sound))
    rows = [pages[:2], pages[2:4], [pages[4], recap], [memories, colors], [sounds, clock]]
    return rows + _rest(params, scene)


def _page(name: str, scene: Scene) -> Button:
    return scene.say(f"button.set_{name}"), data("open", name)


def _switch(what: str, verb: str, to: str, scene: Scene) -> Button:
    return scene.say(f"button.{what}_{to}"), data(verb, to)


def _rest(params: Params, scene: Scene) -> list[list[Button]]:
    """To pause, or to come back; at the end of a run there is nothing to rest from."""
    match params["state"]:
        case "active":
            return [[(scene.say("button.pause"), data("pausefor"))]]
        case "paused":
            return [[(scene.say("button.resume"), data("resume"))]]
        case _:
            return []


def _weekday(day: int, rests: bool, scene: Scene) -> Button:
    name = scene.say(f"weekday.{day}")
    label = scene.say("button.rest_day" if rests else "button.usual_day", weekday=name)
    return label, data("rest", f"{day}{int(not rests)}")


VIEWS: Mapping[str, View] = {
    "settings": settings,
    "rest_days": rest_days,
}
