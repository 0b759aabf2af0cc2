"""The days themselves: the challenge, the latest one again, earlier ones, those to come."""

from collections.abc import Mapping, Sequence
from html import escape

from bot.chat.callbacks import data
from bot.chat.scene import LONGEST_MESSAGE, Keyboard, Message, Params, Scene
from bot.chat.views.clipping import pieces
from bot.chat.views.memories import SHORTEST, memory_below
from bot.chat.views.view import View, sentence
from bot.library.render import Words, render_day, visible_length
from bot.texts.catalogue import Texts

LABELS = {
    "done": "button.done",
    "undo": "button.undo",
    "later": "button.later",
    "skip": "button.skip",
    "unskip": "button.unskip",
}
"""What a button under a challenge does, and how it is labeled."""

FRESH = ("done", "later", "skip")
"""What can be done about a challenge that has just come."""

MOST_NOTES = 3
"""Lines above a challenge; what else there is to tell is counted."""

A_PAGE = 3500
"""UTF-16 units of a page of what they wrote about a day; its heading has the rest."""

_NOTES = {"frozen": "note.frozen", "unknown": "note.unknown", "lost": "note.lost"}


def challenge(params: Params, scene: Scene) -> Message:
    """The day itself; its buttons carry the delivery, so that a reply to any copy finds it.

    Above it stands what became of earlier days, and below it now and then something they wrote
    long ago, as far as they fit one message with it.
    """
    day = _day(params, scene)
    noted = notes_above(params.get("notes", ()), scene, visible_length(day))
    html = noted + day
    memory, hide = memory_below(params, scene, visible_length(html))
    return Message(html + memory, [*_keyboard(params, scene), *hide])


def today(params: Params, scene: Scene) -> Message:
    """The latest challenge once more, and when the next one comes, or what it all came to."""
    key = "status.end" if params.get("ends") else "day.today_next"
    after = scene.say(key, when=scene.when(params)) if params["next"] else None
    html = _above(_day(params, scene), after or scene.say("day.no_next"))
    return Message(html, _keyboard(params, scene))


def past_day(params: Params, scene: Scene) -> Message:
    """A delivered day with the person's own words; what does not fit is on pages of its own."""
    day, part = _day(params, scene), params.get("part", 1)
    keyboard = [*_keyboard(params, scene), *_ways_on(params, scene)]
    if not scene.reflections:
        return Message(_above(day, scene.say("day.nothing_yours")), keyboard)
    head = f"{day}\n\n<b>{scene.say('day.yours')}</b>\n"
    room = LONGEST_MESSAGE - visible_length(head)
    parts = pieces(_own_words(scene), room if room >= SHORTEST else 0, A_PAGE)
    part = min(part, len(parts))
    words = escape(parts[part - 1], quote=True)
    if part > 1:
        where = {"day": params["day"], "page": part, "pages": len(parts)}
        html = f"<b>{scene.say('day.yours_on', **where)}</b>\n{words}"
    else:
        html = head + words if words else _above(day, scene.say("day.yours_next"))
    return Message(html, [*keyboard, *_turns(params, scene, part, len(parts))])


def _above(day: str, line: str) -> str:
    """A day with a line below it, if there is room for it in one message."""
    html = f"{day}\n\n{line}"
    return html if visible_length(html) <= LONGEST_MESSAGE else day


def _turns(params: Params, scene: Scene, part: int, parts: int) -> Keyboard:
    """To what else they wrote about the day."""
    turns = [
        (scene.say(f"button.words_{where}"), data("words", f"{params['delivery']}-{to}"))
        for where, to in (("before", part - 1), ("after", part + 1))
        if 1 <= to <= parts
    ]
    return [turns] if turns else []


def _ways_on(params: Params, scene: Scene) -> Keyboard:
    """To write about the day, to find it again, and to the days before and after it."""
    delivery = params["delivery"]
    verb = "unbookmark" if params["bookmarked"] else "bookmark"
    rows = [
        [
            (scene.say("button.reply"), data("write", delivery)),
            (scene.say(f"button.{verb}"), data(verb, delivery)),
        ]
    ]
    turns = [
        (scene.say(f"button.day_{where}", day=params[where][0]), data("turn", params[where][1]))
        for where in ("before", "after")
        if params[where] is not None
    ]
    return [*rows, turns] if turns else rows


def day_ahead(params: Params, scene: Scene) -> Message:
    """The title of a day still to come, or all of it where the operator lets people see ahead."""
    content = scene.pack.day(params["day"])
    assert content is not None
    if params.get("whole"):
        return Message(_above(_day(params, scene), scene.say("day.ahead_whole")))
    return Message(scene.say("day.ahead", day=content.number, title=content.title))


def nothing_yet(params: Params, scene: Scene) -> Message:
    """Before the first challenge there is no day to write to."""
    if params["next"]:
        return Message(scene.say("day.nothing_yet", when=scene.when(params)))
    return Message(scene.say("day.nothing_yet_paused"))


def day_keyboard(delivery_id: int, verbs: Sequence[str], texts: Texts) -> Keyboard:
    """The buttons under a challenge, for what they would do; the first has a row to itself."""
    buttons = [(texts.say(LABELS[verb]), data(verb, delivery_id)) for verb in verbs]
    return [row for row in (buttons[:1], buttons[1:]) if row]


def pressed(params: Params, scene: Scene) -> Message:
    """What a press came to, where the message it was made under cannot be changed any more."""
    values = dict(params["values"])
    if params["asks_at"]:
        values["when"] = scene.when(params, "asks_at")
    return Message(scene.say(params["notice"], **values), _keyboard(params, scene))


def _keyboard(params: Params, scene: Scene) -> Keyboard:
    return day_keyboard(params["delivery"], params.get("verbs", FRESH), scene.texts)


def notes_above(
    notes: Sequence[tuple[str, int, int]],
    scene: Scene,
    taken: int,
    longest: int = LONGEST_MESSAGE,
) -> str:
    """A line for each of the first few, and how many more there are; fewer where the room that
    `taken` UTF-16 units leave of `longest` is short.
    """
    for shown in range(min(len(notes), MOST_NOTES), -1, -1):
        lines = [scene.say(_NOTES[kind], day=day) for kind, day, _ in notes[:shown]]
        if len(notes) > shown:
            lines.append(scene.say("note.more", count=len(notes) - shown))
        html = "\n".join([*lines, "", ""]) if lines else ""
        if visible_length(html) + taken <= longest:
            return html
    return ""


def _day(params: Params, scene: Scene) -> str:
    content = scene.pack.day(params["day"])
    if content is None:
        raise LookupError(f"the pack has no Day {params['day']}")
    return render_day(content, words(scene.texts, content.number, content.title, content.minutes))


def words(texts: Texts, day: int, title: str, minutes: int) -> Words:
    """The labels that stand around a day's own text."""
    return Words(
        heading=texts.say("day.heading", day=day, title=title),
        minutes=texts.say("day.minutes", count=minutes),
        homework=texts.say("day.homework"),
        small=texts.say("day.small"),
        larger=texts.say("day.larger"),
    )


def _own_words(scene: Scene) -> str:
    """All that they wrote, each message on lines of its own."""
    lines = []
    for kept in scene.reflections:
        label = scene.say(f"day.yours_{kept.kind}") if kept.kind != "text" else ""
        lines.append(f"{label} {kept.text or ''}".strip())
    return "\n".join(lines)


VIEWS: Mapping[str, View] = {
    "challenge": challenge,
    "today": today,
    "past_day": past_day,
    "day_ahead": day_ahead,
    "nothing_yet": nothing_yet,
    "pressed": pressed,
    "which_day": sentence("day.which_day", "last"),
}
