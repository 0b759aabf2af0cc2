"""How everything the bot says looks: one function a kind of message, from its parameters."""

from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.chat.callbacks import data
from bot.chat.scene import LONGEST_MESSAGE, Message, Params, Scene
from bot.library.render import Words, render_day
from bot.texts.catalogue import Markup, Texts
from bot.usecases.pausing import PAUSE_DAYS

HOURS = (6, 7, 8, 9, 12, 18, 20, 21)

View = Callable[[Params, Scene], Message]


def welcome(params: Params, scene: Scene) -> Message:
    """The first thing a newcomer reads."""
    yes = (scene.say("button.im_in"), data("in"))
    what = (scene.say("button.what_is_this"), data("what"))
    return Message(scene.say("joining.welcome"), [[yes, what]])


def what_is_this(params: Params, scene: Scene) -> Message:
    """More, for those who ask before they join."""
    return Message(scene.say("joining.what_is_this"), [[(scene.say("button.im_in"), data("in"))]])


def which_place(params: Params, scene: Scene) -> Message:
    """Up to five places, each with the time there: pressing one confirms it."""
    rows = []
    for place, zone in params["places"]:
        there = scene.now.astimezone(ZoneInfo(zone))
        label = scene.texts.say("button.place", place=Markup(place), time=f"{there:%H:%M}")
        rows.append([(label, data("zone", zone))])
    return Message(scene.say("joining.which_place", count=len(rows)), rows)


def ask_hour(params: Params, scene: Scene) -> Message:
    """Eight usual hours; any other can be typed."""
    moments = scene.moments(params["zone"])
    there = scene.now.astimezone(moments.zone)
    buttons = [(f"{hour:02}:00", data("hour", hour * 60)) for hour in HOURS]
    text = scene.say("joining.ask_hour", time=f"{there:%H:%M}", place=moments.place)
    return Message(text, [buttons[:4], buttons[4:]])


def ready(params: Params, scene: Scene) -> Message:
    """When the first challenge comes, and the chance to have it now."""
    buttons = [(scene.say("button.change"), data("change"))]
    if params["now"] is not None:
        buttons.insert(0, (scene.say("button.send_now", day=params["now"]), data("now")))
    text = scene.say("joining.ready", day=params["day"], when=scene.when(params))
    return Message(text, [buttons])


def begun(params: Params, scene: Scene) -> Message:
    """When the next one comes, for somebody who could not wait."""
    return Message(scene.say("joining.begun", day=params["day"], when=scene.when(params)))


def challenge(params: Params, scene: Scene) -> Message:
    """The day itself; its button carries the delivery, so that a reply to any copy finds it."""
    return Message(_day(params, scene), [[(scene.say("button.done"), _press("done", params))]])


def today(params: Params, scene: Scene) -> Message:
    """The latest challenge once more, and when the next one comes."""
    after = scene.say("day.today_next", when=scene.when(params)) if params["next"] else None
    html = f"{_day(params, scene)}\n\n{after or scene.say('day.no_next')}"
    return Message(html, [[(scene.say("button.done"), _press("done", params))]])


def past_day(params: Params, scene: Scene) -> Message:
    """A delivered day with the person's own words."""
    html = f"{_day(params, scene)}\n\n"
    room = LONGEST_MESSAGE - len(html.encode("utf-16-le")) // 2 - 200
    return Message(html + _own_words(scene, room))


def day_ahead(params: Params, scene: Scene) -> Message:
    """The title of a day still to come."""
    content = scene.pack.day(params["day"])
    assert content is not None
    return Message(scene.say("day.ahead", day=content.number, title=content.title))


def nothing_yet(params: Params, scene: Scene) -> Message:
    """Before the first challenge there is no day to write to."""
    if params["next"]:
        return Message(scene.say("day.nothing_yet", when=scene.when(params)))
    return Message(scene.say("day.nothing_yet_paused"))


def saved(params: Params, scene: Scene) -> Message:
    """Where a reply went."""
    return Message(scene.say("log.saved", day=params["day"], streak=params["streak"]))


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


def pause_for(params: Params, scene: Scene) -> Message:
    """How long a pause may be."""
    timed = [
        (scene.say("button.pause_days", count=days), data("pause", days)) for days in PAUSE_DAYS
    ]
    return Message(
        scene.say("pause.for"), [timed, [(scene.say("button.pause_open"), data("pause", 0))]]
    )


def paused(params: Params, scene: Scene) -> Message:
    """That a pause has begun, and when it ends."""
    keyboard = [[(scene.say("button.resume"), data("resume"))]]
    if params["back"] is None:
        return Message(scene.say("pause.paused_open"), keyboard)
    return Message(scene.say("pause.paused", when=scene.when(params, "back")), keyboard)


def resumed(params: Params, scene: Scene) -> Message:
    """That the days go on."""
    if params["next"] is None:
        return Message(scene.say("status.finished"))
    values = {"day": params["day"], "streak": params["streak"]}
    return Message(scene.say("pause.resumed", when=scene.when(params), **values))


def welcome_back(params: Params, scene: Scene) -> Message:
    """A timed pause has run out."""
    text = scene.say("pause.welcome_back", count=max(params["days"], 1), streak=params["streak"])
    return Message(text)


def help_card(params: Params, scene: Scene) -> Message:
    """What the bot can do, on one screen."""
    parts = [scene.say("help.card")]
    if scene.help_line:
        parts.append(scene.say("help.line", line=scene.help_line))
    if scene.operator_contact:
        parts.append(scene.say("help.contact", contact=scene.operator_contact))
    return Message("\n\n".join(parts))


def mark_button(texts: Texts, verb: str, delivery_id: int) -> InlineKeyboardButton:
    """The button below a challenge, for what it would do: `done` or `undo`."""
    return InlineKeyboardButton(texts.say(f"button.{verb}"), callback_data=data(verb, delivery_id))


def _sentence(key: str, *names: str) -> View:
    """A view that is one sentence of the catalogue."""

    def view(params: Params, scene: Scene) -> Message:
        return Message(scene.say(key, **{name: params[name] for name in names}))

    return view


def _press(verb: str, params: Params) -> str:
    return data(verb, params["delivery"])


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


def _own_words(scene: Scene, room: int) -> str:
    """What they wrote, as far as it fits one message, each cut only where it must be."""
    if not scene.reflections:
        return scene.say("day.nothing_yours")
    lines = [f"<b>{scene.say('day.yours')}</b>"]
    for kept in scene.reflections:
        text = kept.text or ""
        if kept.kind != "text":
            text = f"{scene.say(f'day.yours_{kept.kind}')} {text}".strip()
        cut = _fitting(text, room)
        lines.append(escape(cut, quote=True) + ("…" if cut != text else ""))
        room -= len(cut.encode("utf-16-le", "replace")) // 2 + 2
        if room < 2:
            break
    return "\n".join(lines)


def _fitting(text: str, room: int) -> str:
    units = text.encode("utf-16-le", "replace")[: 2 * max(room, 0)]
    return units.decode("utf-16-le", "ignore")


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
    "welcome": welcome,
    "what_is_this": what_is_this,
    "ask_city": _sentence("joining.ask_city"),
    "which_place": which_place,
    "place_unknown": _sentence("joining.place_unknown"),
    "ask_hour": ask_hour,
    "hour_unclear": _sentence("joining.hour_unclear"),
    "ready": ready,
    "unknown_person": _sentence("joining.unknown_person"),
    "begun": begun,
    "challenge": challenge,
    "today": today,
    "past_day": past_day,
    "day_ahead": day_ahead,
    "which_day": _sentence("day.which_day", "last"),
    "nothing_yet": nothing_yet,
    "saved": saved,
    "too_long": _sentence("log.too_long"),
    "edit_too_long": _sentence("log.edit_too_long"),
    "too_many": _sentence("log.too_many"),
    "streak": streak,
    "status": status,
    "pause_for": pause_for,
    "paused": paused,
    "nothing_to_pause": _sentence("pause.nothing"),
    "resumed": resumed,
    "not_paused": _sentence("pause.not_paused"),
    "welcome_back": welcome_back,
    "series_complete": _sentence("end.complete", "last"),
    "series_so_far": _sentence("end.so_far", "last"),
    "help": help_card,
    "sorry": _sentence("trouble.sorry", "reference"),
}
"""Every kind of message there is; the outbox holds no other."""
