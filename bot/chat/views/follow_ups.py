"""Coming back to a day: the question itself, what became of it, and how it went in a line."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, Params, Scene
from bot.chat.views.days import day_keyboard
from bot.chat.views.view import View


def follow_up(params: Params, scene: Scene) -> Message:
    """Whether they did what they had put off."""
    parts = [scene.say("follow.ask", day=params["day"])]
    content = scene.pack.day(params["day"])
    if content is not None:
        parts.append(scene.say("follow.title", title=content.title))
    went, not_yet, drop = _went(params, scene), _not_yet(params, scene), _drop(params, scene)
    return Message(" ".join(parts), [[went, not_yet, drop]])


def went(params: Params, scene: Scene) -> Message:
    """It is done, by this button or by the challenge's own."""
    return Message(scene.say("follow.went", day=params["day"], streak=params["streak"]))


def not_yet(params: Params, scene: Scene) -> Message:
    """When the question comes again; it can be answered before."""
    keyboard = [[_went(params, scene), _drop(params, scene)]]
    if params["next"] is None:
        return Message(scene.say("follow.not_yet_away", day=params["day"]), keyboard)
    when = scene.when(params)
    return Message(scene.say("follow.not_yet", day=params["day"], when=when), keyboard)


def dropped(params: Params, scene: Scene) -> Message:
    """It is let go; whoever does it after all can say so."""
    key = "follow.dropped" if params["excused"] else "follow.dropped_only"
    keyboard = day_keyboard(params["delivery"], ["done"], scene.texts)
    return Message(scene.say(key, day=params["day"]), keyboard)


def three_waiting(params: Params, scene: Scene) -> Message:
    """The days that wait already, and a way to let go of each.

    It is about none of them alone, so what answers it is about none of them either.
    """
    lines, rows = [], []
    for day, delivery_id in params["waiting"]:
        content = scene.pack.day(day)
        title = content.title if content is not None else ""
        lines.append(scene.say("follow.waiting_day", day=day, title=title))
        rows.append([(scene.say("button.drop_day", day=day), data("letgo", delivery_id))])
    ask = scene.say("follow.waiting", day=params["day"])
    return Message("\n\n".join([ask, "\n".join(lines)]), rows)


def one_line(params: Params, scene: Scene) -> Message:
    """An open question under a challenge, with the way out of it in sight."""
    cancel = (scene.say("button.cancel"), data("cancel"))
    return Message(scene.say("follow.one_line"), [[cancel]])


def _went(params: Params, scene: Scene) -> Button:
    return scene.say("button.went"), data("went", params["delivery"])


def _not_yet(params: Params, scene: Scene) -> Button:
    return scene.say("button.not_yet"), data("notyet", params["delivery"])


def _drop(params: Params, scene: Scene) -> Button:
    return scene.say("button.drop"), data("drop", params["delivery"])


VIEWS: Mapping[str, View] = {
    "follow_up": follow_up,
    "went": went,
    "not_yet": not_yet,
    "dropped": dropped,
    "three_waiting": three_waiting,
    "one_line": one_line,
}
