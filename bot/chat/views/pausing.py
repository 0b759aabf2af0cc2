"""Resting, and coming back."""

from collections.abc import Mapping
from datetime import date

from bot.chat.callbacks import data
from bot.chat.scene import Button, Keyboard, Message, Params, Scene
from bot.chat.views.view import View, sentence
from bot.usecases.pausing import PAUSE_DAYS


def pause_for(params: Params, scene: Scene) -> Message:
    """How long a pause may be."""
    return Message(scene.say("pause.for"), _lengths(scene))


def pause_past(params: Params, scene: Scene) -> Message:
    """The date that was named is not ahead."""
    return Message(scene.say("pause.past", example=_example(params, scene)), _lengths(scene))


def pause_unclear(params: Params, scene: Scene) -> Message:
    """What was written could not be read."""
    return Message(scene.say("pause.unclear", example=_example(params, scene)), _lengths(scene))


def paused(params: Params, scene: Scene) -> Message:
    """That a pause has begun, and when it ends; if one was running, also when that would have."""
    lines = [_now(params, scene)]
    if "was" in params:
        was = params["was"]
        before = scene.say("pause.was_open")
        if was is not None:
            before = scene.say("pause.was", when=scene.when(params, "was"))
        lines.insert(0, before)
    return Message("\n".join(lines), [[_resume(scene)]])


def stopped(params: Params, scene: Scene) -> Message:
    """That nothing comes any more, that nothing is deleted, and how it would be."""
    return Message(scene.say("pause.stopped"), [[_resume(scene)]])


def still_paused(params: Params, scene: Scene) -> Message:
    """That a pause without an end goes on, and all is kept."""
    return Message(scene.say("pause.still", count=params["days"]), [[_resume(scene)]])


def auto_paused(params: Params, scene: Scene) -> Message:
    """That nothing comes until they return."""
    return Message(scene.say("pause.auto"), [[_resume(scene)]])


def resumed(params: Params, scene: Scene) -> Message:
    """That the days go on, with the chance to have one now."""
    if params["next"] is None:
        return Message(scene.say("status.finished"))
    keyboard: Keyboard = [[(scene.say("button.at_usual"), data("usual"))]]
    if params["now"]:
        keyboard = [*keyboard, [(scene.say("button.resume_now"), data("now"))]]
    key = "pause.resumed_end" if params.get("ends") else "pause.resumed"
    lines = [scene.say(key, when=scene.when(params))]
    if params["streak"]:
        lines.append(scene.say("pause.held", count=params["streak"]))
    return Message(" ".join(lines), keyboard)


def as_usual(params: Params, scene: Scene) -> Message:
    """That they chose to wait for it."""
    return Message(scene.say("pause.as_usual", when=scene.when(params)))


def welcome_back(params: Params, scene: Scene) -> Message:
    """A timed pause has run out."""
    key = "pause.welcome_back" if params["streak"] else "pause.welcome_back_plain"
    return Message(scene.say(key, count=max(params["days"], 1), streak=params["streak"]))


def came_back(params: Params, scene: Scene) -> Message:
    """Where somebody stopped who was away without a word, and how it can go on."""
    lines = [scene.say("pause.came_back")]
    if params["day"] is not None:
        lines.append(scene.say("pause.stopped_at", day=params["day"]))
    if params["streak"]:
        lines.append(scene.say("pause.held", count=params["streak"]))
    if params["next"] is not None:
        key = "status.end" if params.get("ends") else "pause.next"
        lines.append(scene.say(key, when=scene.when(params)))
    rows = [[(scene.say("button.continue"), data("continue"))]]
    if params["own_pace"]:
        rows.append([(scene.say("button.start_over"), data("startover"))])
    rows.append([(scene.say("button.delete_me"), data("deleteme"))])
    return Message(" ".join(lines), rows)


def _now(params: Params, scene: Scene) -> str:
    if params["back"] is None:
        return scene.say("pause.paused_open")
    key = "pause.paused_end" if params.get("ends") else "pause.paused"
    return scene.say(key, when=scene.when(params, "back"))


def _lengths(scene: Scene) -> Keyboard:
    timed = [
        (scene.say("button.pause_days", count=days), data("pause", days)) for days in PAUSE_DAYS
    ]
    return [timed, [(scene.say("button.pause_open"), data("pause", 0))]]


def _resume(scene: Scene) -> Button:
    return scene.say("button.resume"), data("resume")


def _example(params: Params, scene: Scene) -> str:
    day = date.fromisoformat(params["example"])
    return scene.say("pause.date", month=scene.say(f"month.{day.month}"), day=day.day)


VIEWS: Mapping[str, View] = {
    "pause_for": pause_for,
    "pause_past": pause_past,
    "pause_unclear": pause_unclear,
    "paused": paused,
    "stopped": stopped,
    "stopped_already": sentence("pause.stopped_already"),
    "still_paused": still_paused,
    "auto_paused": auto_paused,
    "resumed": resumed,
    "as_usual": as_usual,
    "welcome_back": welcome_back,
    "came_back": came_back,
    "nothing_to_pause": sentence("pause.nothing"),
    "nothing_comes": sentence("pause.nothing_comes"),
    "not_paused": sentence("pause.not_paused"),
}
