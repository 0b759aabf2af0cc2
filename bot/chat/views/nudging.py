"""What comes unasked: whether reminders are wanted, a reminder, the week, a question in silence."""

from collections.abc import Mapping

from bot.chat.callbacks import data
from bot.chat.scene import Button, Message, Params, Scene
from bot.chat.views import drawn
from bot.chat.views.hours import back_to, clock_of
from bot.chat.views.streaks import days_in_a_row
from bot.chat.views.view import View, sentence

HOURS = (12, 17, 18, 19, 20, 21)
"""The hours for reminders on the buttons; any other can be typed."""

NO = "no"


def nudge_ask(params: Params, scene: Scene) -> Message:
    """Whether a reminder would help."""
    yes = scene.say("button.nudge_yes", time=_clock(params, scene))
    rows = [
        [(yes, data("nudge", params["minute"]))],
        [(scene.say("button.nudge_other"), data("open", "nudge")), _no("button.no", scene)],
    ]
    noon = "nudge.ask_noon" if params["minute"] < 17 * 60 else "nudge.ask"
    return Message(scene.say(noon), rows)


def ask_nudge(params: Params, scene: Scene) -> Message:
    """The hour for reminders."""
    moments = scene.moments(params["zone"])
    hours = [(moments.clock(clock_of(60 * hour)), data("nudge", 60 * hour)) for hour in HOURS]
    rows = [hours[:3], hours[3:], [_no("button.nudge_none", scene)], [back_to(params, scene)]]
    return Message(scene.say("nudge.when"), rows)


def nudge_on(params: Params, scene: Scene) -> Message:
    """That reminders come, and how to have it otherwise."""
    return Message(scene.say("nudge.on", time=_clock(params, scene)), [[_settings(scene)]])


def nudge_off(params: Params, scene: Scene) -> Message:
    """That none come."""
    return Message(scene.say("nudge.off"), [[_settings(scene)]])


def nudge(params: Params, scene: Scene) -> Message:
    """The reminder itself, short: it is a reply to its challenge."""
    lines = [scene.say("nudge.open", day=params["day"])]
    if params["streak"]:
        lines.append(scene.say("nudge.streak", count=params["streak"]))
    rows = [
        [(scene.say("button.skip"), data("skip", params["delivery"]))],
        [_pause(scene), _no("button.nudge_never", scene)],
    ]
    return Message(" ".join(lines), rows)


def recap(params: Params, scene: Scene) -> Message:
    """The week: seven marks by sign and word, then what it came to, below a picture of it."""
    lines = [f"<b>{drawn.week_title(params, scene)}</b>"]
    for weekday, what in enumerate(params["marks"]):
        name = scene.say(f"weekday.{weekday}")
        lines.append(scene.say(f"recap.{what}", weekday=name))
    lines += ["", scene.say("recap.answered", count=params["answered"], of=params["of"])]
    if params["streak"]:
        lines.append(scene.say("streak.current", count=params["streak"]))
    lines += drawn.settled_line(params, scene)
    if params["waiting"]:
        days = days_in_a_row(scene, params["waiting"])
        lines.append(scene.say("status.waiting", days=days))
    for kept in scene.reflections[:1]:
        lines += ["", scene.say("recap.own_line", day=kept.day, words=kept.text or "")]
    off = [[(scene.say("button.no_recap"), data("recap", NO))]]
    return Message("\n".join(lines), off, picture=drawn.week(params, scene))


def quiet(params: Params, scene: Scene) -> Message:
    """How to go on with somebody who has said nothing for a while."""
    rows = [[(scene.say("button.keep_coming"), data("keepcoming"))]]
    if params["alternate"]:
        rows.append([(scene.say("button.every_other_day"), data("every", 2))])
    return Message(scene.say("quiet.ask"), [*rows, [_pause(scene)]])


def keep_coming(params: Params, scene: Scene) -> Message:
    """That nothing changes."""
    return _with_next("quiet.keep", params, scene)


def every_other_day(params: Params, scene: Scene) -> Message:
    """That one date is left out between two challenges, and the way back."""
    back = [[(scene.say("button.every_day"), data("every", 1))]]
    return Message(_with_next("quiet.alternate", params, scene).html, back)


def every_day(params: Params, scene: Scene) -> Message:
    """That none is left out any more."""
    return _with_next("quiet.daily", params, scene)


def _with_next(key: str, params: Params, scene: Scene) -> Message:
    lines = [scene.say(key)]
    if params["next"] is not None:
        key = "status.end" if params.get("ends") else "pause.next"
        lines.append(scene.say(key, when=scene.when(params)))
    return Message(" ".join(lines))


def _clock(params: Params, scene: Scene) -> str:
    return scene.moments("UTC").clock(clock_of(params["minute"]))


def _pause(scene: Scene) -> Button:
    return scene.say("button.pause"), data("pausefor")


def _no(key: str, scene: Scene) -> Button:
    return scene.say(key), data("nudge", NO)


def _settings(scene: Scene) -> Button:
    return scene.say("button.settings"), data("open", "settings")


VIEWS: Mapping[str, View] = {
    "nudge_ask": nudge_ask,
    "ask_nudge": ask_nudge,
    "nudge_on": nudge_on,
    "nudge_off": nudge_off,
    "nudge": nudge,
    "recap": recap,
    "recap_off": sentence("recap.off"),
    "quiet": quiet,
    "keep_coming": keep_coming,
    "every_other_day": every_other_day,
    "every_day": every_day,
}
