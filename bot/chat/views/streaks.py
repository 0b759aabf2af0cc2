"""Where somebody stands, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.scene import LONGEST_CAPTION, LONGEST_MESSAGE, Message, Params, Scene
from bot.chat.views import drawn
from bot.chat.views.days import notes_above
from bot.chat.views.hours import clock_of
from bot.chat.views.view import View
from bot.library.render import visible_length
from bot.pictures.drawing import Picture
from bot.texts.catalogue import Markup


def streak(params: Params, scene: Scene) -> Message:
    """Progress, then the streak, then the best, then what is open, below a picture of it all.

    After a break, the record first and never a "Day 1".
    """
    running, best, run = params["streak"], params["best"], params["run"]
    progress = scene.say("streak.answered", count=params["answered"], length=params["length"])
    if run is not None and run > 1:
        progress = scene.say("streak.answered_again", run=run, progress=Markup(progress))
    if not running and best:
        lines = [scene.say("streak.after_a_break", count=best), progress]
        lines += [scene.say("streak.back")] if params["state"] == "active" else []
    else:
        current = (
            scene.say("streak.current", count=running) if running else scene.say("streak.none")
        )
        lines = [progress, current]
        lines += [scene.say("streak.best", count=best)] if best > running else []
    lines += drawn.settled_line(params, scene)
    lines += [*_rest(params, scene), *drawn.grid_in_words(params, scene)]
    return _below_notes(params, scene, lines, drawn.year(params, scene))


def status(params: Params, scene: Scene) -> Message:
    """What came last, what is open, what comes next, and by which hour."""
    lines = [scene.say("status.last", day=params["latest"])] if params["latest"] else []
    lines += _open_days(params, scene)
    if params["waiting"]:
        lines.append(scene.say("status.waiting", days=days_in_a_row(scene, params["waiting"])))
    lines.append(_next_line(params, scene))
    if params["state"] != "finished" and params["minute"] is not None:
        lines.append(_hour(params, scene))
    return _below_notes(params, scene, lines)


def why(params: Params, scene: Scene) -> Message:
    """What became of the last challenges, in plain words; the oldest go if it is too much."""
    told = [_told(line, params, scene) for line in params["lines"]]
    if not told:
        return Message(scene.say("why.nothing_yet"))
    head = scene.say("why.head")
    end = scene.say("why.end", streak=params["streak"], best=params["best"])
    while visible_length(html := "\n".join([head, "", *told, "", end])) > LONGEST_MESSAGE:
        told = told[1:]
    return Message(html)


def milestone(params: Params, scene: Scene) -> Message:
    """A streak worth a word, or a day, or both at once."""
    lines = []
    if params["streak"]:
        card = scene.say(f"card.streak_{params['streak']}")
        lines.append(scene.say(f"milestone.streak_{params['streak']}", card=Markup(card)))
    if params["day"]:
        card = scene.say(f"card.day_{params['day']}")
        lines.append(scene.say(f"milestone.day_{params['day']}", card=Markup(card)))
    return Message("\n\n".join(lines), picture=drawn.milestone(params, scene))


def freeze_back(params: Params, scene: Scene) -> Message:
    """A freeze that was said to be spent is theirs again: by a reply, or since none was needed."""
    key = "streak.freeze_back" if params["answered"] else "streak.freeze_back_excused"
    return Message(scene.say(key, day=params["day"]))


def _told(line: Sequence[Any], params: Params, scene: Scene) -> str:
    match line:
        case ["day", first, last, what, until, remarks]:
            names = {0: "why.day", 1: "why.two_days"}
            days = scene.say(names.get(last - first, "why.days"), first=first, last=last)
            told = scene.say(f"why.{what}", days=days)
            if until is not None:
                told = scene.say("why.open_until", days=days, when=_when(until, params, scene))
            return " ".join([told, *(scene.say(f"why.{remark}") for remark in remarks)])
        case ["paused" | "away" as what, first, None, None]:
            return scene.say(f"why.{what}_since", first=first)
        case ["paused" | "away" as what, first, None, count]:
            return scene.say(f"why.{what}_after", count=count, first=first)
        case ["paused" | "away" as what, first, last, count]:
            return scene.say(f"why.{what}", count=count, first=first, last=last)
        case ["run", number, first]:
            return scene.say("why.run", number=number, first=first)
        case ["outage", start, end]:
            times = [_when(at, params, scene) for at in (start, end)]
            return scene.say("why.outage", start=times[0], end=times[1])
        case _:
            raise ValueError(f"nothing is known of {line}")


def _when(at: str, params: Params, scene: Scene) -> str:
    return scene.moments(params["zone"]).until(datetime.fromisoformat(at))


def _hour(params: Params, scene: Scene) -> str:
    moments = scene.moments(params["zone"])
    usual, weekend = params["minute"], params["weekend"]
    values = {"time": moments.clock(clock_of(usual)), "place": moments.place}
    if weekend is None or weekend == usual:
        return scene.say("status.hour", **values)
    return scene.say("status.hours", weekend=moments.clock(clock_of(weekend)), **values)


def _below_notes(
    params: Params, scene: Scene, lines: Sequence[str], picture: Picture | None = None
) -> Message:
    """These lines, and above them what there is to tell, if there is."""
    html = "\n".join(lines)
    longest = LONGEST_CAPTION if picture else LONGEST_MESSAGE
    notes = notes_above(params.get("notes", ()), scene, visible_length(html), longest)
    return Message(notes + html, picture=picture)


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
            when = _when(until, params, scene)
            lines.append(scene.say("streak.open_until", day=day, when=when))
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


def days_in_a_row(scene: Scene, days: Sequence[int]) -> str:
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
