"""What is said about what people write."""

from collections.abc import Mapping, Sequence

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, Params, Scene
from bot.chat.views.view import View, sentence

A_ROW = 4
"""Days beside each other on a phone."""


def saved(params: Params, scene: Scene) -> Message:
    """Where something went, how it counts, and what can be done about it."""
    key = "log.moved" if params.get("moved") else "log.saved"
    lines = [scene.say(key, day=params["day"])]
    if params["answered"] is not None:
        of = {"answered": params["answered"], "length": scene.pack.length}
        lines.append(scene.say("log.counts", **of))
    if params["streak"]:
        lines.append(scene.say("log.streak", streak=params["streak"]))
    html = " ".join(lines)
    if params.get("hint"):
        html += "\n\n" + scene.say("log.hint")
    return Message(html, [[*_own_buttons(params, scene)], *_offers(params, scene)])


def _own_buttons(params: Params, scene: Scene) -> Sequence[Button]:
    verbs = ("edit", "move", "delete")
    return [(scene.say(f"button.{verb}"), data(verb, params["reflection"])) for verb in verbs]


def _offers(params: Params, scene: Scene) -> list[list[Button]]:
    """What may be meant or wanted next, each in a row of its own."""
    rows = []
    if params["was"] is not None:
        day, delivery = params["was"]
        target = data("was", f"{params['reflection']}-{delivery}")
        rows.append([(scene.say("button.was_for", day=day), target)])
    if params.get("rest") is not None:
        day, delivery = params["rest"]
        source = data("follow", f"{params['reflection']}-{delivery}")
        rows.append([(scene.say("button.rest_too", day=day), source)])
    if params["paused"]:
        rows.append([(scene.say("button.resume"), data("resume"))])
    return rows


def edit_ask(params: Params, scene: Scene) -> Message:
    """Ask for other words."""
    return Message(scene.say("log.edit_ask", day=params["day"]), [_cancel(scene)])


def move_ask(params: Params, scene: Scene) -> Message:
    """Ask for another day."""
    return Message(scene.say("log.move_ask", day=params["day"]), _days(params, scene))


def move_where(params: Params, scene: Scene) -> Message:
    """Ask once more, after something that is no day that has come."""
    return Message(scene.say("log.move_where", day=params["day"]), _days(params, scene))


def _days(params: Params, scene: Scene) -> list[list[Button]]:
    buttons = [
        (scene.say("button.day", day=day), data("to", f"{params['reflection']}-{delivery}"))
        for day, delivery in params["days"]
    ]
    rows = [buttons[at : at + A_ROW] for at in range(0, len(buttons), A_ROW)]
    return [*rows, _cancel(scene)]


def _cancel(scene: Scene) -> list[Button]:
    return [(scene.say("button.cancel"), data("cancel"))]


def delete_ask(params: Params, scene: Scene) -> Message:
    """Whether to delete one message of the log."""
    yes = (scene.say("button.delete_it"), data("erase", params["reflection"]))
    no = (scene.say("button.keep_it"), data("keep", params["reflection"]))
    return Message(scene.say("log.delete_ask", day=params["day"]), [[yes, no]])


def delete_day_ask(params: Params, scene: Scene) -> Message:
    """Whether to delete all that was written about a day."""
    yes = (scene.say("button.delete_it"), data("wipe", params["day"]))
    no = (scene.say("button.keep_it"), data("leave"))
    text = scene.say("log.delete_day_ask", day=params["day"], count=params["count"])
    return Message(text, [[yes, no]])


def deleted(params: Params, scene: Scene) -> Message:
    """That it is gone, and that the day stays answered, unless they say otherwise in time."""
    text = scene.say("log.deleted", day=params["day"])
    if not params["reopen"]:
        return Message(text)
    return Message(text, [[(scene.say("button.reopen"), data("reopen", params["delivery"]))]])


def forwarded(params: Params, scene: Scene) -> Message:
    """Something forwarded is not theirs until they say so."""
    return Message(scene.say("log.forwarded"), [[(scene.say("button.save"), data("save"))]])


VIEWS: Mapping[str, View] = {
    "saved": saved,
    "edit_ask": edit_ask,
    "move_ask": move_ask,
    "move_where": move_where,
    "delete_ask": delete_ask,
    "delete_day_ask": delete_day_ask,
    "deleted": deleted,
    "forwarded": forwarded,
    "reopened": sentence("log.reopened", "day"),
    "nothing_to_delete": sentence("log.nothing_to_delete", "day"),
    "delete_which": sentence("log.delete_which", "last"),
    "not_there": sentence("log.not_there"),
    "not_kept": sentence("log.not_kept"),
    "own_file": sentence("log.own_file_gone", "day"),
    "too_long": sentence("log.too_long"),
    "edit_too_long": sentence("log.edit_too_long"),
    "too_many": sentence("log.too_many"),
}
