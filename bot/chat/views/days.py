"""The days themselves: the challenge, the latest one again, earlier ones, those to come."""

from collections.abc import Mapping
from html import escape

from telegram import InlineKeyboardButton

from bot.chat.callbacks import data
from bot.chat.scene import LONGEST_MESSAGE, Message, Params, Scene
from bot.chat.views.view import View, sentence
from bot.library.render import Words, render_day
from bot.texts.catalogue import Texts


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


def mark_button(texts: Texts, verb: str, delivery_id: int) -> InlineKeyboardButton:
    """The button below a challenge, for what it would do: `done` or `undo`."""
    return InlineKeyboardButton(texts.say(f"button.{verb}"), callback_data=data(verb, delivery_id))


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


VIEWS: Mapping[str, View] = {
    "challenge": challenge,
    "today": today,
    "past_day": past_day,
    "day_ahead": day_ahead,
    "nothing_yet": nothing_yet,
    "which_day": sentence("day.which_day", "last"),
}
