"""What a narrator's line says: an update, a row, a unit of work and a streak in plain values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.streak import Streak
from bot.storage.models import metadata
from bot.storage.witness import Written
from bot.usecases.facts import Facts

Json = dict[str, Any]

LONGEST_VALUE = 140
"""Characters of one value: enough to know it by."""

MEDIA = ("photo", "voice", "video", "video_note", "document", "sticker", "location")


def short(value: Any) -> Any:
    """A value as it is, or its beginning."""
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return value[: LONGEST_VALUE - 1] + "…"
    return value


def update_told(update: Mapping[str, Any]) -> Json:
    """An update in short: its id and kind, from whom, and its first words."""
    kind = next((name for name in update if name != "update_id"), "nothing")
    found = update.get(kind)
    content: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    sender = content.get("from") or {}
    message = content.get("message", content)
    chat = message.get("chat", sender) if isinstance(message, Mapping) else sender
    return {
        "update": update.get("update_id"),
        "what": kind,
        "from": sender.get("first_name"),
        "chat": chat.get("id"),
        "words": short(_words(kind, content)),
    }


def _words(kind: str, content: Mapping[str, Any]) -> str:
    if kind == "my_chat_member":
        return str((content.get("new_chat_member") or {}).get("status", ""))
    said = content.get("data") or content.get("text") or content.get("caption")
    return str(said or next((name for name in MEDIA if name in content), ""))


def netted(rows: Iterable[Written]) -> list[Written]:
    """What one transaction made of each row, though it touched the row again and again."""
    net: dict[tuple[str, Any], Written] = {}
    for row in rows:
        which = row.table, _primary_key(row)
        first = net.setdefault(which, row)
        net[which] = replace(first, after=row.after)
    return [row for row in net.values() if row.before is not None or row.after is not None]


def _primary_key(row: Written) -> tuple[Any, ...]:
    values = row.after or row.before or {}
    return tuple(values[column.name] for column in metadata.tables[row.table].primary_key)


def row_told(row: Written) -> Json | None:
    """A row: all it holds if it is new, else what changed in it. None: nothing changed."""
    before, after = _without_raw(row.before or {}), _without_raw(row.after or {})
    told: Json = {"table": row.table, "id": _key(after or before)}
    if row.before is None:
        values = {name: short(value) for name, value in after.items() if value is not None}
        return told | {"did": "insert", "values": values}
    if row.after is None:
        return told | {"did": "delete", "values": {}}
    changed = {
        name: [short(before[name]), short(value)]
        for name, value in after.items()
        if value != before[name]
    }
    return told | {"did": "update", "changed": changed} if changed else None


def _without_raw(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The raw update has been told already; of the inbox's copy its length is enough."""
    raw = row.get("raw")
    return row if raw is None else {**row, "raw": f"{len(raw)} characters"}


def _key(row: Mapping[str, Any]) -> Any:
    return row.get("id", row.get("update_id", row.get("subscriber_id")))


def name_of(work: Callable[..., Any]) -> str:
    """The unit of work by the name of its file and function, as somebody would look it up.

    A handler's effect is wrapped in `Context.write` together with the mark "handled"; what it
    closes over names the use case, and no line of the product needs to know of that.
    """
    while isinstance(work, partial):
        work = work.func
    code = getattr(work, "__code__", None)
    cells = getattr(work, "__closure__", None) or ()
    held = dict(zip(code.co_freevars if code else (), cells, strict=False))
    if "usecase" in held:
        return name_of(held["usecase"].cell_contents)
    file = work.__module__.rpartition(".")[2]
    return f"{file}.{work.__qualname__.partition('.<locals>')[0]}"


def fold_told(facts: Facts, streak: Streak) -> Json:
    """What a streak was folded from, in short, and what came of it."""
    return {
        "inputs": {
            "challenges": len(facts.sequence),
            "replied": sum(bool(each.replies) for each in facts.sequence),
            "presses": sum(len(each.done) + len(each.not_today) for each in facts.sequence),
            "pauses": len(facts.pauses),
            "outages": len(facts.outages),
        },
        "verdicts": [[day.challenge.day, day.verdict.value] for day in streak.days[-7:]],
        "result": {
            "current": streak.current,
            "shown": streak.shown,
            "best": streak.best,
            "freezes": streak.freezes,
            "settled": streak.settled_up_to,
        },
        "open": [
            [each.day, None if each.until is None else each.until.timestamp()]
            for each in streak.open
        ],
    }
