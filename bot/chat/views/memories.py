"""Words of one's own that come back: covered, so that nobody meets them who would rather not."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.chat.callbacks import data
from bot.chat.scene import LONGEST_MESSAGE, Button, Message, Params, Scene
from bot.chat.views.clipping import fitting
from bot.chat.views.view import View
from bot.library.render import utf16_length, visible_length

LONGEST = 400
"""Characters of a memory: it is a glimpse, and the day itself is one command away."""

SHORTEST = 60
"""UTF-16 units of room that a glimpse is worth; with less, the challenge stands alone."""


def memory_below(params: Params, scene: Scene, taken: int) -> tuple[str, list[list[Button]]]:
    """What comes back under a challenge that takes so many UTF-16 units, and the button for it.

    The challenge needs its room first; the memory is cut to what is left, or left out.
    """
    if "memory" not in params or not scene.reflections:
        return "", []
    kept = scene.reflections[0]
    zone = ZoneInfo(params["memory"]["zone"])
    today = scene.now.astimezone(zone).date()
    written = kept.written_at.astimezone(zone)
    ago = (today - written.date()).days
    head = "\n\n" + scene.say("memory.head", ago=ago, day=kept.day, **_date(scene, written)) + " "
    room = LONGEST_MESSAGE - taken - visible_length(head)
    words = _fitting(kept.text or "", min(LONGEST, room))
    if room < SHORTEST or not words:
        return "", []
    button = (scene.say("button.hide"), data("hide", kept.id))
    return head + _covered(words), [[button]]


def last_time(params: Params, scene: Scene) -> Message:
    """What they wrote about the same day in the run before."""
    if not scene.reflections:
        return Message(scene.say("memory.gone", day=params["day"]))
    first = scene.reflections[0].written_at.astimezone(ZoneInfo(params["zone"]))
    head = scene.say("memory.last_time", year=first.year, **_date(scene, first))
    lines = []
    for kept in scene.reflections:
        label = scene.say(f"day.yours_{kept.kind}") if kept.kind != "text" else ""
        lines.append(f"{label} {kept.text or ''}".strip())
    words = _fitting("\n".join(lines), LONGEST_MESSAGE - visible_length(head) - SHORTEST)
    return Message(f"{head} {_covered(words)}")


def _date(scene: Scene, at: datetime) -> dict[str, object]:
    return {
        "weekday": scene.say(f"weekday_short.{at.weekday()}"),
        "month": scene.say(f"month.{at.month}"),
        "date": at.day,
    }


def _covered(words: str) -> str:
    return f"<tg-spoiler>{escape(words, quote=True)}</tg-spoiler>"


def _fitting(words: str, room: int) -> str:
    """As much as fits so many UTF-16 units; that there is more is told by its end."""
    if utf16_length(words) <= room:
        return words
    start = fitting(words, room - 1).rstrip()
    return f"{start}…" if start else ""


VIEWS: Mapping[str, View] = {"last_time": last_time}
