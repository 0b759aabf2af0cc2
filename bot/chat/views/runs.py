"""The end of a run, and what may follow it."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import (
    LONGEST_CAPTION,
    LONGEST_MESSAGE,
    Keyboard,
    Message,
    Params,
    Scene,
)
from bot.chat.views import drawn
from bot.chat.views.days import notes_above
from bot.chat.views.view import View, sentence
from bot.library.render import visible_length


def summary(params: Params, scene: Scene) -> Message:
    """What a run came to, in place of a next challenge, and three ways to go on; above it a page
    to keep.
    """
    key = "end.complete" if params["complete"] else "end.so_far"
    lines = [scene.say(key, last=params["last"])]
    lines.append(scene.say("end.answered", count=params["answered"], of=params["delivered"]))
    if params["best"]:
        lines.append(scene.say("end.best", count=params["best"]))
    picture = drawn.finisher(params, scene)
    if picture is not None:
        lines += [drawn.run_in_words(params, scene), *drawn.grid_in_words(params, scene)]
    html = "\n\n".join([*lines, *own_words(scene)])
    longest = LONGEST_CAPTION if picture else LONGEST_MESSAGE
    html = notes_above(params.get("notes", ()), scene, visible_length(html), longest) + html
    return Message(html, _ways_on(params, scene), picture=picture)


def _ways_on(params: Params, scene: Scene) -> Keyboard:
    if not params["own_pace"]:
        return [[(scene.say("button.go_on"), data("again", "all"))]]
    run = params["number"] + 1
    rows = [[(scene.say("button.run_again", count=run), data("again", "all"))]]
    if params["answered"] < params["delivered"]:
        rows.append([(scene.say("button.only_missed"), data("again", "missed"))])
    rows.append([(scene.say("button.weekly"), data("again", "weekly"))])
    rows.append([(scene.say("button.stop"), data("again", "none"))])
    return rows


def own_words(scene: Scene) -> list[str]:
    """Up to three lines of the person's own, each behind its day."""
    if not scene.reflections:
        return []
    lines = [
        scene.say("end.own_line", day=kept.day, words=kept.text or "") for kept in scene.reflections
    ]
    return ["\n".join([scene.say("end.own_words"), *lines])]


def restart_ask(params: Params, scene: Scene) -> Message:
    """What a restart does, before it is done."""
    yes = (scene.say("button.restart"), data("restart", params["run"]))
    no = (scene.say("button.not_now"), data("leave"))
    return Message(scene.say("run.restart_ask", day=params["position"]), [[yes, no]])


def run_begun(params: Params, scene: Scene) -> Message:
    """Which day comes next, and when."""
    if params["day"] is None:
        return Message(scene.say("run.begun_soon"))
    if params["next"] is None:
        return Message(scene.say("run.begun_paused", day=params["day"]))
    key = "run.begun_after_pause" if params["paused"] else "run.begun"
    return Message(scene.say(key, day=params["day"], when=scene.when(params)))


VIEWS: Mapping[str, View] = {
    "summary": summary,
    "restart_ask": restart_ask,
    "run_begun": run_begun,
    "nothing_missed": sentence("run.nothing_missed"),
    "run_under_way": sentence("run.under_way"),
    "enough": sentence("run.enough"),
    "left_as_is": sentence("run.left_as_is"),
    "by_the_calendar": sentence("run.by_the_calendar"),
    "jump_where": sentence("run.jump_where", "last"),
    "jump_wait": sentence("run.jump_wait"),
}
