"""Looking back: lists of days, and what a search found."""

from collections.abc import Mapping, Sequence

from bot.chat.callbacks import data
from bot.chat.scene import Button, Keyboard, Message, Params, Scene
from bot.chat.views.clipping import around, clipped
from bot.chat.views.view import View, sentence
from bot.storage.reflections import Reflection

A_ROW = 4
"""Days beside each other on a phone."""

FIRST_WORDS = 80
"""Characters shown of what was written about a day in a list."""

BEFORE, AFTER = 60, 90
"""Characters around a hit."""


def days_list(name: str) -> View:
    """One of the lists: a line for each day with its mark, and a button to open it."""

    def view(params: Params, scene: Scene) -> Message:
        if not params["days"]:
            return Message(scene.say(f"past.{name}_none"))
        words = {kept.delivery_id: kept for kept in scene.reflections}
        parts = [scene.say(f"past.{name}")]
        for day, delivery, state in params["days"]:
            parts.append(_line(scene, day, state, words.get(delivery)))
        if params["pages"] > 1:
            where = {"page": params["page"] + 1, "pages": params["pages"]}
            parts.append(scene.say("past.page", **where))
        opened = [(day, delivery) for day, delivery, _ in params["days"]]
        more = params["page"] + 1 < params["pages"]
        turns = _turns(scene, f"list:{name}-", params["page"], more)
        return Message("\n\n".join(parts), [*_openers(scene, opened), *turns])

    return view


def search(params: Params, scene: Scene) -> Message:
    """A page of hits, each with the words around it."""
    kept = {each.id: each for each in scene.reflections}
    parts, opened = [], {}
    for day, delivery, reflection, start, end in params["hits"]:
        content = scene.pack.day(day)
        if reflection is None and content is not None:
            hit = around(content.whole, start, end, BEFORE, AFTER)
            parts.append(scene.say("search.challenge", day=day, title=content.title, hit=hit))
        elif reflection in kept:
            hit = around(kept[reflection].text or "", start, end, BEFORE, AFTER)
            parts.append(scene.say("search.yours", day=day, hit=hit))
        else:
            continue
        opened[delivery] = day
    if not parts:
        return Message(scene.say("search.none"))
    turns = _turns(scene, "find:", params["page"], params["more"])
    buttons = _openers(scene, [(day, delivery) for delivery, day in opened.items()])
    return Message("\n\n".join([scene.say("search.found"), *parts]), [*buttons, *turns])


def search_ask(key: str) -> View:
    """An open question, with the way out of it in sight."""

    def view(params: Params, scene: Scene) -> Message:
        return Message(scene.say(key), [_cancel(scene)])

    return view


def reply_ask(params: Params, scene: Scene) -> Message:
    """Ask for words about a day."""
    return Message(scene.say("past.reply_ask", day=params["day"]), [_cancel(scene)])


def _line(scene: Scene, day: int, state: str, kept: Reflection | None) -> str:
    content = scene.pack.day(day)
    title = content.title if content is not None else ""
    mark = scene.say(f"mark.{state}")
    head = scene.say("past.day", day=day, title=title, mark=mark)
    if kept is None:
        return head
    label = scene.say(f"day.yours_{kept.kind}") if kept.kind != "text" else ""
    words = f"{label} {clipped(kept.text or '', FIRST_WORDS)}".strip()
    return f"{head}\n{scene.say('past.words', words=words)}"


def _openers(scene: Scene, days: Sequence[tuple[int, int]]) -> list[list[Button]]:
    """A button for each day, which carries its delivery."""
    buttons = [(scene.say("button.day", day=day), data("past", one)) for day, one in days]
    return [buttons[at : at + A_ROW] for at in range(0, len(buttons), A_ROW)]


def _turns(scene: Scene, target: str, page: int, more: bool) -> Keyboard:
    """To the pages before and after, where there are any."""
    verb, _, argument = target.partition(":")
    row = []
    if page:
        row.append((scene.say("button.page_before"), data(verb, f"{argument}{page - 1}")))
    if more:
        row.append((scene.say("button.page_after"), data(verb, f"{argument}{page + 1}")))
    return [row] if row else []


def _cancel(scene: Scene) -> list[Button]:
    return [(scene.say("button.cancel"), data("cancel"))]


VIEWS: Mapping[str, View] = {
    "history": days_list("history"),
    "missed": days_list("missed"),
    "bookmarks": days_list("bookmarks"),
    "search": search,
    "search_ask": search_ask("search.ask"),
    "search_long": search_ask("search.long"),
    "search_none": sentence("search.none"),
    "reply_ask": reply_ask,
    "no_yesterday": sentence("past.no_yesterday"),
}
