"""Choosing, of what somebody wrote, what a message shows again. Nothing here is ever logged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.storage import reflections
from bot.storage.engine import Tx
from bot.storage.reflections import Reflection

LINES = 3
SHORTEST, LONGEST = 20, 160
"""Characters of a line worth showing by itself; what is longer is cut at a word."""


async def of_day(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """Everything that was written about the day."""
    return await reflections.of_day(tx, subscriber_id, params["day"])


async def of_run(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """Three lines from along the way of a run: from its beginning, its middle and its end."""
    written = await reflections.of_run(tx, subscriber_id, params["run"])
    return [replace(kept, text=_line(kept.text or "")) for kept in _spread(written)]


async def of_week(tx: Tx, subscriber_id: int, params: Mapping[str, Any]) -> list[Reflection]:
    """One line from a week, the one that says the most; none where all are short."""
    first, last = (date.fromisoformat(params[name]) for name in ("first", "last"))
    written = await reflections.of_dates(tx, subscriber_id, first, last)
    texts = [kept for kept in written if len(kept.text or "") >= SHORTEST]
    fullest = max(texts, key=lambda kept: min(len(kept.text or ""), LONGEST), default=None)
    return [replace(fullest, text=_line(fullest.text or ""))] if fullest else []


def _spread(written: Sequence[Reflection]) -> list[Reflection]:
    """From each third of the log, its first message that says more than a word or two."""
    texts = [kept for kept in written if len(kept.text or "") >= SHORTEST]
    thirds = (texts[len(texts) * at // LINES :] for at in range(LINES))
    chosen = {kept.id: kept for third in thirds for kept in third[:1]}
    return list(chosen.values())


def _line(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rsplit(" ", 1)[0] + "…"
