"""Where somebody stands."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.scene import Message, Params, Scene
from bot.chat.views.view import View


def streak(params: Params, scene: Scene) -> Message:
    """Progress, then the streak, then the best, then what is open."""
    lines = [scene.say("streak.answered", count=params["answered"], length=scene.pack.length)]
    running = params["streak"]
    lines.append(
        scene.say("streak.current", count=running) if running else scene.say("streak.none")
    )
    if params["best"] > running:
        lines.append(scene.say("streak.best", count=params["best"]))
    if params["freezes"]:
        lines.append(scene.say("streak.freezes", count=params["freezes"]))
    return Message("\n".join([*lines, *_open_days(params, scene)]))


def status(params: Params, scene: Scene) -> Message:
    """Where somebody stands."""
    lines = [_next_line(params, scene)]
    if params["day"]:
        lines.insert(0, scene.say("status.last", day=params["day"]))
    return Message("\n".join([*lines, *_open_days(params, scene)]))


def _open_days(params: Params, scene: Scene) -> list[str]:
    lines = []
    for day, until in params["open"]:
        if until is None:
            lines.append(scene.say("streak.open", day=day))
        else:
            at = scene.moments(params["zone"]).when(datetime.fromisoformat(until))
            lines.append(scene.say("streak.open_until", day=day, when=at))
    return lines


def _next_line(params: Params, scene: Scene) -> str:
    if params["state"] == "finished":
        return scene.say("status.finished")
    if params["next"] is None:
        return scene.say("status.paused")
    key = "status.paused_until" if params["paused"] else "status.next"
    return scene.say(key, day=params["day"] + 1, when=scene.when(params))


VIEWS: Mapping[str, View] = {
    "streak": streak,
    "status": status,
}
