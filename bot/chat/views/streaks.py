"""Where somebody stands, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.scene import LONGEST_MESSAGE, Message, Params, Scene
from bot.chat.views.view import View


def streak(params: Params, scene: Scene) -> Message:
    """Progress, then the streak, then the best, then what is open. After a break, the record first
    and never a "Day 1".
    """
    running, best = params["streak"], params["best"]
    progress = scene.say("streak.answered", count=params["answered"], length=params["length"])
    if not running and best:
        return Message(
            "\n".join([scene.say("streak.after_a_break", count=best), progress,
                       scene.say("streak.back"), *_rest(params, scene)])
        )  # fmt: skip
    lines = [progress]
    lines.append(
        scene.say("streak.current", count=running) if running else scene.say("streak.none")
    )
    if best > running:
        lines.append(scene.say("streak.best", count=best))
    return Message("\n".join([*lines, *_rest(params, scene)]))


def status(params: Params, scene: Scene) -> Message:
    """What came last, what is open, what comes next."""
    lines = [scene.say("status.last", day=params["latest"])] if params["latest"] else []
    lines += _open_days(params, scene)
    if params["waiting"]:
        lines.append(scene.say("status.waiting", days=_and(scene, params["waiting"])))
    return Message("\n".join([*lines, _next_line(params, scene)]))


def why(params: Params, scene: Scene) -> Message:
    """What became of the last challenges, in plain words."""
    told = [_told(line, params, scene) for line in params["lines"]]
    if not told:
        return Message(scene.say("why.nothing_yet"))
    end = scene.say("why.end", streak=params["streak"], best=params["best"])
    while len("\n".join([*told, end])) > LONGEST_MESSAGE - 200:
        told = told[1:]
    return Message("\n".join([scene.say("why.head"), "", *told, "", end]))


def milestone(params: Params, scene: Scene) -> Message:
    """A streak worth a word, or a day, or both at once."""
    lines = []
    if params["streak"]:
        lines.append(scene.say(f"milestone.streak_{params['streak']}"))
    if params["day"]:
        lines.append(scene.say(f"milestone.day_{params['day']}"))
    return Message("\n\n".join(lines))


def freeze_back(params: Params, scene: Scene) -> Message:
    """A freeze that was said to be spent is theirs again: by a reply, or since none was needed."""
    key = "streak.freeze_back" if params["answered"] else "streak.freeze_back_excused"
    return Message(scene.say(key, day=params["day"]))


def _told(line: Sequence[Any], params: Params, scene: Scene) -> str:
    match line:
        case ["day", first, last, what, until, later, ended]:
            name = "why.days" if first != last else "why.day"
            days = scene.say(name, first=first, last=last)
            if until is not None:
                when = scene.moments(params["zone"]).until(datetime.fromisoformat(until))
                return scene.say("why.open_until", days=days, when=when)
            words = scene.say(f"why.{what}", days=days)
            words += scene.say("why.answered_later") if later else ""
            return words + (scene.say("why.ended") if ended else "")
        case ["pause", first, last, count]:
            between = "why.paused" if last is not None else "why.paused_since"
            return scene.say(between, count=count, first=first, last=last)
        case ["outage", start, end]:
            moments = scene.moments(params["zone"])
            times = [moments.until(datetime.fromisoformat(at)) for at in (start, end)]
            return scene.say("why.outage", start=times[0], end=times[1])
        case _:
            raise ValueError(f"nothing is known of {line}")


def _rest(params: Params, scene: Scene) -> list[str]:
    lines = []
    if params["freezes"]:
        lines.append(scene.say("streak.freezes", count=params["freezes"]))
    return [*lines, *_open_days(params, scene)]


def _open_days(params: Params, scene: Scene) -> list[str]:
    lines = []
    for day, until in params["open"]:
        if until is None:
            lines.append(scene.say("streak.open", day=day))
        else:
            at = scene.moments(params["zone"]).until(datetime.fromisoformat(until))
            lines.append(scene.say("streak.open_until", day=day, when=at))
    return lines


def _next_line(params: Params, scene: Scene) -> str:
    if params["state"] == "finished":
        return scene.say("status.finished" if params["own_pace"] else "status.year_over")
    if params["next"] is None:
        return scene.say("status.paused")
    if params["next_day"] is None:
        return scene.say("status.end", when=scene.when(params))
    key = "status.paused_until" if params["paused"] else "status.next"
    return scene.say(key, day=params["next_day"], when=scene.when(params))


def _and(scene: Scene, days: Sequence[int]) -> str:
    """Such as "Day 3", or "Day 3, Day 7 and Day 9"."""
    *most, last = (scene.say("why.day", first=day) for day in days)
    return scene.say("list.and", most=", ".join(most), last=last) if most else last


VIEWS: Mapping[str, View] = {
    "streak": streak,
    "status": status,
    "why": why,
    "milestone": milestone,
    "freeze_back": freeze_back,
}
